/** What a guide is: structure here and in `content/`, words in a country's own under the same ids. */

import type { PictogramId } from '../pictograms/rules.ts'

/** The ids that content names beside its own. A country narrows them to closed sets, by which its content compiles. */
export interface NamedIds {
  readonly theme: string
  readonly guide: string
  readonly fact: string
  readonly officialPage: string
}

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
export interface Note<Id extends string = string, Ids extends NamedIds = NamedIds> {
  readonly id: Id
  readonly pictogram: PictogramId
  readonly facts: readonly Ids['fact'][]
  /** Another guide that goes further. */
  readonly see?: Ids['guide']
  /** The words stand among the shared ones and not in this guide's own. */
  readonly shared?: true
  /** The words report a past event with its year, so no further date is added to them. */
  readonly dated?: true
}

export interface Step<Id extends string = string, Ids extends NamedIds = NamedIds> extends Note<Id, Ids> {
  /** A secret is typed here: others look away, and a companion is blind. */
  readonly privateMoment?: true
  /** The words name menus of an official portal as an older document shows them. */
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
export interface Guide<Ids extends NamedIds = NamedIds> {
  readonly pictogram: PictogramId
  /** Facts that the title and the purpose rest on. */
  readonly facts: readonly Ids['fact'][]
  readonly needs: readonly Need[]
  /** True where the steps are things to know, in no order, and not things to do one after the other. */
  readonly knowledge?: true
  /** True where a key on the phone can stand for card, reader and code. */
  readonly orPhone?: true
  readonly officialPage: Ids['officialPage']
  readonly steps: readonly Step<string, Ids>[]
  readonly watchOut: readonly Note<string, Ids>[]
  readonly whenItFails: readonly Note<string, Ids>[]
  readonly withoutComputer: readonly Note<string, Ids>[]
}

/** A guide with its id and the theme it stands in. */
export interface CataloguedGuide {
  readonly id: string
  readonly theme: string
  readonly guide: Guide
}

/** The structure of a guide whose words are `Words`: each id must exist in them. */
interface GuideFor<Words extends GuideWords, Shared extends SharedWords, Ids extends NamedIds>
  extends Guide<Ids> {
  readonly steps: readonly (Step<keyof Words['steps'] & string, Ids> | SharedStep<Shared, Ids>)[]
  readonly watchOut: readonly (Note<keyof Words['watchOut'] & string, Ids> | SharedNote<Shared, Ids>)[]
  readonly whenItFails: readonly (Note<keyof Words['whenItFails'] & string, Ids> | SharedNote<Shared, Ids>)[]
  readonly withoutComputer: readonly Note<keyof Words['withoutComputer'] & string, Ids>[]
}

/** The words of steps and notes that many guides share: `shared` in a country's `guides.json`. */
export interface SharedWords {
  readonly steps: Readonly<Record<string, StepWords>>
  readonly notes: Readonly<Record<string, string>>
}

/** A step or note whose words stand once, among the shared ones. */
export type SharedStep<Shared extends SharedWords, Ids extends NamedIds> = Step<
  keyof Shared['steps'] & string,
  Ids
> & { readonly shared: true }
export type SharedNote<Shared extends SharedWords, Ids extends NamedIds> = Note<
  keyof Shared['notes'] & string,
  Ids
> & { readonly shared: true }

/** A theme's guides, one for each key of its words. */
export type GuidesOf<Words, Shared extends SharedWords, Ids extends NamedIds> = {
  readonly [Id in keyof Words]: Words[Id] extends GuideWords ? GuideFor<Words[Id], Shared, Ids> : never
}

/** Every fact a guide rests on, each once, in order of appearance. */
export function factsOf(guide: Guide): readonly string[] {
  const notes = [...guide.steps, ...guide.watchOut, ...guide.whenItFails, ...guide.withoutComputer]
  return [...new Set([...guide.facts, ...notes.flatMap((note) => note.facts)])]
}
