/** Floods of starts: nobody who is there loses their visit, and whoever comes to a kiosk gets one. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addressOf } from '../../server/web/network.ts'
import { words } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf, pairIn } from '../support/cookies.ts'
import { act, codeOf, pair, peopleOf } from '../support/guided-visitors.ts'
import { addSupervisedKiosk } from '../support/supervised-kiosk.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const guide = '/fr/guides/check-consent'
const json = { accept: 'application/json' }
const starts = 12_000

let site: TestApp
beforeEach(async () => {
  // The log that tests keep in memory would be counted with the visits.
  site = await openTestApp({}, { ...createTestMachine(), logDestination: { write: () => true } })
})
afterEach(() => site.close())

const people = peopleOf(() => site)

/** A request from somewhere else than this machine, as @hono/node-server hands it on. */
async function from(address: string, path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await site.app.request(path, init, { incoming: { socket: { remoteAddress: address } } })
  await answer.arrayBuffer()
  return answer
}

function cookieIn(answer: Response): string | null {
  return pairIn(answer.headers.get('set-cookie'), 'visit') ?? null
}

async function kioskCookie(name: string): Promise<string> {
  const { token } = await addSupervisedKiosk(site.services, name)
  return cookieOf(site, 'kiosk', site.services.kiosks.cookieOf(token))
}

async function phaseOf(visitor: Visitor): Promise<string> {
  const answer = await visitor.post('/fr/visit/touch', {}, json)
  return answer.status === 200 ? ((await answer.json()) as { phase: string }).phase : 'refused'
}

const oneNetwork = () => '203.0.113.7'
const manyNetworks = (count: number) => `198.${count % 250}.${Math.floor(count / 250) % 250}.9`

interface Flood {
  readonly name: string
  readonly network: (count: number) => string
  readonly pauseMilliseconds: number
  /** What follows each start, to live longer. */
  readonly then: readonly string[]
}

/** At once; faster than they are let in; and at the pace at which all of them begin. */
const pauses = [0, 5, 40]
const continuations: readonly (readonly string[])[] = [[], ['more-time'], ['touch', 'more-time']]

const floods: readonly Flood[] = [oneNetwork, manyNetworks].flatMap((network) =>
  pauses.flatMap((pauseMilliseconds) =>
    // What is refused anyway says nothing more about time.
    (pauseMilliseconds === 40 ? continuations : continuations.slice(-1)).map((then) => ({
      name:
        `${network === oneNetwork ? 'one network' : 'many networks'}, a start in ${pauseMilliseconds} ms, ` +
        `then ${then.join(' and ') || 'nothing'}`,
      network,
      pauseMilliseconds,
      then,
    })),
  ),
)

describe('a flood of 12,000 starts', () => {
  test.each(floods)('ends nobody’s visit, and kiosks still begin theirs: $name', async (flood) => {
    const reader = createVisitor(site.app)
    await reader.get(guide)
    const atKiosk = createVisitor(site.app, await kioskCookie('Comptoir'))
    await atKiosk.get(guide)
    const { person } = await people.together()
    const there = { reader, atKiosk, person }
    const newKiosk = await kioskCookie('Salle')
    const heapBefore = process.memoryUsage().heapUsed
    const begun: string[] = []
    let most = 0
    async function start(count: number): Promise<void> {
      const address = flood.network(count)
      const cookie = cookieIn(await from(address, '/fr'))
      if (cookie === null) return
      begun.push(cookie)
      for (const word of flood.then) {
        await from(address, `/fr/visit/${word}`, { method: 'POST', headers: { ...json, cookie } })
      }
    }
    for (let count = 0; count < starts; count += 1) {
      await start(count)
      site.machine.pass(flood.pauseMilliseconds)
      // Somebody who reads touches the screen now and then, and the server looks at its clock.
      if (count % 1000 === 0) {
        for (const [who, visitor] of Object.entries(there)) expect(await phaseOf(visitor), who).toBe('active')
        await site.services.visits.endOverdue()
        most = Math.max(most, await site.services.visits.count())
      }
    }
    if (flood.then.includes('touch')) {
      // All of them come back after the last touch of whoever reads, and then some more begin.
      for (const cookie of begun) await from(oneNetwork(), '/fr', { headers: { cookie } })
      for (let count = 0; count < 50; count += 1) {
        site.machine.pass(40)
        await start(count)
      }
    }
    const held = await site.services.visits.count()
    for (const [who, visitor] of Object.entries(there)) {
      expect(await phaseOf(visitor), who).toBe('active')
      expect((await visitor.get(guide)).status, who).toBe(200)
    }
    for (let newcomer = 0; newcomer < 10; newcomer += 1) {
      const next = createVisitor(site.app, newKiosk)
      await next.get('/fr')
      expect(await phaseOf(next), `newcomer ${newcomer} at a kiosk`).toBe('active')
      await next.post('/fr/visit/erase')
    }
    const megabytes = (process.memoryUsage().heapUsed - heapBefore) / 1e6
    console.log(
      `${flood.name}: ${begun.length} begun, ${Math.max(most, held)} at once, heap +${megabytes.toFixed(0)} MB`,
    )
    expect(Math.max(most, held)).toBeLessThanOrEqual(flood.network === oneNetwork ? 1003 : 10_003)
  })

  test('leaves nothing behind: when it is over, all room is free again', async () => {
    for (let count = 0; count < starts; count += 1) {
      await from(manyNetworks(count), '/fr')
      site.machine.pass(40)
    }
    site.machine.pass(2_000_000)
    await site.services.visits.endOverdue()
    expect(await site.services.visits.count()).toBe(0)
    for (let count = 0; count < 200; count += 1)
      expect(cookieIn(await from('192.0.2.1', '/fr'))).not.toBeNull()
  })
})

