/** What the companion shows of a place: titles in both languages, what to say, the steps, the sources, the sheet. */

import { explainers as explainerCatalogue } from '../explainers/catalogue.ts'
import type { Citation } from '../facts/citation-rules.ts'
import { themePictograms } from '../guides/catalogue.ts'
import { type ThemeId, themeIds } from '../guides/rules.ts'
import type { PictogramId } from '../pictograms/rules.ts'
import {
  isPrivateStep,
  nameOf,
  type PageId,
  type PlaceId,
  type SheetId,
  type StepId,
  sheetOf,
  themeOf,
} from './place-rules.ts'
import { type Titled, titleOfPlace } from './title-rules.ts'

/** One text in the mediator's language and, where it differs, in the patient's. */
export interface BothWays {
  readonly own: string
  readonly theirs: string | null
}

export interface CompanionStep {
  readonly id: StepId
  readonly pictogram: PictogramId
  readonly text: BothWays
  readonly isPrivate: boolean
}

interface MediatorLines {
  readonly say: BothWays
  readonly doNotSay: string
  readonly watchOut: string
  readonly passOn: string
}

export interface CompanionPage {
  readonly place: PlaceId
  readonly pictogram: PictogramId
  readonly title: BothWays
  readonly theme: string | null
  /** Null at a place for which nothing is written: the start, a theme. */
  readonly lines: MediatorLines | null
  readonly steps: readonly CompanionStep[]
  /** True where the steps are things to know. */
  readonly knowledge: boolean
  readonly terms: readonly { readonly term: BothWays; readonly meaning: string }[]
  readonly citation: Citation | null
  readonly sheet: SheetId | null
}

export interface Suggestions {
  readonly theme: ThemeId
  readonly title: string
  readonly pictogram: PictogramId
  readonly pages: readonly { readonly page: PageId; readonly title: string }[]
}

type TermId =
  | 'informed-consent'
  | 'therapeutic-relationship'
  | 'exclusion'
  | 'health-summary'
  | 'medication-scheme'
  | 'mandate'
  | 'trusted-person'
  | 'representative'
  | 'digital-mediator'
  | 'public-digital-space'
  | 'ombuds-service'

/** The words of the glossary that come up in a theme. */
const termsByTheme: Readonly<Record<ThemeId, readonly TermId[]>> = {
  consent: ['informed-consent', 'therapeutic-relationship', 'exclusion'],
  'sign-in': ['digital-mediator', 'public-digital-space'],
  'my-record': ['health-summary', 'informed-consent', 'ombuds-service'],
  'my-medicines': ['medication-scheme', 'mandate'],
  'who-sees': ['therapeutic-relationship', 'exclusion', 'ombuds-service'],
  'for-others': ['mandate', 'trusted-person', 'representative'],
  paper: ['informed-consent', 'public-digital-space'],
  help: ['digital-mediator', 'public-digital-space', 'ombuds-service'],
}

/** The page of a place for a reader of one language who helps a reader of another (or of the same). */
export function companionPage(titled: Titled, place: PlaceId, own: string, theirs: string): CompanionPage {
  const { words, guides, explainers } = titled
  const both = (inLanguage: (language: string) => string): BothWays => ({
    own: inLanguage(own),
    theirs: own === theirs ? null : inLanguage(theirs),
  })
  const [kind, id] = nameOf(place)
  const guide = kind === 'guide' ? guides.find(own, id) : undefined
  const theirGuide = kind === 'guide' ? guides.find(theirs, id) : undefined
  const explainer = kind === 'explainer' ? explainers.find(own, id) : undefined
  const theme = themeOf(place.startsWith('sheet/') ? (`${kind}/${id}` as PlaceId) : place)
  const entry = guide ?? explainer
  return {
    place,
    pictogram: entry?.pictogram ?? (theme === null ? 'home' : themePictograms[theme]),
    title: both((language) => titleOfPlace(titled, language, place)),
    theme: theme === null ? null : words.translate(own)(`themes:names.${theme}`),
    lines: entry === undefined ? null : linesOf(titled, entry.id, own, both),
    steps: (guide?.steps ?? []).map((step, index) => ({
      id: `${id}/${step.id}` as StepId,
      pictogram: step.pictogram,
      text: both((language) =>
        language === own ? step.text : (theirGuide?.steps[index]?.text ?? step.text),
      ),
      isPrivate: isPrivateStep(`${id}/${step.id}` as StepId),
    })),
    knowledge: guide?.knowledge ?? false,
    terms: theme === null ? [] : termsByTheme[theme].map((term) => termOf(titled, term, own, both)),
    citation: entry?.citation ?? null,
    sheet: sheetOf(place),
  }
}

interface LineWords {
  readonly say: string
  readonly doNotSay: string
  readonly watchOut: string
  readonly passOn: string
}

function linesOf(
  { words }: Titled,
  id: string,
  own: string,
  both: (inLanguage: (language: string) => string) => BothWays,
): MediatorLines {
  const lines = (language: string) => words.mediatorLines(language, id) as unknown as LineWords
  const { doNotSay, watchOut, passOn } = lines(own)
  return { say: both((language) => lines(language).say), doNotSay, watchOut, passOn }
}

function termOf(
  { words }: Titled,
  id: TermId,
  own: string,
  both: (inLanguage: (language: string) => string) => BothWays,
) {
  return {
    term: both((language) => words.translate(language)(`glossary:${id}.term`)),
    meaning: words.translate(own)(`glossary:${id}.meaning`),
  }
}

/** Every page that a helper can suggest, by theme, in a language. */
export function suggestions(titled: Titled, language: string): readonly Suggestions[] {
  const t = titled.words.translate(language)
  return themeIds.map((theme) => ({
    theme,
    title: t(`themes:names.${theme}`),
    pictogram: themePictograms[theme],
    pages: [
      ...explainerCatalogue
        .filter((explainer) => explainer.theme === theme)
        .map(({ id }) => `explainer/${id}` as const),
      ...titled.guides.ofTheme(language, theme).map(({ id }) => `guide/${id}` as const),
    ].map((page) => ({ page, title: titleOfPlace(titled, language, page) })),
  }))
}
