/** Every language has every word, every claim its fact, every picture its file. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { factOf } from '../../server/content/rules.ts'
import { factsOf as factsOfExplainer } from '../../server/explainers/rules.ts'
import { needsHedge } from '../../server/facts/rules.ts'
import { factsOf, type GuideWords, type Note, type Step } from '../../server/guides/rules.ts'
import { readLanguage, type WordTree } from '../../server/pages/words.ts'
import { words } from '../support/addresses.ts'

const root = findRootDirectory()
const locales = path.join(root, 'locales')
const { guides, explainers, facts, sources, officialPages } = belgium

/** The paths of all words of a tree, with the placeholders each uses. */
function shapeOf(tree: WordTree, at: string): readonly string[] {
  if (typeof tree === 'string') return [`${at} ${(tree.match(/\{\{\w+\}\}/g) ?? []).sort().join(' ')}`.trim()]
  return Object.entries(tree).flatMap(([key, child]) => shapeOf(child, `${at}.${key}`))
}

function shapeOfLanguage(language: string): readonly string[] {
  const { namespaces, guides: own, explainers, mediatorLines } = readLanguage(root, belgium, language)
  return [
    ...shapeOf(namespaces, 'words'),
    ...shapeOf(own, 'guides'),
    ...shapeOf(explainers, 'explainers'),
    ...shapeOf(mediatorLines, 'mediator-lines'),
  ].sort()
}

function everyText(tree: WordTree): readonly string[] {
  return typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(everyText)
}

function textsOfLanguage(language: string): readonly string[] {
  const { namespaces, guides: own, explainers, mediatorLines } = readLanguage(root, belgium, language)
  return [namespaces, own, explainers, mediatorLines].flatMap(everyText)
}

function notesOf({ guide }: (typeof guides)[number]): readonly Step[] {
  return [...guide.steps, ...guide.watchOut, ...guide.whenItFails, ...guide.withoutComputer]
}

describe('a reader of any language gets everything', () => {
  test('the languages are the folders of the words, and the contract’s four come first', () => {
    for (const folder of [locales, path.join(root, belgium.folder, 'words')]) {
      expect([...words.languages].sort()).toEqual(readdirSync(folder).sort())
    }
    expect(words.languages.slice(0, 4)).toEqual(['fr', 'nl', 'de', 'en'])
  })

  test.each(words.languages)(
    '%s has the words that French has, no more and no less, with the same placeholders',
    (language) => {
      expect(shapeOfLanguage(language)).toEqual(shapeOfLanguage('fr'))
    },
  )

  test.each(words.languages)(
    '%s has no empty word, no straight apostrophe, no exclamation mark, no double space',
    (language) => {
      const odd = textsOfLanguage(language).filter(
        (text) => text.trim() === '' || /['!]| {2}|^ | $/.test(text),
      )
      expect(odd).toEqual([])
    },
  )

  test('French never lets a sign fall to the next line alone', () => {
    expect(textsOfLanguage('fr').filter((text) => / [?;:!»]|« /.test(text))).toEqual([])
  })

  test('each word of a guide is used by its structure', () => {
    for (const entry of guides) {
      for (const language of words.languages) {
        const own = words.guide(language, entry.id) as unknown as GuideWords
        const used = (notes: readonly Note[]) =>
          notes
            .filter((note) => !note.shared)
            .map(({ id }) => id)
            .sort()
        const { guide, id } = entry
        expect(Object.keys(own.steps).sort(), id).toEqual(used(guide.steps))
        expect(Object.keys(own.watchOut).sort(), id).toEqual(used(guide.watchOut))
        expect(Object.keys(own.whenItFails).sort(), id).toEqual(used(guide.whenItFails))
        expect(Object.keys(own.withoutComputer).sort(), id).toEqual(used(guide.withoutComputer))
      }
    }
  })
})

test('a mediator knows at every guide and explainer what to say, what not to say, what to watch and who comes next', () => {
  const { mediatorLines } = readLanguage(root, belgium, 'fr')
  const entries = [...guides, ...explainers].map(({ id }) => id)
  expect(Object.keys(mediatorLines).sort()).toEqual([...entries].sort())
  for (const [id, lines] of Object.entries(mediatorLines)) {
    expect(Object.keys(lines), id).toEqual(['say', 'doNotSay', 'watchOut', 'passOn'])
  }
})

test('no word stands unused in the frame’s own files', () => {
  // The supervisor of the machine shows words too, when the server is away.
  const folders = ['server', 'views', 'kiosk'].filter((folder) => existsSync(path.join(root, folder)))
  const code = folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(root, folder, name),
      ),
    )
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n')
  const { namespaces } = readLanguage(root, belgium, 'fr')
  const unused = [
    'accessibility',
    'accounts',
    'layout',
    'guides',
    'explainers',
    'printouts',
    'themes',
    'errors',
    'certificate',
    'visits',
    'host',
    'kiosk',
    'companion',
    'guided-sessions',
    'glossary',
  ].flatMap((namespace) =>
    shapeOf(namespaces[namespace] ?? {}, namespace)
      .map((line) => line.split(' ')[0]?.replace('.', ':') ?? '')
      // Asked for by a key that the code puts together; those of outOfService by the supervisor, which reads the file.
      .filter(
        (key) =>
          !/^(?:guides:shared|explainers:(?:rows|cards|true|false)|themes:names|visits:(?:sizes|contrasts)|errors:(?:notFound|badRequest|broken|crowded|tryAgain|notSaved|notSignedIn|atKiosk|inClear)|accounts:objections|companion:(?:ended|refusals|record\.(?:outcomes|placeKinds|lengths))|guided-sessions:ended|kiosk:(?:host\.printer|host\.printerWarns|outOfService)|glossary:)/.test(
            key,
          ),
      )
      .filter((key) => !code.includes(`'${key}'`)),
  )
  expect(unused).toEqual([])
})

