/** What a guide is: structure here, words in `locales/<language>/guides/<theme>.json` under the same ids. */

import type consentWords from '../../locales/fr/guides/consent.json'
import type forOthersWords from '../../locales/fr/guides/for-others.json'
import type helpWords from '../../locales/fr/guides/help.json'
import type myMedicinesWords from '../../locales/fr/guides/my-medicines.json'
import type myRecordWords from '../../locales/fr/guides/my-record.json'
import type paperWords from '../../locales/fr/guides/paper.json'
import type signInWords from '../../locales/fr/guides/sign-in.json'
import type whoSeesWords from '../../locales/fr/guides/who-sees.json'
import type sharedWords from '../../locales/fr/guides.json'
import type { FactId, OfficialPageId } from '../facts/catalogue.ts'
import type { PictogramId } from '../pictograms/rules.ts'

export const themeIds = [
  'consent',
  'sign-in',
  'my-record',
  'my-medicines',
  'who-sees',
  'for-others',
  'paper',
  'help',
] as const

export type ThemeId = (typeof themeIds)[number]

/** The words of each theme's guides; French stands for the shape that every language has. */
interface ThemeWords {
  readonly consent: typeof consentWords
  readonly 'sign-in': typeof signInWords
  readonly 'my-record': typeof myRecordWords
  readonly 'my-medicines': typeof myMedicinesWords
  readonly 'who-sees': typeof whoSeesWords
  readonly 'for-others': typeof forOthersWords
  readonly paper: typeof paperWords
  readonly help: typeof helpWords
}

export type GuideId = { [Theme in ThemeId]: keyof ThemeWords[Theme] }[ThemeId]

/** What a person may have to bring; each is shown by the pictogram of the same id. */
export type Need = Extract<
  PictogramId,
  | 'id-card'
  | 'card-reader'
  | 'code'
  | 'phone'
  | 'another-person'
  | 'email'
  | 'computer'
  | 'paper'
  | 'medicines'
  | 'app'
>

/** One line of a guide: the words are found by `id`. */
export interface Note<Id extends string = string> {
  readonly id: Id
  readonly pictogram: PictogramId
  readonly facts: readonly FactId[]
  /** Another guide that goes further. */
  readonly see?: GuideId
  /** The words stand among the shared ones and not in this guide's own. */
  readonly shared?: true
  /** The words report a past event with its year, so no further date is added to them. */
  readonly dated?: true
}

export interface Step<Id extends string = string> extends Note<Id> {
  /** A secret is typed here: others look away, and a companion is blind. */
  readonly privateMoment?: true
  /** The words name menus of an official portal as a brochure of 2021-2022 shows them. */
  readonly menuNames?: true
  /** Leaves out what the shared words add, where it does not fit this guide. */
  readonly withoutDetail?: true
}

/** The words of a guide, as each language has them. */
export interface GuideWords {
  readonly title: string
  readonly purpose: string
  readonly steps: Readonly<Record<string, StepWords>>
  readonly watchOut: Readonly<Record<string, string>>
  readonly whenItFails: Readonly<Record<string, string>>
  readonly withoutComputer: Readonly<Record<string, string>>
}

interface StepWords {
  readonly do: string
  readonly detail?: string
}

/** The structure of a guide. */
export interface Guide {
  readonly pictogram: PictogramId
  /** Facts that the title and the purpose rest on. */
  readonly facts: readonly FactId[]
  readonly needs: readonly Need[]
  /** True where the steps are things to know, in no order, and not things to do one after the other. */
  readonly knowledge?: true
  /** True where itsme on the phone can stand for card, reader and code. */
  readonly orPhone?: true
  readonly officialPage: OfficialPageId
  readonly steps: readonly Step[]
  readonly watchOut: readonly Note[]
  readonly whenItFails: readonly Note[]
  readonly withoutComputer: readonly Note[]
}

/** The structure of a guide whose words are `Words`: each id must exist in them. */
interface GuideFor<Words extends GuideWords> extends Guide {
  readonly steps: readonly (Step<keyof Words['steps'] & string> | SharedStep)[]
  readonly watchOut: readonly (Note<keyof Words['watchOut'] & string> | SharedNote)[]
  readonly whenItFails: readonly (Note<keyof Words['whenItFails'] & string> | SharedNote)[]
  readonly withoutComputer: readonly Note<keyof Words['withoutComputer'] & string>[]
}

/** A step or note whose words stand once, in `locales/<language>/guides.json`. */
export type SharedStep = Step<keyof (typeof sharedWords)['shared']['steps']> & { readonly shared: true }
export type SharedNote = Note<keyof (typeof sharedWords)['shared']['notes']> & { readonly shared: true }

/** A theme's guides, one for each key of its words. */
export type GuidesOf<Theme extends ThemeId> = {
  readonly [Id in keyof ThemeWords[Theme]]: ThemeWords[Theme][Id] extends GuideWords
    ? GuideFor<ThemeWords[Theme][Id]>
    : never
}

/** Every fact a guide rests on, each once, in order of appearance. */
export function factsOf(guide: Guide): readonly FactId[] {
  const notes = [...guide.steps, ...guide.watchOut, ...guide.whenItFails, ...guide.withoutComputer]
  return [...new Set([...guide.facts, ...notes.flatMap((note) => note.facts)])]
}
