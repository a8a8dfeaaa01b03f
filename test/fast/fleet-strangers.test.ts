/** Strangers at a supervised kiosk: without its token, with another’s cookie, too fast, while a page is hidden. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { buildServices } from '../../server/services.ts'
import type { TestApp } from '../support/app.ts'
import { pairIn, valueIn } from '../support/cookies.ts'
import {
  addSupervisedKiosk,
  doingsAt,
  guide,
  openPath,
  openSupervisedKiosk,
  quiet,
  type SupervisedKiosk,
} from '../support/supervised-kiosk.ts'
import { createSupervisor, type EventReader, type Supervisor } from '../support/supervisor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const json = { accept: 'application/json' }

let kiosk: SupervisedKiosk
let site: TestApp
let token: string
let supervisor: Supervisor
let events: EventReader

beforeEach(async () => {
  kiosk = await openSupervisedKiosk()
  ;({ site, token, supervisor, events } = kiosk)
})
afterEach(() => kiosk.close())

const { state, enter, patient, act } = doingsAt(() => kiosk)

describe('strangers', () => {
  const endpoints = ['/kiosk/report', '/kiosk/visit', '/kiosk/entry'] as const
  const messages = {
    '/kiosk/report': quiet,
    '/kiosk/visit': { act: 'erase' },
    '/kiosk/entry': { resume: true, page: 'start', language: 'fr' },
  }

  async function statuses(headers: Readonly<Record<string, string>>): Promise<readonly number[]> {
    const posts = endpoints.map((path) =>
      site.app.request(path, { method: 'POST', headers, body: JSON.stringify(messages[path]) }),
    )
    const answers = await Promise.all([site.app.request('/kiosk/events', { headers }), ...posts])
    return answers.map(({ status }) => status)
  }

  test('without the token are refused: a cookie, a guess or a browser is no supervisor', async () => {
    const person = await patient()
    const cookie = person.cookie()
    const kioskCookie = valueIn(cookie, 'kiosk') ?? ''
    const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
    for (const headers of [
      {},
      { cookie },
      { ...bearer(kioskCookie), cookie },
      bearer('AAAAAAAAAAAAAAAAAAAAAA'),
      bearer(`${token}A`),
      { authorization: token },
      { ...bearer(token), 'sec-fetch-site': 'same-origin' },
    ]) {
      expect(await statuses(headers), JSON.stringify(headers)).toEqual([401, 401, 401, 401])
    }
    expect((await statuses({ ...bearer(token), origin: 'https://elsewhere.example' })).slice(1)).toEqual([
      403, 403, 403,
    ])
    expect((await person.get(guide)).status).toBe(200)
  })

  test.each(endpoints)(
    'cannot make %s take what is not in the closed set, too large, or too often',
    async (path) => {
      const right = messages[path]
      const [field = ''] = Object.keys(right)
      for (const wrong of [{}, [], null, 'erase', { ...right, [field]: 'anything' }]) {
        expect((await supervisor.post(path, wrong)).status).toBe(400)
      }
      const headers = { authorization: `Bearer ${token}` }
      const send = (body: string) => site.app.request(path, { method: 'POST', headers, body })
      expect((await send('{')).status).toBe(400)
      expect((await send(' '.repeat(5000))).status).toBe(413)
      let slowed = false
      for (let count = 0; count < 150; count += 1) {
        slowed ||= (await supervisor.post(path, right)).status === 429
      }
      expect(slowed).toBe(true)
      site.machine.pass(5000)
      expect((await supervisor.post(path, right)).status).toBeLessThan(300)
    },
  )

  test('in another language than ours get no way in', async () => {
    const wish = { resume: false, page: 'erased', language: 'xx' }
    expect((await supervisor.post('/kiosk/entry', wish)).status).toBe(400)
  })

  const doings: readonly (readonly [string, (visitor: Visitor) => Promise<Response>])[] = [
    ['open', (visitor) => visitor.get(openPath)],
    ...['close-portal', 'close-window', 'print-document', 'close-document'].map(
      (name) => [name, (visitor: Visitor) => visitor.post(`/fr/kiosk/${name}`)] as const,
    ),
  ]

  test.each(doings)('cannot %s at a kiosk that is not where they stand', async (_name, does) => {
    const person = await patient()
    await person.get(openPath)
    const before = (await state(({ portal }) => portal !== null)).portal
    const { id, token: other } = await addSupervisedKiosk(site.services, 'Entrée')
    const theirs = await createSupervisor(site.app.request, other).listen()
    const kioskOnly = createVisitor(site.app, pairIn(person.cookie(), 'kiosk') ?? '')
    const elsewhere = createVisitor(
      site.app,
      person.cookie().replace(/kiosk=[\w-]+/, `kiosk=${site.services.kiosks.cookieOf(other)}`),
    )
    const withoutKiosk = createVisitor(site.app, pairIn(person.cookie(), 'visit') ?? '')
    const anybody = createVisitor(site.app)
    await anybody.get(guide)
    const forged = createVisitor(
      site.app,
      person.cookie().replace(/visit=[\w-]+/, 'visit=AAAAAAAAAAAAAAAAAAAAAA'),
    )
    for (const [visitor, leadsTo] of [
      [kioskOnly, '/'],
      [forged, '/fr/privacy-screen'],
      [elsewhere, guide],
      [withoutKiosk, guide],
      [anybody, guide],
    ] as const) {
      const answer = await does(visitor)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, leadsTo])
    }
    await person.post('/fr/visit/display', { size: 'large' })
    const after = await state(({ visit }) => visit?.size === 'large')
    expect(after.portal).toEqual(before)
    await site.services.kiosks.remove(id)
    await site.services.liveKiosks.forget(id)
    // The first state, and nothing since.
    expect((await theirs.rest()).map(({ event }) => event)).toEqual(['state'])
    await person.post('/fr/kiosk/print-document')
    expect(await events.next('act')).toBe('print-document')
  })

  test.each(doings)('cannot %s while the page is hidden', async (_name, does) => {
    const person = await patient()
    await person.post('/fr/visit/hide')
    expect((await does(person)).headers.get('location')).toBe('/fr/privacy-screen')
    await person.post('/fr/visit/go-on')
    await person.post('/fr/visit/display', { size: 'large' })
    expect((await state(({ visit }) => visit?.size === 'large')).portal).toBeNull()
  })

  test('of another site open nothing and close nothing', async () => {
    const person = await patient()
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await person.get('/fr/kiosk/open/no-such-guide')).status).toBe(404)
    for (const from of ['same-site', 'none']) {
      expect((await person.get(openPath, { 'sec-fetch-site': from })).status).toBe(403)
    }
    expect((await person.get(openPath, foreign)).status).not.toBe(303)
    expect((await person.post('/fr/kiosk/close-portal', {}, foreign)).status).toBe(403)
    await person.post('/fr/visit/display', { size: 'large' })
    expect((await state(({ visit }) => visit?.size === 'large')).portal).toBeNull()
  })

  test('hear nothing of a visit’s screen, and a visit hears it in a few tabs only', async () => {
    const person = await patient()
    const anybody = createVisitor(site.app)
    await anybody.get(guide)
    expect((await anybody.get('/fr/kiosk/screen')).status).toBe(204)
    expect((await createVisitor(site.app).get('/fr/kiosk/screen')).status).toBe(404)
    const withoutKiosk = createVisitor(site.app, pairIn(person.cookie(), 'visit') ?? '')
    expect((await withoutKiosk.get('/fr/kiosk/screen')).status).toBe(204)
    const tabs: number[] = []
    for (let count = 0; count < 7; count += 1) tabs.push((await person.get('/fr/kiosk/screen')).status)
    expect(tabs).toEqual([200, 200, 200, 200, 200, 200, 429])
  })

  test('who tap as fast as no finger can are slowed', async () => {
    const person = await patient()
    const taps: number[] = []
    for (let count = 0; count < 60; count += 1) {
      taps.push((await person.post('/fr/kiosk/print-document', {}, json)).status)
    }
    expect(taps.slice(0, 10).every((status) => status === 204)).toBe(true)
    expect(taps).toContain(429)
  })

  test('who read the log learn nothing of who opened what', async () => {
    const person = await patient()
    await person.get(openPath)
    await act('touch')
    const log = site.machine.log()
    expect(log).toContain('"/fr/kiosk/open/:guide"')
    for (const secret of [token, 'check-consent', 'masante', valueIn(person.cookie(), 'visit') ?? 'none']) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('somebody who has read the cookie of a kiosk', () => {
  const thiefOf = (person: Visitor) => createVisitor(site.app, pairIn(person.cookie(), 'kiosk') ?? 'none')

  async function triesEverything(thief: Visitor): Promise<void> {
    for (const path of ['/fr/begin', guide, openPath]) await thief.get(path)
    const acts = ['close-portal', 'close-window', 'print-document', 'close-document']
    for (const name of acts) await thief.post(`/fr/kiosk/${name}`)
    await thief.post('/fr/visit/erase')
    await thief.get('/nl')
  }

  test('does not end the visit of who stands there, and neither opens nor prints nor closes anything', async () => {
    const person = await patient()
    await person.get(openPath)
    const before = await state(({ portal }) => portal !== null)
    await triesEverything(thiefOf(person))
    expect((await person.get(guide)).status).toBe(200)
    await person.post('/fr/visit/display', { size: 'large' })
    const after = await state(({ visit }) => visit?.size === 'large')
    expect([after.portal, after.visit?.number]).toEqual([before.portal, before.visit?.number])
    await person.post('/fr/kiosk/close-window')
    expect(await events.next('act')).toBe('close-window')
  })

  test('gets no screen where nobody stands either, and the next person gets it', async () => {
    const person = await patient()
    await act('erase')
    await state(({ visit }) => visit === null)
    await triesEverything(thiefOf(person))
    const thief = thiefOf(person)
    expect((await thief.get(guide)).status).toBe(200)
    expect(await (await thief.get(guide)).text()).not.toContain('kiosk')
    expect((await site.services.visits.kiosksInUse()).size).toBe(0)
    const next = await patient()
    expect((await state(({ visit }) => visit !== null)).portal).toBeNull()
    await next.get(openPath)
    await state(({ portal }) => portal !== null)
  })

  test('ends no visit after a restart of the server, when the guide’s browser is known by its cookie alone', async () => {
    const cookie = (await enter()).cookie()
    const database = connect(site.directory)
    const { configuration } = site.services
    const services = await buildServices(configuration, findRootDirectory(), database, site.machine)
    const app = createApp(services)
    const stream = await createSupervisor(app.request, token).listen()
    const person = createVisitor(app, cookie)
    await person.get(guide)
    expect(await (await person.get(guide)).text()).toContain('kiosk-strip')
    const thief = createVisitor(app, pairIn(cookie, 'kiosk') ?? 'none')
    await thief.get(guide)
    expect(await (await person.get(guide)).text()).toContain('kiosk-strip')
    expect(await (await thief.get(guide)).text()).not.toContain('kiosk')
    await stream.close()
    await database.destroy()
  })
})
