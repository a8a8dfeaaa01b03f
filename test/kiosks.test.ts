/** Supervised kiosks by whole requests: what a supervisor is told and may do, what its pages show, and strangers. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from './support/app.ts'
import { createSupervisor, type EventReader, type Supervisor } from './support/supervisor.ts'
import { createVisitor, type Visitor } from './support/visitor.ts'

const guide = '/fr/guides/check-consent'
const openPath = '/fr/kiosk/open/check-consent'

let site: TestApp
let token: string
let supervisor: Supervisor
let events: EventReader

beforeEach(async () => {
  site = await openTestApp()
  token = (await site.services.kiosks.add('Comptoir')).token
  supervisor = createSupervisor(site.app, token)
  events = await supervisor.listen()
})
afterEach(async () => {
  await events.close()
  await site.close()
})

interface State {
  readonly privacyScreenAfterSeconds: number
  readonly eraseAfterSeconds: number
  readonly visit: { readonly phase: string; readonly language: string; readonly size: string } | null
  readonly portal: { readonly number: number; readonly page: string; readonly address: string } | null
}

/** The next state that the supervisor is told and that the test waits for. */
async function state(accepts: (state: State) => boolean, from: EventReader = events): Promise<State> {
  const data = await from.next('state', (text) => accepts(JSON.parse(text) as State))
  return JSON.parse(data ?? 'null') as State
}

async function enter(wish: object = {}): Promise<Visitor> {
  const answer = await supervisor.post('/kiosk/entry', {
    resume: false,
    page: 'start',
    language: 'fr',
    ...wish,
  })
  const { path } = (await answer.json()) as { path: string }
  const visitor = createVisitor(site.app)
  expect((await visitor.get(path)).status).toBe(303)
  return visitor
}

/** Somebody at the kiosk, at a guide. */
async function patient(): Promise<Visitor> {
  const visitor = await enter()
  await visitor.get(guide)
  return visitor
}

describe('the supervisor of a kiosk', () => {
  test('is told the whole state first, and then a visit as it begins, hides, is warned and ends', async () => {
    expect(await state(() => true)).toEqual({
      privacyScreenAfterSeconds: 60,
      eraseAfterSeconds: 120,
      visit: null,
      portal: null,
    })
    const person = await patient()
    expect((await state(({ visit }) => visit !== null)).visit).toEqual({
      phase: 'active',
      language: 'fr',
      size: 'usual',
    })
    await person.post('/fr/visit/display', { size: 'large' })
    expect((await state(({ visit }) => visit?.size === 'large')).visit?.phase).toBe('active')
    await person.post('/fr/visit/hide')
    await state(({ visit }) => visit?.phase === 'hidden')
    await person.post('/fr/visit/go-on')
    await state(({ visit }) => visit?.phase === 'active')
    await person.get('/nl')
    await state(({ visit }) => visit?.language === 'nl')
    await person.post('/fr/visit/erase')
    expect((await state(({ visit }) => visit === null)).portal).toBeNull()
  })

  test('opens what the patient taps, and closes it when they tap', async () => {
    const person = await patient()
    const opened = await person.get(openPath)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `${guide}#steps`])
    const { portal } = await state(({ portal }) => portal !== null)
    expect(portal).toMatchObject({ page: 'masante', address: 'https://www.masante.belgique.be/' })
    await person.post('/fr/kiosk/close-portal')
    await state(({ portal }) => portal === null)
  })
})
