/** What a person ticked on an explainer: ids of that explainer and nothing else, for one answer only. */

import type { ExplainerPage } from './explainer-page.ts'
import type { CardId } from './explainers.ts'

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
