/** What scripts, styles and markup of pages ask of a browser, read from the code, with the oldest browser that has it. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Node, parse } from 'acorn'
import postcss from 'postcss'
import { scriptOf } from '../../build-assets.ts'

/** The oldest browsers in which pages work; a phone's is the same engine as the desktop's. Samsung Internet 14 is Chrome 87. */
export const floor = {
  safari: 15,
  safari_ios: 15,
  chrome: 87,
  chrome_android: 87,
  firefox: 91,
  firefox_android: 91,
  samsunginternet_android: 14,
} as const

export type Browser = keyof typeof floor
const browsers = Object.keys(floor) as Browser[]

/** The syntax that all of the floor read: private fields and `??=` came later to one of them. */
export const syntaxOfTheFloor = 2020

interface Support {
  readonly version_added: string | boolean | null
  readonly version_removed?: string
  readonly prefix?: string
  readonly alternative_name?: string
  readonly flags?: readonly unknown[]
  readonly partial_implementation?: boolean
}
interface Entry {
  readonly __compat?: { readonly support: Partial<Record<Browser, Support | readonly Support[]>> }
  readonly [name: string]: Entry | unknown
}

export interface Feature {
  /** Its place in MDN's data, such as `api/AbortSignal/timeout_static`. */
  readonly name: string
  /** The first whole version that has it under its own name; infinite where there is none. */
  readonly since: Readonly<Record<Browser, number>>
  /** The files that ask for it. */
  readonly files: ReadonlySet<string>
}

const data = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve('@mdn/browser-compat-data')), 'utf8'),
) as Entry

