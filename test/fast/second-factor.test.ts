/** A second factor after the passphrase, where the site asks for it: whoever has stolen a passphrase stays out. */

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { createTotp } from '../../server/second-factor/totp.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { withoutKey } from '../support/html.ts'
import {
  choice,
  createPeople,
  mediatorName as name,
  type People,
  passphrase,
  secretOn,
} from '../support/second-factor.ts'
import { createSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const other = 'un canal sans bateaux bleus'
const english = { 'accept-language': 'en' }
const atHome = { ...english, host: 'site.example' }

let site: TestApp
let people: People
beforeEach(async () => {
  site = await openTestApp()
  people = createPeople(site)
})
afterEach(() => site.close())

/** A mediator whose first factor is set up, at a site that asks. */
async function withApp() {
  const { id, owner } = await people.mediator()
  const host = await people.askingHost()
  const browser = await people.halfWay()
  const secret = await people.setUpApp(browser)
  return { id, owner, host, browser, secret }
}

async function registered(visitor: Visitor, passkey: SoftPasskey): Promise<number> {
  const options = await visitor.post('/companion/second-factor/passkey/options')
  if (options.status !== 200) return options.status
  const answer = passkey.register(await options.json())
  return (await visitor.post('/companion/second-factor/passkey', answer)).status
}

async function signInBy(passkey: SoftPasskey, visitor = people.browser()): Promise<number> {
  const options = await visitor.post('/companion/sign-in/passkey/options')
  return (await visitor.post('/companion/sign-in/passkey', passkey.answer(await options.json()))).status
}

const bytesOnDisk = () =>
  readdirSync(site.directory)
    .map((file) => readFileSync(path.join(site.directory, file), 'latin1'))
    .join('')

describe('the codes of an app', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const totp = createTotp()

  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those that RFC 6238 publishes: after %i seconds', async (seconds, published) => {
    const step = await totp.stepOf(secret, published.slice(-6), seconds * 1000, -1)
    expect(step).toBe(Math.floor(seconds / 30))
  })

  test('count one step too early or too late and no more, and each once', async () => {
    const at = (step: number, last = -1) => totp.stepOf(secret, '287082', step * 30_000 + 15_000, last)
    expect(await Promise.all([0, 1, 2].map((step) => at(step)))).toEqual([1, 1, 1])
    expect([await at(3), await at(1, 1), await at(2, 1), await at(1, 0)]).toEqual([null, null, null, 1])
  })

  test('come from a secret that the app reads from the square or the person types', async () => {
    const address = await totp.address(secret, { place: 'Pharmacie du Parc', name: 'Aïcha D.' })
    const { protocol, host, searchParams } = new URL(address)
    expect([protocol, host]).toEqual(['otpauth:', 'totp'])
    expect(Object.fromEntries(searchParams)).toMatchObject({
      issuer: 'Pharmacie du Parc',
      secret,
      digits: '6',
      period: '30',
    })
  })
})

describe('a site', () => {
  test('that does not ask lets in by the passphrase, and speaks of no second step', async () => {
    const { owner } = await people.mediator()
    expect((await people.passphraseIn(people.browser())).headers.get('location')).toBe('/companion')
    expect(await (await owner.get('/companion/account', english)).text()).not.toContain('second step')
  })

  test('asks only once its host has typed the passphrase, who then begins with it', async () => {
    const { owner } = await people.mediator()
    const host = await people.askingHost()
    for (const asked of ['yes', 'no']) {
      const refused = await host.post('/host/ask-second-factor', { asked, proof: other }, english)
      expect(refused.status).toBe(403)
    }
    expect(await (await host.get('/host', english)).text()).toContain('This place asks for a second step')
    await people.setUpApp(host, 'host')
    expect(await people.isIn(host, 'host')).toBe(true)
    expect((await host.post('/host/sign-in', { name: 'Hilde', passphrase })).headers.get('location')).toBe(
      '/host/second-factor',
    )
    expect(await people.isIn(owner)).toBe(true)
    await people.halfWay()
    await host.post('/host/ask-second-factor', { asked: 'no', proof: passphrase })
    expect((await people.passphraseIn(people.browser())).headers.get('location')).toBe('/companion')
  })

  test('leads from an invitation and from a first start to the second step as well', async () => {
    const { host } = await withApp()
    const { link } = await people.invite('Bernard')
    const bernard = people.browser()
    expect((await bernard.post(link, choice)).headers.get('location')).toBe('/companion/second-factor')
    expect(await people.isIn(bernard)).toBe(false)
    await people.setUpCard(bernard)
    expect(await people.isIn(bernard)).toBe(true)
    expect(await people.isIn(host, 'host')).toBe(true)
    const { setUp } = site.services
    const { accounts, signIns } = site.services.people.host
    for (const { id } of await accounts.list()) await signIns.remove(id)
    const form = { name: 'Anna', 'site-name': 'Parc', ...choice }
    const anna = people.browser()
    const started = await anna.post(`/host/set-up/${await setUp.open()}`, form)
    expect(started.headers.get('location')).toBe('/host/second-factor')
    expect(await people.isIn(anna, 'host')).toBe(false)
  })
})

