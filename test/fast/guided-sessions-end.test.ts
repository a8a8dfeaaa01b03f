/** How a guided session ends, on both sides, and the record that is kept of it. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import {
  act,
  codeOf,
  command,
  companion,
  french,
  guide,
  inFrench,
  pair,
  passphrase,
  peopleOf,
} from '../support/guided-visitors.ts'
import { slowForm, type Visitor } from '../support/visitor.ts'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const { firstSteps, mediator, patient, together } = peopleOf(() => site)

describe('the end', () => {
  test('the patient ends it with one tap, and commands come to nothing from then on', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.patient-ended'))
    const late = await command(anna, { point: firstSteps().open })
    expect([late.status, await late.text()]).toEqual([409, french('companion:refusals.not-connected')])
    await person.post('/fr/helper/put-away')
    expect(await (await person.get(guide)).text()).not.toContain('live-strip')
  })

  test.each([
    ['signs out', (anna: Visitor) => anna.post('/companion/sign-out')],
    ['signs out everywhere', (anna: Visitor) => anna.post('/companion/sign-out-everywhere')],
  ])('a helper who %s is gone from the patient’s page at once', async (_what, leave) => {
    const { person, anna } = await together()
    await leave(anna)
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
  })

  test('a helper in whose browser somebody else signs in is gone at once', async () => {
    const { person, anna } = await together()
    const { accounts, signIns } = site.services.staff.companion
    const invited = await accounts.invite('Bert', true)
    if (invited.kind === 'invited') await signIns.accept(invited.token, { passphrase, again: passphrase })
    await anna.post('/companion/sign-in', { name: 'Bert', passphrase })
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
  })

  test('a helper whose training is taken back commands nothing any more', async () => {
    const { anna } = await together()
    const [account] = await site.services.staff.companion.accounts.list()
    await site.services.staff.companion.accounts.setTrained(account?.id ?? '', false)
    expect((await command(anna, { kind: 'explain' })).status).toBe(409)
  })

  test('a helper whose training is taken back no longer sees where the patient goes, and the patient is told', async () => {
    const { person, anna } = await together()
    const [account] = await site.services.staff.companion.accounts.list()
    await site.services.staff.companion.accounts.setTrained(account?.id ?? '', true)
    expect(await companion(anna)).toContain('check-consent')
    await site.services.staff.companion.accounts.setTrained(account?.id ?? '', false)
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
    await person.get('/fr/explainers/share-my-data')
    const seen = await companion(anna)
    for (const id of ['check-consent', 'share-my-data']) expect(seen).not.toContain(id)
    expect(seen).toContain(french('companion:none'))
  })

  test('a helper who sends the code slowly, and whose training is taken back meanwhile, asks no patient', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const code = await codeOf(person)
    const { init, asked, send } = slowForm(`code=${code}`)
    const headers = { ...init.headers, cookie: anna.cookie('/companion') }
    const claiming = Promise.resolve(site.app.request('/companion/pair', { ...init, headers }))
    await asked
    const [account] = await site.services.staff.companion.accounts.list()
    await site.services.staff.companion.accounts.setTrained(account?.id ?? '', false)
    send()
    expect((await claiming).status).toBe(403)
    expect(await (await person.get(guide)).text()).not.toContain('Anna')
  })

  test('is in view on the privacy screen too', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/hide')
    const hidden = await (await person.get('/fr/privacy-screen')).text()
    expect(hidden).toContain(french('guided-sessions:connected', { name: 'Anna' }))
    await act(person, { kind: 'end' })
    expect(await companion(anna)).toContain(french('companion:ended.patient-ended'))
  })

  test('a helper whom the host removes is gone at once', async () => {
    const { person, anna } = await together()
    const [account] = await site.services.staff.companion.accounts.list()
    await site.services.staff.companion.signIns.remove(account?.id ?? '')
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
    expect((await anna.get('/companion/session')).status).toBe(303)
  })

  test('the erase ends it on both sides, and the companion keeps nothing of the visit', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/erase')
    const page = await companion(anna)
    expect(page).toContain(french('companion:ended.visit-over'))
    expect(page).not.toContain('check-consent')
    expect(await site.services.guidedSessions.count()).toBe(0)
  })

  test('after a restart in the middle both sides land on a clear page', async () => {
    const { person, anna } = await together()
    const again = await openTestApp({}, site.machine)
    // The same database and the same cookies, in a process that knows no visit.
    const { mediators, entrances } = site.services
    const restarted = createApp({ ...again.services, mediators, entrances })
    const cookies = { cookie: anna.cookie('/companion'), ...inFrench }
    const home = await restarted.request('/companion/session', { headers: cookies })
    expect(await home.text()).toContain(french('companion:none'))
    expect((await restarted.request('/companion/session/events', { headers: cookies })).status).toBe(404)
    const page = await restarted.request(guide, { headers: { cookie: person.cookie(guide) } })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/'])
    await again.close()
  })
})

describe('the record', () => {
  const ticks = {
    language: 'fr',
    themes: 'consent',
    outcome: 'understood',
    placeKind: 'epn',
    length: 'under-5',
  }

  test('proposes what the session knows, and is stored without anybody in it', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    expect(await companion(anna)).toMatch(/name="themes" value="consent" checked/)
    expect((await anna.post('/companion/record', ticks)).headers.get('location')).toBe('/companion')
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
    await anna.post('/companion/record', ticks)
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
  })

  test('is stored once, however often it is sent at once', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    await Promise.all([1, 2, 3, 4].map(() => anna.post('/companion/record', ticks)))
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
  })

  test('refuses a word, and keeps the form', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    const answer = await anna.post('/companion/record', { ...ticks, outcome: 'she was afraid' }, inFrench)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(french('companion:record.missing'))
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
  })

  test('can be passed over', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    await anna.post('/companion/record/skip')
    expect(await (await anna.get('/companion', inFrench)).text()).toContain('name="code"')
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
  })

  test('is not asked for where the patient never said yes', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await pair(anna, await codeOf(person))
    await act(person, { kind: 'decline' })
    expect(await companion(anna)).not.toContain('name="outcome"')
    await anna.post('/companion/record', ticks)
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
  })
})
