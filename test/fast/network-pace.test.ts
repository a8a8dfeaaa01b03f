/** Somebody who asks on and on: how much of the server one network gets, and who goes on all the same. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { answerTurns, challengeTurns } from '../../server/live/network-pace.ts'
import { type RunningServer, startServer } from '../../server/server.ts'
import { createTestMachine } from '../support/app.ts'
import { addSupervisedKiosk } from '../support/supervised-kiosk.ts'

const machine = createTestMachine()
const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
const flooding = '203.0.113.7'

let server: RunningServer
beforeAll(async () => {
  const settings = readConfiguration({ PORT: '0', PUBLIC_URL: 'https://site.example', DATA_DIR: directory })
  if (!settings.ok) throw new Error(settings.sentence)
  server = await startServer(settings.configuration, findRootDirectory(), machine)
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})

interface Asked {
  readonly from: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(address: string, { from, method = 'GET', headers = {} }: Asked): Promise<IncomingMessage> {
  const sent = httpRequest(server.address + address, {
    method,
    headers: { host: 'site.example', 'x-forwarded-for': from, ...headers },
  })
  sent.end()
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  if (answer === undefined) throw new Error('No answer')
  return answer
}

async function statusOf(address: string, asked: Asked): Promise<number | undefined> {
  const answer = await ask(address, asked)
  answer.resume()
  return answer.statusCode
}

/** What a browser keeps of an answer. */
function cookieOf({ headers }: IncomingMessage): string {
  return (headers['set-cookie'] ?? []).map((one) => one.split(';', 1)[0]).join('; ')
}

/** How many of so many were answered by the app. */
async function flood(address: string, times: number): Promise<number> {
  let answered = 0
  for (let asked = 0; asked < times; asked += 10) {
    const ten = Array.from({ length: 10 }, () => statusOf(address, { from: flooding }))
    answered += (await Promise.all(ten)).filter((status) => status !== 429).length
  }
  return answered
}

test('a network that asks on and on for what costs more than a page is held, and nobody else is', async () => {
  const visitor = await ask('/fr', { from: flooding })
  visitor.resume()
  // What is ready to go out goes out to everybody; somebody else has asked for it before.
  expect(await statusOf('/', { from: '198.51.100.9' })).toBe(200)
  const cookie = cookieOf(visitor)
  const { token } = await addSupervisedKiosk(server.services, 'Comptoir')

  // The visitor's page was the first: nobody had asked for it before.
  expect(await flood('/nothing', answerTurns.atOnce)).toBe(answerTurns.atOnce - 1)
  // Pages of helpers, links that nobody has, heads, the lists for re-users: all of it is held, in words.
  for (const address of [
    '/nothing',
    '/fr/nothing',
    '/companion/sign-in',
    '/host/invitation/x',
    '/facts.json',
  ]) {
    expect(await statusOf(address, { from: flooding }), address).toBe(429)
    expect(await statusOf(address, { from: flooding, method: 'HEAD' }), address).toBe(429)
    expect(await statusOf(address, { from: '198.51.100.9' }), address).not.toBe(429)
  }
  const refused = await ask('/companion/sign-in', { from: flooding })
  expect(refused.headers['retry-after']).toBe('1')
  expect(refused.headers['content-security-policy']).toBeDefined()
  const page = (await refused.setEncoding('utf8').toArray()).join('')
  for (const language of ['fr', 'nl', 'de', 'en']) expect(page).toContain(`lang="${language}"`)
  expect(await server.services.networkTurns.answers.count()).toBe(2)

  // Whoever stands in the same place reads on, hides, and erases; the kiosk there hears its server.
  expect(await statusOf('/fr', { from: flooding, headers: { cookie } })).toBe(200)
  expect(await statusOf('/fr/nothing', { from: flooding, headers: { cookie } })).toBe(404)
  expect(await statusOf('/', { from: flooding })).toBe(200)
  const kiosk = await ask('/kiosk/events', {
    from: flooding,
    headers: { authorization: `Bearer ${token}` },
  })
  expect(kiosk.statusCode).toBe(200)
  kiosk.destroy()
  const erased = await ask('/fr/visit/erase', { from: flooding, method: 'POST', headers: { cookie } })
  expect(erased.headers.location).toBe('/fr/erased')
  erased.resume()

  // Neither a visit that is over nor a token that nobody gave opens a way round.
  expect(await statusOf('/fr/nothing', { from: flooding, headers: { cookie } })).toBe(429)
  const headers = { authorization: `Bearer ${'x'.repeat(22)}` }
  expect(await statusOf('/kiosk/events', { from: flooding, headers })).toBe(429)

  machine.pass(answerTurns.everyMilliseconds)
  expect(await statusOf('/nothing', { from: flooding })).toBe(404)
  expect(await statusOf('/nothing', { from: flooding })).toBe(429)

  machine.pass(answerTurns.everyMilliseconds * answerTurns.atOnce)
  await server.services.networkTurns.answers.forgetIdle()
  expect(await server.services.networkTurns.answers.count()).toBe(0)
})

test('a network that asks for challenges on and on pushes out nobody who signs in by passkey', async () => {
  const options = (from: string) => statusOf('/companion/sign-in/passkey/options', { from, method: 'POST' })
  const statuses = new Map<number | undefined, number>()
  for (let asked = 0; asked < 2 * challengeTurns.atOnce; asked += 1) {
    const status = await options(flooding)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: challengeTurns.atOnce, 429: challengeTurns.atOnce })
  expect(await options('198.51.100.9')).toBe(200)
})
