/** What a country is: its themes, guides, explainers, facts and official pages as one value, found by their ids. */

import type { AccessibilityStatement } from '../accessibility/rules.ts'
import type { Explainer } from '../explainers/rules.ts'
import type { Fact, OfficialPage, Source } from '../facts/rules.ts'
import type { CataloguedGuide, NamedIds } from '../guides/rules.ts'
import type { PictogramId } from '../pictograms/rules.ts'

/** The colours that a theme can have: `views/shared/hues.css` has an accent and a tint for each. */
export const hues = ['violet', 'blue', 'teal', 'brick', 'brown', 'plum', 'olive', 'green', 'indigo'] as const
export type Hue = (typeof hues)[number]

export interface Theme<Ids extends NamedIds = NamedIds, TermId extends string = string> {
  readonly id: Ids['theme']
  /** Of its tile. */
  readonly pictogram: PictogramId
  /** Of its tile and of its pages. */
  readonly hue: Hue
  /** The words of the glossary that come up in it. */
  readonly terms: readonly TermId[]
}

/** Everything that the pages of a country say and lead to, but for the words, which stand in its folder. */
export interface Country {
  /** Two small letters, as in ISO 3166. */
  readonly code: string
  /** From the root; the words of a language stand in its `words/<language>/`. */
  readonly folder: string
  /** Its clocks, such as Europe/Paris. */
  readonly timeZone: string
  /** In the order in which people see them; each has a folder in `locales/`. */
  readonly languages: readonly string[]
  /** In the order in which people see them, as guides and explainers are. */
  readonly themes: readonly Theme[]
  readonly guides: readonly CataloguedGuide[]
  readonly explainers: readonly Explainer[]
  /** The guide that says who helps: every explainer leads to it. */
  readonly guideToHelp: string
  readonly facts: Readonly<Record<string, Fact>>
  readonly sources: Readonly<Record<string, Source>>
  readonly officialPages: Readonly<Record<string, OfficialPage>>
  /** Addresses that the words of shared steps say, by their placeholders. */
  readonly addressesInWords: Readonly<
    Record<string, { readonly officialPage: string; readonly language: string }>
  >
  /** For a page of advice alone, which cites no fact; days as yyyy-mm-dd. */
  readonly adviceDays: { readonly checkedOn: string; readonly reviewBy: string }
  /** What somebody who knows the country would try first as a passphrase, the most likely first; without accents and spaces. */
  readonly guessableWords: readonly string[]
  readonly accessibility: AccessibilityStatement
}

function found<T>(kind: string, id: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`There is no ${kind} ${id}`)
  return value
}

/** A fact; an id that does not exist throws, here and below. */
export function factOf({ facts }: Country, id: string): Fact {
  return found('fact', id, facts[id])
}

/** A document or a site that a fact rests on. */
export function sourceOf({ sources }: Country, id: string): Source {
  return found('source', id, sources[id])
}

/** An official page that guides lead to. */
export function officialPageOf({ officialPages }: Country, id: string): OfficialPage {
  return found('official page', id, officialPages[id])
}

/** A theme. */
export function themeOf({ themes }: Country, id: string): Theme {
  return found(
    'theme',
    id,
    themes.find((theme) => theme.id === id),
  )
}