describe('a guide is whole', () => {
  test('there are at least 30, each with three to seven steps and every part', () => {
    expect(guides.length).toBeGreaterThanOrEqual(30)
    for (const { id, guide } of guides) {
      expect(guide.steps.length, id).toBeGreaterThanOrEqual(3)
      expect(guide.steps.length, id).toBeLessThanOrEqual(7)
      expect(guide.watchOut.length, id).toBeGreaterThan(0)
      expect(guide.whenItFails.length, id).toBeGreaterThan(0)
      expect(guide.withoutComputer.length, id).toBeGreaterThan(0)
    }
  })

  test('ids are unique, and no two steps of a guide share one', () => {
    expect(new Set(guides.map(({ id }) => id)).size).toBe(guides.length)
    for (const { id, guide } of guides) {
      expect(new Set(guide.steps.map((step) => step.id)).size, id).toBe(guide.steps.length)
    }
  })

  test('wherever a code is typed, the step is private', () => {
    const typing = guides.flatMap((entry) =>
      entry.guide.steps.filter((step) => /code$/.test(step.id) && step.id.startsWith('type')),
    )
    expect(typing.length).toBeGreaterThan(0)
    expect(typing.every((step) => step.privateMoment)).toBe(true)
    const signingIn = guides.filter(({ guide }) => guide.steps.some(({ id }) => id === 'choose-key'))
    expect(signingIn.every(({ guide }) => guide.steps.some(({ privateMoment }) => privateMoment))).toBe(true)
  })
})

