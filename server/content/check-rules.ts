/** Whether a country is whole: every id that its content names exists, and its words say everything, and nothing else. */

import { complaintsAboutStatement } from '../accessibility/rules.ts'
import { type ExplainerWords, rowIds } from '../explainers/rules.ts'
import { explainerSchema } from '../explainers/words-rules.ts'
import type { CataloguedGuide, GuideWords, Note } from '../guides/rules.ts'
import type { LanguageWords, WordTree } from '../pages/words.ts'
import type { Country } from './rules.ts'

/** What is missing or too much in a country; empty where it is whole. */
export function complaintsAbout(
  country: Country,
  wordsOf: (language: string) => LanguageWords,
  pictograms: readonly string[],
): readonly string[] {
  return [
    ...complaintsAboutIds(country, pictograms),
    ...complaintsAboutStatement(country.accessibility, country.languages),
    ...country.languages.flatMap((language) => complaintsAboutWords(country, language, wordsOf(language))),
  ]
}

function complaintsAboutIds(country: Country, pictograms: readonly string[]): readonly string[] {
  const { code, languages, themes, guides, explainers, facts, sources, officialPages } = country
  const known = {
    theme: new Set(themes.map(({ id }) => id)),
    guide: new Set(guides.map(({ id }) => id)),
    fact: new Set(Object.keys(facts)),
    source: new Set(Object.keys(sources)),
    'official page': new Set(Object.keys(officialPages)),
    pictogram: new Set(pictograms),
  }
  type Named = readonly [kind: keyof typeof known, ids: readonly string[]]
  const unknown = (at: string, named: readonly Named[]) =>
    named.flatMap(([kind, ids]) =>
      ids
        .filter((id) => !known[kind].has(id))
        .map((id) => `${at} names the ${kind} ${id}, which does not exist`),
    )
  const notesOf = ({ guide }: CataloguedGuide): readonly Note[] => [
    ...guide.steps,
    ...guide.watchOut,
    ...guide.whenItFails,
    ...guide.withoutComputer,
  ]
  return [
    ...(/^[a-z]{2}$/.test(code) ? [] : [`the code ${code} is not two small letters`]),
    ...(isTimeZone(country.timeZone) ? [] : [`the time zone ${country.timeZone} is not known`]),
    ...(languages.length > 0 ? [] : ['it has no language']),
    ...twice('theme', themes),
    ...twice('guide or explainer', [...guides, ...explainers]),
    ...themes.flatMap(({ id, pictogram }) => unknown(`theme ${id}`, [['pictogram', [pictogram]]])),
    ...guides.flatMap((entry) => {
      const { id, theme, guide } = entry
      const notes = notesOf(entry)
      return [
        ...unknown(`guide ${id}`, [
          ['theme', [theme]],
          ['official page', [guide.officialPage]],
          ['fact', [...guide.facts, ...notes.flatMap((note) => note.facts)]],
          ['guide', notes.flatMap(({ see }) => see ?? [])],
          ['pictogram', [guide.pictogram, ...guide.needs, ...notes.map(({ pictogram }) => pictogram)]],
        ]),
        ...twice(`step of guide ${id}`, guide.steps),
      ]
    }),
    ...explainers.flatMap(({ id, theme, pictogram, situation, ask, options, unknowns, statements }) => {
      const all = Object.values(options)
      const lines = [situation, unknowns, ...all.flatMap(({ rows }) => rowIds.map((row) => rows[row]))]
      const cited = [...lines.flatMap((line) => Object.values(line)), ...factsOfAll(statements)].flat()
      return unknown(`explainer ${id}`, [
        ['theme', [theme]],
        ['guide', all.map(({ howTo }) => howTo)],
        ['fact', cited],
        ['pictogram', [pictogram, ...Object.values(ask), ...all.map((option) => option.pictogram)]],
      ])
    }),
    ...unknown('the country', [['guide', [country.guideToHelp]]]),
    ...Object.entries(facts).flatMap(([id, fact]) => unknown(`fact ${id}`, [['source', fact.sources]])),
    ...Object.entries(country.addressesInWords).flatMap(([name, { officialPage }]) =>
      unknown(`the address ${name}`, [['official page', [officialPage]]]),
    ),
  ]
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function factsOfAll(statements: Country['explainers'][number]['statements']): readonly (readonly string[])[] {
  return Object.values(statements).map(({ facts }) => facts)
}

function twice(kind: string, entries: readonly { readonly id: string }[]): readonly string[] {
  const ids = entries.map(({ id }) => id)
  return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${kind} ${id} stands twice`)
}

function complaintsAboutWords(country: Country, language: string, words: LanguageWords): readonly string[] {
  const { themes, guides, explainers, facts, addressesInWords } = country
  const { namespaces } = words
  const shared = at(namespaces.guides, 'shared')
  const entries = [...guides, ...explainers].map(({ id }) => id)
  const terms = themes.flatMap((theme) => theme.terms)
  const complaints = [
    ...compared(
      'theme',
      themes.map(({ id }) => id),
      at(namespaces.themes, 'names'),
    ),
    ...compared('fact', Object.keys(facts), namespaces.facts),
    ...compared('term', terms, namespaces.glossary),
    ...terms.flatMap((id) => compared(`term ${id}`, ['term', 'meaning'], at(namespaces.glossary, id))),
    ...compared(
      'guide',
      guides.map(({ id }) => id),
      words.guides,
    ),
    ...guides.flatMap((entry) => complaintsAboutGuide(entry, words.guides[entry.id])),
    ...compared('shared step', sharedIds(guides, ['steps']), at(shared, 'steps')),
    ...compared(
      'shared note',
      sharedIds(guides, ['watchOut', 'whenItFails', 'withoutComputer']),
      at(shared, 'notes'),
    ),
    ...compared('address in shared steps', placeholdersOf(at(shared, 'steps')), addressesInWords),
    ...(guides.some(({ guide }) => guide.orPhone) && at(namespaces.guides, 'onPhone') === undefined
      ? ['what stands on the phone in place of a card has no words']
      : []),
    ...compared(
      'explainer',
      explainers.map(({ id }) => id),
      words.explainers,
    ),
    ...explainers.flatMap((entry) => complaintsAboutExplainer(entry, words.explainers[entry.id])),
    ...compared('page with mediator’s lines', entries, words.mediatorLines),
    ...entries.flatMap((id) =>
      compared(
        `mediator’s line of ${id}`,
        ['say', 'doNotSay', 'watchOut', 'passOn'],
        words.mediatorLines[id],
      ),
    ),
  ]
  return complaints.map((complaint) => `${language}: ${complaint}`)
}

/** What is in a tree of words below a key. */
function at(tree: WordTree | undefined, key: string): WordTree | undefined {
  return tree === undefined || typeof tree === 'string' ? undefined : tree[key]
}

/** What has no words, and which words belong to nothing. */
function compared(
  kind: string,
  ids: Iterable<string>,
  words: object | string | undefined,
): readonly string[] {
  const wanted = new Set(ids)
  const given = new Set(typeof words === 'object' ? Object.keys(words) : [])
  return [
    ...[...wanted].filter((id) => !given.has(id)).map((id) => `${kind} ${id} is missing`),
    ...[...given].filter((id) => !wanted.has(id)).map((id) => `${kind} ${id} is too much`),
  ]
}

type Part = 'steps' | 'watchOut' | 'whenItFails' | 'withoutComputer'
const partsOfGuide: readonly Part[] = ['steps', 'watchOut', 'whenItFails', 'withoutComputer']

function sharedIds(guides: Country['guides'], parts: readonly Part[]): readonly string[] {
  const notes = guides.flatMap(({ guide }) => parts.flatMap((part): readonly Note[] => guide[part]))
  return notes.filter(({ shared }) => shared).map(({ id }) => id)
}

function complaintsAboutGuide({ id, guide }: CataloguedGuide, tree: WordTree | undefined): readonly string[] {
  // That it has words at all is asked for elsewhere.
  if (tree === undefined) return []
  const own = tree as unknown as Partial<GuideWords>
  const notes = (part: Part): readonly Note[] => guide[part]
  return [
    ...compared(`part of guide ${id}`, ['title', 'purpose', ...partsOfGuide], tree),
    ...partsOfGuide.flatMap((part) =>
      compared(
        `guide ${id}, ${part}`,
        notes(part)
          .filter(({ shared }) => !shared)
          .map((note) => note.id),
        own[part],
      ),
    ),
  ]
}

function complaintsAboutExplainer(
  explainer: Country['explainers'][number],
  tree: WordTree | undefined,
): readonly string[] {
  if (tree === undefined) return []
  const { id, situation, ask, options, unknowns, statements } = explainer
  const parsed = explainerSchema.safeParse(tree)
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => `explainer ${id}, ${issue.path.join('.')}: ${issue.message}`)
  }
  const own: ExplainerWords = parsed.data
  return [
    ...compared(`explainer ${id}, situation`, Object.keys(situation), own.situation),
    ...compared(`explainer ${id}, ask`, Object.keys(ask), own.ask),
    ...compared(`explainer ${id}, option`, Object.keys(options), own.options),
    ...Object.entries(options).flatMap(([name, option]) =>
      rowIds.flatMap((row) =>
        compared(`explainer ${id}, ${name} ${row}`, Object.keys(option.rows[row]), own.options[name]?.[row]),
      ),
    ),
    ...compared(`explainer ${id}, unknown`, Object.keys(unknowns), own.unknowns),
    ...compared(`explainer ${id}, statement`, Object.keys(statements), own.statements),
  ]
}

/** The placeholders of all words of a tree. */
function placeholdersOf(tree: WordTree | undefined): readonly string[] {
  if (tree === undefined) return []
  if (typeof tree !== 'string') return Object.values(tree).flatMap(placeholdersOf)
  return [...tree.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
}
