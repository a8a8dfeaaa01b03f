/** Mediators: invited once, signed in on their own device, and out again at once when they should be. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { createAccountStore } from '../../server/accounts/store.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { createMemoryState } from '../../server/live/live-state.ts'
import { networkOf } from '../../server/live/networks.ts'
import { readLanguage, type WordTree } from '../../server/pages/words.ts'
import { deriveKey, passphraseCost } from '../../server/passphrases/hashes.ts'
import { createPassphrases } from '../../server/passphrases/live.ts'
import { factorsOfSignIns } from '../../server/second-factor/store.ts'
import { createAttempts, type Failures } from '../../server/sign-in/attempts-live.ts'
import { createHalfWays, type HalfWay } from '../../server/sign-in/half-ways-live.ts'
import { createSignIns } from '../../server/sign-in/live.ts'
import { createBeginSignIn } from '../../server/sign-in/new-sign-ins-live.ts'
import { createSignInStore } from '../../server/sign-in/store.ts'
import { createTries } from '../../server/sign-in/tries-live.ts'
import { words } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf } from '../support/cookies.ts'
import { withoutKey } from '../support/html.ts'
import { readingLevel } from '../support/reading-level.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const other = 'un canal sans bateaux bleus'
const hour = 3_600_000

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

async function invite(name = 'Aïcha Dupont', trained = false): Promise<string> {
  const invited = await site.services.staff.companion.accounts.invite(name, trained)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  return `/companion/invitation/${invited.token}`
}

/** A mediator who has accepted the invitation, in the browser in which that was done. */
async function mediator(name = 'Aïcha Dupont'): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.post(await invite(name), { passphrase, again: passphrase })
  return visitor
}

function signIn(visitor: Visitor, typed: string, name = 'Aïcha Dupont', to = ''): Promise<Response> {
  return visitor.post('/companion/sign-in', { name, passphrase: typed, to })
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/companion')).status === 200
}

