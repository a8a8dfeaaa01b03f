/** Supervised kiosks by whole requests: what a supervisor is told and may do, what its pages show, and strangers. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { findRootDirectory } from '../server/configuration.ts'
import { connect } from '../server/database/connect.ts'
import { buildServices } from '../server/services.ts'
import { words } from './support/addresses.ts'
import { openTestApp, type TestApp } from './support/app.ts'
import { withoutSuggestions } from './support/guided-session.ts'
import { createSupervisor, type EventReader, readEvents, type Supervisor } from './support/supervisor.ts'
import { createVisitor, type Visitor } from './support/visitor.ts'

const guide = '/fr/guides/check-consent'
const openPath = '/fr/kiosk/open/check-consent'
const french = words.translate('fr')
const quiet = { portal: null, windows: 0, document: 'none', printer: 'ready' }
const json = { accept: 'application/json' }

let site: TestApp
let token: string
let supervisor: Supervisor
let events: EventReader

beforeEach(async () => {
  site = await openTestApp()
  token = (await site.services.kiosks.add('Comptoir')).token
  supervisor = createSupervisor(site.app.request, token)
  events = await supervisor.listen()
})
afterEach(async () => {
  await events.close()
  await site.close()
})

interface State {
  readonly privacyScreenAfterSeconds: number
  readonly eraseAfterSeconds: number
  readonly visit: {
    readonly number: number
    readonly phase: string
    readonly language: string
    readonly size: string
  } | null
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

async function pageEvents(visitor: Visitor): Promise<EventReader> {
  return readEvents(await visitor.get('/fr/kiosk/screen'))
}

/** The parts of the strip that a person sees on their page. */
async function visibleParts(visitor: Visitor): Promise<readonly string[]> {
  const html = await (await visitor.get(guide)).text()
  const [, strip = ''] = /<section class="kiosk-strip"(.*?)<\/section>/s.exec(html) ?? []
  const places = [...strip.matchAll(/data-part="([\w-]+)"( hidden)?/g)]
  return places.flatMap(([, part, hidden]) => (part === undefined || hidden ? [] : [part]))
}

/** A minute in which nobody touches anything, and the supervisor reports as it always does. */
async function minute(): Promise<void> {
  for (let count = 0; count < 6; count += 1) {
    site.machine.pass(10_000)
    await report({})
  }
}