describe('a mediator who has no second step yet', () => {
  test('sets up an app before getting in, and goes where they wanted', async () => {
    await people.mediator()
    await people.askingHost()
    const browser = people.browser()
    await people.passphraseIn(browser, name, '/companion/pair?code=123456')
    expect(await people.isIn(browser)).toBe(false)
    const html = await (await browser.get('/companion/second-factor/app')).text()
    const secret = secretOn(html)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(secretOn(await (await browser.get('/companion/second-factor/app')).text())).toBe(secret)
    expect((await browser.post('/companion/second-factor/app', { code: '000000' })).status).toBe(403)
    expect(await people.isIn(browser)).toBe(false)
    const code = people.appCode(secret)
    const done = await browser.post('/companion/second-factor/app', {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    })
    expect(done.headers.get('location')).toBe('/companion/pair?code=123456')
    expect(await people.isIn(browser)).toBe(true)
  })

  test('without a phone prints a card, whose ten codes let in once each, and a new one ends it', async () => {
    await people.mediator()
    await people.askingHost()
    const owner = await people.halfWay()
    const codes = await people.setUpCard(owner)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes)
      expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{4} [34679ACDEFGHJKMNPQRTWXY]{4}$/)
    const [first = '', second = ''] = codes
    const next = await people.halfWay()
    expect((await people.code(next, first.toLowerCase().replace(' ', '-'))).status).toBe(303)
    expect(await people.isIn(next)).toBe(true)
    expect((await people.code(await people.halfWay(), first)).status).toBe(403)
    const account = await (await owner.get('/companion/account', english)).text()
    expect(account).toContain('Codes left on your card: 9.')
    await owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const [fresh = ''] = await people.setUpCard(owner)
    const last = await people.halfWay()
    expect((await people.code(last, second)).status).toBe(403)
    expect((await people.code(last, fresh)).status).toBe(303)
  })

  test('takes the lock of the device instead, which is both steps in one', async () => {
    await people.mediator()
    await people.askingHost()
    const browser = await people.halfWay()
    const passkey = createSoftPasskey()
    expect(await registered(browser, passkey)).toBe(200)
    expect(await people.isIn(browser)).toBe(true)
    const elsewhere = people.browser()
    expect(await signInBy(passkey, elsewhere)).toBe(200)
    expect(await people.isIn(elsewhere)).toBe(true)
    // Whoever knows the passphrase alone is asked, and sets up nothing.
    const thief = await people.halfWay()
    expect(await (await thief.get('/companion/second-factor', english)).text()).toContain('name="code"')
    expect((await thief.get('/companion/second-factor/app')).status).toBe(303)
  })

  test('is not in by a device that does not look who holds it', async () => {
    await people.mediator()
    await people.askingHost()
    expect(await registered(await people.halfWay(), createSoftPasskey('https://site.example', false))).toBe(
      403,
    )
    const passkey = createSoftPasskey()
    await registered(await people.halfWay(), passkey)
    expect(await signInBy({ ...passkey, answer: (options) => unseen(passkey.answer(options)) })).toBe(403)
  })

  /** The same answer, without the mark that the device has looked. */
  function unseen(answer: string): string {
    const sent = JSON.parse(answer) as { response: { authenticatorData: string } }
    const data = Buffer.from(sent.response.authenticatorData, 'base64url')
    data.writeUInt8(data.readUInt8(32) & ~4, 32)
    sent.response.authenticatorData = data.toString('base64url')
    return JSON.stringify(sent)
  }

  test('sets one up once: a stranger with the passphrase is too late, also after it is lost', async () => {
    await people.mediator()
    await people.askingHost()
    const thief = await people.halfWay()
    const html = await (await thief.get('/companion/second-factor/app')).text()
    const owner = await people.halfWay()
    const passkey = createSoftPasskey()
    await registered(owner, passkey)
    const tries = [
      () => thief.post('/companion/second-factor/app', { code: people.appCode(secretOn(html)) }),
      async () => (await people.halfWay(name, thief)).post('/companion/second-factor/card'),
      async () => (await people.halfWay(name, thief)).post('/companion/second-factor/passkey/options'),
    ]
    for (const tried of tries) expect((await tried()).status).toBe(403)
    await owner.post('/companion/sign-out-everywhere')
    expect(await signInBy(passkey)).toBe(403)
    for (const tried of tries.slice(1)) expect((await tried()).status).toBe(403)
    expect(await people.isIn(thief)).toBe(false)
  })
})

describe('whoever knows the passphrase alone', () => {
  test('is half-way, and finds nothing open that a stranger does not', async () => {
    const { host } = await withApp()
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
    const { id, browser: owner, secret, host } = await withApp()
    const visitor = await people.halfWay()
    const { accounts, signIns } = site.services.people.companion
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
    const { secret } = await withApp()
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
    const { secret } = await withApp()
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
    const { browser: owner, secret } = await withApp()
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
    const { secret } = await withApp()
    const visitor = await people.halfWay()
    const { kiosks } = site.services
    const { id } = await kiosks.add('Comptoir')
    await visitor.post(`/kiosks/${kiosks.newLink(id)}`)
    const kept = createVisitor(site.app, visitor.cookie('/companion'))
    expect((await people.code(kept, people.appCode(secret))).status).toBe(403)
    await kiosks.remove(id)
    expect((await people.code(kept, people.appCode(secret))).status).toBe(403)
    expect(await people.isIn(kept)).toBe(false)
  })
})

