/** Hands that click twice: the second of two same requests gets the answer of the first, and nothing is spent or made twice. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptMilliseconds, mostKeptOfNetwork } from '../../server/web/once.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { choice, codesOn, createPeople, type People, passphrase } from '../support/second-factor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

let site: TestApp
let people: People

beforeEach(async () => {
  site = await openTestApp()
  people = createPeople(site)
})
afterEach(() => site.close())

/** As the server hands on where a connection comes from. */
const stranger = { incoming: { socket: { remoteAddress: '203.0.113.7' } } }

type Form = Readonly<Record<string, string>>

/** The key of the page that somebody looks at. */
async function keyOn(answer: Response): Promise<string> {
  return /name="once" value="([\w-]{22})"/.exec(await answer.text())?.[1] ?? 'no key'
}

interface Clicks {
  readonly first: Response
  readonly second: Response
}

/** Sends a form of a page twice, with the cookies from before either answer, as a browser does at a double click. */
async function twice(visitor: Visitor, page: string, to: string, form: Form = {}): Promise<Clicks> {
  const sent = { ...form, once: await keyOn(await visitor.get(page)) }
  const cookie = visitor.cookie(to)
  const [first, second] = await Promise.all([
    visitor.post(to, sent),
    createVisitor(site.app, cookie).post(to, sent),
  ])
  return { first, second }
}

const whole = async (answer: Response) => [
  answer.status,
  answer.headers.get('location'),
  answer.headers.getSetCookie(),
  await answer.text(),
]

async function expectSame({ first, second }: Clicks): Promise<void> {
  expect(first.status).toBeLessThan(400)
  expect(await whole(second)).toEqual(await whole(first))
}

const setUpForm = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', ...choice }

async function host(): Promise<Visitor> {
  const visitor = people.browser()
  await visitor.post(`/host/set-up/${await site.services.setUp.open()}`, setUpForm)
  return visitor
}

describe('a double click', () => {
  test('on “set up” leaves the host in, before an open door', async () => {
    const visitor = people.browser()
    const link = `/host/set-up/${await site.services.setUp.open()}`
    await expectSame(await twice(visitor, link, link, setUpForm))
    expect((await visitor.get('/host')).status).toBe(200)
    expect(await site.services.staff.host.accounts.list()).toHaveLength(1)
  })

  test('on an invitation leaves the helper in', async () => {
    const { link } = await people.invite('Anna')
    const visitor = people.browser()
    await expectSame(await twice(visitor, link, link, choice))
    expect((await visitor.get('/companion')).status).toBe(200)
  })

  test('on “sign in” leaves one sign-in', async () => {
    await people.mediator('Anna')
    const visitor = people.browser()
    await expectSame(
      await twice(visitor, '/companion/sign-in', '/companion/sign-in', { name: 'Anna', passphrase, to: '' }),
    )
    expect((await visitor.get('/companion')).status).toBe(200)
  })

  test('on a second factor does not say that its code was used', async () => {
    await people.mediator()
    await people.askingHost()
    const secret = await people.setUpApp(await people.halfWay())
    const visitor = await people.halfWay()
    const page = '/companion/second-factor'
    await expectSame(await twice(visitor, page, page, { code: people.appCode(secret) }))
    expect((await visitor.get('/companion')).status).toBe(200)
  })

  test('on “make a card” shows the codes that count', async () => {
    await people.mediator()
    await people.askingHost()
    const visitor = await people.halfWay()
    await expectSame(await twice(visitor, '/companion/second-factor', '/companion/second-factor/card'))
  })

  test('on the link of a kiosk makes the screen a kiosk', async () => {
    const kiosk = await site.services.kiosks.add('Comptoir')
    const link = await site.services.kiosks.newLink(kiosk.id)
    const screen = people.browser()
    await expectSame(await twice(screen, `/kiosks/${link}`, `/kiosks/${link}`))
    expect(site.services.door.kioskOf(screen.cookie())).toBe(kiosk.id)
  })

  test('on “add” adds one helper, one kiosk, and shows the link that works', async () => {
    const visitor = await host()
    const { first, second } = await twice(visitor, '/host', '/host/mediators', { 'mediator-name': 'Anna' })
    const html = await first.text()
    expect(await second.text()).toBe(html)
    const link = new URL(/<textarea[^>]*>([^<]+)<\/textarea>/.exec(html)?.[1] ?? '').pathname
    expect((await people.browser().get(link)).status).toBe(200)
    await expectSame(await twice(visitor, '/host', '/host/kiosks', { 'kiosk-name': 'Comptoir' }))
    expect(site.services.kiosks.list()).toHaveLength(1)
  })
})

