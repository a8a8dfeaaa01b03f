/** The two secrets of a kiosk: a link that works once, and a token of its supervisor. Neither says anything of the other. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { up as twoSecretsOfAKiosk } from '../../server/database/migrations/0004-two-secrets-of-a-kiosk.ts'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { pairIn, valueIn } from '../support/cookies.ts'
import { guide } from '../support/supervised-kiosk.ts'
import { createSupervisor, readEvents, type Supervisor } from '../support/supervisor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const minute = 60_000

let site: TestApp
let host: Visitor
/** The host's page of the kiosk. */
let ofKiosk: string

beforeEach(async () => {
  site = await openTestApp()
  host = createVisitor(site.app)
  const form = { name: 'Hilde', 'site-name': 'Pharmacie', passphrase, again: passphrase }
  await host.post(`/host/set-up/${await site.services.setUp.open()}`, form)
  const added = await host.post('/host/kiosks', { 'kiosk-name': 'Comptoir' })
  ofKiosk = added.headers.get('location') ?? ''
})
afterEach(() => site.close())

/** What the host's page shows to be copied. */
async function made(secret: 'link' | 'token'): Promise<string> {
  const html = await (await host.post(`${ofKiosk}/${secret}`)).text()
  return /<textarea[^>]*>\s*([^<]*?)\s*<\/textarea>/.exec(html)?.[1] ?? ''
}

async function newLink(): Promise<string> {
  return new URL(await made('link')).pathname
}

async function supervisorWith(token: string): Promise<Supervisor> {
  return createSupervisor(site.app.request, token)
}

const openings = (answer: Response) => answer.headers.getSetCookie()
const isKiosk = (visitor: Visitor) =>
  site.services.door.kioskOf(visitor.cookie()) === site.services.kiosks.list()[0]?.id