describe('one flood of starts', () => {
  test('takes no more than its own network’s room: people elsewhere begin their visits', async () => {
    for (let count = 0; count < 3000; count += 1) await from(oneNetwork(), '/fr')
    expect(cookieIn(await from(oneNetwork(), '/fr'))).toBeNull()
    for (let count = 0; count < 200; count += 1)
      expect(cookieIn(await from('192.0.2.1', '/fr'))).not.toBeNull()
  })

  test('that asks for more time lives no longer for it, unless it comes back like somebody who reads', async () => {
    for (let count = 0; count < 150; count += 1) {
      const cookie = cookieIn(await from(oneNetwork(), '/fr')) ?? ''
      await from(oneNetwork(), '/fr/visit/more-time', { method: 'POST', headers: { cookie } })
    }
    expect(await site.services.visits.count()).toBe(150)
    site.machine.pass(361_000)
    await site.services.visits.endOverdue()
    expect(await site.services.visits.count()).toBe(0)
  })

  test('cannot pretend to come from elsewhere by a header', async () => {
    for (let count = 0; count < 1000; count += 1) {
      await from(oneNetwork(), '/fr', { headers: { 'x-forwarded-for': manyNetworks(count) } })
    }
    expect(cookieIn(await from('192.0.2.1', '/fr'))).not.toBeNull()
    expect(await site.services.visits.count()).toBe(201)
  })
})

test('200 people behind one address all have a visit when they begin at once, and each can begin anew', async () => {
  const hospital = '203.0.113.99'
  for (let round = 0; round < 3; round += 1) {
    for (let someone = 0; someone < 200; someone += 1)
      expect(cookieIn(await from(hospital, '/fr'))).not.toBeNull()
    site.machine.pass(100_000)
  }
  expect(await site.services.visits.count()).toBe(600)
})

test('a helper’s patient gives the place among the readers back, and keeps the visit', async () => {
  const anna = await people.mediator('Anna')
  const cookies: string[] = []
  for (let count = 0; count < 200; count += 1) cookies.push(cookieIn(await from(oneNetwork(), '/fr')) ?? '')
  const person = createVisitor(site.app, cookies[0])
  await pair(anna, await codeOf(person))
  await act(person, { kind: 'accept' })
  expect(await phaseOf(person)).toBe('active')
  await person.post('/fr/visit/erase')
  expect(await site.services.visits.count()).toBe(199)
})

describe('whoever comes when there is no room', () => {
  const fill = async () => {
    for (let count = 0; count < 1000; count += 1) await from(oneNetwork(), '/fr')
  }
  const t = words.translate('fr')

  test('reads and prints every page, and is told in plain words what does not work now', async () => {
    await fill()
    for (const path of ['/fr', guide, '/nl/print/guide/check-consent', '/de/explainers/share-my-data']) {
      const answer = await from(oneNetwork(), path)
      expect([answer.status, answer.headers.get('set-cookie')], path).toEqual([200, null])
    }
    for (const path of ['/fr/helper/call', '/fr/visit/display', '/fr/print/explainer/share-my-data']) {
      const answer = await site.app.request(
        path,
        { method: 'POST', body: new URLSearchParams({ size: 'large', question: 'who' }) },
        { incoming: { socket: { remoteAddress: oneNetwork() } } },
      )
      const html = await answer.text()
      expect(answer.status, path).toBe(503)
      expect(html, path).toContain(t('errors:crowdedTitle'))
      expect(html, path).toContain(t('errors:crowdedWords'))
    }
  })

  test('has a script that hides and erases by itself, and hears no error from the server', async () => {
    await fill()
    for (const word of ['touch', 'hide', 'ask', 'go-on']) {
      const answer = await site.app.request(
        `/fr/visit/${word}`,
        { method: 'POST', headers: json },
        { incoming: { socket: { remoteAddress: oneNetwork() } } },
      )
      expect(await answer.json(), word).toMatchObject({ phase: 'none' })
    }
    const erased = await from(oneNetwork(), '/fr/visit/erase', { method: 'POST', headers: json })
    expect(erased.status).toBe(200)
    // So that the back button leads to the start.
    expect(cookieIn(erased)).not.toBeNull()
  })
})

test('behind a proxy on the same machine each network has its own room, and elsewhere a header says nothing', () => {
  expect(addressOf('127.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
  expect(addressOf('::ffff:127.0.0.1', '198.51.100.1, 2001:db8::1')).toBe('2001:db8::1')
  expect(addressOf('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  expect([
    addressOf('127.0.0.1', undefined),
    addressOf('::1', 'unknown'),
    addressOf(undefined, '192.0.2.1'),
  ]).toEqual([null, null, null])
})
