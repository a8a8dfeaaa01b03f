/** Supervised kiosks by whole requests: what a supervisor is told and may do, and what the host sees of it. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import type { TestApp } from '../support/app.ts'
import {
  doingsAt,
  guide,
  openPath,
  openSupervisedKiosk,
  type SupervisedKiosk,
} from '../support/supervised-kiosk.ts'
import type { EventReader, Supervisor } from '../support/supervisor.ts'
import { createVisitor } from '../support/visitor.ts'

const french = words.translate('fr')

let kiosk: SupervisedKiosk
let site: TestApp
let supervisor: Supervisor
let events: EventReader

beforeEach(async () => {
  kiosk = await openSupervisedKiosk()
  ;({ site, supervisor, events } = kiosk)
})
afterEach(() => kiosk.close())

const { state, enter, patient, pageEvents, visibleParts, minute, act, report } = doingsAt(() => kiosk)

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
    events = await kiosk.listenAgain()
    expect([await events.next('act'), await events.next('act')]).toEqual(['close-document', 'close-window'])
    await events.close()
    events = await kiosk.listenAgain()
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
    await site.services.liveKiosks.forget(known?.id ?? '')
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

  test('is told to be over before the next one is told, so that the machine erases what it left', async () => {
    await patient()
    const first = (await state(({ visit }) => visit !== null)).visit?.number ?? 0
    await (await enter()).get(guide)
    expect((await state(({ visit }) => visit?.number !== first)).visit).toBeNull()
    expect((await state(({ visit }) => visit !== null)).visit?.number).toBe(first + 1)
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
    await report({ printer: 'ready', printerWarning: 'ink' })
    expect(await page()).toContain(french('kiosk:host.printerWarns.ink'))
    expect(await visibleParts(await patient()), 'a patient prints').toEqual([])
    await report({ printer: 'jam' })
    await events.close()
    site.machine.pass(5000)
    expect(await page()).toContain(french('kiosk:host.silent'))
    expect(await page()).not.toContain(french('kiosk:host.printer.jam'))
  })
})
