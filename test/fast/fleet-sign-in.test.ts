/** Nobody signs in at a kiosk, by any door: the next person there would be signed in as well. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { addSupervisedKiosk } from '../support/supervised-kiosk.ts'
import { createSupervisor } from '../support/supervisor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const choice = { passphrase, again: passphrase }
const inFrench = { 'accept-language': 'fr' }
const french = words.translate('fr')

let site: TestApp
let setUpToken: string
beforeEach(async () => {
  site = await openTestApp()
  setUpToken = (await site.services.setUp.open()) ?? ''
})
afterEach(() => site.close())

async function invitation(name: string): Promise<string> {
  const invited = await site.services.staff.companion.accounts.invite(name, true)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  return `/companion/invitation/${invited.token}`
}

/** As a browser does that is led on. */
async function follow(visitor: Visitor, answer: Response): Promise<Response> {
  const location = answer.headers.get('location')
  return location === null ? answer : follow(visitor, await visitor.get(location))
}

async function becomesKiosk(visitor: Visitor): Promise<Visitor> {
  const { id } = await site.services.kiosks.add('Comptoir')
  await follow(visitor, await visitor.post(`/kiosks/${await site.services.kiosks.newLink(id)}`))
  return visitor
}

async function supervisedKiosk(): Promise<Visitor> {
  const { token } = await addSupervisedKiosk(site.services, 'Entrée')
  const supervisor = createSupervisor(site.app.request, token)
  const asked = await supervisor.post('/kiosk/entry', { resume: false, page: 'start', language: 'fr' })
  const visitor = createVisitor(site.app)
  await visitor.get(((await asked.json()) as { path: string }).path)
  return visitor
}

const kioskMakers = [
  ['opened by a link', () => becomesKiosk(createVisitor(site.app))],
  ['with a supervisor', supervisedKiosk],
] as const

test.each(kioskMakers)(
  'no door lets anybody sign in at a kiosk %s, and what was tried is not lost',
  async (_name, make) => {
    const kiosk = await make()
    const cara = await invitation('Cara')
    const tries: readonly (() => Promise<Response>)[] = [
      () => kiosk.post('/companion/sign-in', { name: 'Cara', passphrase }, inFrench),
      () => kiosk.post('/host/sign-in', { name: 'Hilde', passphrase }, inFrench),
      () => kiosk.post(cara, choice, inFrench),
      () =>
        kiosk.post(`/host/set-up/${setUpToken}`, { name: 'Hilde', 'site-name': 'X', ...choice }, inFrench),
      () => kiosk.post('/companion/sign-in/passkey/options', {}, inFrench),
      () => kiosk.post('/companion/sign-in/passkey', {}, inFrench),
      () => kiosk.get('/companion/sign-in', inFrench),
    ]
    for (const tried of tries) {
      const answer = await tried()
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
      const html = await answer.text()
      expect(html).toContain(french('errors:atKioskWords'))
      expect(html).toContain('<a class="main-act" href="/">')
    }
    // Whoever was in the wrong place does it at home, with the same links.
    const home = createVisitor(site.app)
    expect((await home.post(cara, choice)).headers.get('location')).toBe('/companion')
    const setUp = await home.post(`/host/set-up/${setUpToken}`, {
      name: 'Hilde',
      'site-name': 'X',
      ...choice,
    })
    expect(setUp.headers.get('location')).toBe('/host')
  },
)

test('no page and no act of a mediator or host is there at a kiosk, now or later', async () => {
  const kiosk = await becomesKiosk(createVisitor(site.app))
  const routes = site.app.routes.filter(({ path }) => /^\/(?:companion|host)(?:\/|$)/.test(path))
  for (const { method, path } of routes.filter((route) => route.method !== 'ALL')) {
    const answer = method === 'GET' ? await kiosk.get(path) : await kiosk.post(path)
    expect(answer.status, `${method} ${path}`).toBe(403)
  }
  expect(routes.length).toBeGreaterThan(40)
})

test('whoever was signed in where a kiosk begins is signed out, here and on the server, and leaves no device known', async () => {
  const browser = createVisitor(site.app)
  await browser.post(`/host/set-up/${setUpToken}`, { name: 'Hilde', 'site-name': 'Pharmacie', ...choice })
  await browser.post(await invitation('Anna'), choice)
  const copied = { host: browser.cookie('/host'), companion: browser.cookie('/companion') }
  const stillIn = async () => {
    const areas = ['host', 'companion'] as const
    const answers = areas.map((area) => createVisitor(site.app, copied[area]).get(`/${area}`))
    return (await Promise.all(answers)).map(({ status }) => status)
  }
  expect(await stillIn()).toEqual([200, 200])
  await becomesKiosk(browser)
  expect(await stillIn()).toEqual([303, 303])
  for (const area of ['/host', '/companion']) expect(browser.cookie(area)).toMatch(/^__Host-kiosk=[\w-]{22}$/)
  expect((await browser.get('/host')).status).toBe(403)
})

test('a sign-in that is put back into a kiosk’s browser ends at its first use', async () => {
  const helper = createVisitor(site.app)
  await helper.post(await invitation('Anna'), choice)
  const brought = helper.cookie('/companion')
  const kiosk = await becomesKiosk(createVisitor(site.app, brought))
  expect((await kiosk.get('/companion')).status).toBe(403)
  expect((await helper.get('/companion')).headers.get('location')).toBe('/companion/sign-in')
})

test('a screen that is no kiosk any more is any other', async () => {
  const kiosk = await becomesKiosk(createVisitor(site.app))
  await site.services.kiosks.remove(site.services.kiosks.list()[0]?.id ?? '')
  expect((await kiosk.get('/companion/sign-in')).status).toBe(200)
  expect((await kiosk.get('/host/at-kiosk')).headers.get('location')).toContain('/host/sign-in')
})
