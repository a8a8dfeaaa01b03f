/** The words of every language: the interface's from locales/, the country's beside them, and the typed function that finds both. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInstance, type TFunction } from 'i18next'
import type accessibility from '../../locales/fr/accessibility.json'
import type accounts from '../../locales/fr/accounts.json'
import type certificate from '../../locales/fr/certificate.json'
import type companion from '../../locales/fr/companion.json'
import type errors from '../../locales/fr/errors.json'
import type explainers from '../../locales/fr/explainers.json'
import type guidedSessions from '../../locales/fr/guided-sessions.json'
import type guides from '../../locales/fr/guides.json'
import type host from '../../locales/fr/host.json'
import type kiosk from '../../locales/fr/kiosk.json'
import type layout from '../../locales/fr/layout.json'
import type pictograms from '../../locales/fr/pictograms.json'
import type printouts from '../../locales/fr/printouts.json'
import type secondFactor from '../../locales/fr/second-factor.json'
import type themes from '../../locales/fr/themes.json'
import type visits from '../../locales/fr/visits.json'
import type { SharedWords } from '../guides/rules.ts'

type ById<T> = Readonly<Record<string, T>>

/**
 * French stands for the shape of all languages, so a word that code asks for and French lacks does not
 * compile; test/fast/completeness.test.ts holds the other languages to the same shape. The words of a country are found
 * by its ids, which the build has looked for.
 * The own words of guides and explainers are reached as whole objects, through `Words`.
 */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'layout'
    resources: {
      accessibility: typeof accessibility
      certificate: typeof certificate
      companion: typeof companion
      accounts: typeof accounts
      errors: typeof errors
      explainers: typeof explainers
      facts: ById<string>
      glossary: ById<{ readonly term: string; readonly meaning: string }>
      'guided-sessions': typeof guidedSessions
      guides: typeof guides & { readonly onPhone: string; readonly shared: SharedWords }
      host: typeof host
      kiosk: typeof kiosk
      layout: typeof layout
      pictograms: typeof pictograms
      printouts: typeof printouts
      'second-factor': typeof secondFactor
      themes: typeof themes & { readonly names: ById<string> }
      visits: typeof visits
    }
  }
}

type Namespace =
  | 'accessibility'
  | 'certificate'
  | 'companion'
  | 'accounts'
  | 'errors'
  | 'explainers'
  | 'facts'
  | 'glossary'
  | 'guided-sessions'
  | 'guides'
  | 'host'
  | 'kiosk'
  | 'layout'
  | 'pictograms'
  | 'printouts'
  | 'second-factor'
  | 'themes'
  | 'visits'
export type Translate = TFunction<[Namespace, ...Namespace[]]>

/** A text, or an object of texts: what a locale file holds. */
export type WordTree = string | { readonly [key: string]: WordTree }

