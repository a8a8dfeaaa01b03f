/** The patient's side of a guided session: the code, the question, every act, and the events of the strip. */

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { offerWords } from '../../views/guided-sessions/live-strip.tsx'
import { CodePage, HelperPage } from '../../views/guided-sessions/patient.tsx'
import { pageOf } from '../pages/page.ts'
import { qrCode } from '../pages/qr-code.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import type { Slots } from '../pages/slots.ts'
import type { Services } from '../services.ts'
import { mostStreams, sendEvents } from '../web/event-stream.ts'
import type { PatientView } from './messages.ts'
import { pathOf } from './place-rules.ts'
import { type GuidedSession, offerId } from './rules.ts'
import { titleOf } from './title-rules.ts'

export function patientRoutes(services: Services, language: string): Hono {
  const { visits, door, pages, guides, messages, guidedSessions, liveKiosks, log } = services
  const { going, present, elsewhere, takeTurn } = services.presence
  const routes = new Hono()

  /** These pages say themselves what the strip of a guided session would say. */
  async function slotsWithoutStrip(c: Context): Promise<Slots> {
    const { rooms = [], ...slots } = await door.slotsOf(c.req.header('cookie'))
    const others = rooms.filter(({ room }) => room !== 'guided-sessions')
    return others.length === 0 ? slots : { ...slots, rooms: others }
  }

  /** The view with the words that the strip shows for its ids. */
  function told(language: string, session: GuidedSession, view: PatientView) {
    const page = pageOf(services, language, '')
    const { t } = page
    const offer = view.phase === 'together' ? view.offer : null
    return {
      ...view,
      ...(offer === null
        ? {}
        : { offerId: offerId(offer), offerWords: offerWords(page, offer, titleOf(services)) }),
      ...(view.phase === 'ended' ? { reasonWords: t(`guided-sessions:ended.${view.reason}`) } : {}),
      ...(session.phase === 'asking'
        ? { askWords: t('guided-sessions:ask.title', { name: session.helper.name }) }
        : {}),
    }
  }

  const helperPath = `/${language}/helper`

  routes.post(`/helper/call`, async (c) => {
    const here = await present(c)
    if (here === null) return elsewhere(c, language)
    await takeTurn(here.id)
    const called = await guidedSessions.call(here.id)
    if (called === null) return c.redirect(helperPath, 303)
    c.set('slots', await slotsWithoutStrip(c))
    return sendFleetingPage(
      c,
      pages,
      <CodePage
        page={pageOf(services, language, '/helper')}
        code={called.code}
        square={qrCode(`${services.publicUrl}/companion/pair?code=${called.code}`)}
        secondsLeft={Math.ceil(called.milliseconds / 1000)}
      />,
    )
  })

  // A code is shown once. Whoever comes back to its address sees what has become of it.
  routes.get(`/helper/call`, (c) => c.redirect(helperPath, 303))

  routes.get('/helper', async (c) => {
    const here = await present(c, false)
    if (here === null) return elsewhere(c, language)
    const session = (await guidedSessions.ofVisit(here.id))?.session ?? null
    if (session?.phase === 'together' || session?.phase === 'private')
      return c.redirect(here.visit.place, 303)
    c.set('slots', await slotsWithoutStrip(c))
    c.set('mayMakePage', () => visits.mayMakePage(here.id))
    return sendFleetingPage(
      c,
      pages,
      <HelperPage page={pageOf(services, language, '/helper')} session={session} backTo={here.visit.place} />,
    )
  })

  routes.post(`/helper/act`, async (c) => {
    const act = messages.actFrom(new URLSearchParams(await c.req.text()))
    // The end is in view on the privacy screen as well.
    const here = act?.kind === 'end' ? await going(c, false) : await present(c)
    if (here === null) return elsewhere(c, language)
    await takeTurn(here.id)
    if (act === null) {
      guidedSessions.refuse()
      throw new HTTPException(400)
    }
    const before = (await guidedSessions.ofVisit(here.id))?.session
    const offer = before?.phase === 'together' ? before.offer : null
    await guidedSessions.act(here.id, act)
    if (c.req.header('accept') === 'application/json') {
      const seen = await guidedSessions.ofVisit(here.id)
      return c.json(seen === null ? { phase: 'none' } : told(language, seen.session, seen.view))
    }
    if (act.kind === 'take' && offer !== null && act.offer === offerId(offer) && act.offer !== 'explain') {
      return c.redirect(pathOf(act.offer, language), 303)
    }
    return c.redirect(here.visit.place, 303)
  })

  routes.post(`/helper/put-away`, async (c) => {
    const here = await present(c)
    if (here === null) return elsewhere(c, language)
    await guidedSessions.putAway(here.id)
    if (c.req.header('accept') === 'application/json') return c.json({ phase: 'none' })
    return c.redirect(here.visit.place, 303)
  })

  // The way to an official page. The private moment begins here, before the browser leaves, whatever its scripts do.
  routes.get(`/helper/portal/:guide`, async (c) => {
    const guide = guides.find(language, c.req.param('guide'))
    if (guide === undefined) return c.notFound()
    // Whether the page is hidden already or not: leaving it hides it, and that may come first.
    const here = await going(c, true)
    if (here !== null) {
      await guidedSessions.act(here.id, { kind: 'type-code' })
      // A kiosk's supervisor opens the page beside the guide, and feels touches there as well.
      if ((await liveKiosks.seenBy(door.kioskOf(c.req.header('cookie')), here.id)) !== null) {
        return c.redirect(`/${language}/kiosk/open/${guide.id}`, 303)
      }
      // Signing in elsewhere takes longer than a page that nobody touches may stay.
      if ((await guidedSessions.ofVisit(here.id))?.session.phase === 'private') {
        await visits.happen(here.id, { kind: 'more-time' })
      }
    }
    return c.redirect(guide.officialPage.address, 303)
  })

  routes.get(`/helper/events`, async (c) => {
    const brought = door.brought(c.req.header('cookie'))
    const id = brought.kind === 'id' ? brought.id : ''
    if ((await visits.happen(id, { kind: 'look' })) === null) return c.notFound()
    if (guidedSessions.watchersOfVisit(id) >= mostStreams) throw new HTTPException(429)
    // 204 tells the browser not to ask again.
    if ((await guidedSessions.ofVisit(id)) === null) return c.body(null, 204)
    return sendEvents(c, {
      watch: (changed) => guidedSessions.watchVisit(id, changed),
      current: async () => {
        const seen = await guidedSessions.ofVisit(id)
        if (seen === null) return { events: [{ id: 'over', data: '{"phase":"none"}' }], last: true }
        const data = JSON.stringify(told(language, seen.session, seen.view))
        return { events: [{ id: String(seen.version), data }], last: seen.session.phase === 'ended' }
      },
      failed: log.failure,
    })
  })
  return routes
}
