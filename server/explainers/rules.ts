/** What an explainer is: a decision, its options side by side, and nothing that points to one of them. */

import type frame from '../../locales/fr/explainers.json'
import type { NamedIds } from '../guides/rules.ts'
import type { PictogramId } from '../pictograms/rules.ts'

/** The rows of the grid: the questions a person asks of every option, in this order. */
export const rowIds = ['happens', 'takes', 'advantages', 'risks', 'back'] as const
export type RowId = (typeof rowIds)[number]

/** What may matter to a person; a card says which rows speak of it and never which option. */
export type CardId = keyof (typeof frame)['cards']

/** The facts that each line of a part rests on, by the line's id. */
export type FactsByLine<Lines extends PropertyKey = string, Ids extends NamedIds = NamedIds> = Readonly<
  Record<Lines, readonly Ids['fact'][]>
>

interface Option<Ids extends NamedIds> {
  readonly pictogram: PictogramId
  /** True for the option after which everything is as before. */
  readonly changesNothing?: true
  /** The guide that says how. */
  readonly howTo: Ids['guide']
  readonly rows: Readonly<Record<RowId, FactsByLine<string, Ids>>>
}

interface Statement<Ids extends NamedIds> {
  readonly isTrue: boolean
  readonly facts: readonly Ids['fact'][]
}

export interface Explainer<Ids extends NamedIds = NamedIds> {
  readonly id: string
  readonly theme: Ids['theme']
  readonly pictogram: PictogramId
  readonly situation: FactsByLine<string, Ids>
  readonly ask: Readonly<Record<string, PictogramId>>
  readonly options: Readonly<Record<string, Option<Ids>>>
  readonly unknowns: FactsByLine<string, Ids>
  readonly cards: Readonly<Partial<Record<CardId, readonly RowId[]>>>
  readonly statements: Readonly<Record<string, Statement<Ids>>>
}

/** The parts of an explainer's words that its structure repeats. */
interface PartsOfWords {
  readonly situation: Texts
  readonly ask: Texts
  readonly options: object
  readonly unknowns: Texts
  readonly statements: object
}

/** The structure of an explainer whose words are `Words`: each id of them must stand in it, and no other. */
export interface ExplainerFor<Words extends PartsOfWords, Ids extends NamedIds> extends Explainer<Ids> {
  readonly situation: FactsByLine<keyof Words['situation'], Ids>
  readonly ask: Readonly<Record<keyof Words['ask'], PictogramId>>
  readonly options: {
    readonly [Name in keyof Words['options']]: Option<Ids> & {
      readonly rows: { readonly [Row in RowId]: RowLines<Words['options'][Name], Row, Ids> }
    }
  }
  readonly unknowns: FactsByLine<keyof Words['unknowns'], Ids>
  readonly statements: Readonly<Record<keyof Words['statements'], Statement<Ids>>>
}

type RowLines<OptionWords, Row extends RowId, Ids extends NamedIds> =
  OptionWords extends Record<Row, infer Lines> ? FactsByLine<keyof Lines, Ids> : never

/** The words of an explainer, as each language has them; `schema.ts` checks it. */
export interface ExplainerWords {
  readonly title: string
  readonly situation: Texts
  readonly question: string
  readonly ask: Texts
  readonly options: Readonly<Record<string, OptionWords>>
  readonly unknowns: Texts
  readonly questions: Texts
  readonly statements: Readonly<Record<string, { readonly claim: string; readonly explanation: string }>>
}

export type Texts = Readonly<Record<string, string>>
type OptionWords = { readonly name: string } & Readonly<Record<RowId, Texts>>

/** Every fact an explainer rests on, each once. */
export function factsOf(explainer: Explainer): readonly string[] {
  const lines = [
    explainer.situation,
    ...Object.values(explainer.options).flatMap((option) => rowIds.map((row) => option.rows[row])),
    explainer.unknowns,
  ]
  const cited = lines.flatMap((part) => Object.values(part).flat())
  return [
    ...new Set([...cited, ...Object.values(explainer.statements).flatMap((statement) => statement.facts)]),
  ]
}
