/** What a person has ticked on an explainer: kept in the visit, as ids, until it ends. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { createPresence } from '../web/presence.ts'
import { ticksFrom } from './choices.ts'

/** Asked by the page's script. It goes before the door: these are no pages on which somebody is. */
export function tickRoutes(services: Services): Hono {
  const { words, explainers, visits } = services
  const { present, takeTurn } = createPresence(services)
  const routes = new Hono()

  for (const language of words.languages) {
    const path = `/${language}/explainers/:id/ticks`

    routes.get(path, async (c) => {
      const explainer = explainers.find(language, c.req.param('id') ?? '')
      if (explainer === undefined) return c.notFound()
      const here = await present(c, false)
      return c.json(here?.visit.ticks[explainer.id] ?? [])
    })

    routes.post(path, async (c) => {
      const explainer = explainers.find(language, c.req.param('id') ?? '')
      if (explainer === undefined) return c.notFound()
      const ticks = ticksFrom(explainer, new URLSearchParams(await c.req.text()))
      const here = await present(c, false)
      // Without a visit, or while the page is hidden, nothing is kept of anybody.
      if (here !== null) {
        await takeTurn(here.id)
        await visits.happen(here.id, { kind: 'tick', explainer: explainer.id, ticks })
      }
      return c.body(null, 204)
    })
  }
  return routes
}
