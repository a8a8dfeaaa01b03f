/** What a patient does at a supervised kiosk beside reading: opens and closes official pages, prints a document. */

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { machineActs } from '../../contract/kiosk.ts'
import { namedWords } from '../../views/fleet.tsx'
import { officialPageOf } from '../content/rules.ts'
import { inLanguage } from '../facts/rules.ts'
import { pageOf } from '../pages/page.ts'
import type { Services } from '../services.ts'
import { type EventSource, mostStreams, type StreamEvent, sendEvents } from '../web/event-stream.ts'
import type { PageWatch } from './live.ts'

export function kioskPatientRoutes(services: Services, language: string): Hono {
  const { country, visits, door, guides, liveKiosks, log } = services
  const { present, elsewhere, takeTurn } = services.presence
  const routes = new Hono()

  /** The supervised kiosk at which a visit is, or null. */
  async function kioskOf(c: Context, id: string): Promise<string | null> {
    const kiosk = door.kioskOf(c.req.header('cookie'))
    return (await liveKiosks.seenBy(kiosk, id)) === null ? null : kiosk
  }

  // A link, so that it opens without a script; only our own pages may lead here.
  routes.get(`/kiosk/open/:guide`, async (c) => {
    const guide = guides.find(language, c.req.param('guide'))
    if (guide === undefined) return c.notFound()
    if ((c.req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin') throw new HTTPException(403)
    const here = await present(c)
    if (here === null) return elsewhere(c, language)
    await takeTurn(here.id)
    const kiosk = await kioskOf(c, here.id)
    // Where the supervisor has just gone, the guide's own link leads there.
    if (kiosk === null) return c.redirect(guide.path, 303)
    await liveKiosks.openPortal(kiosk, guide.officialPage.id, guide.officialPage.address)
    return c.redirect(`${guide.path}#steps`, 303)
  })

  /** Does something to what stands beside the guide, and goes back to where the patient is. */
  async function act(c: Context, does: (kiosk: string) => Promise<void>): Promise<Response> {
    const here = await present(c)
    if (here === null) return elsewhere(c, language)
    await takeTurn(here.id)
    const kiosk = await kioskOf(c, here.id)
    if (kiosk !== null) await does(kiosk)
    if (c.req.header('accept') === 'application/json') return c.body(null, 204)
    return c.redirect(here.visit.place, 303)
  }

  routes.post(`/kiosk/close-portal`, (c) => act(c, liveKiosks.closePortal))
  for (const wanted of machineActs) {
    routes.post(`/kiosk/${wanted}`, (c) => act(c, (kiosk) => liveKiosks.ask(kiosk, wanted)))
  }

  routes.get(`/kiosk/screen`, async (c) => {
    const brought = door.brought(c.req.header('cookie'))
    const id = brought.kind === 'id' ? brought.id : ''
    const visit = await visits.happen(id, { kind: 'look' })
    if (visit === null) {
      const isKiosk = await liveKiosks.isSupervised(door.kioskOf(c.req.header('cookie')) ?? '')
      // Covering a page cuts it off: the end may come before it listens again.
      return isKiosk && brought.kind === 'id' ? sendEvents(c, theEnd) : c.notFound()
    }
    const kiosk = await kioskOf(c, id)
    // 204 tells the browser not to ask again.
    if (kiosk === null) return c.body(null, 204)
    if (liveKiosks.watchersOfPage(id) >= mostStreams) throw new HTTPException(429)
    const { phase } = visit.state
    // Whoever was cut off may have missed that the page is to be hidden.
    const missed = phase === 'active' ? [] : [phase === 'hidden' ? 'hide' : 'ask']
    return sendEvents(c, screenEvents(kiosk, id, language, missed))
  })

  const theEnd: EventSource = {
    watch: () => () => {},
    current: async () => ({ events: [{ id: '1', event: 'visit', data: 'end' }], last: true }),
    failed: log.failure,
  }

  function screenEvents(kiosk: string, id: string, language: string, missed: readonly string[]): EventSource {
    const page = pageOf(services, language, '')
    let watch: PageWatch | null = null
    let untold = missed
    let strip: StreamEvent = { id: '', data: '' }
    let count = 0
    const numbered = (event: string, data: string): StreamEvent => {
      count += 1
      return { id: String(count), event, data }
    }
    return {
      watch: (changed) => {
        watch = liveKiosks.watchPage(kiosk, id, changed)
        return watch.stop
      },
      current: async () => {
        const told = await watch?.told()
        // After that: of a visit that is over, the strip says nothing.
        const seen = await liveKiosks.seenBy(kiosk, id)
        const words = [...untold, ...(told?.words ?? [])].map((word) => numbered('visit', word))
        untold = []
        const name =
          seen?.portal == null ? '' : inLanguage(officialPageOf(country, seen.portal.page).name, language)
        const data = JSON.stringify({ parts: seen?.parts ?? [], words: namedWords(page, name) })
        if (data !== strip.data) strip = numbered('strip', data)
        return { events: [...words, strip], last: told?.isOver ?? false }
      },
      failed: log.failure,
    }
  }
  return routes
}
