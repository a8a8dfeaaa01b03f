/** What a person has ticked on an explainer: kept in the visit, as ids, until it ends. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { ticksFrom } from './choice-rules.ts'

/** Asked by the page's script. It goes before the door: these are no pages on which somebody is. */
export function tickRoutes(services: Services, language: string): Hono {
  const { explainers, choices } = services
  const { present, takeTurn } = services.presence
  const routes = new Hono()

  const path = '/explainers/:id/ticks'

  routes.get(path, async (c) => {
    const explainer = explainers.find(language, c.req.param('id') ?? '')
    if (explainer === undefined) return c.notFound()
    const here = await present(c, false)
    const { ticks } = await choices.of(here?.id ?? '')
    return c.json(ticks[explainer.id] ?? [])
  })

  routes.post(path, async (c) => {
    const explainer = explainers.find(language, c.req.param('id') ?? '')
    if (explainer === undefined) return c.notFound()
    const ticks = ticksFrom(explainer, new URLSearchParams(await c.req.text()))
    const here = await present(c, false)
    // Without a visit, or while the page is hidden, nothing is kept of anybody.
    if (here !== null) {
      await takeTurn(here.id)
      await choices.tick(here.id, explainer.id, ticks)
    }
    return c.body(null, 204)
  })
  return routes
}
