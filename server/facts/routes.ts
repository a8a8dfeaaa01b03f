/** Every fact in use, for re-users and for checks. */

import { Hono } from 'hono'
import { factOf, sourceOf } from '../content/rules.ts'
import { factsOf as factsOfExplainer } from '../explainers/rules.ts'
import { factsOf } from '../guides/rules.ts'
import type { Services } from '../services.ts'
import type { PublishedFact } from './published-rules.ts'

export function factRoutes({ words, country }: Services): Hono {
  let written: string | undefined
  return new Hono().get('/facts.json', (c) => {
    // Nothing in it changes while the server runs, and writing it takes longer than a page.
    written ??= JSON.stringify(usedFacts().map((id) => describeFact(id)))
    return c.body(written, 200, { 'content-type': 'application/json' })
  })

  function usedFacts(): readonly string[] {
    const used = [
      ...country.guides.flatMap(({ guide }) => factsOf(guide)),
      ...country.explainers.flatMap(factsOfExplainer),
    ]
    return [...new Set(used)].sort(byId)
  }

  function describeFact(id: string): PublishedFact {
    const fact = factOf(country, id)
    const [first, ...others] = fact.sources
    const main = sourceOf(country, first)
    return {
      id,
      sourceTitle: main.title,
      sourceDate: main.date,
      url: main.url,
      otherSources: others.map((source) => sourceOf(country, source)),
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
function byId(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
