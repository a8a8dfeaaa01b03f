/** The mediator's side of a guided session: pairing, the companion, its commands and events, the record, the guide. */

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import {
  CompanionBody,
  CompanionScreen,
  type CompanionState,
  RefusedPage,
} from '../../views/guided-sessions/companion.tsx'
import {
  CompanionHome,
  GuideBook,
  LookAround,
  LookPage,
  PairPage,
  type PairRefusal,
} from '../../views/guided-sessions/companion-home.tsx'
import { createKeptBytes } from '../pages/kept-bytes.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import { type StaffPage, staffPageIn, staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'
import { linesOf, mostStreams, sendEvents } from '../web/event-stream.ts'
import { companionPage, suggestions } from './companion-page.ts'
import type { ClaimResult } from './live.ts'
import { pathOf } from './place-rules.ts'
import { lengths, outcomes, placeKinds, recordSchema } from './record-messages.ts'
import { titleOf } from './title-rules.ts'

/** Some forty of what companions show just now. */
const mostBytesOfBodies = 512 * 1024

/** A code as it is typed: six digits, with or without a space. */
const codeForm = /^\d{6}$/

const pairStatuses = { wrong: 400, closed: 429, 'already-connected': 409 } as const

export function companionRoutes(services: Services): Hono {
  const { country, places, messages, guidedSessions, guidedSessionRecords, mediators, pages } = services
  const { guideBook, log } = services
  const record = recordSchema(country)
  const allThemes = country.themes.map(({ id }) => id)
  const bodies = createKeptBytes(mostBytesOfBodies)
  const routes = new Hono()
  const pageOf = (c: Context, path = c.req.path): StaffPage => staffPageOf(services, c, path)

  async function stateOf(
    helperId: string,
    language: string,
  ): Promise<{ state: CompanionState; version: number }> {
    const { view, version, draft } = await guidedSessions.ofHelper(helperId)
    const together = view.phase === 'together' ? view : null
    const patientLanguage = together?.language ?? language
    return {
      version,
      state: {
        view,
        patientLanguage,
        shown: together === null ? null : companionPage(services, together.place, language, patientLanguage),
        offerTitle:
          together === null || together.offer === null ? '' : titleOf(services)(language, together.offer),
        draft: draft === null ? null : { ...draft, allThemes, outcomes, placeKinds, lengths, missing: false },
      },
    }
  }

  /** Many companions look at the same: two languages, a place and what is done there, all of them ids, make the same words. */
  async function bodyOf(
    language: string,
    state: CompanionState,
    pageNow: () => StaffPage,
  ): Promise<Buffer<ArrayBuffer>> {
    const render = async () => linesOf(String(await (<CompanionBody page={pageNow()} state={state} />)))
    const { view, patientLanguage, offerTitle } = state
    if (view.phase !== 'together') return render()
    const key = `${language} ${JSON.stringify([view, patientLanguage, offerTitle])}`
    return bodies.get(key) ?? bodies.put(key, await render())
  }

  routes.get('/', async (c) => {
    const { id, name, trained } = c.get('mediator')
    const { view } = await guidedSessions.ofHelper(id)
    if (view.phase !== 'none') return c.redirect('/companion/session', 303)
    return sendFleetingPage(
      c,
      pages,
      <CompanionHome page={pageOf(c)} name={name} trained={trained} code="" refusal={null} />,
    )
  })

  const pairPage = (c: Context, code: string, refusal: PairRefusal | null) => (
    <PairPage page={pageOf(c)} trained={c.get('mediator').trained} code={code} refusal={refusal} />
  )

  routes.get('/pair', (c) => {
    const code = c.req.query('code') ?? ''
    return sendFleetingPage(c, pages, pairPage(c, codeForm.test(code) ? code : '', null))
  })

  routes.post('/pair', async (c) => {
    const { id, name, trained } = c.get('mediator')
    if (!trained) {
      guidedSessions.refuse()
      return sendFleetingPage(c, pages, pairPage(c, '', { kind: 'untrained' }), 403)
    }
    const form = new URLSearchParams(await c.req.text())
    const code = (form.get('code') ?? '').replaceAll(/\s/g, '')
    const claimed: ClaimResult = await guidedSessions.claim({ id, name }, codeForm.test(code) ? code : '')
    if (claimed.kind === 'asking') return c.redirect('/companion/session', 303)
    const refusal: PairRefusal =
      claimed.kind === 'closed'
        ? { kind: 'closed', minutes: Math.ceil(claimed.milliseconds / 60_000) }
        : claimed
    return sendFleetingPage(c, pages, pairPage(c, '', refusal), pairStatuses[claimed.kind])
  })

  routes.get('/session', async (c) => {
    const { id } = c.get('mediator')
    await guidedSessions.heard(id)
    const page = pageOf(c)
    const { state } = await stateOf(id, page.language)
    return sendFleetingPage(
      c,
      pages,
      <CompanionScreen page={page} state={state} suggestions={suggestions(services, page.language)} />,
    )
  })

  routes.post('/session/here', async (c) => {
    await guidedSessions.heard(c.get('mediator').id)
    return c.body(null, 204)
  })

  routes.post('/session/command', async (c) => {
    const { id, trained } = c.get('mediator')
    const page = pageOf(c)
    const byScript = c.req.header('hx-request') === 'true'
    const command = messages.commandFrom(new URLSearchParams(await c.req.text()))
    if (command === null) guidedSessions.refuse()
    const result =
      command === null
        ? ({ ok: false, refusal: 'unknown' } as const)
        : trained
          ? await guidedSessions.command(id, command)
          : ({ ok: false, refusal: 'not-connected' } as const)
    if (result.ok) return byScript ? c.text('') : c.redirect('/companion/session', 303)
    const status = result.refusal === 'unknown' ? 400 : result.refusal === 'too-many' ? 429 : 409
    if (byScript) return c.text(page.t(`companion:refusals.${result.refusal}`), status)
    return sendFleetingPage(c, pages, <RefusedPage page={page} refusal={result.refusal} />, status)
  })

  routes.get('/session/events', async (c) => {
    const { id, name } = c.get('mediator')
    const { language } = pageOf(c)
    // Kept as long as somebody listens, it would be most of what a companion takes.
    const pageNow = () => staffPageIn(services, { language, path: '/companion/session', person: { name } })
    const cookie = c.req.header('cookie')
    const { view } = await guidedSessions.ofHelper(id)
    if (view.phase === 'none') return c.notFound()
    if (guidedSessions.watchersOfHelper(id) >= mostStreams) throw new HTTPException(429)
    return sendEvents(c, {
      watch: (changed) => guidedSessions.watchHelper(id, changed),
      current: async () => {
        const signedIn = (await mediators.signedIn(cookie)) !== null
        if (!signedIn) {
          const nobody = {
            view: { phase: 'none' },
            patientLanguage: '',
            shown: null,
            offerTitle: '',
            draft: null,
          } as const
          const data = await bodyOf(language, nobody, pageNow)
          return { events: [{ id: 'nobody', data }, over], last: true }
        }
        const { state, version } = await stateOf(id, language)
        const isOpen = state.view.phase !== 'none' && state.view.phase !== 'ended'
        const data = await bodyOf(language, state, pageNow)
        const shown = { id: `${state.view.phase} ${version}`, data }
        return { events: isOpen ? [shown] : [shown, over], last: !isOpen }
      },
      failed: log.failure,
    })
  })

  routes.post('/record', async (c) => {
    const { id } = c.get('mediator')
    const form = new URLSearchParams(await c.req.text())
    const parsed = record.safeParse({ ...Object.fromEntries(form), themes: form.getAll('themes') })
    const page = pageOf(c)
    const { state } = await stateOf(id, page.language)
    if (state.draft === null) return c.redirect('/companion', 303)
    if (!parsed.success) {
      guidedSessions.refuse()
      const draft = { ...state.draft, missing: true }
      return sendFleetingPage(
        c,
        pages,
        <CompanionScreen page={page} state={{ ...state, draft }} suggestions={[]} />,
        400,
      )
    }
    // Taken out before it is stored, so that a form that is sent twice at once counts once.
    if ((await guidedSessions.takeRecord(id)) !== null) await guidedSessionRecords.add(parsed.data)
    return c.redirect('/companion', 303)
  })

  routes.post('/record/skip', async (c) => {
    await guidedSessions.takeRecord(c.get('mediator').id)
    return c.redirect('/companion', 303)
  })

  routes.get('/look', (c) => {
    const page = pageOf(c)
    return sendFleetingPage(
      c,
      pages,
      <LookAround page={page} themes={suggestions(services, page.language)} />,
    )
  })

  routes.get('/look/:kind/:id', (c) => {
    const page = pageOf(c)
    const place = places.pageIds.find((known) => known === `${c.req.param('kind')}/${c.req.param('id')}`)
    if (place === undefined) return c.notFound()
    const shown = companionPage(services, place, page.language, page.language)
    return sendFleetingPage(
      c,
      pages,
      <LookPage page={page} shown={shown} path={pathOf(place, page.language)} />,
    )
  })

  routes.get('/guide', async (c) => {
    const page = pageOf(c)
    return sendFleetingPage(
      c,
      pages,
      <GuideBook page={page} markup={await guideBook.markup(page.language)} />,
    )
  })

  routes.get('/guide/pictures/:name', async (c) => {
    const picture = await guideBook.picture(c.req.param('name'))
    return picture === null ? c.notFound() : c.body(picture, 200, { 'content-type': 'image/png' })
  })

  return routes
}

/** The stream is over: a script that hears it stops listening and does not ask again. */
const over = { id: 'over', event: 'over', data: 'over' }
