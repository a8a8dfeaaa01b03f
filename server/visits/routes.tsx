/** What a person does with their visit: hide, go on, ask for more time, choose the display, finish and erase. */

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ErasedPage } from '../../views/erased.tsx'
import { PrivacyScreenPage } from '../../views/visits.tsx'
import { pageOf } from '../pages/page.ts'
import { sendFleetingPage, sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import { addressOfRequest } from '../web/network.ts'
import { NoRoom } from '../web/refusals.ts'
import { displayFrom, type Visit, type VisitEvent } from './rules.ts'

/** Whether a request comes from a page that is not ours; one that says nothing of it is taken for ours. */
function isForeign(secFetchSite: string | undefined): boolean {
  return secFetchSite === 'cross-site' || secFetchSite === 'same-site'
}

/** What the page's script is told; `none` where the browser keeps no cookies, so that it counts for itself. */
type Phase = Visit['state']['phase'] | 'ended' | 'none'

export function visitRoutes(services: Services, language: string): Hono {
  const { visits, door, pages } = services
  const routes = new Hono()
  const cookieOf = (c: Context) => c.req.header('cookie')

  function addHeaders(c: Context, headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
  }

  async function happen(c: Context, event: VisitEvent): Promise<Visit | null> {
    const brought = door.brought(cookieOf(c))
    return brought.kind === 'id' ? visits.happen(brought.id, event) : null
  }

  /** The page that belongs to what has become of a visit; for the script, the phase in one word. */
  async function answer(c: Context, language: string, visit: Visit | null): Promise<Response> {
    const brought = door.brought(cookieOf(c)).kind
    const phase: Phase = visit?.state.phase ?? (brought === 'none' ? 'none' : 'ended')
    if (phase === 'ended') addHeaders(c, door.endHeaders())
    if (c.req.header('accept') === 'application/json') {
      const millisecondsLeft = visit === null ? 0 : visits.timeLeft(visit).milliseconds
      return c.json({ phase, millisecondsLeft, ...visits.slots(visit) })
    }
    if (visit === null) {
      if (await door.hasNoRoom(cookieOf(c), addressOfRequest(c))) throw new NoRoom()
      return c.redirect('/', 303)
    }
    return c.redirect(visit.state.phase === 'active' ? visit.place : `/${language}/privacy-screen`, 303)
  }

  // The way from the start after an end: whoever comes from there is somebody new. A browser's back button cannot come
  // here, since a redirect leaves no entry behind. It ends nothing: any site can lead somebody here.
  routes.get(`/begin`, async (c) => {
    if (isForeign(c.req.header('sec-fetch-site'))) return c.redirect('/', 303)
    if ((await happen(c, { kind: 'look' })) !== null) return c.redirect(`/${language}`, 303)
    const begun = await visits.begin(`/${language}`, {
      kiosk: await door.beginsAt(cookieOf(c)),
      address: addressOfRequest(c),
    })
    addHeaders(c, door.cookieHeader(begun?.id ?? null))
    return c.redirect(`/${language}`, 303)
  })

  // Whoever comes here hides the page, so that no clock that runs ahead of ours can lead back to it.
  routes.get(`/privacy-screen`, async (c) => {
    if (door.brought(cookieOf(c)).kind === 'none') return c.redirect('/', 303)
    const visit = await happen(c, { kind: 'hide' })
    if (visit === null) {
      addHeaders(c, door.endHeaders())
      return c.redirect(`/${language}/erased`, 303)
    }
    c.set('slots', await door.slotsOf(c.req.header('cookie')))
    const left = visits.timeLeft(visit)
    return sendFleetingPage(
      c,
      pages,
      <PrivacyScreenPage
        page={pageOf(services, language, '')}
        secondsLeft={Math.ceil(left.milliseconds / 1000)}
        secondsInAll={Math.ceil(left.inAllMilliseconds / 1000)}
      />,
    )
  })

  for (const [path, place] of [
    ['/erased', 'anywhere'],
    ['/kiosk/erased', 'kiosk'],
  ] as const) {
    routes.get(path, (c) =>
      sendPage(c, pages, `/${language}${path}`, () => (
        <ErasedPage page={pageOf(services, language, '')} place={place} />
      )),
    )
  }

  routes.post(`/visit/erase`, async (c) => {
    await happen(c, { kind: 'erase' })
    // Also where there was no visit, because there was no room: the back button is to find the door closed.
    addHeaders(c, door.endHeaders())
    if (c.req.header('accept') === 'application/json') return answer(c, language, null)
    return c.redirect(`/${language}/erased`, 303)
  })

  // Hiding and going on are never refused, however often.
  for (const kind of ['hide', 'ask', 'go-on'] as const) {
    routes.post(`/visit/${kind}`, async (c) => answer(c, language, await happen(c, { kind })))
  }

  for (const kind of ['touch', 'more-time'] as const) {
    routes.post(`/visit/${kind}`, async (c) => {
      await takeTurn(c)
      return answer(c, language, await happen(c, { kind }))
    })
  }

  routes.post(`/visit/display`, async (c) => {
    await takeTurn(c)
    const visit = await happen(c, { kind: 'look' })
    if (visit === null) return answer(c, language, null)
    const display = displayFrom(visit.display, new URLSearchParams(await c.req.text()))
    if (display === null) throw new HTTPException(400)
    return answer(c, language, await happen(c, { kind: 'display', display }))
  })

  async function takeTurn(c: Context): Promise<void> {
    const brought = door.brought(cookieOf(c))
    if (brought.kind === 'id' && !(await visits.mayTakeTurn(brought.id))) throw new HTTPException(429)
  }

  return routes
}
