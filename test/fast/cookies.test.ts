/** Cookies and forms on their way: what a network, a proxy, a neighbouring site or another port of the host can do with them. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCookies } from '../../server/web/cookies.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf, pairIn, valueIn } from '../support/cookies.ts'
import { usualPassphrase } from '../support/signed-in.ts'
import { addSupervisedKiosk } from '../support/supervised-kiosk.ts'
import { createSupervisor } from '../support/supervisor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const choice = { passphrase: usualPassphrase, again: usualPassphrase }
const guide = '/fr/guides/check-consent'
const sheet = '/fr/print/explainer/share-my-data/mine'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

async function invitation(name: string): Promise<string> {
  const invited = await site.services.staff.companion.accounts.invite(name, true)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  return `/companion/invitation/${invited.token}`
}

/** A browser in which a mediator and a host are signed in. */
async function signedIn(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  const setUp = await site.services.setUp.open()
  await visitor.post(`/host/set-up/${setUp}`, { name: 'Hilde', 'site-name': 'Pharmacie', ...choice })
  await visitor.post(await invitation('Anna'), choice)
  return visitor
}

let count = 0

/** Every cookie that the site sets, from every place that sets one, where requests name a host. */
async function everyCookie(host: string): Promise<readonly string[]> {
  count += 1
  const headers = { host }
  const at = (path: string) => site.app.request(path, { headers })
  const send = (path: string, form: Readonly<Record<string, string>>) =>
    site.app.request(path, { method: 'POST', headers, body: new URLSearchParams(form) })
  const { token } = await addSupervisedKiosk(site.services, `Comptoir ${count}`)
  const wish = { resume: false, page: 'start', language: 'fr' }
  const entry = await createSupervisor(site.app.request, token).post('/kiosk/entry', wish)
  const { path } = (await entry.json()) as { readonly path: string }
  const { id } = await site.services.kiosks.add(`Salle ${count}`)
  const link = await site.services.kiosks.newLink(id)
  const setUp = await site.services.setUp.open()
  const answers = [
    await at('/fr'),
    await send('/fr/visit/erase', {}),
    await at('/companion/sign-in?language=nl'),
    await send(await invitation(`Anna ${count}`), choice),
    await send('/companion/sign-in', { name: `Anna ${count}`, passphrase: usualPassphrase }),
    await send('/companion/sign-out', {}),
    await send(`/host/set-up/${setUp}`, { name: 'Hilde', 'site-name': 'Pharmacie', ...choice }),
    await at(path),
    await send(`/kiosks/${link}`, {}),
  ]
  for (const host of await site.services.staff.host.accounts.list())
    await site.services.staff.host.signIns.remove(host.id)
  return answers.flatMap((answer) => answer.headers.getSetCookie())
}

describe('where the site is reached by TLS', () => {
  test('no cookie passes the network in clear, and none can be set by a neighbour, however a proxy writes the host', async () => {
    for (const host of ['site.example:443', 'SITE.EXAMPLE', 'upstream', '127.0.0.1:3000']) {
      const cookies = await everyCookie(host)
      expect([...new Set(cookies.map((cookie) => cookie.split('=')[0]))].sort(), host).toEqual([
        '__Host-guide',
        '__Host-kiosk',
        '__Host-language',
        '__Host-visit',
        '__Secure-host',
        '__Secure-known-device',
        '__Secure-mediator',
      ])
      for (const cookie of cookies) {
        expect(cookie, host).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
        expect(cookie).toMatch(/^__Host-.*; Path=\/;|^__Secure-.*; Path=\/(?:companion|host);/)
        expect(cookie).not.toContain('Domain=')
      }
    }
  })

  test('a cookie whose name begins with another space than ours, which a neighbour can set, is none of ours', () => {
    const { visitIn, tokenIn } = createCookies('https://site.example')
    const id = 'A'.repeat(22)
    expect(visitIn(` \t__Host-visit=${id}`)).toEqual({ kind: 'id', id })
    for (const space of ['\u00a0', '\u0085', '\u000b', '\u000c', '\u00c2\u00a0', '\ufeff']) {
      expect(visitIn(`${space}__Host-visit=${id}`)).toEqual({ kind: 'none' })
      expect(visitIn(`__Host-visit${space}=${id}`)).toEqual({ kind: 'none' })
      expect(tokenIn(`language=fr; ${space}__Secure-host=${id}`, 'host')).toBeNull()
      expect(visitIn(`__Host-visit=${space}${id}`)).toEqual({ kind: 'malformed' })
    }
  })

  test('a cookie without the prefix, which a neighbour can set, is none of ours', async () => {
    const attacker = createVisitor(site.app)
    await attacker.get(guide)
    const visit = valueIn(attacker.cookie(), 'visit') ?? ''
    const answer = await site.app.request('/fr', { headers: { cookie: `visit=${visit}` } })
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-visit=/)
    const signedInThere = valueIn((await signedIn()).cookie('/companion'), 'mediator')
    const companion = await site.app.request('/companion', {
      headers: { cookie: `mediator=${signedInThere}` },
    })
    expect(companion.status).toBe(303)
  })
})