const act = (name: string) => supervisor.post('/kiosk/visit', { act: name })
const report = (message: object) => supervisor.post('/kiosk/report', { ...quiet, ...message })

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
      number: expect.any(Number),
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

  test('hears with the answer which visit it has erased, whatever the stream still brings', async () => {
    expect(await (await act('erase')).json()).toEqual({ visit: null })
    await patient()
    const first = (await state(({ visit }) => visit !== null)).visit?.number
    expect(await (await act('erase')).json()).toEqual({ visit: first })
    await patient()
    const second = (await state(({ visit }) => visit !== null && visit.number !== first)).visit?.number
    expect(second).toBeGreaterThan(first ?? 0)
  })

  test('is told the times that count: short ones from the first tap on, ten times as long for a slow person', async () => {
    const person = await patient()
    const first = await state(({ visit }) => visit !== null)
    expect([first.privacyScreenAfterSeconds, first.eraseAfterSeconds]).toEqual([60, 120])
    await person.post('/fr/visit/more-time')
    const slow = await state(({ privacyScreenAfterSeconds }) => privacyScreenAfterSeconds > 60)
    expect([slow.privacyScreenAfterSeconds, slow.eraseAfterSeconds]).toEqual([600, 1200])
  })

  test('opens what the patient taps, and closes it when they tap', async () => {
    const person = await patient()
    const opened = await person.get(openPath, { 'sec-fetch-site': 'same-origin' })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `${guide}#steps`])
    const { portal } = await state(({ portal }) => portal !== null)
    expect(portal).toMatchObject({ page: 'masante', address: 'https://www.masante.belgique.be/' })
    expect((await person.post('/fr/kiosk/close-portal')).headers.get('location')).toBe(guide)
    await state(({ portal }) => portal === null)
  })

  test('leaves a page alone that is open already, whatever language it is asked for in', async () => {
    const number = async () => (await state(({ portal }) => portal !== null)).portal?.number ?? 0
    const person = await patient()
    await person.get(openPath)
    const first = await number()
    await person.get('/nl/kiosk/open/check-consent')
    await person.post('/fr/visit/display', { size: 'large' })
    expect((await state(({ visit }) => visit?.size === 'large')).portal?.number).toBe(first)
    await person.post('/fr/kiosk/close-portal')
    await state(({ portal }) => portal === null)
    await person.get(openPath)
    expect(await number()).toBe(first + 1)
  })

  test('closes a page by itself by saying so, and not by a late word about an earlier one', async () => {
    const person = await patient()
    await person.get(openPath)
    const first = (await state(({ portal }) => portal !== null)).portal?.number ?? 0
    await report({ portal: { number: first, is: 'closed', because: 'card' } })
    await state(({ portal }) => portal === null)
    expect(await visibleParts(person)).toEqual(['closed-card'])
    await person.get(openPath)
    await report({ portal: { number: first, is: 'closed', because: 'card' } })
    expect(await visibleParts(person)).toEqual(['opening', 'close-portal'])
    await report({ portal: { number: first + 1, is: 'open', because: null } })
    expect(await visibleParts(person)).toEqual(['open', 'unseen', 'close-portal'])
  })

  test('hears each tap on print or close once, also where its connection was cut for a moment', async () => {
    const person = await patient()
    await person.post('/fr/kiosk/print-document')
    expect(await events.next('act')).toBe('print-document')
    await events.close()
    site.machine.pass(2000)
    await person.post('/fr/kiosk/close-document')
    await person.post('/fr/kiosk/close-window')
    events = await supervisor.listen()
    expect([await events.next('act'), await events.next('act')]).toEqual(['close-document', 'close-window'])
    await events.close()
    events = await supervisor.listen()
    await person.post('/fr/kiosk/print-document')
    expect(await events.next('act')).toBe('print-document')
  })

  test('gives way to a newer connection, so that two never obey at once', async () => {
    const newer = await supervisor.listen()
    expect((await events.rest()).every(({ event }) => event === 'state')).toBe(true)
    await patient()
    await state(({ visit }) => visit !== null, newer)
    await newer.close()
  })

  test('that was removed by the host is told nothing more', async () => {
    const [known] = site.services.kiosks.list()
    await site.services.kiosks.remove(known?.id ?? '')
    site.services.liveKiosks.forget(known?.id ?? '')
    await events.rest()
    expect((await supervisor.listen()).status).toBe(401)
    expect((await report({})).status).toBe(401)
  })
})

