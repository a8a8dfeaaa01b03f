/** What a person ticked on an explainer: ids of that explainer and nothing else. */

import type { ExplainerPage } from './explainer-page.ts'
import type { CardId } from './rules.ts'

export interface Choices {
  readonly cards: readonly CardId[]
  readonly questions: readonly string[]
  /** Statements that were not clear. */
  readonly unclear: readonly string[]
}

export const nothingChosen: Choices = { cards: [], questions: [], unclear: [] }

/**
 * Reads a form: `card-<id>=yes`, `question=<id>`, `unclear=<id>`.
 * Whatever is not an id of this explainer is passed over in silence: there is nothing a person could mend.
 */
export function chosenFrom(explainer: ExplainerPage, form: URLSearchParams): Choices {
  const questions = new Set(form.getAll('question'))
  const unclear = new Set(form.getAll('unclear'))
  return {
    cards: explainer.cards.map(({ id }) => id).filter((id) => form.get(`card-${id}`) === 'yes'),
    questions: explainer.questions.map(({ id }) => id).filter((id) => questions.has(id)),
    unclear: explainer.statements.map(({ id }) => id).filter((id) => unclear.has(id)),
  }
}

/** A field of an explainer's form and what is chosen there: names and ids of ours. */
export type Tick = readonly [name: string, value: string]

/**
 * All that is ticked, so that the page can be shown so again: `card-<id>` yes or no, `statement-<id>` true or false,
 * `question` and `unclear` with an id. What is not of this explainer is left out.
 */
export function ticksFrom(explainer: ExplainerPage, form: URLSearchParams): readonly Tick[] {
  const { cards, questions, statements } = explainer
  const possible: readonly Tick[] = [
    ...cards.flatMap(({ id }) => ['yes', 'no'].map((value): Tick => [`card-${id}`, value])),
    ...statements.flatMap(({ id }) => ['true', 'false'].map((value): Tick => [`statement-${id}`, value])),
    ...statements.map(({ id }): Tick => ['unclear', id]),
    ...questions.map(({ id }): Tick => ['question', id]),
  ]
  return possible.filter(([name, value]) => form.getAll(name).includes(value))
}