describe('an invited mediator', () => {
  test('gets in with the link, chooses a passphrase, and is greeted by name', async () => {
    const visitor = createVisitor(site.app)
    const link = await invite()
    expect((await visitor.get(link)).status).toBe(200)
    const answer = await visitor.post(link, { passphrase, again: passphrase })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/companion')
    expect(await (await visitor.get('/companion')).text()).toContain('Aïcha Dupont')
  })

  test('loses nothing when a preview or a curious phone opens the link first', async () => {
    const link = await invite()
    for (let count = 0; count < 3; count += 1) await createVisitor(site.app).get(link)
    const answer = await createVisitor(site.app).post(link, { passphrase, again: passphrase })
    expect(answer.status).toBe(303)
  })

  test('finds a plain page behind a link that was used, and nobody can use it again', async () => {
    const link = await invite()
    await createVisitor(site.app).post(link, { passphrase, again: passphrase })
    const stranger = createVisitor(site.app)
    const again = await stranger.get(link, { 'accept-language': 'en' })
    expect(again.status).toBe(410)
    expect(await again.text()).toContain('This link has been used')
    expect((await stranger.post(link, { passphrase: other, again: other })).status).toBe(410)
    expect(await isSignedIn(stranger)).toBe(false)
    expect((await signIn(stranger, other)).status).toBe(403)
  })

  test('of two who send the same link at once, only one gets in', async () => {
    const link = await invite()
    const both = [createVisitor(site.app), createVisitor(site.app)]
    await Promise.all(both.map((visitor) => visitor.post(link, { passphrase, again: passphrase })))
    const inside = await Promise.all(both.map(isSignedIn))
    expect(inside.filter(Boolean)).toHaveLength(1)
  })

  test('has seven days, and then a page that says so', async () => {
    const link = await invite()
    site.machine.pass(7 * 24 * hour)
    expect((await createVisitor(site.app).get(link)).status).toBe(200)
    site.machine.pass(24 * hour)
    const visitor = createVisitor(site.app)
    const late = await visitor.post(link, { passphrase, again: passphrase })
    expect(late.status).toBe(410)
    expect(await isSignedIn(visitor)).toBe(false)
  })

  test('with a link that nobody made finds a page, not an error', async () => {
    const answer = await createVisitor(site.app).get('/companion/invitation/AAAAAAAAAAAAAAAAAAAAAA')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('/companion/sign-in')
  })

  test.each([
    ['short', 'short', 'too short'],
    ['a'.repeat(129), 'a'.repeat(129), 'too long'],
    [passphrase, other, 'not the same'],
    ['password1', 'password1', 'known here'],
    ['Mot de passe 1', 'Mot de passe 1', 'known here'],
    ['wachtwoord!2026', 'wachtwoord!2026', 'known here'],
    ['aïcha dupont 1', 'aïcha dupont 1', 'known here'],
    ['TroisClics2026', 'TroisClics2026', 'known here'],
    ['qwertyuiop', 'qwertyuiop', 'too easy'],
    ['iloveyou1', 'iloveyou1', 'too easy'],
  ])('who chooses %j and %j reads what is wrong, and the link still works', async (first, again, said) => {
    const link = await invite()
    const visitor = createVisitor(site.app)
    const answer = await visitor.post(link, { passphrase: first, again }, { 'accept-language': 'en' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(said)
    expect(html).not.toContain(`value="${first}"`)
    expect((await visitor.post(link, { passphrase, again: passphrase })).status).toBe(303)
  })

  test('keeps a name of their own: the same name in other letters is refused', async () => {
    await invite('Aïcha Dupont')
    for (const name of ['aïcha  dupont ', 'AÏCHA DUPONT', 'Ai\u0308cha Dupont']) {
      expect(await site.services.staff.companion.accounts.invite(name, false)).toEqual({
        kind: 'name-taken',
      })
    }
    for (const name of ['', '   ', 'a'.repeat(61), 'Ann\u202ea']) {
      expect(await site.services.staff.companion.accounts.invite(name, false)).toEqual({
        kind: 'name-missing',
      })
    }
  })
})

describe('signing in', () => {
  test('by name and passphrase leads to where one wanted to go, and never to another site', async () => {
    await mediator()
    const visitor = createVisitor(site.app)
    const wanted = await visitor.get('/companion/pair?code=123456')
    expect(wanted.status).toBe(303)
    const address = wanted.headers.get('location') ?? ''
    expect(address).toBe('/companion/sign-in?to=%2Fcompanion%2Fpair%3Fcode%3D123456')
    expect(await (await visitor.get(address)).text()).toContain('value="/companion/pair?code=123456"')
    const answer = await signIn(visitor, passphrase, ' aïcha DUPONT', '/companion/pair?code=123456')
    expect(answer.headers.get('location')).toBe('/companion/pair?code=123456')
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/companion//evil.example',
      '/companion/..//evil.example',
      '/companion?to=https://evil.example',
      '/companionevil',
      '/companion/sign-in',
      '/host',
      '/companion/pair?code=1&other=2',
      '/companion\\evil',
    ]) {
      const led = await signIn(createVisitor(site.app), passphrase, 'Aïcha Dupont', to)
      expect(led.headers.get('location'), to).toBe('/companion')
    }
  })

  test('says the same of a wrong passphrase and of a name that nobody has', async () => {
    await mediator()
    const wrong = await signIn(createVisitor(site.app), other)
    const unknown = await signIn(createVisitor(site.app), other, 'Nobody Here')
    expect([wrong.status, unknown.status]).toEqual([403, 403])
    const texts = await Promise.all([wrong.text(), unknown.text()])
    const [ofWrong = '', ofUnknown = ''] = texts.map(withoutKey)
    expect(ofWrong.replace('Aïcha Dupont', '')).toBe(ofUnknown.replace('Nobody Here', ''))
  })

  test('of somebody invited, who has chosen no passphrase yet, is impossible', async () => {
    await invite()
    for (const typed of ['', 'null', passphrase]) {
      expect((await signIn(createVisitor(site.app), typed)).status).toBe(403)
    }
  })

  test('gives cookies that no script reads, that stay with the companion, and that end after twelve hours', async () => {
    const link = await invite()
    const answer = await site.app.request(link, {
      method: 'POST',
      body: new URLSearchParams({ passphrase, again: passphrase }),
      headers: { host: 'site.example' },
    })
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(2)
    expect(cookies[0]).toMatch(
      /^__Secure-mediator=[\w-]{22}; Max-Age=43200; Path=\/companion; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(cookies[1]).toMatch(
      /^__Secure-known-device=[\w-]{22}; Max-Age=31536000; Path=\/companion; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  test('lasts twelve hours on the server as well', async () => {
    const visitor = await mediator()
    site.machine.pass(12 * hour - 1000)
    expect(await isSignedIn(visitor)).toBe(true)
    site.machine.pass(2000)
    expect(await isSignedIn(visitor)).toBe(false)
  })

  test('anew in the same browser gives a new secret, and the old one is worth nothing', async () => {
    const visitor = await mediator()
    const before = visitor.cookie('/companion')
    await signIn(visitor, passphrase)
    expect(visitor.cookie('/companion')).not.toBe(before)
    const old = await site.app.request('/companion', { headers: { cookie: before } })
    expect(old.status).toBe(303)
  })

  test('cannot be stolen from the database: no token and no passphrase stands in it', async () => {
    await site.close()
    site = await openTestApp({}, { ...createTestMachine(), passphraseCost })
    const visitor = await mediator()
    const link = await invite('Somebody Else')
    const bytes = readdirSync(site.directory).map((name) =>
      readFileSync(path.join(site.directory, name), 'latin1'),
    )
    const secrets = [
      passphrase,
      link.split('/').at(-1) ?? '',
      ...visitor
        .cookie('/companion')
        .split('; ')
        .map((pair) => pair.split('=')[1] ?? ''),
    ]
    expect(secrets).toHaveLength(4)
    expect(bytes.join('')).toContain('argon2id$65536$3$4$')
    for (const secret of secrets) expect(bytes.some((text) => text.includes(secret))).toBe(false)
  })
})

describe('whoever tries passphrases', () => {
  test('is slowed down after five failures, told how long, and never locked out for good', async () => {
    await mediator()
    const stranger = createVisitor(site.app)
    for (let count = 0; count < 5; count += 1) expect((await signIn(stranger, other)).status).toBe(403)
    const slowed = await signIn(stranger, passphrase)
    expect(slowed.status).toBe(429)
    expect(slowed.headers.get('retry-after')).toBe('10')
    expect(await slowed.text()).toContain('10')
    site.machine.pass(10_000)
    expect((await signIn(stranger, other)).status).toBe(403)
    expect((await signIn(stranger, other)).headers.get('retry-after')).toBe('20')
    for (let count = 0; count < 8; count += 1) {
      site.machine.pass(300_000)
      await signIn(stranger, other)
    }
    expect(Number((await signIn(stranger, other)).headers.get('retry-after'))).toBe(300)
    site.machine.pass(300_000)
    expect((await signIn(stranger, passphrase)).status).toBe(303)
    expect((await signIn(createVisitor(site.app), other)).status).toBe(403)
  })

  test('many at once gets no more tries than one after the other', async () => {
    await mediator()
    const statuses = await Promise.all(
      Array.from({ length: 40 }, () => signIn(createVisitor(site.app), other).then(({ status }) => status)),
    )
    // One runs and two wait; whoever finds the queue full is told so, and has lost no try.
    expect(statuses.filter((status) => status === 403)).toHaveLength(3)
    expect(statuses.filter((status) => status === 429 || status === 503)).toHaveLength(37)
  })

  test('cannot slow the mediator’s own phone, which is known', async () => {
    const own = await mediator()
    await own.post('/companion/sign-out')
    const stranger = createVisitor(site.app)
    for (let count = 0; count < 6; count += 1) await signIn(stranger, other)
    expect((await signIn(stranger, passphrase)).status).toBe(429)
    expect((await signIn(own, passphrase)).status).toBe(303)
    expect((await signIn(stranger, passphrase)).status).toBe(429)
  })

  test('gains nothing from a device cookie of somebody else, nor from one made up', async () => {
    await mediator()
    const elsewhere = await mediator('Bernard Peeters')
    await elsewhere.post('/companion/sign-out')
    for (let count = 0; count < 5; count += 1) await signIn(elsewhere, other)
    expect((await signIn(elsewhere, other)).status).toBe(429)
    for (let count = 0; count < 3; count += 1) {
      const made = createVisitor(site.app, cookieOf(site, 'mediatorDevice', `${'A'.repeat(21)}${count}`))
      expect((await signIn(made, other)).status).toBe(429)
    }
  })

  test('cannot start anew with each spelling of one name', async () => {
    const letters = [...'ǰẖẗẘẙ']
    await mediator(letters.join(''))
    const stranger = createVisitor(site.app)
    // A capital of these has no sign of its own: two signs, which lower case leaves two.
    const spelling = (number: number) =>
      letters.map((letter, place) => ((number >> place) & 1 ? letter.toUpperCase() : letter)).join('')
    expect(new Set(Array.from({ length: 32 }, (_, number) => spelling(number))).size).toBe(32)
    for (let number = 0; number < 5; number += 1) {
      expect((await signIn(stranger, other, spelling(number))).status).toBe(403)
    }
    for (let number = 5; number < 32; number += 1) {
      expect((await signIn(stranger, other, spelling(number))).status, spelling(number)).toBe(429)
    }
    site.machine.pass(10_000)
    expect((await signIn(stranger, passphrase, spelling(31))).status).toBe(303)
  })

  test('loses no try where the site was too busy to look, and gains none', async () => {
    await mediator()
    const database = connect(site.directory)
    let isBusy = true
    const store = createSignInStore(database, factorsOfSignIns)
    const attempts = createAttempts(createMemoryState<Failures>(10), () => 0)
    const secrets = { newId: () => 'token', hashToken: (token: string) => token, now: () => 0 }
    const signIns = createSignIns({
      ...secrets,
      kind: 'mediator',
      accounts: site.services.staff.companion.accounts,
      accountStore: createAccountStore(database),
      store,
      tries: createTries({
        ...secrets,
        kind: 'mediator',
        attempts,
        networkAttempts: attempts,
        isKnownDevice: async () => false,
      }),
      beginSignIn: createBeginSignIn({ ...secrets, store }),
      halfWays: createHalfWays({ ...secrets, state: createMemoryState<HalfWay>(10), clock: () => 0 }),
      passphrases: {
        ...createPassphrases(passphraseCost, deriveKey, async () => false),
        matches: async (typed) => (isBusy ? null : typed === passphrase),
      },
      siteName: () => '',
    })
    const kindOf = async (typed: string) =>
      (await signIns.signIn('Aïcha Dupont', typed, { address: '10.0.0.1', knownDevice: null })).kind
    for (let count = 0; count < 10; count += 1) expect(await kindOf(passphrase)).toBe('busy')
    isBusy = false
    for (let count = 0; count < 4; count += 1) expect(await kindOf(other)).toBe('refused')
    isBusy = true
    expect(await kindOf(other)).toBe('busy')
    isBusy = false
    expect(await kindOf(other)).toBe('refused')
    expect(await kindOf(passphrase)).toBe('wait')
    await database.destroy()
  })

  test('for the first time, many at once, gets no more tries either', async () => {
    const attempts = createAttempts(createMemoryState<Failures>(10), () => 0)
    const waits = await Promise.all(Array.from({ length: 40 }, () => attempts.take('here', 5)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
  })

  test('cannot start anew from each address of one household', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::1'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
    expect(networkOf('::1')).toBe('0:0:0:0')
    expect(networkOf('10.0.0.1')).not.toBe(networkOf('10.0.0.2'))
    expect(networkOf('::ffff:10.0.0.1')).not.toBe(networkOf('::ffff:10.0.0.2'))
  })
})

describe('a mediator who leaves', () => {
  test('by signing out is out, in this browser alone', async () => {
    const one = await mediator()
    const two = createVisitor(site.app)
    await signIn(two, passphrase)
    const before = one.cookie('/companion')
    expect((await one.post('/companion/sign-out')).headers.get('location')).toBe('/companion/sign-in')
    expect((await site.app.request('/companion', { headers: { cookie: before } })).status).toBe(303)
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([false, true])
  })

  test('by signing out everywhere is out on the lost phone too, and the other rooms are told', async () => {
    const told: string[] = []
    const out: string[] = []
    site.services.mediators.onSignInsEnded((id) => told.push(id))
    site.services.mediators.onSignOut((id) => out.push(id))
    const one = await mediator()
    const lost = createVisitor(site.app)
    await signIn(lost, passphrase)
    const who = await site.services.mediators.signedIn(lost.cookie('/companion'))
    expect(who).toMatchObject({ name: 'Aïcha Dupont', trained: false })
    told.length = 0
    await one.post('/companion/sign-out-everywhere')
    expect([await isSignedIn(one), await isSignedIn(lost)]).toEqual([false, false])
    expect(told).toEqual([who?.id])
    await signIn(one, passphrase)
    await one.post('/companion/sign-out')
    expect(out).toEqual([who?.id])
  })

  test('because a host removes them is out at once, with an open page as well', async () => {
    const visitor = await mediator()
    const told: string[] = []
    site.services.mediators.onSignInsEnded((id) => told.push(id))
    const who = await site.services.mediators.signedIn(visitor.cookie('/companion'))
    await site.services.staff.companion.signIns.remove(who?.id ?? '')
    expect(told).toEqual([who?.id])
    expect(await isSignedIn(visitor)).toBe(false)
    expect((await visitor.post('/companion/account/passphrase')).status).toBe(403)
    expect((await signIn(visitor, passphrase)).status).toBe(403)
  })

  test('with the cookie of somebody else, or a made-up one, is nobody', async () => {
    for (const value of ['A'.repeat(22), '', 'short', '../../x', "' OR 1=1 --"]) {
      const answer = await site.app.request('/companion', {
        headers: { cookie: cookieOf(site, 'mediator', value) },
      })
      expect(answer.status, value).toBe(303)
    }
  })
})

describe('the account', () => {
  test('takes a new passphrase only with the old one, and then other devices are out', async () => {
    const one = await mediator()
    const two = createVisitor(site.app)
    await signIn(two, passphrase)
    const change = (old: string, again = other) =>
      one.post('/companion/account/passphrase', { old, passphrase: other, again })
    expect((await change('not the old one')).status).toBe(403)
    expect((await change(passphrase, 'something else')).status).toBe(422)
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([true, true])
    expect((await change(passphrase)).status).toBe(200)
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([true, false])
    expect((await signIn(createVisitor(site.app), passphrase)).status).toBe(403)
    expect((await signIn(createVisitor(site.app), other)).status).toBe(303)
  })

  test('of somebody who forgot the passphrase gets a new link; the old one counts until then', async () => {
    const one = await mediator()
    const { signedIn } = site.services.mediators
    const { accounts } = site.services.staff.companion
    const who = await signedIn(one.cookie('/companion'))
    const first = await accounts.inviteAgain(who?.id ?? '')
    const second = await accounts.inviteAgain(who?.id ?? '')
    expect((await signIn(createVisitor(site.app), passphrase)).status).toBe(303)
    const choice = { passphrase: other, again: other }
    expect((await one.post(`/companion/invitation/${first?.token}`, choice)).status).toBe(404)
    const fresh = createVisitor(site.app)
    expect((await fresh.post(`/companion/invitation/${second?.token}`, choice)).status).toBe(303)
    expect([await isSignedIn(one), await isSignedIn(fresh)]).toEqual([false, true])
    expect((await signIn(createVisitor(site.app), passphrase)).status).toBe(403)
  })
})

describe('from outside', () => {
  test('another site can make nobody sign in, sign out or change anything', async () => {
    const visitor = await mediator()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', host: 'site.example' },
    ]) {
      for (const path of ['sign-in', 'sign-out', 'sign-out-everywhere', 'account/passphrase']) {
        expect((await visitor.post(`/companion/${path}`, {}, headers)).status).toBe(403)
      }
    }
    expect((await createVisitor(site.app).post('/companion/sign-in', {}, { origin: 'null' })).status).toBe(
      403,
    )
    expect(await isSignedIn(visitor)).toBe(true)
  })

  test('a link in a message leads in, though the browser holds the cookie back at first', async () => {
    const answer = await site.app.request('/companion/pair?code=123456', {
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('http-equiv="refresh" content="0"')
  })

  test('whoever is not signed in is refused in words, and finds no stream', async () => {
    const stranger = createVisitor(site.app)
    const sent = await stranger.post('/companion/anything', {}, { 'accept-language': 'nl' })
    expect(sent.status).toBe(403)
    const html = await sent.text()
    expect(html).toContain('Meld u eerst aan')
    expect(html).toContain('href="/companion/sign-in"')
    expect((await stranger.get('/companion/anything/events')).status).toBe(404)
  })
})

describe('the language of these pages', () => {
  test('is the one chosen, then the browser’s, then the first; errors too', async () => {
    const visitor = createVisitor(site.app)
    const languageOf = async (path: string, accept = '') =>
      /<html lang="(\w+)"/.exec(await (await visitor.get(path, { 'accept-language': accept })).text())?.[1]
    expect(await languageOf('/companion/sign-in')).toBe('fr')
    expect(await languageOf('/companion/sign-in', 'xx, nl-BE;q=0.8, de;q=0.9')).toBe('de')
    expect(await languageOf('/companion/sign-in?language=nl', 'de')).toBe('nl')
    expect(await languageOf('/companion/sign-in', 'de')).toBe('nl')
    expect(await languageOf('/companion/no/events', 'de')).toBe('nl')
    expect(await languageOf('/companion/sign-in?language=xx', 'de')).toBe('nl')
  })
})

describe('passkeys', () => {
  const fresh = (challenge: string) => ({
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: {
      clientDataJSON: Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge })).toString('base64url'),
      authenticatorData: 'AAAA',
      signature: 'AAAA',
    },
  })

  test('that nobody has registered, and answers that are none, open nothing', async () => {
    const options = await site.app.request('/companion/sign-in/passkey/options', { method: 'POST' })
    const { challenge, rpId } = (await options.json()) as { challenge: string; rpId: string }
    expect(rpId).toBe('site.example')
    for (const body of [
      JSON.stringify(fresh(challenge)),
      JSON.stringify(fresh('AAAAAAAAAAAAAAAAAAAAAA')),
      '{"id":1}',
      'not JSON',
      '',
    ]) {
      const answer = await site.app.request('/companion/sign-in/passkey', { method: 'POST', body })
      expect(answer.status, body).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test('are not spoken of where the site has no TLS, and are added by nobody from outside', async () => {
    const plain = await openTestApp({ PUBLIC_URL: 'http://site.example', ALLOW_PLAIN_HTTP: 'yes' })
    const page = await plain.app.request('/companion/sign-in', { headers: { host: 'site.example' } })
    expect(await page.text()).not.toContain('data-passkey')
    const options = await plain.app.request('/companion/sign-in/passkey/options', { method: 'POST' })
    expect(options.status).toBe(400)
    await plain.close()
    const stranger = createVisitor(site.app)
    expect((await stranger.post('/companion/account/passkeys/options')).status).toBe(403)
    const own = await site.app.request('/companion/sign-in', { headers: { host: 'site.example' } })
    expect(await own.text()).toContain('data-passkey')
  })
})

test.each(words.languages)('the words for mediators and hosts in %s are short sentences', (language) => {
  const { namespaces, mediatorLines } = readLanguage(findRootDirectory(), belgium, language)
  const texts = (tree: WordTree): readonly string[] =>
    typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(texts)
  const frames = [
    'accounts',
    'host',
    'certificate',
    'errors',
    'companion',
    'guided-sessions',
    'glossary',
    'second-factor',
  ]
  const lines = texts(mediatorLines)
  const { longestSentence } = readingLevel([
    ...frames.flatMap((name) => texts(namespaces[name] ?? {})),
    ...lines,
  ])
  const { lix } = readingLevel(lines)
  console.log(`${language}: LIX of the mediator's lines ${lix.toFixed(1)}`)
  expect(longestSentence.words, longestSentence.text).toBeLessThanOrEqual(15)
  expect(lix).toBeLessThan({ fr: 30, nl: 30, de: 34, en: 26 }[language] ?? 30)
})
