/** The link by which a screen's own browser becomes a kiosk: its page shows it, and only the button spends it. */

import { type Context, Hono } from 'hono'
import { KioskLinkPage } from '../../views/kiosk-link.tsx'
import { pageOf } from '../pages/page.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import { waysOutOfAreas } from '../sign-in/rules.ts'
import { cookieSeconds } from './rules.ts'

/** Open to everybody who has a link. A link is spent in a browser's history before anybody reads it there. */
export function kioskLinkRoutes(services: Services): Hono {
  const { kiosks, liveKiosks, visits, door, pages, words, cookies } = services
  const routes = new Hono()

  /** It belongs to no language: whoever sets a kiosk up reads one of them. */
  async function show(c: Context, link: string): Promise<Response> {
    const kiosk = await kiosks.linkTo(link)
    const shown = words.languages.map((language) => pageOf(services, language, ''))
    const markup = (
      <KioskLinkPage pages={shown} link={link} name={kiosk?.name ?? null} once={services.newId()} />
    )
    return sendFleetingPage(c, pages, markup, kiosk === null ? 410 : 200)
  }

  routes.get('/:link', (c) => show(c, c.req.param('link')))

  routes.post('/:link', async (c) => {
    const link = c.req.param('link')
    const kiosk = await kiosks.linkTo(link)
    const cookie = await kiosks.spendLink(link)
    if (kiosk === null || cookie === null) return show(c, link)
    await liveKiosks.openedByHand(kiosk.id)
    const brought = door.brought(c.req.header('cookie'))
    // What was read here before was read at no kiosk.
    if (brought.kind === 'id') await visits.happen(brought.id, { kind: 'erase' })
    if (brought.kind !== 'none') {
      for (const value of Object.values(door.cookieHeader(null))) {
        c.header('set-cookie', value, { append: true })
      }
    }
    c.header('set-cookie', cookies.write('kiosk', cookie, cookieSeconds), { append: true })
    return c.redirect(waysOutOfAreas.host, 303)
  })

  return routes
}
