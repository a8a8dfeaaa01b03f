/** Whoever is no part of a guided session, and what is not allowed to those who are. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { act, codeOf, command, companion, french, guide, pair, peopleOf } from '../support/guided-visitors.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const { firstSteps, mediator, patient, together } = peopleOf(() => site)

describe('strangers', () => {
  const doors = [
    ['GET', '/companion/session'],
    ['GET', '/companion/session/events'],
    ['POST', '/companion/session/command'],
    ['POST', '/companion/session/here'],
    ['POST', '/companion/pair'],
    ['POST', '/companion/record'],
    ['POST', '/companion/record/skip'],
  ] as const

  test('without a sign-in nothing of a guided session can be seen or done', async () => {
    const { person } = await together()
    const stranger = createVisitor(site.app)
    for (const [method, path] of doors) {
      const answer =
        method === 'GET' ? await stranger.get(path) : await stranger.post(path, { kind: 'leave' })
      expect([303, 403, 404], path).toContain(answer.status)
      expect(await answer.text()).not.toContain('check-consent')
    }
    expect((await stranger.get('/companion/session/events')).status).toBe(404)
    expect(await (await person.get(guide)).text()).toContain('data-phase="together"')
  })

  test('another mediator’s sign-in sees and does nothing', async () => {
    const { person, anna } = await together()
    const bert = await mediator('Bert')
    expect(await companion(bert)).not.toContain('check-consent')
    expect((await command(bert, { kind: 'leave' })).status).toBe(409)
    expect((await command(bert, { point: firstSteps().open })).status).toBe(409)
    expect((await bert.get('/companion/session/events')).status).toBe(404)
    expect(await (await person.get(guide)).text()).not.toContain('data-pointed')
    expect(await companion(anna)).toContain('mediator-lines')
  })

  test('another visit’s cookie sees and does nothing', async () => {
    const { anna } = await together()
    const other = await patient()
    await act(other, { kind: 'end' })
    await act(other, { stuck: firstSteps().secret })
    expect((await other.get('/fr/helper/events')).status).toBe(204)
    expect(await companion(anna)).toContain('mediator-lines')
    expect((await createVisitor(site.app).get('/fr/helper/events')).status).toBe(404)
  })

  test('a helper who asks and leaves does not keep an abandoned page on screen', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await person.post('/fr/visit/touch')
    await pair(anna, await codeOf(person))
    site.machine.pass(50_000)
    // The page asks by itself when the question comes and when it goes.
    await person.get('/fr/helper')
    site.machine.pass(10_000)
    expect((await person.get('/fr/helper')).headers.get('location')).toBe('/fr/privacy-screen')
  })

  test('a visit or a mediator listens in a few tabs and no more', async () => {
    const { person, anna } = await together()
    const listen = (visitor: Visitor, path: string) => visitor.get(path).then(({ status }) => status)
    const times = Array.from({ length: 7 })
    const patients: number[] = []
    const helpers: number[] = []
    for (const _time of times) {
      patients.push(await listen(person, '/fr/helper/events'))
      helpers.push(await listen(anna, '/companion/session/events'))
    }
    expect(patients).toEqual([200, 200, 200, 200, 200, 200, 429])
    expect(helpers).toEqual([200, 200, 200, 200, 200, 200, 429])
  })

  test('a foreign site cannot act for a patient or a mediator', async () => {
    const { person, anna } = await together()
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await person.post('/fr/helper/act', { kind: 'end' }, foreign)).status).toBe(403)
    expect((await anna.post('/companion/session/command', { kind: 'leave' }, foreign)).status).toBe(403)
    expect((await person.post('/fr/helper/call', {}, foreign)).status).toBe(403)
    expect(await companion(anna)).toContain('mediator-lines')
  })

  test.each([{ point: 'my code is 1234' }, { suggest: 'https://elsewhere.example' }, { kind: 'open' }, {}])(
    'what is not in the closed set is refused, counted, and changes nothing: %o',
    async (form: Record<string, string>) => {
      const { person, anna } = await together()
      const before = site.services.guidedSessions.refused()
      const page = await (await person.get(guide)).text()
      const answer = await command(anna, form)
      expect([answer.status, await answer.text()]).toEqual([400, french('companion:refusals.unknown')])
      expect(site.services.guidedSessions.refused()).toBe(before + 1)
      expect(await (await person.get(guide)).text()).toBe(page)
    },
  )

  test('10,000 commands in a minute change the patient’s page no more than a thumb could', async () => {
    const { anna } = await together()
    const statuses = new Map<number, number>()
    for (let count = 0; count < 10_000; count += 1) {
      site.machine.pass(6)
      const { status } = await command(anna, { kind: 'explain' })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(statuses.get(200)).toBeLessThan(350)
    expect(statuses.get(429)).toBeGreaterThan(9000)
  })
})
