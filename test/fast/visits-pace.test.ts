/** Pages that are made for one visit come at a person's pace: fast fingers notice nothing, a program is told to stop. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { startServer } from '../../server/server.ts'
import { catalogue } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { codeOf } from '../support/guided-visitors.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const addresses = catalogue.entries.flatMap(({ paths }) => Object.values(paths))

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

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
    expect(await shown(greedy, 160, 0)).toBeLessThanOrEqual(41)
    expect((await greedy.get('/fr/nowhere')).status).toBe(429)
    expect(await shown(other, 30, 0)).toBe(30)
    expect((await greedy.post('/fr/visit/hide')).headers.get('location')).toBe('/fr/privacy-screen')
    expect((await greedy.get('/fr/privacy-screen')).status).toBe(200)
    expect((await greedy.post('/fr/visit/erase')).headers.get('location')).toBe('/fr/erased')
  })

  test('of a patient who turns 40 pages in search of one, and then a page every half second, shows all of them', async () => {
    const patient = await arrive()
    expect(await shown(patient, 38, 20)).toBe(38)
    expect(await shown(patient, 300, 500)).toBe(300)
  })
})

test('a visit with the usual display turns pages as fast as it likes: they are kept', async () => {
  const visitor = createVisitor(site.app)
  expect(await shown(visitor, 200, 0)).toBe(200)
})

test('pages that are ready go out past the app, and are paced all the same', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  const settings = readConfiguration({ PORT: '0', DATA_DIR: directory })
  if (!settings.ok) throw new Error(settings.sentence)
  const server = await startServer(settings.configuration, findRootDirectory(), createTestMachine())
  const headers = new Headers()
  const get = async (address: string) => {
    const answer = await fetch(server.address + address, { headers })
    await answer.arrayBuffer()
    return answer
  }
  const first = await get('/fr')
  headers.set('cookie', first.headers.get('set-cookie')?.split(';')[0] ?? '')
  const some = addresses.slice(0, 120)
  for (const address of some) expect((await get(address)).status).toBe(200)
  await fetch(`${server.address}/fr/visit/display`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ size: 'large' }),
    redirect: 'manual',
  })
  const statuses = []
  for (const address of some) statuses.push((await get(address)).status)
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(41)
  expect(statuses.at(-1)).toBe(429)
  await server.close()
  rmSync(directory, { recursive: true })
})
