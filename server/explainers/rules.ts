/** What an explainer is: a decision, its options side by side, and nothing that points to one of them. */

import type exclude from '../../locales/fr/explainers/exclude-someone.json'
import type masante from '../../locales/fr/explainers/masante-for-me.json'
import type paper from '../../locales/fr/explainers/screen-or-paper.json'
import type results from '../../locales/fr/explainers/see-results-alone.json'
import type share from '../../locales/fr/explainers/share-my-data.json'
import type someone from '../../locales/fr/explainers/someone-to-help.json'
import type frame from '../../locales/fr/explainers.json'
import type { FactId } from '../facts/catalogue.ts'
import type { GuideId, ThemeId } from '../guides/rules.ts'
import type { PictogramId } from '../pictograms/rules.ts'

/** The words of each explainer; French stands for the shape that every language has. */
interface WordsById {
  readonly 'share-my-data': typeof share
  readonly 'exclude-someone': typeof exclude
  readonly 'see-results-alone': typeof results
  readonly 'someone-to-help': typeof someone
  readonly 'screen-or-paper': typeof paper
  readonly 'masante-for-me': typeof masante
}

export type ExplainerId = keyof WordsById

/** The rows of the grid: the questions a person asks of every option, in this order. */
export const rowIds = ['happens', 'takes', 'advantages', 'risks', 'back'] as const
export type RowId = (typeof rowIds)[number]

/** What may matter to a person; a card says which rows speak of it and never which option. */
export type CardId = keyof (typeof frame)['cards']

/** The facts that each line of a part rests on, by the line's id. */
export type FactsByLine<Ids extends PropertyKey = string> = Readonly<Record<Ids, readonly FactId[]>>

interface Option {
  readonly pictogram: PictogramId
  /** True for the option after which everything is as before. */
  readonly changesNothing?: true
  /** The guide that says how. */
  readonly howTo: GuideId
  readonly rows: Readonly<Record<RowId, FactsByLine>>
}

export interface Statement {
  readonly isTrue: boolean
  readonly facts: readonly FactId[]
}

export interface Explainer {
  readonly id: ExplainerId
  readonly theme: ThemeId
  readonly pictogram: PictogramId
  readonly situation: FactsByLine
  readonly ask: Readonly<Record<string, PictogramId>>
  readonly options: Readonly<Record<string, Option>>
  readonly unknowns: FactsByLine
  readonly cards: Readonly<Partial<Record<CardId, readonly RowId[]>>>
  readonly statements: Readonly<Record<string, Statement>>
}

type Lines<Words, Part extends keyof Words> = FactsByLine<keyof Words[Part]>

/** The structure of one explainer: each id of the French words must stand in it, and no other. */
export interface ExplainerFor<Id extends ExplainerId> extends Explainer {
  readonly id: Id
  readonly situation: Lines<WordsById[Id], 'situation'>
  readonly ask: Readonly<Record<keyof WordsById[Id]['ask'], PictogramId>>
  readonly options: {
    readonly [Name in keyof WordsById[Id]['options']]: Option & {
      readonly rows: { readonly [Row in RowId]: RowLines<WordsById[Id]['options'][Name], Row> }
    }
  }
  readonly unknowns: Lines<WordsById[Id], 'unknowns'>
  readonly statements: Readonly<Record<keyof WordsById[Id]['statements'], Statement>>
}

type RowLines<OptionWords, Row extends RowId> =
  OptionWords extends Record<Row, infer Texts> ? FactsByLine<keyof Texts> : never

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
export function factsOf(explainer: Explainer): readonly FactId[] {
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