describe('somebody who has one', () => {
  test('changes it on the account’s page with the passphrase, and not without', async () => {
    const { browser: owner, secret } = await withApp()
    const account = '/companion/account/second-factor'
    expect((await owner.post(account, { 'second-proof': other })).status).toBe(403)
    expect((await owner.get('/companion/second-factor')).status).toBe(303)
    await owner.post(account, { 'second-proof': passphrase })
    const fresh = await people.setUpApp(owner)
    const next = await people.halfWay()
    expect((await people.code(next, people.appCode(secret))).status).toBe(403)
    expect((await people.code(next, people.appCode(fresh))).status).toBe(303)
  })

  test('cannot take the last one away, and can take the other', async () => {
    const { browser: owner, secret } = await withApp()
    const begin = () => owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const remove = (kind: string) => owner.post('/companion/second-factor/remove', { kind })
    await begin()
    expect((await remove('app')).status).toBe(409)
    await people.setUpCard(owner)
    await begin()
    expect((await remove('app')).headers.get('location')).toBe('/companion/account')
    expect(bytesOnDisk()).not.toContain(secret)
    await begin()
    expect((await remove('card')).status).toBe(409)
  })

  test('cannot change it in a browser that was signed out meanwhile', async () => {
    const { browser: owner, owner: stolen, secret } = await withApp()
    await stolen.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const page = await stolen.get('/companion/second-factor/app')
    const chosen = secretOn(await page.text())
    await stolen.post('/companion/sign-out')
    const late = await stolen.post('/companion/second-factor/app', { code: people.appCode(chosen) })
    expect(late.status).toBe(403)
    expect(bytesOnDisk()).toContain(secret)
    expect(await people.isIn(owner)).toBe(true)
  })

  test('loses by removal every trace on the disk, and no code of a card stands there at all', async () => {
    const { id, browser: owner, secret } = await withApp()
    await owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const codes = await people.setUpCard(owner)
    expect(bytesOnDisk()).toContain(secret)
    for (const code of codes) expect(bytesOnDisk()).not.toContain(code.replace(' ', ''))
    await site.services.people.companion.signIns.remove(id)
    expect(bytesOnDisk()).not.toContain(secret)
  })
})

describe('a lost phone', () => {
  test('is followed by a new link, which takes the host’s passphrase and ends everything at once', async () => {
    const { id, host, browser: owner, secret } = await withApp()
    const newStart = `/host/mediators/${id}/new-start`
    expect((await host.post(`/host/mediators/${id}/link`)).headers.get('location')).toBe(newStart)
    expect((await host.post(newStart, { proof: other })).status).toBe(403)
    expect(await people.isIn(owner)).toBe(true)
    const given = await (await host.post(newStart, { proof: passphrase })).text()
    const link = /<textarea[^>]*>([^<]+)<\/textarea>/.exec(given)?.[1] ?? ''
    expect(await people.isIn(owner)).toBe(false)
    expect((await people.passphraseIn(people.browser())).status).toBe(403)
    expect(bytesOnDisk()).not.toContain(secret)
    const fresh = people.browser()
    const chosen = await fresh.post(new URL(link).pathname, { passphrase: other, again: other })
    expect(chosen.headers.get('location')).toBe('/companion/second-factor')
    await people.setUpApp(fresh)
    expect(await people.isIn(fresh)).toBe(true)
  })

  test('of the host is followed by a command of the machine', async () => {
    await withApp()
    const { stdout } = await promisify(execFile)(process.execPath, ['build/bundle/admin.js', 'renew-host'], {
      cwd: findRootDirectory(),
      env: { ...process.env, DATA_DIR: site.directory, PUBLIC_URL: 'https://site.example' },
    })
    expect(stdout).toMatch(/^https:\/\/site\.example\/host\/invitation\/[\w-]{22}\n$/)
    const host = people.browser()
    expect((await host.post('/host/sign-in', { name: 'Hilde', passphrase })).status).toBe(403)
    const link = new URL(stdout.trim()).pathname
    const chosen = await host.post(link, { passphrase: other, again: other })
    expect(chosen.headers.get('location')).toBe('/host/second-factor')
    await people.setUpApp(host, 'host')
    expect(await people.isIn(host, 'host')).toBe(true)
  }, 60_000)

  test('with the only passkey on it is announced where one signs out everywhere', async () => {
    await people.mediator()
    await people.askingHost()
    const owner = await people.halfWay()
    await registered(owner, createSoftPasskey())
    const html = await (await owner.get('/companion/account', atHome)).text()
    expect(html).toContain('Then you need a new link')
    const id = /name="id" value="([\w-]+)"/.exec(html.slice(html.indexOf('passkeys/remove')))?.[1] ?? ''
    expect((await owner.post('/companion/account/passkeys/remove', { id })).status).toBe(409)
  })
})
