/** Pages that are made for one visit come at a person's pace: fast fingers notice nothing, a program is told to stop. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { type RunningServer, startServer } from '../../server/server.ts'
import { catalogue } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { codeOf } from '../support/guided-visitors.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const addresses = catalogue.entries.flatMap(({ paths }) => Object.values(paths)).slice(0, 60)

let site: TestApp
beforeAll(async () => {
  site = await openTestApp()
})
afterAll(() => site.close())

async function withLargeText(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.get('/fr')
  await visitor.post('/fr/visit/display', { size: 'large' })
  return visitor
}

async function withHelperCalled(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.get('/fr')
  await codeOf(visitor)
  return visitor
}

const kinds = [
  ['in large text', withLargeText],
  ['with a helper called', withHelperCalled],
] as const

/** How many of so many pages, one after the other, were shown. */
async function shown(visitor: Visitor, count: number, pauseMilliseconds: number): Promise<number> {
  let pages = 0
  for (let turned = 0; turned < count; turned += 1) {
    const answer = await visitor.get(addresses[turned % addresses.length] ?? '')
    await answer.arrayBuffer()
    if (answer.status === 200) pages += 1
    site.machine.pass(pauseMilliseconds)
  }
  return pages
}

describe.each(kinds)('a visit %s', (_kind, arrive) => {
  test('that turns pages faster than anybody reads cannot take the processor from the others', async () => {
    const [greedy, other] = [await arrive(), await arrive()]
    expect(await shown(greedy, 60, 0)).toBeLessThanOrEqual(41)
    expect((await greedy.get(addresses[0] ?? '', { 'accept-encoding': 'br' })).status).toBe(429)
    expect(await shown(other, 30, 0)).toBe(30)
    expect((await greedy.post('/fr/visit/hide')).headers.get('location')).toBe('/fr/privacy-screen')
    expect((await greedy.get('/fr/privacy-screen')).status).toBe(200)
    expect((await greedy.post('/fr/visit/erase')).headers.get('location')).toBe('/fr/erased')
  })

  test('of a patient who turns 40 pages in search of one, and then a page every half second, shows all of them', async () => {
    const patient = await arrive()
    expect(await shown(patient, 38, 20)).toBe(38)
    expect(await shown(patient, 120, 500)).toBe(120)
  })
})

describe('what is made for a visit that has no turns left', () => {
  const ways = [
    ['asked for its headers alone', (visitor: Visitor) => visitor.head('/fr/guides/my-child'), 429],
    ['where nothing is', (visitor: Visitor) => visitor.get('/fr/nowhere'), 404],
    [
      'that another site sends to',
      (visitor: Visitor) => visitor.post('/fr/nowhere', {}, { 'sec-fetch-site': 'cross-site' }),
      403,
    ],
  ] as const

  test.each(ways)('%s, it costs no more than what everybody sees', async (_way, ask, status) => {
    const greedy = await withHelperCalled()
    await shown(greedy, 60, 0)
    const answer = await ask(greedy)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('class="live-strip')
    site.machine.pass(1000)
    const later = await ask(greedy)
    if (status !== 429) expect(await later.text()).toContain('class="live-strip')
    else expect(later.status).toBe(200)
  })
})

test('a visit with the usual display turns pages as fast as it likes: they are kept', async () => {
  const visitor = createVisitor(site.app)
  expect(await shown(visitor, 80, 0)).toBe(80)
})

describe('pages that are ready go out past the app', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  let server: RunningServer
  beforeAll(async () => {
    const settings = readConfiguration({ PORT: '0', DATA_DIR: directory })
    if (!settings.ok) throw new Error(settings.sentence)
    server = await startServer(settings.configuration, findRootDirectory(), createTestMachine())
  })
  afterAll(async () => {
    await server.close()
    rmSync(directory, { recursive: true })
  })

  /** The status, and the cookie that is set. */
  async function get(address: string, cookie: string): Promise<readonly [number, string]> {
    const answer = await fetch(server.address + address, { headers: { cookie } })
    await answer.arrayBuffer()
    return [answer.status, answer.headers.get('set-cookie')?.split(';')[0] ?? '']
  }

  test('and are paced all the same where they are made for one visit', async () => {
    const [, cookie] = await get('/fr', '')
    for (const address of addresses) expect((await get(address, cookie))[0]).toBe(200)
    await fetch(`${server.address}/fr/visit/display`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ size: 'large' }),
      redirect: 'manual',
    })
    const statuses = []
    for (const address of addresses) statuses.push((await get(address, cookie))[0])
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(41)
    expect(statuses.at(-1)).toBe(429)
  })

  test('and when the place has a new name, whoever comes still begins one visit and takes the room of one', async () => {
    await get('/nl', '')
    const { visits } = server.services
    const before = await visits.count()
    await server.services.nameSite('EPN Noord')
    for (const newcomers of [1, 2]) {
      const [status, cookie] = await get('/nl', '')
      expect([status, cookie]).toEqual([200, expect.stringMatching(/^visit=./)])
      expect(await visits.count()).toBe(before + newcomers)
    }
  })
})
