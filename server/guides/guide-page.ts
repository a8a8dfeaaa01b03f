/** A guide as one reader sees it: structure and words of a language joined, dates and addresses filled in. */

import { type Country, officialPageOf } from '../content/rules.ts'
import { type Citation, cite, hedgeOf } from '../facts/citation-rules.ts'
import { type AddressOverride, inLanguage, officialAddress, spokenAddress } from '../facts/rules.ts'
import type { Translate, Words } from '../pages/words.ts'
import type { PictogramId } from '../pictograms/rules.ts'
import { type CataloguedGuide, factsOf, type GuideWords, type Note, type Step } from './rules.ts'

export interface Line {
  readonly id: string
  readonly pictogram: PictogramId
  readonly text: string
  /** Said after the text, smaller: what a step adds, where a menu's words come from, how sure a fact is. */
  readonly details: readonly string[]
  readonly see: { readonly title: string; readonly path: string } | null
}

export interface StepLine extends Line {
  readonly privateMoment: boolean
}

interface OfficialPageLink {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly spokenAddress: string
}

export interface GuidePage {
  readonly id: string
  readonly theme: string
  readonly pictogram: PictogramId
  readonly title: string
  readonly purpose: string
  readonly path: string
  readonly printPath: string
  readonly needs: readonly { readonly pictogram: PictogramId; readonly label: string }[]
  readonly orPhone: boolean
  /** True where the steps are things to know and not an order of things to do. */
  readonly knowledge: boolean
  /** True where a step opens the official page, so that a button for it leads somewhere. */
  readonly opensOfficialPage: boolean
  readonly officialPage: OfficialPageLink
  readonly steps: readonly StepLine[]
  readonly watchOut: readonly Line[]
  readonly whenItFails: readonly Line[]
  readonly withoutComputer: readonly Line[]
  readonly citation: Citation
}

export interface GuidePages {
  /** The page of a guide, or undefined for an id that does not exist. */
  readonly find: (language: string, id: string) => GuidePage | undefined
  /** The pages of a theme, in order. */
  readonly ofTheme: (language: string, theme: string) => readonly GuidePage[]
}

/** Joins the country's structure with the words. `overrides` are the addresses that the site has corrected. */
export function createGuidePages(
  country: Country,
  words: Words,
  overrides: readonly AddressOverride[],
): GuidePages {
  const { guides } = country
  const made = new Map<string, GuidePage>()
  /** Joined at the first call: companions ask for the same few again and again. */
  function build(language: string, entry: CataloguedGuide): GuidePage {
    const key = `${language} ${entry.id}`
    const page = made.get(key) ?? buildGuidePage(country, words, overrides, language, entry)
    made.set(key, page)
    return page
  }
  return {
    find: (language, id) => {
      const entry = guides.find((guide) => guide.id === id)
      return entry === undefined ? undefined : build(language, entry)
    },
    ofTheme: (language, theme) =>
      guides.filter((guide) => guide.theme === theme).map((entry) => build(language, entry)),
  }
}

/** The steps that open an official page. */
const openingSteps: ReadonlySet<string> = new Set(['open-portal', 'open-service'])

function buildGuidePage(
  country: Country,
  words: Words,
  overrides: readonly AddressOverride[],
  language: string,
  { id, theme, guide }: CataloguedGuide,
): GuidePage {
  const t = words.translate(language)
  const own = guideWords(words, language, id)
  const address = (pageId: string, reader = language) =>
    officialAddress(pageId, officialPageOf(country, pageId), reader, overrides)

  function line(note: Note, text: string, details: readonly string[] = []): Line {
    const see = note.see === undefined ? null : seeAlso(words, language, note.see)
    return {
      id: note.id,
      pictogram: note.pictogram,
      text,
      details: [...details, ...hedges(country, t, note)],
      see,
    }
  }

  const addresses = Object.fromEntries(
    Object.entries(country.addressesInWords).map(([name, said]) => [
      name,
      spokenAddress(address(said.officialPage, said.language)),
    ]),
  )

  function stepLine(step: Step): StepLine {
    const { do: text, detail } = step.shared
      ? t(`guides:shared.steps.${step.id}`, { returnObjects: true, ...addresses })
      : wordsOf(own.steps, step.id)
    const details = detail === undefined || step.withoutDetail ? [] : [detail]
    if (step.menuNames) details.push(t('guides:menuNames'))
    return { ...line(step, text, details), privateMoment: step.privateMoment ?? false }
  }

  function noteLines(notes: readonly Note[], texts: Readonly<Record<string, string>>): readonly Line[] {
    return notes.map((note) =>
      line(note, note.shared ? t(`guides:shared.notes.${note.id}`) : wordsOf(texts, note.id)),
    )
  }

  return {
    id,
    theme,
    pictogram: guide.pictogram,
    title: own.title,
    purpose: own.purpose,
    path: guidePath(language, id),
    printPath: guidePrintPath(language, id),
    needs: guide.needs.map((need) => ({ pictogram: need, label: t(`pictograms:${need}`) })),
    orPhone: guide.orPhone ?? false,
    knowledge: guide.knowledge ?? false,
    opensOfficialPage: guide.steps.some((step) => openingSteps.has(step.id)),
    officialPage: {
      id: guide.officialPage,
      name: inLanguage(officialPageOf(country, guide.officialPage).name, language),
      address: address(guide.officialPage),
      spokenAddress: spokenAddress(address(guide.officialPage)),
    },
    steps: guide.steps.map(stepLine),
    watchOut: noteLines(guide.watchOut, own.watchOut),
    whenItFails: noteLines(guide.whenItFails, own.whenItFails),
    withoutComputer: noteLines(guide.withoutComputer, own.withoutComputer),
    citation: cite(country, language, factsOf(guide)),
  }
}

/** The path of a guide. */
export function guidePath(language: string, id: string): string {
  return `/${language}/guides/${id}`
}

/** The path of a guide's sheet. */
export function guidePrintPath(language: string, id: string): string {
  return `/${language}/print/guide/${id}`
}

/** The words of a guide; test/fast/completeness.test.ts holds every language to this shape. */
function guideWords(words: Words, language: string, id: string): GuideWords {
  return words.guide(language, id) as unknown as GuideWords
}

function wordsOf<T>(texts: Readonly<Record<string, T>>, id: string): T {
  const found = texts[id]
  if (found === undefined) throw new Error(`No words for ${id}`)
  return found
}

function seeAlso(words: Words, language: string, id: string): { title: string; path: string } {
  return { title: guideWords(words, language, id).title, path: guidePath(language, id) }
}

/**
 * A fact with one source carries its date and sends the reader to ask, unless the words report a dated event
 * or the line already says from when its menu names are.
 */
function hedges(country: Country, t: Translate, note: Step): readonly string[] {
  if (note.dated || note.menuNames) return []
  const hedge = hedgeOf(country, note.facts)
  if (hedge === null) return []
  return [t(hedge.dated ? 'guides:hedge' : 'guides:hedgeUndated', { year: hedge.year })]
}
