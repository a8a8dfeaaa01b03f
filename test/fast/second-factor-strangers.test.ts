/** Whoever has stolen a passphrase stays out where the site asks for a second factor. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { withoutKey } from '../support/html.ts'
import {
  createPeople,
  mediatorName as name,
  type People,
  passphrase,
  secretOn,
} from '../support/second-factor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const other = 'un canal sans bateaux bleus'
const english = { 'accept-language': 'en' }

let site: TestApp
let people: People
beforeEach(async () => {
  site = await openTestApp()
  people = createPeople(site)
})
afterEach(() => site.close())

describe('whoever knows the passphrase alone', () => {
  test('is half-way, and finds nothing open that a stranger does not', async () => {
    const { host } = await people.withApp()
    const halfWay = await people.halfWay()
    await host.post('/host/sign-out')
    const hostHalfWay = people.browser()
    await hostHalfWay.post('/host/sign-in', { name: 'Hilde', passphrase })
    const stranger = people.browser()
    const routes = site.app.routes.filter(
      ({ method, path: at }) => method !== 'ALL' && /^\/(?:companion|host)(?:\/|$)/.test(at),
    )
    for (const { method, path: at } of routes) {
      if (/^\/(?:companion|host)\/(?:second-factor|sign-in$)/.test(at)) continue
      const asked = (visitor: Visitor) => (method === 'GET' ? visitor.get(at) : visitor.post(at))
      const { status, headers } = await asked(at.startsWith('/host') ? hostHalfWay : halfWay)
      const usual = await asked(stranger)
      const seen = [status, headers.get('location'), headers.getSetCookie()]
      expect(seen, `${method} ${at}`).toEqual([
        usual.status,
        usual.headers.get('location'),
        usual.headers.getSetCookie(),
      ])
    }
    expect(routes.length).toBeGreaterThan(50)
    for (const visitor of [halfWay, hostHalfWay]) {
      expect(visitor.cookie('/companion') + visitor.cookie('/host')).toMatch(/^__Secure-half-way=[\w-]{22}$/)
    }
  })

  test.each([
    'a new passphrase',
    'signing out everywhere',
    'removal',
    'a new start',
    'a new link that was used',
    'five minutes',
    'a second use',
  ])('is no longer half-way after %s, whatever code follows', async (end) => {
    const { id, browser: owner, secret, host } = await people.withApp()
    const visitor = await people.halfWay()
    const { accounts, signIns } = site.services.staff.companion
    const link = await accounts.inviteAgain(id)
    if (end === 'a new passphrase') {
      await owner.post('/companion/account/passphrase', { old: passphrase, passphrase: other, again: other })
    } else if (end === 'signing out everywhere') await owner.post('/companion/sign-out-everywhere')
    else if (end === 'removal') await signIns.remove(id)
    else if (end === 'a new start') {
      await host.post(`/host/mediators/${id}/new-start`, { proof: passphrase })
    } else if (end === 'a new link that was used') {
      await people.browser().post(`/companion/invitation/${link?.token}`, { passphrase: other, again: other })
    } else if (end === 'five minutes') site.machine.pass(300_000)
    else {
      const copy = createVisitor(site.app, visitor.cookie('/companion'))
      expect((await people.code(copy, people.appCode(secret))).status).toBe(303)
      site.machine.pass(30_000)
    }
    const answer = await people.code(visitor, people.appCode(secret))
    expect(answer.status).toBe(403)
    expect((await visitor.get('/companion/second-factor')).headers.get('location')).toBe('/companion/sign-in')
    expect(await people.isIn(visitor)).toBe(false)
  })

  test('gains nothing from the code of somebody else, nor from the other area', async () => {
    const { secret } = await people.withApp()
    await people.mediator('Bernard').catch(() => undefined)
    const bernard = people.browser()
    await people.passphraseIn(bernard, 'Bernard')
    await people.setUpCard(bernard)
    const thief = await people.halfWay('Bernard')
    expect((await people.code(thief, people.appCode(secret))).status).toBe(403)
    const aicha = await people.halfWay()
    const crossed = createVisitor(site.app, aicha.cookie('/companion'))
    expect((await crossed.post('/host/second-factor', { code: people.appCode(secret) })).status).toBe(403)
    expect((await people.code(aicha, people.appCode(secret))).status).toBe(303)
  })

  test('cannot use a code that was seen: the one of the set-up, or of a sign-in', async () => {
    await people.mediator()
    await people.askingHost()
    const owner = await people.halfWay()
    const secret = secretOn(await (await owner.get('/companion/second-factor/app')).text())
    const seen = people.appCode(secret)
    await owner.post('/companion/second-factor/app', { code: seen })
    const thief = await people.halfWay()
    expect((await people.code(thief, seen)).status).toBe(403)
    site.machine.pass(30_000)
    const next = people.appCode(secret)
    expect((await people.code(await people.halfWay(), next)).status).toBe(303)
    expect((await people.code(thief, next)).status).toBe(403)
    expect(await people.isIn(thief)).toBe(false)
  })

  test('reads the same of every wrong code, and after five begins with the passphrase again', async () => {
    const { secret } = await people.withApp()
    const visitor = await people.halfWay()
    const said = async (typed: string) => {
      const answer = await visitor.post('/companion/second-factor', { code: typed }, english)
      return { status: answer.status, html: withoutKey(await answer.text()) }
    }
    const wrong = [await said('000000'), await said('AAAA AAAA'), await said('no code'), await said('')]
    expect(new Set(wrong.map(({ html }) => html)).size).toBe(1)
    expect(wrong[0]?.html).toContain('This code is wrong')
    const fifth = await said('000000')
    expect(fifth.html).toContain('The code was wrong 5 times')
    expect(fifth.html).toContain('name="passphrase"')
    expect((await said(people.appCode(secret))).status).toBe(403)
    expect(await people.isIn(visitor)).toBe(false)
  })

  test('is slowed over all networks together, and the owner’s own device is not', async () => {
    const { browser: owner, secret } = await people.withApp()
    for (let count = 0; count < 5; count += 1) await people.code(await people.halfWay(), '000000')
    const slowed = await people.code(await people.halfWay(), people.appCode(secret))
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '10'])
    await owner.post('/companion/sign-out')
    await people.halfWay(name, owner)
    expect((await people.code(owner, people.appCode(secret))).status).toBe(303)
    for (let count = 0; count < 12; count += 1) {
      site.machine.pass(3_600_000)
      await people.code(await people.halfWay(), '000000')
    }
    const late = await people.code(await people.halfWay(), people.appCode(secret))
    expect(late.headers.get('retry-after')).toBe('3600')
  })

  test('is stopped at a kiosk, and is not half-way there later either', async () => {
    const { secret } = await people.withApp()
    const visitor = await people.halfWay()
    const { kiosks } = site.services
    const { id } = await kiosks.add('Comptoir')
    await visitor.post(`/kiosks/${await kiosks.newLink(id)}`)
    const kept = createVisitor(site.app, visitor.cookie('/companion'))
    expect((await people.code(kept, people.appCode(secret))).status).toBe(403)
    await kiosks.remove(id)
    expect((await people.code(kept, people.appCode(secret))).status).toBe(403)
    expect(await people.isIn(kept)).toBe(false)
  })
})
