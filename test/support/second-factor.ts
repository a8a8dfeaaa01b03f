/** A site that asks for a second factor, and people who set theirs up and sign in by the pages. */

import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import { codeAt } from './soft-app.ts'
import type { SoftPasskey } from './soft-passkey.ts'
import { createVisitor, type Visitor } from './visitor.ts'

export const passphrase = 'trois girafes dorment debout'
export const choice = { passphrase, again: passphrase }
export const mediatorName = 'Aïcha Dupont'

/** The secret on the page of an app. */
export function secretOn(html: string): string {
  const shown = /<p class="secret"[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? ''
  return shown.replace(/<[^>]+>|\s/g, '')
}

/** The codes on the page of a card. */
export function codesOn(html: string): readonly string[] {
  return [...html.matchAll(/<li><span>([\w ]+)<\/span><\/li>/g)].map(([, code]) => code ?? '')
}

export function createPeople(site: TestApp) {
  let networks = 0
  const now = () => site.machine.readClock().dayMilliseconds
  /** Each from a network of their own. */
  const browser = (cookie = '') => {
    networks += 1
    return createVisitor(site.app, cookie, `10.1.${networks >> 8}.${networks & 255}`)
  }
  async function invite(name: string): Promise<{ readonly id: string; readonly link: string }> {
    const invited = await site.services.staff.companion.accounts.invite(name, true)
    if (invited.kind !== 'invited') throw new Error(invited.kind)
    return { id: invited.account.id, link: `/companion/invitation/${invited.token}` }
  }
  const passphraseIn = (visitor: Visitor, name = mediatorName, to = '') =>
    visitor.post('/companion/sign-in', { name, passphrase, to })
  /** Whose passphrase was right, and no more. */
  async function halfWay(name = mediatorName, visitor = browser()): Promise<Visitor> {
    const answer = await passphraseIn(visitor, name)
    expect(answer.headers.get('location')).toBe('/companion/second-factor')
    return visitor
  }
  const code = (visitor: Visitor, typed: string) => visitor.post('/companion/second-factor', { code: typed })
  const isIn = async (visitor: Visitor, area = 'companion') => (await visitor.get(`/${area}`)).status === 200
  /** Sets an app up and gives its secret; a step later, so that its next code counts. */
  async function setUpApp(visitor: Visitor, area = 'companion'): Promise<string> {
    const page = await visitor.get(`/${area}/second-factor/app`)
    const secret = secretOn(await page.text())
    const done = await visitor.post(`/${area}/second-factor/app`, { code: codeAt(secret, now()) })
    expect(done.status).toBe(303)
    site.machine.pass(30_000)
    return secret
  }
  async function setUpCard(visitor: Visitor): Promise<readonly string[]> {
    const page = await visitor.post('/companion/second-factor/card')
    expect(page.status).toBe(200)
    return codesOn(await page.text())
  }
  /** The host, signed in, at a site that asks from now on. */
  async function askingHost(): Promise<Visitor> {
    const host = browser()
    const form = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', ...choice }
    await host.post(`/host/set-up/${await site.services.setUp.open()}`, form)
    const asked = await host.post('/host/ask-second-factor', { asked: 'yes', proof: passphrase })
    expect(asked.headers.get('location')).toBe('/host/second-factor')
    return host
  }
  /** A mediator who had the passphrase before. */
  async function mediator(name = mediatorName): Promise<{ readonly id: string; readonly owner: Visitor }> {
    const { id, link } = await invite(name)
    const owner = browser()
    await owner.post(link, choice)
    return { id, owner }
  }
  /** A mediator whose first factor is set up, at a site that asks. */
  async function withApp() {
    const { id, owner } = await mediator()
    const host = await askingHost()
    const visitor = await halfWay()
    const secret = await setUpApp(visitor)
    return { id, owner, host, browser: visitor, secret }
  }
  /** The status of the answer to whoever sets a passkey up, half-way. */
  async function registered(visitor: Visitor, passkey: SoftPasskey): Promise<number> {
    const options = await visitor.post('/companion/second-factor/passkey/options')
    if (options.status !== 200) return options.status
    const answer = passkey.register(await options.json())
    return (await visitor.post('/companion/second-factor/passkey', answer)).status
  }
  const appCode = (secret: string) => codeAt(secret, now())
  return {
    browser,
    invite,
    passphraseIn,
    halfWay,
    code,
    isIn,
    setUpApp,
    setUpCard,
    askingHost,
    mediator,
    withApp,
    registered,
    appCode,
  }
}

export type People = ReturnType<typeof createPeople>
