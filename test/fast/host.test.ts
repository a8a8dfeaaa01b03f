/** Hosts: set the site up once, invite and remove mediators, know their kiosks, and nothing of who stands there. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf, valueIn } from '../support/cookies.ts'
import { createVisitor, slowForm, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const setUpForm = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', passphrase, again: passphrase }

async function setUpPath(): Promise<string> {
  return `/host/set-up/${await site.services.setUp.open()}`
}

async function host(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.post(await setUpPath(), setUpForm)
  return visitor
}

/** The text of the only link on a page that shows one. */
async function linkOn(answer: Response): Promise<string> {
  const html = await answer.text()
  return /<textarea[^>]*>([^<]+)<\/textarea>/.exec(html)?.[1] ?? ''
}

async function invite(visitor: Visitor, name: string, trained = false): Promise<string> {
  const form = { 'mediator-name': name, ...(trained ? { trained: 'yes' } : {}) }
  return new URL(await linkOn(await visitor.post('/host/mediators', form))).pathname
}

async function mediatorId(name: string): Promise<string> {
  const found = (await site.services.staff.companion.accounts.list()).find((account) => account.name === name)
  return found?.id ?? ''
}

async function statusOf(visitor: Visitor, path: string): Promise<number> {
  return (await visitor.get(path)).status
}