export interface Words {
  /** Language codes in the order in which people see them. */
  readonly languages: readonly string[]
  /** The words of a language, by namespace; a language that does not exist throws. */
  readonly translate: (language: string) => Translate
  /** A guide's own words in a language; an id that does not exist throws. */
  readonly guide: (language: string, id: string) => WordTree
  /** An explainer's own words in a language; an id that does not exist throws. */
  readonly explainer: (language: string, id: string) => WordTree
  /** What a mediator says and does not say at a guide or explainer; an id that does not exist throws. */
  readonly mediatorLines: (language: string, id: string) => WordTree
  /** Every word of a language. */
  readonly all: (language: string) => LanguageWords
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** The words of one language: by namespace, and those of its guides, explainers and mediators by their ids. */
export interface LanguageWords {
  readonly namespaces: Record<string, WordTree>
  readonly guides: Record<string, WordTree>
  readonly explainers: Record<string, WordTree>
  readonly mediatorLines: Record<string, WordTree>
}

/** Where the words of a country stand: what `Country` says of them. */
interface WordPlaces {
  /** From the root, with `words/<language>/` in it. */
  readonly folder: string
  readonly languages: readonly string[]
}

/** The words of a namespace that two files give together; a word that both give throws. */
function merged(one: WordTree | undefined, other: WordTree, at: string): WordTree {
  if (one === undefined) return other
  if (typeof one === 'string' || typeof other === 'string') throw new Error(`The words ${at} stand twice`)
  const both = Object.entries(other).map(([key, tree]) => [key, merged(one[key], tree, `${at}.${key}`)])
  return { ...one, ...Object.fromEntries(both) }
}

/**
 * Reads the words of a language, those of the interface and those of the country. A file is a namespace, to which both may
 * give words; those of the folder guides/ hold the words of a theme's guides by id, those of mediator-lines/ a mediator's
 * lines likewise, and each of explainers/ one explainer's words.
 */
export function readLanguage(rootDirectory: string, { folder }: WordPlaces, language: string): LanguageWords {
  const words: LanguageWords = { namespaces: {}, guides: {}, explainers: {}, mediatorLines: {} }
  for (const directory of [
    path.join(rootDirectory, 'locales', language),
    path.join(rootDirectory, folder, 'words', language),
  ]) {
    for (const [name, content] of wordsIn(directory)) {
      words.namespaces[name] = merged(words.namespaces[name], content, name)
    }
    for (const [, content] of wordsIn(`${directory}/guides`)) Object.assign(words.guides, content)
    for (const [, content] of wordsIn(`${directory}/mediator-lines`)) {
      Object.assign(words.mediatorLines, content)
    }
    for (const [name, content] of wordsIn(`${directory}/explainers`)) words.explainers[name] = content
  }
  return words
}

/**
 * What the files of a folder say, by their names in order; nothing where there is no such folder. Folder by folder, since
 * a recursive `readdirSync` takes longer to work out its paths than the files to be read.
 */
function wordsIn(directory: string): (readonly [string, Record<string, WordTree>])[] {
  if (!existsSync(directory)) return []
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'))
  return files
    .sort()
    .map((file) => [
      file.slice(0, -'.json'.length),
      readJson(`${directory}/${file}`) as Record<string, WordTree>,
    ])
}

/**
 * Loads the words of every language of a country: a further language is two folders and an entry there.
 * A word that is missing throws, so that nobody ever reads a key.
 */
export function loadWords(rootDirectory: string, places: WordPlaces): Words {
  const { languages } = places
  const byLanguage = new Map(
    languages.map((language) => [language, readLanguage(rootDirectory, places, language)]),
  )
  const i18n = createInstance()
  void i18n.init({
    resources: Object.fromEntries(
      [...byLanguage].map(([language, { namespaces }]) => [language, namespaces]),
    ),
    fallbackLng: false,
    initAsync: false,
    defaultNS: 'layout',
    // hono/jsx escapes what it renders; escaping here as well would print entities.
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (languagesAsked, namespace, key) => {
      throw new Error(`No words for ${namespace}:${key} in ${languagesAsked.join(', ')}`)
    },
  })
  function all(language: string): LanguageWords {
    const words = byLanguage.get(language)
    if (words === undefined) throw new Error(`No language ${language}`)
    return words
  }

  function own(kind: 'guides' | 'explainers' | 'mediatorLines', language: string, id: string): WordTree {
    const words = all(language)[kind][id]
    if (words === undefined) throw new Error(`No words for ${id} of ${kind} in ${language}`)
    return words
  }
  return {
    languages,
    translate: (language) => {
      if (!languages.includes(language)) throw new Error(`No language ${language}`)
      return i18n.getFixedT(language) as unknown as Translate
    },
    guide: (language, id) => own('guides', language, id),
    explainer: (language, id) => own('explainers', language, id),
    mediatorLines: (language, id) => own('mediatorLines', language, id),
    all,
  }
}
