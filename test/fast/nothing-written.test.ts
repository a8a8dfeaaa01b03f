/** A database that another program holds, or that nobody can write: who is told, and what works all the same. */

import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import type { Database } from '../../server/database/schema.ts'
import { lookAtMostEveryMilliseconds } from '../../server/health/live.ts'
import { loadWords } from '../../server/pages/words.ts'
import { createEndedSignIns } from '../../server/sign-in/ended-sign-ins-live.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const words = loadWords(findRootDirectory(), belgium)

let site: TestApp
let other: Kysely<Database>

beforeEach(async () => {
  site = await openTestApp({}, createTestMachine(), { longestWaitMilliseconds: 60 })
  other = connect(site.directory)
})

afterEach(async () => {
  await other.destroy()
  await site.close()
})

const holdLock = () => sql`BEGIN IMMEDIATE`.execute(other)
const letGo = () => sql`ROLLBACK`.execute(other)
/** As SQLite answers where the file or the disk takes nothing. */
const takeNothing = () => sql`PRAGMA query_only = ON`.execute(site.database)
const takeAgain = () => sql`PRAGMA query_only = OFF`.execute(site.database)

async function helper(name: string): Promise<Visitor> {
  await newMediator(site.services, name)
  return signIn(name)
}

async function signIn(name: string): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  const answer = await visitor.post('/companion/sign-in', { name, passphrase: usualPassphrase, to: '' })
  expect(answer.headers.get('location')).toBe('/companion')
  return visitor
}

const isIn = async (visitor: Visitor) => (await visitor.get('/companion')).status === 200

async function host(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  const form = { name: 'Hilde', 'site-name': 'Parc', passphrase: usualPassphrase, again: usualPassphrase }
  await visitor.post(`/host/set-up/${await site.services.setUp.open()}`, form)
  return visitor
}

describe('while another program holds the database', () => {
  test('a patient reads on at once, and the host hears in each language to try again, which then works', async () => {
    const visitor = await host()
    await holdLock()
    for (const language of words.languages) {
      let isAnswered = false
      const saving = visitor
        .post(`/host/mediators?language=${language}`, { 'mediator-name': 'Anna' })
        .finally(() => {
          isAnswered = true
        })
      expect((await site.app.request(`/${language}/guides/my-child`)).status).toBe(200)
      expect(isAnswered, 'the patient did not wait for the host').toBe(false)
      const answer = await saving
      expect(answer.status).toBe(503)
      expect(await answer.text()).toContain(words.translate(language)('errors:tryAgainTitle'))
    }
    await letGo()
    expect((await visitor.post('/host/mediators', { 'mediator-name': 'Anna' })).status).toBe(200)
    expect((await site.services.staff.companion.accounts.list()).map(({ name }) => name)).toEqual(['Anna'])
  })

  test('nobody waits inside SQLite, where everybody would', async () => {
    const { rows } = await sql`PRAGMA busy_timeout`.execute(site.database)
    expect(rows).toEqual([{ timeout: 0 }])
  })

  test('who saves as it lets go is heard without a word', async () => {
    const visitor = await host()
    await holdLock()
    const saving = visitor.post('/host/mediators', { 'mediator-name': 'Anna' })
    await letGo()
    expect((await saving).status).toBe(200)
  })

  test('a change of several steps is done whole or not at all', async () => {
    await newMediator(site.services, 'Anna')
    const [anna] = await site.services.staff.companion.accounts.list()
    await holdLock()
    await expect(site.services.staff.companion.signIns.remove(anna?.id ?? '')).rejects.toThrow()
    await letGo()
    await signIn('Anna')
  })
})

