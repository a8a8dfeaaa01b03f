/** Passkeys and sign-ins of one's own: added by who knows the passphrase, seen, and ended. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mostOpenChallenges } from '../../server/second-factor/passkeys-live.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf, valueIn } from '../support/cookies.ts'
import { newMediator, usualPassphrase as passphrase } from '../support/signed-in.ts'
import { createSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const other = 'un canal sans bateaux bleus'
const name = 'Aïcha Dupont'
const account = '/companion/account'

let site: TestApp
let owner: Visitor
beforeEach(async () => {
  site = await openTestApp()
  owner = createVisitor(site.app)
  const invited = await site.services.staff.companion.accounts.invite(name, false)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  await owner.post(`/companion/invitation/${invited.token}`, { passphrase, again: passphrase })
})
afterEach(() => site.close())

async function add(visitor: Visitor, passkey: SoftPasskey, proof: string): Promise<number> {
  const options = await visitor.post(`${account}/passkeys/options`, { proof })
  if (options.status !== 200) return options.status
  return (await visitor.post(`${account}/passkeys`, passkey.register(await options.json()))).status
}

async function signInBy(passkey: SoftPasskey, visitor = createVisitor(site.app)): Promise<number> {
  const options = await visitor.post('/companion/sign-in/passkey/options')
  return (await visitor.post('/companion/sign-in/passkey', passkey.answer(await options.json()))).status
}

async function signedIn(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.post('/companion/sign-in', { name, passphrase })
  return visitor
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/companion')).status === 200
}

async function accountPage(visitor: Visitor, language = 'en'): Promise<string> {
  const page = await visitor.get(account, { host: 'site.example', 'accept-language': language })
  return page.text()
}

describe('a passkey', () => {
  test.each(['site.example', 'site.example:8443', 'SITE.example:443'])(
    'is offered, and cookies are safe, behind a proxy that says the host is %s',
    async (host) => {
      const visitor = createVisitor(site.app)
      const page = await visitor.get('/companion/sign-in', { host })
      expect(await page.text()).toContain('data-passkey="sign-in"')
      const signedIn = await visitor.post('/companion/sign-in', { name, passphrase }, { host })
      const set = signedIn.headers.getSetCookie()
      expect(set.length).toBeGreaterThan(0)
      for (const cookie of set) expect(cookie).toMatch(/^__(?:Host|Secure)-.*; Secure/)
    },
  )

  test('is added whatever flood of strangers asks to sign in meanwhile', async () => {
    const passkey = createSoftPasskey()
    const { passkeys } = site.services
    const asked = await owner.post(`${account}/passkeys/options`, { proof: passphrase })
    expect(asked.status).toBe(200)
    for (let count = 0; count <= mostOpenChallenges; count += 1) await passkeys?.optionsToSignIn('mediator')
    const answer = passkey.register(await asked.json())
    expect((await owner.post(`${account}/passkeys`, answer)).status).toBe(200)
  })

  test('is added with the passphrase, and signs in without it', async () => {
    const passkey = createSoftPasskey()
    expect(await add(owner, passkey, passphrase)).toBe(200)
    const elsewhere = createVisitor(site.app)
    expect(await signInBy(passkey, elsewhere)).toBe(200)
    expect(await isSignedIn(elsewhere)).toBe(true)
  })

  test('cannot be added in a moment when the phone lies open: the passphrase is asked again', async () => {
    for (const proof of ['', other]) expect(await add(owner, createSoftPasskey(), proof)).toBe(403)
    const told = await owner.post(
      `${account}/passkeys/options`,
      { proof: other },
      { 'accept-language': 'en' },
    )
    expect(await told.json()).toEqual({ problem: 'The current passphrase is wrong.' })
  })

  test('cannot be guessed at there either: tries are slowed as at the sign-in', async () => {
    for (let count = 0; count < 5; count += 1) await add(owner, createSoftPasskey(), other)
    expect(await add(owner, createSoftPasskey(), passphrase)).toBe(429)
  })

  test('cannot be added by an answer without a question, or with the question of somebody else', async () => {
    const { token } = await newMediator(site.services, 'Bernard')
    const bernard = createVisitor(site.app, cookieOf(site, 'mediator', token))
    const options = await bernard.post(`${account}/passkeys/options`, { proof: passphrase })
    const passkey = createSoftPasskey()
    const answer = passkey.register(await options.json())
    expect((await owner.post(`${account}/passkeys`, answer)).status).toBe(400)
    expect(await signInBy(passkey)).toBe(403)
  })

  test('is not added any more once its sign-in has ended or the passphrase is another', async () => {
    const stolen = await signedIn()
    for (const end of ['sign-out-everywhere', 'account/passphrase']) {
      const passkey = createSoftPasskey()
      const options = await stolen.post(`${account}/passkeys/options`, { proof: passphrase })
      const answer = passkey.register(await options.json())
      await owner.post(`/companion/${end}`, { old: passphrase, passphrase: other, again: other })
      const added = await stolen.post(`${account}/passkeys`, answer)
      expect(added.status, end).toBe(403)
      expect(await signInBy(passkey), end).toBe(403)
      await owner.post('/companion/sign-in', { name, passphrase })
      await stolen.post('/companion/sign-in', { name, passphrase })
    }
  })

  test('of a thief does not outlive a new passphrase, nor signing out everywhere', async () => {
    for (const end of ['sign-out-everywhere', 'account/passphrase']) {
      const passkey = createSoftPasskey()
      expect(await add(await signedIn(), passkey, passphrase)).toBe(200)
      expect(await signInBy(passkey)).toBe(200)
      await owner.post(`/companion/${end}`, { old: passphrase, passphrase: other, again: other })
      expect(await signInBy(passkey), end).toBe(403)
      await owner.post('/companion/sign-in', { name, passphrase })
    }
  })

  test('is not lost by surprise: the page says beforehand what ends', async () => {
    const html = await accountPage(owner)
    expect(html.match(/Your passkeys will be removed\./g)).toHaveLength(2)
    expect(html).toContain('Your other devices will be signed out.')
  })
})

describe('whoever looks at their account', () => {
  const rows = (html: string) =>
    [...html.matchAll(/<li[^>]*data-sign-in="(here|elsewhere)"[^>]*>(.*?)<\/li>/gs)].map(
      ([, where, row]) => ({ where, row: row ?? '' }),
    )
  const idIn = (row: string) => /name="id" value="([\w-]+)"/.exec(row)?.[1] ?? ''

  test('sees each sign-in and since when, knows which one is here, and ends any other', async () => {
    site.machine.pass(3_600_000)
    const lost = await signedIn()
    const seen = rows(await accountPage(owner))
    expect(seen.map(({ where }) => where)).toEqual(['here', 'elsewhere'])
    expect(seen[0]?.row).toContain('Here, since 20 November at 11:00')
    expect(seen[1]?.row).toContain('Elsewhere, since 20 November at 12:00')
    const ended = await owner.post(`${account}/sign-ins/end`, { id: idIn(seen[1]?.row ?? '') })
    expect(ended.headers.get('location')).toBe(account)
    expect([await isSignedIn(owner), await isSignedIn(lost)]).toEqual([true, false])
    expect(rows(await accountPage(owner))).toHaveLength(1)
  })

  test('sees nobody else’s sign-ins and ends none of them', async () => {
    const { token } = await newMediator(site.services, 'Bernard')
    const bernard = createVisitor(site.app, cookieOf(site, 'mediator', token))
    await signedIn()
    const others = rows(await accountPage(owner))
    expect(rows(await accountPage(bernard))).toHaveLength(1)
    for (const { row } of others) await bernard.post(`${account}/sign-ins/end`, { id: idIn(row) })
    await bernard.post(`${account}/sign-ins/end`, { id: '' })
    expect(rows(await accountPage(owner))).toHaveLength(2)
  })

  test('finds nothing on the page that opens anything, or that the database keeps', async () => {
    const lost = await signedIn()
    const html = await accountPage(owner)
    for (const { cookie } of [owner, lost]) {
      expect(html).not.toContain(valueIn(cookie('/companion'), 'mediator'))
    }
    const files = readdirSync(site.directory).map((file) => path.join(site.directory, file))
    const kept = files.map((file) => readFileSync(file, 'latin1')).join('')
    const ids = rows(html).map(({ row }) => idIn(row))
    expect(ids.filter((id) => id !== '')).toHaveLength(1)
    for (const id of ids.filter((listed) => listed !== '')) expect(kept).not.toContain(id)
  })

  test('by ending a sign-in elsewhere ends what a lost phone was doing with a patient', async () => {
    const out: string[] = []
    site.services.mediators.onSignOut((id) => out.push(id))
    await signedIn()
    const [, elsewhere] = rows(await accountPage(owner))
    await owner.post(`${account}/sign-ins/end`, { id: idIn(elsewhere?.row ?? '') })
    expect(out).toHaveLength(1)
  })
})
