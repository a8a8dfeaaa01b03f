/** A second factor after the passphrase, where the site asks for it: asked for, and set up for the first time. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import {
  choice,
  createPeople,
  mediatorName as name,
  type People,
  passphrase,
  secretOn,
} from '../support/second-factor.ts'
import { createSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts'

const other = 'un canal sans bateaux bleus'
const english = { 'accept-language': 'en' }

let site: TestApp
let people: People
beforeEach(async () => {
  site = await openTestApp()
  people = createPeople(site)
})
afterEach(() => site.close())

async function signInBy(passkey: SoftPasskey, visitor = people.browser()): Promise<number> {
  const options = await visitor.post('/companion/sign-in/passkey/options')
  return (await visitor.post('/companion/sign-in/passkey', passkey.answer(await options.json()))).status
}

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
    const { host } = await people.withApp()
    const { link } = await people.invite('Bernard')
    const bernard = people.browser()
    expect((await bernard.post(link, choice)).headers.get('location')).toBe('/companion/second-factor')
    expect(await people.isIn(bernard)).toBe(false)
    await people.setUpCard(bernard)
    expect(await people.isIn(bernard)).toBe(true)
    expect(await people.isIn(host, 'host')).toBe(true)
    const { setUp } = site.services
    const { accounts, signIns } = site.services.staff.host
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
    expect(await people.registered(browser, passkey)).toBe(200)
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
    expect(
      await people.registered(await people.halfWay(), createSoftPasskey('https://site.example', false)),
    ).toBe(403)
    const passkey = createSoftPasskey()
    await people.registered(await people.halfWay(), passkey)
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
    await people.registered(owner, passkey)
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