describe('where nothing can be written', () => {
  test('a watching program hears so, the log names the code, and all is well as soon as it is', async () => {
    const health = async () => (await site.app.request('/healthz')).status
    expect(await health()).toBe(200)
    await takeNothing()
    site.machine.pass(lookAtMostEveryMilliseconds)
    expect(await health()).toBe(503)
    expect(site.machine.log()).toContain('"failure":"DatabaseUnwritable","code":"SQLITE_READONLY"')
    await takeAgain()
    expect(await health(), 'whoever asks often does not make the disk work').toBe(503)
    site.machine.pass(lookAtMostEveryMilliseconds)
    expect(await health()).toBe(200)
  })

  test('patients read and hide and erase as always', async () => {
    await takeNothing()
    const patient = createVisitor(site.app)
    expect((await patient.get('/fr/guides/my-child', { 'sec-fetch-site': 'none' })).status).toBe(200)
    expect((await patient.post('/fr/visit/hide')).status).toBe(303)
    expect((await patient.post('/fr/visit/erase')).status).toBe(303)
  })

  test.each(words.languages)(
    'who saves something in %s reads that it was not saved, and whom to tell',
    async (language) => {
      const visitor = await host()
      await takeNothing()
      const answer = await visitor.post(`/host/mediators?language=${language}`, { 'mediator-name': 'Anna' })
      expect(answer.status).toBe(503)
      const html = await answer.text()
      expect(html).toContain(words.translate(language)('errors:notSavedTitle'))
      expect(html).toContain(words.translate(language)('errors:notSavedWords'))
    },
  )

  test('signing out works: the cookie goes, a copy of it opens nothing, and the rest is done later', async () => {
    const visitor = await helper('Anna')
    const copied = visitor.cookie('/companion')
    const thief = () => site.app.request('/companion', { headers: { cookie: copied } })
    expect((await thief()).status).toBe(200)
    await takeNothing()
    const answer = await visitor.post('/companion/sign-out')
    expect(answer.status).toBe(303)
    expect(visitor.cookie('/companion')).not.toMatch(/mediator=/)
    expect((await thief()).status).toBe(303)
    const left = () => site.database.selectFrom('sign_in').selectAll().execute()
    expect(await left()).toHaveLength(2)
    await takeAgain()
    await site.services.staff.companion.signIns.endLeft()
    expect(await left()).toHaveLength(1)
    expect((await thief()).status).toBe(303)
  })

  test('signing out ends a change of the second factor that was begun before it', async () => {
    const visitor = await helper('Anna')
    await visitor.post('/companion/account/second-factor', { 'second-proof': usualPassphrase })
    const copied = visitor.cookie('/companion')
    expect(copied).toMatch(/half-way=./)
    await takeNothing()
    await visitor.post('/companion/sign-out')
    await takeAgain()
    const card = await createVisitor(site.app, copied).post('/companion/second-factor/card')
    expect(card.status).toBe(403)
  })

  test('a watching program that asks often does not fill the log', async () => {
    await takeNothing()
    for (let asked = 0; asked < 10; asked += 1) await site.app.request('/healthz')
    expect(site.machine.log().split('"failure"')).toHaveLength(2)
  })

  test('signing out everywhere leaves nobody in, and says that the rest is still to be done', async () => {
    const [here, there] = [await helper('Anna'), await signIn('Anna')]
    await takeNothing()
    expect((await here.post('/companion/sign-out-everywhere')).status).toBe(503)
    expect([await isIn(here), await isIn(there)]).toEqual([false, false])
    await takeAgain()
    await site.services.staff.companion.signIns.endLeft()
    expect([await isIn(here), await isIn(there)]).toEqual([false, false])
    expect(await isIn(await signIn('Anna'))).toBe(true)
  })

  test('ending one’s sign-in on another device works as well', async () => {
    const [here, there] = [await helper('Anna'), await signIn('Anna')]
    const html = await (await here.get('/companion/account')).text()
    await takeNothing()
    const ids = [...html.matchAll(/name="id" value="([\w-]+)"/g)].map(([, id = '']) => id)
    for (const id of ids) await here.post('/companion/account/sign-ins/end', { id })
    expect([await isIn(here), await isIn(there)]).toEqual([true, false])
  })
})

test('sign-outs that somebody makes up push no real one out of what is still to be done', async () => {
  const ended = createEndedSignIns(() => Promise.reject(new Error('disk I/O error')))
  await ended.end('real', false)
  for (let count = 0; count < 10_001; count += 1) await ended.end(`made up ${count}`, true)
  expect(await ended.has('real')).toBe(true)
  expect(await ended.has('made up 10000')).toBe(true)
})

test('an older version of the program does not touch the database of a newer one', async () => {
  await sql`INSERT INTO kysely_migration VALUES ('9999-of-tomorrow', '2099-01-01')`.execute(other)
  await expect(migrate(other)).rejects.toMatchObject({ name: 'DatabaseNewer', unknown: ['9999-of-tomorrow'] })
})