describe('a link for the screen of a kiosk', () => {
  test('is not used up by a preview or a curious eye, and makes the screen the kiosk by one tap', async () => {
    const link = await newLink()
    for (let count = 0; count < 3; count += 1) {
      const looked = await createVisitor(site.app).get(link)
      expect([looked.status, openings(looked)]).toEqual([200, []])
    }
    const screen = createVisitor(site.app)
    const html = await (await screen.get(link)).text()
    for (const language of words.languages) {
      expect(html).toContain(words.translate(language)('kiosk:link.words', { name: 'Comptoir' }))
    }
    const answer = await screen.post(link)
    const ways = [answer.headers.get('location')]
    for (let count = 0; count < 2; count += 1) {
      ways.push((await screen.get(ways.at(-1) ?? '')).headers.get('location'))
    }
    expect([answer.status, ...ways]).toEqual([303, '/host/at-kiosk', '/companion/at-kiosk', '/'])
    expect(openings(answer)).toEqual([
      expect.stringMatching(
        /^__Host-kiosk=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ])
    expect(isKiosk(screen)).toBe(true)
  })

  test('opens nothing for whoever finds it in the browser’s history, and says so in four languages', async () => {
    const link = await newLink()
    await createVisitor(site.app).post(link)
    const finder = createVisitor(site.app)
    for (const answer of [await finder.get(link), await finder.post(link)]) {
      expect([answer.status, openings(answer)]).toEqual([410, []])
      const html = await answer.text()
      for (const language of words.languages) {
        expect(html).toContain(words.translate(language)('kiosk:link.overWords'))
      }
      expect(html).toContain('href="/"')
      expect(html).not.toContain('Comptoir')
    }
    expect(isKiosk(finder)).toBe(false)
  })

  test('opens nothing for two who tap at once but the first', async () => {
    const link = await newLink()
    const answers = await Promise.all([1, 2, 3].map(() => createVisitor(site.app).post(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
  })

  test('opens nothing after 10 minutes, nor once the host has made another', async () => {
    const first = await newLink()
    const second = await newLink()
    expect((await createVisitor(site.app).post(first)).status).toBe(410)
    site.machine.pass(10 * minute - 1000)
    expect((await createVisitor(site.app).get(second)).status).toBe(200)
    site.machine.pass(1000)
    expect((await createVisitor(site.app).get(second)).status).toBe(410)
    expect((await createVisitor(site.app).post(second)).status).toBe(410)
  })

  test('leaves a screen that was the kiosk before as any other', async () => {
    const [lost, found] = [createVisitor(site.app), createVisitor(site.app)]
    await lost.post(await newLink())
    await found.post(await newLink())
    expect([isKiosk(lost), isKiosk(found)]).toEqual([false, true])
  })

  test('of another site makes no screen a kiosk', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    const answer = await createVisitor(site.app).post(await newLink(), {}, foreign)
    expect([answer.status, openings(answer)]).toEqual([403, []])
  })

  test('can be spent on a plain-http network too: its page names itself to our own server alone', async () => {
    const answer = await createVisitor(site.app).get(await newLink())
    expect(answer.headers.get('referrer-policy')).toBe('same-origin')
  })

  test('ends what was being read in that browser, and does not make it the kiosk’s', async () => {
    const screen = createVisitor(site.app)
    await screen.get(guide)
    await screen.post(await newLink())
    expect(screen.cookie()).not.toContain('visit=')
    expect((await site.services.visits.kiosksInUse()).size).toBe(0)
    expect(await site.services.visits.count()).toBe(0)
  })
})

describe('a supervisor’s token', () => {
  const wish = { resume: true, page: 'start', language: 'fr' }

  test('opens nothing as an address, and neither secret does the other’s work', async () => {
    const [link, token] = [await newLink(), await made('token')]
    const finder = createVisitor(site.app)
    for (const answer of [
      await finder.get(`/kiosks/${token}`),
      await finder.post(`/kiosks/${token}`),
      await finder.get(`/kiosk/entry/${token}`),
    ]) {
      expect(openings(answer)).toEqual([])
    }
    const screen = createVisitor(site.app)
    await screen.post(link)
    const cookie = valueIn(screen.cookie(), 'kiosk') ?? ''
    for (const other of [link.split('/').at(-1) ?? '', cookie]) {
      const supervisor = await supervisorWith(other)
      expect((await supervisor.listen()).status).toBe(401)
      expect((await supervisor.post('/kiosk/entry', wish)).status).toBe(401)
    }
    expect((await (await supervisorWith(token)).post('/kiosk/entry', wish)).status).toBe(200)
  })

  test('that was lost ends with the next one, its stream at once', async () => {
    const old = await supervisorWith(await made('token'))
    const events = await old.listen()
    const next = await supervisorWith(await made('token'))
    await events.rest()
    expect((await old.listen()).status).toBe(401)
    expect((await old.post('/kiosk/visit', { act: 'erase' })).status).toBe(401)
    const stream = await next.listen()
    expect(stream.status).toBe(200)
    await stream.close()
  })

  test('stands nowhere in the files of the server, nor does a link or what the browsers carry', async () => {
    const [link, token] = [await newLink(), await made('token')]
    const screen = createVisitor(site.app)
    await screen.post(link)
    const { path: entry } = (await (
      await (await supervisorWith(token)).post('/kiosk/entry', wish)
    ).json()) as {
      path: string
    }
    const guideBrowser = createVisitor(site.app)
    await guideBrowser.get(entry)
    const secrets = [link, entry].map((address) => address.split('/').at(-1) ?? '')
    const cookies = `${screen.cookie()}; ${guideBrowser.cookie()}`.matchAll(/=([\w-]+)/g)
    for (const secret of [token, ...secrets, ...[...cookies].map(([, value = '']) => value)]) {
      expect(secret).toMatch(/^[\w-]{22}$/)
      for (const name of readdirSync(site.directory)) {
        expect(readFileSync(path.join(site.directory, name)).includes(secret), name).toBe(false)
      }
      expect(site.machine.log()).not.toContain(secret)
    }
    const [screenCookie, guideCookie] = [screen, guideBrowser].map((browser) =>
      valueIn(browser.cookie(), 'kiosk'),
    )
    expect(screenCookie).not.toBe(guideCookie)
  })
})

describe('whoever reads at a kiosk keeps their visit to themselves', () => {
  let supervisor: Supervisor

  beforeEach(async () => {
    supervisor = await supervisorWith(await made('token'))
  })

  async function enter(resume: boolean): Promise<{ readonly visitor: Visitor; readonly answer: Response }> {
    const asked = await supervisor.post('/kiosk/entry', { resume, page: 'start', language: 'fr' })
    const visitor = createVisitor(site.app)
    return { visitor, answer: await visitor.get(((await asked.json()) as { path: string }).path) }
  }

  async function reader(): Promise<Visitor> {
    const { visitor } = await enter(false)
    await visitor.get(guide)
    return visitor
  }

  test('from a stranger with the token, as long as their page is there', async () => {
    const events = await supervisor.listen()
    const person = await reader()
    const page = readEvents(await person.get('/fr/kiosk/screen'))
    const stranger = await enter(true)
    expect(stranger.answer.headers.get('location')).toBe('/')
    expect(stranger.visitor.cookie()).not.toContain('visit=')
    await page.close()
    const fresh = await enter(true)
    expect(fresh.answer.headers.get('location')).toBe(guide)
    expect(fresh.visitor.cookie()).toContain(pairIn(person.cookie(), 'visit'))
    await events.close()
  })

  test('from a stranger with the token who does not hold the supervisor’s stream, also just after it broke', async () => {
    const events = await supervisor.listen()
    const person = await reader()
    await events.close()
    site.machine.pass(1000)
    const stranger = await enter(true)
    expect(stranger.answer.headers.get('location')).toBe('/')
    expect(stranger.visitor.cookie()).not.toContain('visit=')
    expect((await person.get(guide)).status).toBe(200)
  })

  test('from a supervisor whose token the host has replaced since it asked', async () => {
    const events = await supervisor.listen()
    await reader()
    const asked = await supervisor.post('/kiosk/entry', { resume: true, page: 'start', language: 'fr' })
    const newer = await supervisorWith(await made('token'))
    const stream = await newer.listen()
    const late = createVisitor(site.app)
    await late.get(((await asked.json()) as { path: string }).path)
    expect(late.cookie()).toBe('')
    await stream.close()
    await events.close()
  })
})

test('kiosks of before keep their names, and what may stand in a browser’s history opens nothing any more', async () => {
  const database = connect(path.join(site.directory, 'old'))
  await migrate(database)
  await sql`DROP TABLE kiosk`.execute(database)
  await sql`CREATE TABLE kiosk (id text primary key, name text not null, token_hash text not null unique)`.execute(
    database,
  )
  await sql`INSERT INTO kiosk VALUES ('a', 'Comptoir', 'x'), ('b', 'Entrée', 'y')`.execute(database)
  await twoSecretsOfAKiosk(database as Kysely<unknown>)
  const { rows } = await sql`SELECT * FROM kiosk ORDER BY id`.execute(database)
  expect(rows).toEqual([
    { id: 'a', name: 'Comptoir', supervisor_hash: null, browser_hash: null },
    { id: 'b', name: 'Entrée', supervisor_hash: null, browser_hash: null },
  ])
  await database.destroy()
})
