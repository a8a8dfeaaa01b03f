/** Every fact in use, for re-users and for checks. */

import { Hono } from 'hono'
import { explainers } from '../explainers/catalogue.ts'
import { factsOf as factsOfExplainer } from '../explainers/explainers.ts'
import { guides } from '../guides/catalogue.ts'
import { factsOf } from '../guides/guides.ts'
import type { Services } from '../services.ts'
import { type FactId, facts, sources } from './catalogue.ts'

export function factRoutes({ words }: Services): Hono {
  return new Hono().get('/facts.json', (c) => {
    const used = [
      ...new Set([...guides.flatMap(({ guide }) => factsOf(guide)), ...explainers.flatMap(factsOfExplainer)]),
    ].sort(byId)
    return c.json(used.map((id) => describeFact(id)))
  })

  function describeFact(id: FactId) {
    const fact = facts[id]
    const [main, ...others] = fact.sources.map((source) => sources[source])
    return {
      id,
      sourceTitle: main?.title,
      sourceDate: main?.date,
      url: main?.url,
      otherSources: others,
      checkedOn: fact.checkedOn,
      reviewBy: fact.reviewBy,
      confidence: fact.confidence,
      sentences: Object.fromEntries(
        words.languages.map((language) => [language, words.translate(language)(`facts:${id}`)]),
      ),
    }
  }
}

/** F2 before F10: by letter, then by number. */
function byId(one: FactId, other: FactId): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