function entry(name: string): Entry | undefined {
  let at: unknown = data
  for (const part of name.split('/')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  const found = at as Entry
  return found.__compat === undefined ? undefined : found
}

function sinceOf(found: Entry, browser: Browser): number {
  const whole = [found.__compat?.support[browser] ?? []]
    .flat()
    .find(
      (one) =>
        !(
          one.prefix ||
          one.alternative_name ||
          one.flags ||
          one.version_removed ||
          one.partial_implementation
        ),
    )
  const version = whole?.version_added
  return typeof version === 'string' && version !== 'preview'
    ? Number.parseFloat(version.replace('≤', ''))
    : Number.POSITIVE_INFINITY
}

const isOlder = (one: Entry, other: Entry): boolean =>
  browsers.filter((browser) => sinceOf(one, browser) > floor[browser]).length <
  browsers.filter((browser) => sinceOf(other, browser) > floor[browser]).length

/** Whose members scripts of pages use, where the reader cannot tell of which object a member is. */
const interfaces = (
  'Window Document Element HTMLElement HTMLFormElement HTMLInputElement HTMLButtonElement HTMLDialogElement HTMLDetailsElement ' +
  'HTMLProgressElement Node EventTarget Event SubmitEvent MessageEvent PageTransitionEvent Location History Navigator Response ' +
  'AbortController AbortSignal EventSource BroadcastChannel URLSearchParams Performance DOMTokenList DOMRect Crypto ' +
  'CredentialsContainer PublicKeyCredential CSSStyleDeclaration NodeList'
).split(' ')
const builtins = 'Array String Number Object Promise Map Set RegExp Uint8Array'.split(' ')

/** The members of an object: of the one that is named, else of the oldest that has it. */
function memberNames(object: string | null, key: string): string[] {
  const named = [
    `api/${object}/${key}_static`,
    `api/${object}/${key}`,
    `javascript/builtins/${object}/${key}`,
  ]
  const known = named.filter((name) => entry(name) !== undefined).slice(0, 1)
  if (known.length > 0) return known
  const candidates = [
    ...interfaces.map((owner) => `api/${owner}/${key}`),
    ...builtins.map((owner) => `javascript/builtins/${owner}/${key}`),
  ].filter((name) => entry(name) !== undefined)
  return candidates
    .sort((one, other) => {
      const [first, second] = [entry(one), entry(other)]
      return first === undefined || second === undefined || !isOlder(first, second) ? 0 : -1
    })
    .slice(0, 1)
}

type Tree = Node & { readonly [key: string]: unknown }
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as Tree).type === 'string'
const nameOf = (value: unknown): string | null =>
  isTree(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : null

function readTree(tree: Tree, add: (name: string) => void): void {
  const identifier = nameOf(tree)
  if (identifier !== null) for (const owner of ['api', 'javascript/builtins']) add(`${owner}/${identifier}`)
  const isMember = tree.type === 'MemberExpression' && tree.computed === false
  const key = isMember ? nameOf(tree.property) : null
  if (key !== null) for (const name of memberNames(nameOf(tree.object), key)) add(name)
  if (tree.type === 'ObjectPattern' && Array.isArray(tree.properties)) {
    for (const property of tree.properties) {
      const taken = isTree(property) ? nameOf(property.key) : null
      if (taken !== null) for (const name of memberNames(null, taken)) add(name)
    }
  }
  for (const [part, value] of Object.entries(tree)) {
    // The name of a member is no name of a global.
    if (isMember && part === 'property') continue
    for (const child of [value].flat()) if (isTree(child)) readTree(child, add)
  }
}

function readStyles(styles: string, add: (name: string) => void): void {
  postcss.parse(styles).walk((node) => {
    if (node.type === 'atrule') add(`css/at-rules/${node.name}`)
    if (node.type === 'rule') {
      for (const [, name] of node.selector.matchAll(/::?([\w-]+)/g)) add(`css/selectors/${name}`)
      if (node.parent?.type === 'rule') add('css/selectors/nesting')
    }
    if (node.type !== 'decl' || node.prop.startsWith('--')) return
    const parent = node.parent
    const isOfFace = parent?.type === 'atrule' && 'name' in parent && parent.name === 'font-face'
    add(isOfFace ? `css/at-rules/font-face/${node.prop}` : `css/properties/${node.prop}`)
    if (isOfFace) return
    for (const [word] of node.value.matchAll(/[a-z][\w-]*/g)) {
      add(`css/properties/${node.prop}/${word}`)
      if (node.value.includes(`${word}(`)) for (const kind of ['', '/color']) add(`css/types${kind}/${word}`)
    }
    if (/\d[dsl]v[hw]/.test(node.value)) add('css/types/length/viewport_percentage_units_dynamic')
  })
}

function readMarkup(view: string, add: (name: string) => void): void {
  for (const [, element, attributes = ''] of view.matchAll(/<([a-z][a-z0-9]*)((?:=>|[^>])*)>/g)) {
    add(`html/elements/${element}`)
    for (const [, attribute] of attributes.matchAll(/\s([a-z-]+)(?=[=\s/]|$)/g)) {
      add(`html/elements/${element}/${attribute}`)
      add(`html/global_attributes/${attribute}`)
    }
  }
}

/**
 * Every feature that the pages of a repository ask for, by name: in built scripts and styles, and in views. htmx, for helpers
 * alone, is left out. A script newer in its syntax than the floor throws.
 */
export async function readFeatures(rootDirectory: string): Promise<readonly Feature[]> {
  const features = new Map<string, { since: Record<Browser, number>; files: Set<string> }>()
  const addFrom = (file: string) => (name: string) => {
    const found = entry(name)
    if (found === undefined) return
    const since = Object.fromEntries(browsers.map((browser) => [browser, sinceOf(found, browser)]))
    const known = features.get(name) ?? { since: since as Record<Browser, number>, files: new Set() }
    known.files.add(file)
    features.set(name, known)
  }
  const views = path.join(rootDirectory, 'views')
  for (const file of readdirSync(views, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.tsx')) continue
    readMarkup(readFileSync(path.join(views, file), 'utf8'), addFrom(path.basename(file)))
  }
  const built = path.join(rootDirectory, 'build/assets')
  for (const file of readdirSync(built).sort()) {
    const add = addFrom(file)
    const read = () => readFileSync(path.join(built, file), 'utf8')
    if (file.endsWith('.css')) readStyles(read(), add)
    if (file === 'companion.js')
      readScript(await scriptOf('views/guided-sessions/companion.client.ts', [/^htmx\.org/]), add)
    else if (file.endsWith('.js')) readScript(read(), add)
  }
  return [...features]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, feature]) => ({ name, ...feature }))
}

/** Reads one script in the syntax of the floor; what is newer throws. */
export function readScript(script: string, add: (name: string) => void): void {
  const tree = parse(script, { ecmaVersion: syntaxOfTheFloor, sourceType: 'module' })
  readTree(tree as unknown as Tree, add)
}

/** Which browsers of the floor lack a feature. */
export function missingIn({ since }: Pick<Feature, 'since'>): readonly Browser[] {
  return browsers.filter((browser) => since[browser] > floor[browser])
}