describe('every claim is true and dated', () => {
  test('each guide cites a fact, or gives advice alone', () => {
    const adviceAlone = guides.filter(({ guide }) => factsOf(guide).length === 0).map(({ id }) => id)
    expect(adviceAlone).toEqual([])
  })

  test('every fact is cited by a page, and has sources, a day, and a review within six months', () => {
    const cited = new Set([
      ...guides.flatMap(({ guide }) => factsOf(guide)),
      ...explainers.flatMap(factsOfExplainer),
    ])
    expect(Object.keys(facts).filter((id) => !cited.has(id))).toEqual([])
    for (const [id, fact] of Object.entries(facts)) {
      const months = (Date.parse(fact.reviewBy) - Date.parse(fact.checkedOn)) / (1000 * 60 * 60 * 24 * 30.44)
      expect(months, id).toBeGreaterThan(0)
      expect(months, id).toBeLessThanOrEqual(6)
    }
  })

  test('a report of the past that needs no further date carries its year in every language', () => {
    for (const entry of guides) {
      for (const note of notesOf(entry).filter(({ dated }) => dated)) {
        const unsure = note.facts.some((id) => needsHedge(factOf(belgium, id)))
        if (!unsure) continue
        for (const language of words.languages) {
          const own = JSON.stringify(words.guide(language, entry.id))
          const line = new RegExp(`"${note.id}":("[^"]*"|\\{[^}]*\\})`).exec(own)?.[1] ?? ''
          expect(line, `${language} ${entry.id} ${note.id}`).toMatch(/\b20\d\d\b/)
        }
      }
    }
  })

  test('what could not be confirmed is not published: no telephone number, no German or English portal address', () => {
    for (const language of words.languages) {
      const all = textsOfLanguage(language).join('\n')
      expect(all).not.toMatch(/\b0\d{1,3}[ /.]\d{2,3}([ .]\d{2}){1,3}\b|\+32/)
      expect(all).not.toMatch(/(?:meinegesundheit|myhealth)\.\w|mygov/i)
      expect(all).not.toMatch(/\b5G\b|3422/)
    }
    const addresses = Object.values(officialPages).flatMap(({ address }) =>
      Object.values(address).flatMap((one) => one ?? []),
    )
    expect(addresses.every((address) => address.startsWith('https://'))).toBe(true)
    expect(addresses.join(' ')).not.toMatch(/meinegesundheit|myhealth/)
    expect(Object.values(sources).every(({ title }) => title.length > 0)).toBe(true)
  })

  test('the ages at which a parent sees a child’s record are 12 and 16 in every language', () => {
    for (const language of words.languages) {
      const text = JSON.stringify(words.guide(language, 'my-child'))
      expect(text).toContain('12')
      expect(text).toContain('16')
      expect(text).not.toMatch(/\b(?:14|18)\b/)
    }
  })
})

describe('every picture exists and says where it comes from', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'pictograms/manifest.json'), 'utf8')) as Record<
    string,
    { file?: string; healthicons?: string; licence: string; source: string }
  >

  test('each pictogram has a file, a licence and a source, and no file lies unused', () => {
    for (const [id, origin] of Object.entries(manifest)) {
      const file =
        origin.file === undefined
          ? path.join(root, 'node_modules/healthicons/public/icons/svg/filled', `${origin.healthicons}.svg`)
          : path.join(root, 'pictograms', origin.file)
      expect(existsSync(file), id).toBe(true)
      expect(origin.licence, id).toMatch(/^(MIT|CC0-1\.0)$/)
      expect(origin.source, id).not.toBe('')
    }
    const own = readdirSync(path.join(root, 'pictograms')).filter((name) => name.endsWith('.svg'))
    expect(own.sort()).toEqual(
      Object.values(manifest)
        .flatMap(({ file }) => file ?? [])
        .sort(),
    )
  })

  test('our own are on the grid of 48, take their colour from the page and carry nothing but shapes', () => {
    for (const { file } of Object.values(manifest)) {
      if (file === undefined) continue
      const svg = readFileSync(path.join(root, 'pictograms', file), 'utf8')
      expect(svg, file).toContain('viewBox="0 0 48 48"')
      expect(svg, file).not.toMatch(
        /<(?:script|style|text|image|use|foreignObject)|\son\w+=|href=|#[0-9a-f]{3}/i,
      )
    }
  })

  test('what a guide asks to bring never shows the same picture twice', () => {
    for (const { id, guide } of guides) {
      const pictures = guide.needs
      expect(new Set(pictures).size, id).toBe(pictures.length)
    }
  })
})
