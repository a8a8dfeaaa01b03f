/** What the companion shows of a place: titles in both languages, what to say, the steps, the sources, the sheet. */

import { type Country, themeOf } from '../content/rules.ts'
import type { Citation } from '../facts/citation-rules.ts'
import type { PictogramId } from '../pictograms/rules.ts'
import { nameOf, type PageId, type PlaceId, type SheetId, type StepId } from './place-rules.ts'
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
  readonly theme: string
  readonly title: string
  readonly pictogram: PictogramId
  readonly pages: readonly { readonly page: PageId; readonly title: string }[]
}

/** What the companion takes of the services. */
type Shown = Titled & { readonly country: Country }

/** The page of a place for a reader of one language who helps a reader of another (or of the same). */
export function companionPage(titled: Shown, place: PlaceId, own: string, theirs: string): CompanionPage {
  const { country, words, guides, explainers, places } = titled
  const both = (inLanguage: (language: string) => string): BothWays => ({
    own: inLanguage(own),
    theirs: own === theirs ? null : inLanguage(theirs),
  })
  const [kind, id] = nameOf(place)
  const guide = kind === 'guide' ? guides.find(own, id) : undefined
  const theirGuide = kind === 'guide' ? guides.find(theirs, id) : undefined
  const explainer = kind === 'explainer' ? explainers.find(own, id) : undefined
  const themeId = places.themeOf(place.startsWith('sheet/') ? (`${kind}/${id}` as PlaceId) : place)
  const theme = themeId === null ? null : themeOf(country, themeId)
  const entry = guide ?? explainer
  return {
    place,
    pictogram: entry?.pictogram ?? theme?.pictogram ?? 'home',
    title: both((language) => titleOfPlace(titled, language, place)),
    theme: theme === null ? null : words.translate(own)(`themes:names.${theme.id}`),
    lines: entry === undefined ? null : linesOf(titled, entry.id, own, both),
    steps: (guide?.steps ?? []).map((step, index) => ({
      id: `${id}/${step.id}`,
      pictogram: step.pictogram,
      text: both((language) =>
        language === own ? step.text : (theirGuide?.steps[index]?.text ?? step.text),
      ),
      isPrivate: places.isPrivateStep(`${id}/${step.id}`),
    })),
    knowledge: guide?.knowledge ?? false,
    terms: (theme?.terms ?? []).map((term) => termOf(titled, term, own, both)),
    citation: entry?.citation ?? null,
    sheet: places.sheetOf(place),
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
  id: string,
  own: string,
  both: (inLanguage: (language: string) => string) => BothWays,
) {
  return {
    term: both((language) => words.translate(language)(`glossary:${id}.term`)),
    meaning: words.translate(own)(`glossary:${id}.meaning`),
  }
}

/** Every page that a helper can suggest, by theme, in a language. */
export function suggestions(titled: Shown, language: string): readonly Suggestions[] {
  const t = titled.words.translate(language)
  return titled.country.themes.map(({ id: theme, pictogram }) => ({
    theme,
    title: t(`themes:names.${theme}`),
    pictogram,
    pages: [
      ...titled.country.explainers
        .filter((explainer) => explainer.theme === theme)
        .map(({ id }) => `explainer/${id}` as const),
      ...titled.guides.ofTheme(language, theme).map(({ id }) => `guide/${id}` as const),
    ].map((page) => ({ page, title: titleOfPlace(titled, language, page) })),
  }))
}