test('on this machine alone, cookies come back without TLS', async () => {
  await site.close()
  site = await openTestApp({ PUBLIC_URL: 'http://localhost:3000' })
  const cookies = await everyCookie('localhost:3000')
  expect(cookies.filter((cookie) => /; Secure|^__/.test(cookie))).toEqual([])
  expect(cookies.length).toBeGreaterThan(9)
})

describe('a cookie that comes twice', () => {
  test('puts nobody into the visit of whoever has added the second', async () => {
    const attacker = createVisitor(site.app)
    await attacker.get('/fr/explainers/share-my-data')
    const victim = createVisitor(site.app)
    await victim.get(guide)
    const [theirs, own] = [attacker, victim].map((who) => pairIn(who.cookie(), 'visit') ?? '')
    for (const cookie of [`${theirs}; ${own}`, `${own}; ${theirs}`]) {
      const ticked = await site.app.request('/fr/print/explainer/share-my-data', {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ question: 'who' }),
      })
      const sheetPlace = ticked.headers.get('location')
      expect(sheetPlace === null || !(await (await attacker.get(sheet)).text()).includes('who')).toBe(true)
      const page = await site.app.request(guide, { headers: { cookie } })
      expect(page.status).toBe(200)
      const begun = valueIn(page.headers.get('set-cookie'), 'visit')
      expect(begun).toBeDefined()
      expect([theirs, own]).not.toContain(`__Host-visit=${begun}`)
      // Neither of the two is hidden or ended by it.
      await site.app.request('/fr/visit/erase', { method: 'POST', headers: { cookie } })
    }
    for (const person of [attacker, victim]) expect((await person.get('/fr')).status).toBe(200)
  })

  test('signs nobody in, and makes no browser a kiosk', async () => {
    const person = await signedIn()
    const own = pairIn(person.cookie('/companion'), 'mediator') ?? ''
    const made = cookieOf(site, 'mediator', 'A'.repeat(22))
    const at = (cookie: string) => site.app.request('/companion', { headers: { cookie } })
    expect((await at(own)).status).toBe(200)
    for (const cookie of [`${own}; ${made}`, `${made}; ${own}`]) expect((await at(cookie)).status).toBe(303)
    const { token } = await addSupervisedKiosk(site.services, 'Comptoir')
    const kiosk = cookieOf(site, 'kiosk', site.services.kiosks.cookieOf(token))
    const { door } = site.services
    expect(door.kioskOf(kiosk)).not.toBeNull()
    expect(door.kioskOf(`${kiosk}; ${kiosk}`)).toBeNull()
  })
})

describe('a form that does not say where it comes from', () => {
  const doors = [
    '/companion/sign-in',
    '/companion/sign-in/passkey/options',
    '/companion/sign-in/passkey',
    '/companion/sign-out',
    '/companion/account/passphrase',
    '/companion/pair',
    '/host/sign-in',
    '/host/sign-out',
    '/host/site-name',
    '/host/mediators',
    '/host/kiosks',
  ]

  test('changes nothing where somebody is signed in, though another port of the host has their cookies', async () => {
    const person = await signedIn()
    const link = await site.services.kiosks.newLink((await site.services.kiosks.add('Salle')).id)
    const [before, invited] = [site.services.site.name(), await invitation('Bernard')]
    const form = { 'mediator-name': 'Backdoor', 'site-name': 'Owned', 'kiosk-name': 'Owned', ...choice }
    for (const path of [...doors, invited, `/kiosks/${link}`]) {
      for (const headers of [{ origin: 'null' }, { origin: 'null', 'sec-fetch-site': 'same-origin' }]) {
        const answer = await person.post(path, form, headers)
        expect([answer.status, answer.headers.getSetCookie()], path).toEqual([403, []])
      }
    }
    expect(site.services.site.name()).toBe(before)
    expect((await site.services.staff.companion.accounts.list()).map(({ name }) => name)).toEqual([
      'Anna',
      'Bernard',
    ])
    for (const path of ['/companion', '/host']) expect((await person.get(path)).status).toBe(200)
  })
})