describe('what is no double click is done again', () => {
  test('a form of a page that was opened anew, and one with other words', async () => {
    const visitor = await host()
    const key = await keyOn(await visitor.get('/host'))
    const add = (name: string, once: string) => visitor.post('/host/kiosks', { 'kiosk-name': name, once })
    await add('Comptoir', key)
    await add('Comptoir', await keyOn(await visitor.get('/host')))
    await add('Accueil', key)
    expect(site.services.kiosks.list()).toHaveLength(3)
  })

  test('nothing of an answer is left once its time is over, also where nobody sends anything', async () => {
    const visitor = await host()
    const once = await keyOn(await visitor.get('/host'))
    await visitor.post('/host/kiosks', { 'kiosk-name': 'Comptoir', once })
    site.machine.pass(keptMilliseconds)
    expect(site.services.answerOnce.tidy()).toBe(0)
  })

  test('one that comes late, or without a key of ours', async () => {
    const visitor = await host()
    const once = await keyOn(await visitor.get('/host'))
    const add = (key: string) => visitor.post('/host/kiosks', { 'kiosk-name': 'Comptoir', once: key })
    await add(once)
    site.machine.pass(keptMilliseconds)
    await add(once)
    for (let count = 0; count < 2; count += 1) await add('short')
    expect(site.services.kiosks.list()).toHaveLength(4)
  })

  test('nobody gets another’s answer: a stranger’s key and words lead where they always led', async () => {
    const { link } = await people.invite('Anna')
    const visitor = people.browser()
    await twice(visitor, link, link, choice)
    const stranger = people.browser()
    const refused = await stranger.post(link, { ...choice, once: 'A'.repeat(22) })
    expect(refused.status).toBe(410)
    expect(refused.headers.getSetCookie().join()).not.toMatch(/mediator=[^;]/)
  })

  test('nobody who comes after a sign-out sees the codes of a card again by sending its form again', async () => {
    await people.mediator()
    await people.askingHost()
    const visitor = await people.halfWay()
    const once = await keyOn(await visitor.get('/companion/second-factor'))
    const card = await visitor.post('/companion/second-factor/card', { once })
    const [code = 'none'] = codesOn(await card.text())
    await people.code(visitor, code)
    await visitor.post('/companion/sign-out')
    const again = await visitor.post('/companion/second-factor/card', { once })
    expect(codesOn(await again.text())).toEqual([])
  })

  test.each([
    ['has signed out', (visitor: Visitor) => visitor.post('/host/sign-out')],
    [
      'was signed out from another device',
      async () => {
        const other = people.browser()
        await other.post('/host/sign-in', { name: setUpForm.name, passphrase, to: '' })
        return other.post('/host/sign-out-everywhere')
      },
    ],
  ] as const)(
    'no link goes to a form and cookies that were copied, once their owner %s',
    async (_how, leave) => {
      const visitor = await host()
      const sent = { 'mediator-name': 'Anna', once: await keyOn(await visitor.get('/host')) }
      const copied = visitor.cookie('/host/mediators')
      expect(await (await visitor.post('/host/mediators', sent)).text()).toContain('<textarea')
      await leave(visitor)
      const thief = await createVisitor(site.app, copied).post('/host/mediators', sent)
      expect(await thief.text()).not.toContain('<textarea')
      expect(thief.status).toBe(403)
    },
  )

  test('a second click is heard while a stranger fills what is remembered', async () => {
    const visitor = await host()
    const flood = async () => {
      for (let count = 0; count < 3 * mostKeptOfNetwork; count += 1) {
        const once = String(count).padStart(22, 'x')
        const form = new URLSearchParams({ name: 'Anna', passphrase: '', once })
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        await site.app.request('/companion/sign-out', { method: 'POST', body: form, headers }, stranger)
      }
    }
    const sent = { 'kiosk-name': 'Comptoir', once: await keyOn(await visitor.get('/host')) }
    const first = await visitor.post('/host/kiosks', sent)
    await flood()
    expect(await whole(await visitor.post('/host/kiosks', sent))).toEqual(await whole(first))
    expect(site.services.answerOnce.tidy()).toBeLessThanOrEqual(mostKeptOfNetwork + 1)
  })

  test('whoever clicks again once the first answer has signed them in gets that answer too', async () => {
    const { link } = await people.invite('Anna')
    const visitor = people.browser()
    const sent = { ...choice, once: await keyOn(await visitor.get(link)) }
    const first = await visitor.post(link, sent)
    const second = await visitor.post(link, sent)
    expect(await whole(second)).toEqual(await whole(first))
    await visitor.post('/companion/sign-out')
    expect((await visitor.post(link, sent)).status).toBe(410)
  })

  test('a wrong passphrase counts once for two clicks, and each new try counts', async () => {
    await people.mediator('Anna')
    const visitor = people.browser()
    const form = { name: 'Anna', passphrase: 'falsch', to: '' }
    for (let count = 0; count < 3; count += 1) {
      await twice(visitor, '/companion/sign-in', '/companion/sign-in', form)
    }
    expect((await people.passphraseIn(visitor, 'Anna')).headers.get('location')).toBe('/companion')
  })
})