describe('a visit at a kiosk', () => {
  test('lasts while the display is touched beside the guide, and ends in time when it is not', async () => {
    const person = await patient()
    for (let count = 0; count < 5; count += 1) {
      site.machine.pass(50_000)
      expect((await act('touch')).status).toBe(200)
    }
    expect((await person.get(guide)).status).toBe(200)
    site.machine.pass(60_000)
    expect((await person.get(guide)).headers.get('location')).toBe('/fr/privacy-screen')
    site.machine.pass(60_000)
    expect((await person.get(guide)).headers.get('location')).toBe('/')
  })

  test('is hidden on the page too when the supervisor asks, and goes on by the person alone', async () => {
    const person = await patient()
    const page = await pageEvents(person)
    await act('ask')
    expect(await page.next('visit')).toBe('ask')
    await state(({ visit }) => visit?.phase === 'warned')
    expect((await person.get(guide)).headers.get('location')).toBe('/fr/privacy-screen')
    await act('touch')
    expect((await person.get(guide)).headers.get('location')).toBe('/fr/privacy-screen')
    await person.post('/fr/visit/go-on')
    await state(({ visit }) => visit?.phase === 'active')
    await act('hide')
    expect(await page.next('visit')).toBe('hide')
    await state(({ visit }) => visit?.phase === 'hidden')
  })

  test('tells its page each touch beside the guide, so that the page does not hide under a busy hand', async () => {
    const person = await patient()
    const page = await pageEvents(person)
    await act('touch')
    expect(await page.next('visit')).toBe('touch')
  })

  test('hides and ends by the clock alone, on the page and for the supervisor, without a request', async () => {
    const person = await patient()
    const page = await pageEvents(person)
    await person.get(openPath)
    await state(({ portal }) => portal !== null)
    await minute()
    await site.services.liveKiosks.tick()
    expect(await page.next('visit')).toBe('ask')
    await state(({ visit }) => visit?.phase === 'warned')
    await minute()
    await site.services.liveKiosks.tick()
    expect(await page.next('visit')).toBe('end')
    expect(await page.rest()).toEqual([expect.objectContaining({ event: 'strip' })])
    expect(await state(({ visit }) => visit === null)).toMatchObject({ portal: null })
  })

  test('is not told what its own page did: a late word could uncover what was hidden since', async () => {
    const person = await patient()
    const page = await pageEvents(person)
    for (const kind of ['touch', 'hide', 'go-on', 'ask', 'go-on']) await person.post(`/fr/visit/${kind}`)
    await person.post('/fr/visit/erase')
    expect((await page.rest()).filter(({ event }) => event === 'visit')).toEqual([])
  })

  test('whose page was cut off hears on its return that it is to be hidden, or over', async () => {
    const person = await patient()
    await act('ask')
    const page = await pageEvents(person)
    expect(await page.next('visit')).toBe('ask')
    await person.post('/fr/visit/go-on')
    await act('hide')
    expect(await (await pageEvents(person)).next('visit')).toBe('hide')
    await act('erase')
    expect(await (await pageEvents(person)).rest()).toEqual([{ event: 'visit', data: 'end' }])
  })

  test('that the supervisor erases is gone from page and server, with what it had open', async () => {
    const person = await patient()
    const page = await pageEvents(person)
    await person.get(openPath)
    await report({ document: 'shown', printer: 'jam', windows: 2 })
    await person.post('/fr/kiosk/print-document')
    await act('erase')
    expect(await page.next('visit')).toBe('end')
    expect(await state(({ visit }) => visit === null)).toMatchObject({ portal: null })
    const next = await person.get(guide)
    expect(next.headers.get('location')).toBe('/')
    expect(next.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(await visibleParts(await patient())).toEqual(['printer-jam'])
  })

  test('that the person erases closes the official page at once', async () => {
    const person = await patient()
    await person.get(openPath)
    await state(({ portal }) => portal !== null)
    await person.post('/fr/visit/erase')
    expect(await state(({ portal }) => portal === null)).toMatchObject({ visit: null })
  })

  test('gives way to the next person’s, whose screen shows nothing of the one before', async () => {
    const person = await patient()
    await person.get(openPath)
    const next = await enter()
    await next.get('/nl')
    expect(await state(({ visit }) => visit?.language === 'nl')).toMatchObject({ portal: null })
    expect((await person.get(guide)).headers.get('location')).toBe('/')
    expect(await site.services.visits.count()).toBe(1)
  })
})

describe('the guide’s browser at a kiosk', () => {
  const entry = async (wish: object = {}) => {
    const answer = await supervisor.post('/kiosk/entry', {
      resume: true,
      page: 'erased',
      language: 'de',
      ...wish,
    })
    return ((await answer.json()) as { path: string }).path
  }

  test('comes in by an address that works once, and does not carry the supervisor’s secret', async () => {
    const path = await entry()
    const first = await createVisitor(site.app).get(path)
    expect([first.status, first.headers.get('location')]).toEqual([303, '/de/erased'])
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(/^kiosk=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(token)
    const again = await createVisitor(site.app).get(path)
    expect([again.headers.get('location'), again.headers.getSetCookie()]).toEqual(['/', []])
    expect(site.machine.log()).toContain('"/kiosk/entry/:once"')
    expect(site.machine.log()).not.toContain(path.split('/').at(-1))
  })

  test('comes in within a minute or not at all', async () => {
    const [late, intime] = [await entry(), await entry({ page: 'start' })]
    site.machine.pass(59_000)
    expect((await createVisitor(site.app).get(intime)).headers.get('location')).toBe('/')
    expect((await createVisitor(site.app).get(late.slice(0, -1))).headers.getSetCookie()).toEqual([])
    site.machine.pass(1000)
    const answer = await createVisitor(site.app).get(late)
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual(['/', []])
  })

  test('that crashed comes back into the visit that goes on, and to no other’s', async () => {
    const person = await patient()
    await person.post('/fr/visit/display', { size: 'largest' })
    const fresh = createVisitor(site.app)
    expect((await fresh.get(await entry())).headers.get('location')).toBe(guide)
    expect(await (await fresh.get(guide)).text()).toContain('data-size="largest"')
    const without = createVisitor(site.app)
    expect((await without.get(await entry({ resume: false }))).headers.get('location')).toBe('/de/erased')
    expect(without.cookie()).not.toContain('visit=')
    await act('erase')
    const after = createVisitor(site.app)
    expect((await after.get(await entry())).headers.get('location')).toBe('/de/erased')
    expect(after.cookie()).not.toContain('visit=')
  })

  test('that carries an old visit is made to forget it', async () => {
    const person = await patient()
    const old = person.cookie()
    const answer = await person.get(await entry({ resume: false, page: 'start' }))
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(person.cookie()).not.toBe(old)
    expect((await person.get(guide)).headers.get('location')).toBe('/')
  })

  test('of a kiosk that was removed is any other', async () => {
    const path = await entry()
    await site.services.kiosks.remove(site.services.kiosks.list()[0]?.id ?? '')
    const answer = await createVisitor(site.app).get(path)
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual(['/', []])
  })

  test('is known again after a restart of the server, before its supervisor has said anything', async () => {
    const { list } = site.services.kiosks
    const cookie = site.services.kiosks.cookieOf(token)
    const database = connect(site.directory)
    const { configuration } = site.services
    const services = await buildServices(configuration, findRootDirectory(), database, site.machine)
    expect(services.kiosks.kioskOf(cookie)).toBe(list()[0]?.id)
    const restarted = createSupervisor(createApp(services).request, token)
    const stream = await restarted.listen()
    expect(stream.status).toBe(200)
    await stream.close()
    await database.destroy()
  })
})

describe('the pages of a visit at a supervised kiosk', () => {
  test('carry the strip, its script and the way to open beside, from the first page on', async () => {
    const first = await (await enter()).get(guide)
    const html = await first.text()
    expect(html).toContain('class="kiosk-strip"')
    expect(html).toContain(site.services.assets.url('kiosk.js'))
    expect(html).toContain(`href="${openPath}"`)
    expect(html).not.toMatch(/href="\/fr\/kiosk\/open\/[^>]*target=/)
    expect(html).not.toContain(french('kiosk:ownPc.title'))
    for (const path of [
      '/fr',
      '/fr/explainers/share-my-data',
      '/fr/print/guide/check-consent',
      '/fr/helper',
    ]) {
      const person = await patient()
      expect(await (await person.get(path)).text(), path).toContain('class="kiosk-strip"')
    }
  })

  test('are kept for nobody: other screens get the page with a private window, and not a byte of the kiosk', async () => {
    const before = await (await createVisitor(site.app).get(guide)).text()
    const person = await patient()
    await person.get(openPath)
    await person.get(guide)
    const other = createVisitor(site.app)
    const html = await (await other.get(guide)).text()
    expect(html).toBe(before)
    expect(html).not.toContain('kiosk')
    expect(html).toContain(french('kiosk:ownPc.title'))
    expect(html).toContain(
      'href="https://www.masante.belgique.be/" target="_blank" rel="noopener noreferrer"',
    )
    expect(await site.page('/fr/print/guide/check-consent')).not.toContain(french('kiosk:ownPc.title'))
  })

  test('say it in the person’s language and name, on the page and as it changes', async () => {
    const person = await patient()
    await person.get(openPath)
    expect(await (await person.get('/nl')).text()).toContain(
      words.translate('nl')('kiosk:strip.opening', { name: 'MijnGezondheid' }),
    )
    const page = readEvents(await person.get('/nl/kiosk/screen'))
    await report({ printer: 'no-paper', document: 'refused', windows: 2 })
    const data = await page.next('strip', (text) => text.includes('no-paper'))
    expect(JSON.parse(data ?? '')).toEqual({
      parts: ['opening', 'close-portal', 'close-window', 'refused', 'printer-no-paper'],
      words: {
        opening: words.translate('nl')('kiosk:strip.opening', { name: 'MijnGezondheid' }),
        open: words.translate('nl')('kiosk:strip.open', { name: 'MijnGezondheid' }),
      },
    })
  })

  test('are those of any screen once the supervisor has been gone for 5 seconds, or silent for 30', async () => {
    const person = await patient()
    const isKiosk = async () => (await (await person.get(guide)).text()).includes('kiosk-strip')
    await events.close()
    site.machine.pass(4999)
    expect(await isKiosk()).toBe(true)
    site.machine.pass(1)
    expect(await isKiosk()).toBe(false)
    expect((await person.get(openPath)).headers.get('location')).toBe(guide)
    events = await supervisor.listen()
    expect(await isKiosk()).toBe(true)
    site.machine.pass(29_000)
    await report({})
    site.machine.pass(29_000)
    expect(await isKiosk()).toBe(true)
    site.machine.pass(1000)
    expect(await isKiosk()).toBe(false)
  })

  test('do not say after a lost supervisor what nobody knows any more', async () => {
    const person = await patient()
    await person.get(openPath)
    await report({ document: 'shown', printer: 'jam' })
    await events.close()
    site.machine.pass(5000)
    await site.services.liveKiosks.tick()
    events = await supervisor.listen()
    expect((await state(() => true)).portal).toBeNull()
    expect(await visibleParts(person)).toEqual([])
  })

  test('in a guided session open the official page beside the guide, blind the helper, and keep the usual times', async () => {
    const { signIns } = site.services.mediators
    const invited = await signIns.invite('Anna', true)
    const signIn = invited.kind === 'invited' ? await signIns.open(invited.account.id) : null
    const anna = createVisitor(site.app, `mediator=${signIn?.token}`)
    const person = await patient()
    const codePage = await (await person.post('/fr/helper/call')).text()
    expect(codePage).toContain('kiosk-strip')
    const code = [...codePage.matchAll(/<span>(\d{3})<\/span>/g)].map(([, digits]) => digits).join('')
    await anna.post('/companion/pair', { code })
    await person.post('/fr/helper/act', { kind: 'accept' })
    const html = await (await person.get(guide)).text()
    expect(html).toMatch(/<div class="strips"><section class="kiosk-strip"/)
    expect(html).toContain('href="/fr/helper/portal/check-consent"')
    const left = await person.get('/fr/helper/portal/check-consent')
    expect(left.headers.get('location')).toBe(openPath)
    await person.get(openPath)
    const told = await state(({ portal }) => portal !== null)
    expect(told.privacyScreenAfterSeconds).toBe(60)
    const companion = withoutSuggestions(await (await anna.get('/companion/session')).text())
    expect(companion).toContain('look-away')
    expect(companion).not.toContain('masante')
  })
})

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
    const kioskCookie = /kiosk=([\w-]+)/.exec(cookie)?.[1] ?? ''
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
      for (const wrong of [{}, [], null, 'erase', { ...right, more: 1 }]) {
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
    const { kiosk, token: other } = await site.services.kiosks.add('Entrée')
    const theirs = await createSupervisor(site.app.request, other).listen()
    const kioskOnly = createVisitor(site.app, /kiosk=[\w-]+/.exec(person.cookie())?.[0] ?? '')
    const elsewhere = createVisitor(
      site.app,
      person.cookie().replace(/kiosk=[\w-]+/, `kiosk=${site.services.kiosks.cookieOf(other)}`),
    )
    const withoutKiosk = createVisitor(site.app, /visit=[\w-]+/.exec(person.cookie())?.[0] ?? '')
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
    await site.services.kiosks.remove(kiosk.id)
    site.services.liveKiosks.forget(kiosk.id)
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
    const withoutKiosk = createVisitor(site.app, /visit=[\w-]+/.exec(person.cookie())?.[0] ?? '')
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
    for (const secret of [
      token,
      'check-consent',
      'masante',
      /visit=([\w-]+)/.exec(person.cookie())?.[1] ?? 'none',
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('the host', () => {
  test('sees whether a kiosk’s machine answers and what its printer lacks', async () => {
    const passphrase = 'trois girafes dorment debout'
    const host = createVisitor(site.app)
    const form = { name: 'Hilde', 'site-name': 'Pharmacie', passphrase, again: passphrase }
    await host.post(`/host/set-up/${await site.services.setUp.open()}`, form)
    const page = async () => (await host.get('/host', { 'accept-language': 'fr' })).text()
    expect(await page()).toContain(french('kiosk:host.answers'))
    await report({ printer: 'jam' })
    expect(await page()).toContain(french('kiosk:host.printer.jam'))
    await events.close()
    site.machine.pass(5000)
    expect(await page()).toContain(french('kiosk:host.silent'))
    expect(await page()).not.toContain(french('kiosk:host.printer.jam'))
  })
})