describe('the first start', () => {
  test('is shown by the link, and done by its form: the host is in, and the place has its name', async () => {
    const visitor = createVisitor(site.app)
    const path = await setUpPath()
    expect(await statusOf(visitor, path)).toBe(200)
    expect(await statusOf(visitor, path)).toBe(200)
    const answer = await visitor.post(path, setUpForm)
    expect(answer.headers.get('location')).toBe('/host')
    expect(await (await visitor.get('/host')).text()).toContain('Hilde')
    expect(await site.page('/fr/guides/check-consent')).toContain('Pharmacie du Parc')
  })

  test('works once: whoever opens the link later reads so and gets nowhere', async () => {
    const path = await setUpPath()
    await createVisitor(site.app).post(path, setUpForm)
    const late = createVisitor(site.app)
    expect(await statusOf(late, path)).toBe(410)
    expect((await late.post(path, { ...setUpForm, name: 'Somebody' })).status).toBe(410)
    expect(await statusOf(late, '/host')).toBe(303)
    expect(await site.services.setUp.open()).toBeNull()
    expect(await site.services.staff.host.accounts.list()).toHaveLength(1)
  })

  test('of two at once makes one host', async () => {
    const path = await setUpPath()
    await Promise.all(
      ['Hilde', 'Bert'].map((name) => createVisitor(site.app).post(path, { ...setUpForm, name })),
    )
    expect(await site.services.staff.host.accounts.list()).toHaveLength(1)
  })

  test('with the link of an earlier start, or a made-up one, is refused', async () => {
    const old = await setUpPath()
    await setUpPath()
    for (const path of [old, '/host/set-up/AAAAAAAAAAAAAAAAAAAAAA']) {
      expect((await createVisitor(site.app).post(path, setUpForm)).status).toBe(404)
    }
    expect(await site.services.staff.host.accounts.list()).toHaveLength(0)
  })

  test.each([
    [{ passphrase: 'short', again: 'short' }, 'too short'],
    [{ again: 'something else' }, 'not the same'],
    [{ name: ' ' }, 'name is missing'],
    [{ 'site-name': '' }, 'name of the place is missing'],
    [{ passphrase: 'Pharmacie du Parc 1', again: 'Pharmacie du Parc 1' }, 'known here'],
  ])('with %j says what is wrong, keeps what was typed, and can go on', async (wrong, said) => {
    const path = await setUpPath()
    const visitor = createVisitor(site.app)
    const answer = await visitor.post(path, { ...setUpForm, ...wrong }, { 'accept-language': 'en' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(said)
    expect(html).toContain(`value="${'name' in wrong ? wrong.name : 'Hilde'}"`)
    expect((await visitor.post(path, setUpForm)).status).toBe(303)
  })
})

describe('a host', () => {
  test('signs in by name and passphrase, with cookies for the host’s pages alone', async () => {
    await host()
    const answer = await site.app.request('/host/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ name: 'hilde', passphrase }),
      headers: { host: 'site.example' },
    })
    expect(answer.status).toBe(303)
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Secure-host=[\w-]{22}; Max-Age=43200; Path=\/host; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  test('names the place on every page at once, and the name outlives a restart', async () => {
    const visitor = await host()
    for (const name of ['EPN Ostbelgien', 'Buurtapotheek']) {
      expect(await site.page('/nl')).not.toContain(name)
      expect((await visitor.post('/host/site-name', { 'site-name': name })).status).toBe(200)
      expect(await site.page('/nl')).toContain(name)
      expect(await site.page('/')).toContain(name)
      expect(await (await visitor.get('/host')).text()).toContain(name)
    }
    const refused = await visitor.post('/host/site-name', { 'site-name': '  ' })
    expect(refused.status).toBe(422)
    expect(await site.page('/nl')).toContain('Buurtapotheek')
  })

  test('invites a mediator with a link that is shown once and works', async () => {
    const visitor = await host()
    const link = await invite(visitor, 'Aïcha', true)
    expect(await (await visitor.get('/host')).text()).not.toContain(link)
    const mediator = createVisitor(site.app)
    await mediator.post(link, { passphrase, again: passphrase })
    expect(await site.services.mediators.signedIn(mediator.cookie('/companion'))).toMatchObject({
      name: 'Aïcha',
      trained: true,
    })
  })

  test('reads that a name is taken or missing, and what was typed stays', async () => {
    const visitor = await host()
    await invite(visitor, 'Aïcha')
    const taken = await visitor.post('/host/mediators', { 'mediator-name': 'AÏCHA' })
    expect(taken.status).toBe(422)
    expect(await taken.text()).toContain('value="AÏCHA"')
    expect((await visitor.post('/host/mediators', { 'mediator-name': '' })).status).toBe(422)
  })

  test('notes the training, and takes it back', async () => {
    const visitor = await host()
    await invite(visitor, 'Aïcha')
    const id = await mediatorId('Aïcha')
    for (const trained of [true, false]) {
      await visitor.post(`/host/mediators/${id}/trained`, { trained: trained ? 'yes' : 'no' })
      expect((await site.services.staff.companion.accounts.find(id))?.trained).toBe(trained)
    }
  })

  test('removes a mediator after a question, and the mediator is out at once', async () => {
    const visitor = await host()
    const mediator = createVisitor(site.app)
    await mediator.post(await invite(visitor, 'Aïcha'), { passphrase, again: passphrase })
    const path = `/host/mediators/${await mediatorId('Aïcha')}/remove`
    expect(await (await visitor.get(path)).text()).toContain('Aïcha')
    expect(await statusOf(mediator, '/companion')).toBe(200)
    await visitor.post(path)
    expect(await statusOf(mediator, '/companion')).toBe(303)
    expect(await (await visitor.get('/host')).text()).not.toContain('Aïcha')
    expect((await visitor.get(path)).headers.get('location')).toBe('/host')
  })

  test('gives a new link to somebody who forgot the passphrase', async () => {
    const visitor = await host()
    const mediator = createVisitor(site.app)
    await mediator.post(await invite(visitor, 'Aïcha'), { passphrase, again: passphrase })
    const answer = await visitor.post(`/host/mediators/${await mediatorId('Aïcha')}/link`)
    const link = new URL(await linkOn(answer))
    const chosen = 'un canal sans bateaux bleus'
    expect((await mediator.post(link.pathname, { passphrase: chosen, again: chosen })).status).toBe(303)
    const nobody = await visitor.post('/host/mediators/nobody/link')
    expect(nobody.headers.get('location')).toBe('/host')
  })

  test('changes the passphrase and signs out everywhere, as mediators do', async () => {
    const one = await host()
    const two = createVisitor(site.app)
    await two.post('/host/sign-in', { name: 'Hilde', passphrase })
    const chosen = 'un canal sans bateaux bleus'
    await one.post('/host/account/passphrase', { old: passphrase, passphrase: chosen, again: chosen })
    expect([await statusOf(one, '/host'), await statusOf(two, '/host')]).toEqual([200, 303])
    await one.post('/host/sign-out-everywhere')
    expect(await statusOf(one, '/host')).toBe(303)
  })
})

describe('nobody gets what is not theirs', () => {
  test('a form that a signed-out browser had begun to send does nothing any more', async () => {
    const visitor = await host()
    const { init, asked, send } = slowForm('mediator-name=Backdoor&trained=yes')
    const headers = { ...init.headers, cookie: visitor.cookie('/host') }
    const inviting = Promise.resolve(site.app.request('/host/mediators', { ...init, headers }))
    await asked
    await visitor.post('/host/sign-out-everywhere')
    send()
    expect((await inviting).status).toBe(403)
    expect(await site.services.staff.companion.accounts.list()).toEqual([])
  })

  test('a mediator’s cookie opens no page of the host, and a host’s none of the mediators', async () => {
    const visitor = await host()
    const mediator = createVisitor(site.app)
    await mediator.post(await invite(visitor, 'Aïcha'), { passphrase, again: passphrase })
    const ofMediator = valueIn(mediator.cookie('/companion'), 'mediator') ?? ''
    const ofHost = valueIn(visitor.cookie('/host'), 'host') ?? ''
    const both = (token: string) => `${cookieOf(site, 'host', token)}; ${cookieOf(site, 'mediator', token)}`
    expect([ofMediator, ofHost].every((token) => token.length === 22)).toBe(true)
    for (const [path, cookie] of [
      ['/host', both(ofMediator)],
      ['/companion', both(ofHost)],
    ] as const) {
      expect((await site.app.request(path, { headers: { cookie } })).status, path).toBe(303)
    }
    const post = (cookie: string) =>
      site.app.request('/host/mediators', { method: 'POST', body: 'mediator-name=X', headers: { cookie } })
    expect((await post(cookieOf(site, 'host', ofMediator))).status).toBe(403)
    expect(await site.services.staff.companion.accounts.list()).toHaveLength(1)
  })

  test('what another site sends is refused, and a stranger’s form too', async () => {
    const visitor = await host()
    for (const path of ['mediators', 'site-name', 'kiosks', 'sign-out-everywhere']) {
      const foreign = await visitor.post(`/host/${path}`, {}, { 'sec-fetch-site': 'cross-site' })
      expect(foreign.status, path).toBe(403)
      expect((await createVisitor(site.app).post(`/host/${path}`)).status, path).toBe(403)
    }
    expect(await statusOf(visitor, '/host')).toBe(200)
  })
})

describe('a kiosk', () => {
  /** The path of the link that the host makes for a new kiosk. */
  async function addKiosk(visitor: Visitor, name: string): Promise<string> {
    const added = await visitor.post('/host/kiosks', { 'kiosk-name': name })
    const made = await visitor.post(`${added.headers.get('location')}/link`)
    return new URL(await linkOn(made)).pathname
  }
  const stateOn = (html: string, name: string) =>
    html.includes(`<strong>${name}</strong></p><p class="note">Occupée`) ? 'in use' : 'free'

  test('is known from its address on, and the host sees whether somebody is there: nothing else', async () => {
    const visitor = await host()
    const kiosk = createVisitor(site.app)
    const opened = await kiosk.post(await addKiosk(visitor, 'Comptoir'))
    expect(opened.status).toBe(303)
    expect(opened.headers.get('location')).toBe('/host/at-kiosk')
    expect(opened.headers.getSetCookie()[0]).toMatch(
      /^__Host-kiosk=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const state = async () => stateOn(await (await visitor.get('/host')).text(), 'Comptoir')
    expect(await state()).toBe('free')
    await createVisitor(site.app).get('/fr/guides/check-consent')
    expect(await state()).toBe('free')
    await kiosk.get('/fr/guides/check-consent')
    expect(await state()).toBe('in use')
    const html = await (await visitor.get('/host')).text()
    expect(html).not.toContain('check-consent')
    expect(html).not.toContain(valueIn(kiosk.cookie(), 'visit'))
    await kiosk.post('/fr/visit/erase')
    expect(await state()).toBe('free')
    await kiosk.get('/fr/begin')
    expect(await state()).toBe('in use')
    site.machine.pass(3_600_000)
    await visitor.post('/host/sign-in', { name: 'Hilde', passphrase })
    expect(await state()).toBe('free')
  })

  test('that nobody added, or that was removed, is any other screen', async () => {
    const visitor = await host()
    expect(await statusOf(createVisitor(site.app), '/kiosks/AAAAAAAAAAAAAAAAAAAAAA')).toBe(410)
    const kiosk = createVisitor(site.app)
    const address = await addKiosk(visitor, 'Comptoir')
    await kiosk.post(address)
    const another = new URL(
      await linkOn(await visitor.post(`/host/kiosks/${site.services.kiosks.list()[0]?.id}/link`)),
    ).pathname
    const [known] = site.services.kiosks.list()
    const path = `/host/kiosks/${known?.id}/remove`
    expect(await (await visitor.get(path)).text()).toContain('Comptoir')
    await visitor.post(path)
    expect(await statusOf(createVisitor(site.app), another)).toBe(410)
    expect((await createVisitor(site.app).post(another)).headers.getSetCookie()).toEqual([])
    expect(await statusOf(kiosk, '/fr')).toBe(200)
    expect((await site.services.visits.kiosksInUse()).size).toBe(0)
    expect(await (await visitor.get('/host')).text()).not.toContain('Comptoir')
    expect((await visitor.get(path)).headers.get('location')).toBe('/host')
    expect((await visitor.post('/host/kiosks', { 'kiosk-name': ' ' })).status).toBe(422)
  })
})
