/** Many visits at once: each sees its own alone, and nothing is left of any. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue, everyAddress, words } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const json = { accept: 'application/json' }

/** One thing that a visitor does, and how long after the thing before. */
interface Deed {
  readonly who: 'one' | 'other'
  readonly afterSeconds: number
  readonly act: (visitor: Visitor) => Promise<Response>
}

const pages = everyAddress()
const sheets = catalogue.entries
  .filter(({ kind }) => kind === 'explainer')
  .flatMap(({ print }) => Object.values(print ?? {}))
const questions = ['who', 'log', 'remove', 'network', 'treatment']

const anyAct = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pages).map((path) => (visitor: Visitor) => visitor.get(path)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...sheets), fc.constantFrom(...questions), fc.constantFrom(...questions))
      .map(
        ([path, question, unclear]) =>
          (visitor: Visitor) =>
            visitor.post(path, { question, unclear }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...sheets).map((path) => (visitor: Visitor) => visitor.get(`${path}/mine`)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Record<string, string>>(
        { size: 'large' },
        { size: 'largest' },
        { size: 'usual' },
        { contrast: 'dark' },
        { contrast: 'yellow-on-black' },
        { contrast: 'paper' },
      )
      .map((form) => (visitor: Visitor) => visitor.post('/fr/visit/display', form)),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('touch', 'hide', 'go-on', 'go-on', 'more-time')
      .map((act) => (visitor: Visitor) => visitor.post(`/nl/visit/${act}`, {}, json)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('/fr/privacy-screen', '/de/erased', '/en/begin', '/en/begin')
      .map((path) => (visitor: Visitor) => visitor.get(path)),
  },
  { weight: 1, arbitrary: fc.constant((visitor: Visitor) => visitor.post('/fr/visit/erase')) },
)

const anyDeed: fc.Arbitrary<Deed> = fc.record({
  who: fc.constantFrom('one', 'other'),
  afterSeconds: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(90) }),
  act: anyAct,
})

/** Everything of an answer that a browser would show, but for the id that is new each time. */
async function seen(answer: Response): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
  return JSON.stringify([answer.status, headers, answer.headers.has('set-cookie'), await answer.text()])
}

/** What one of two sees: with the other beside them, or alone while the same time passes. */
async function watch(site: TestApp, deeds: readonly Deed[], alone: Deed['who'] | null) {
  const visitors = { one: createVisitor(site.app), other: createVisitor(site.app) }
  const answers: Record<Deed['who'], string[]> = { one: [], other: [] }
  for (const { who, afterSeconds, act } of deeds) {
    site.machine.pass(afterSeconds * 1000)
    if (alone === null || alone === who) answers[who].push(await seen(await act(visitors[who])))
  }
  return answers
}

describe('two visits at once', () => {
  test('through a few thousand random requests, neither sees a byte that it would not see alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDeed, { minLength: 600, maxLength: 600 }), async (deeds) => {
        const sites = await Promise.all([openTestApp(), openTestApp(), openTestApp()])
        const [together, first, second] = sites
        const both = await watch(together, deeds, null)
        expect(both.one).toEqual((await watch(first, deeds, 'one')).one)
        expect(both.other).toEqual((await watch(second, deeds, 'other')).other)
        await Promise.all(sites.map((site) => site.close()))
      }),
      { numRuns: 5, endOnFailure: true },
    )
  })
})

/** Bytes of the heap that something still holds. */
const collect = (() => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  return async () => {
    // What is let go of in one turn of the event loop is collected in a later one.
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise(setImmediate)
      gc()
    }
    return process.memoryUsage().heapUsed
  }
})()

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)

describe('the room that visits take', () => {
  test('is given back: 10,000 visits opened and left leave the memory where it was', async () => {
    // The log that tests keep in memory would be counted too.
    const machine = { ...createTestMachine(), logDestination: { write: () => true } }
    const settings = { PRIVACY_SCREEN_AFTER_SECONDS: '600', ERASE_AFTER_SECONDS: '1200' }
    const site = await openTestApp(settings, machine)
    const open = async () => {
      const visitor = createVisitor(site.app)
      await (await visitor.get('/fr')).arrayBuffer()
      await (await visitor.get('/fr/guides/check-consent')).arrayBuffer()
      await (await visitor.post('/fr/visit/display', { size: 'large' })).arrayBuffer()
      site.machine.pass(40)
    }
    // What is made once for everybody is made before.
    for (let count = 0; count < 5000; count += 1) await open()
    site.machine.pass(5_000_000)
    await site.services.visits.endOverdue()
    const before = await collect()
    for (let count = 0; count < 10_000; count += 1) await open()
    expect(await site.services.visits.count()).toBe(10_000)
    const full = await collect()
    site.machine.pass(5_000_000)
    await site.services.visits.endOverdue()
    expect(await site.services.visits.count()).toBe(0)
    const after = await collect()
    const bytesEach = (full - before) / 10_000
    console.log(
      `10,000 visits: heap ${megabytes(before)} MB before, ${megabytes(full)} MB with them (${bytesEach.toFixed(0)} bytes ` +
        `each), ${megabytes(after)} MB after`,
    )
    expect(after - before).toBeLessThan((full - before) / 10)
    await site.close()
  })

  test('is bounded in a flood of starts, and whoever is there keeps the visit, idle or not', async () => {
    const machine = { ...createTestMachine(), logDestination: { write: () => true } }
    const settings = { PRIVACY_SCREEN_AFTER_SECONDS: '3000', ERASE_AFTER_SECONDS: '3600' }
    const site = await openTestApp(settings, machine)
    const idle = createVisitor(site.app)
    await idle.get('/fr/guides/check-consent')
    const before = await collect()
    for (let count = 0; count < 12_000; count += 1) {
      await site.services.visits.begin('/fr', { kiosk: null, address: `198.51.${count % 200}.1` })
      site.machine.pass(40)
    }
    const [count, bytes] = [await site.services.visits.count(), (await collect()) - before]
    console.log(
      `a flood of 12,000 starts at the pace that is let in: ${count} visits at once, ${megabytes(bytes)} MB`,
    )
    expect(count).toBe(10_000)
    expect(bytes).toBeLessThan(20e6)
    expect((await idle.get('/fr')).status).toBe(200)
    await site.close()
  })
})

/** What somebody who is not signed in gets from the pages of mediators and hosts. */
function statusForStrangers(method: string, path: string): number {
  if (/\/(?:invitation|set-up)\//.test(path) || path.endsWith('/events')) return 404
  if (path.endsWith('/sign-in/passkey/options')) return 200
  if (path.endsWith('/sign-in')) return method === 'GET' ? 200 : 403
  if (path.endsWith('/sign-out')) return 303
  return method === 'GET' ? 303 : 403
}

/** What a visit gets where there is nothing to look at or to do, without a guided session or a kiosk; null elsewhere. */
function statusOfLiveRoutes(path: string, brought: string): number | null {
  if (/\/(?:helper\/events|kiosk\/screen)$/.test(path)) return brought === 'live' ? 204 : 404
  if (/^\/kiosk\/(?:events|report|visit|entry)$/.test(path)) return 401
  return path.endsWith('/helper/act') && brought === 'live' ? 400 : null
}

describe('every route of the app', () => {
  test('sends the same protective headers, and keeps what belongs to a visit out of caches', async () => {
    const site = await openTestApp()
    const asset = site.services.assets.url('styles.css')
    const explainer = 'share-my-data'
    const examples = (path: string): string =>
      path
        .replace('/assets/*', asset)
        .replace(/explainers?\/:id/, (part) => part.replace(':id', explainer))
        .replace(':theme', 'consent')
        .replace(':guide', 'check-consent')
        .replace(':id', 'check-consent')
    const routes = site.app.routes.filter(({ method }) => method !== 'ALL')
    const shapes = new Set<string>()
    const helperShapes = new Set<string>()
    const companionShapes = new Set<string>()
    const strays: string[] = []
    for (const { method, path } of routes) {
      for (const brought of ['none', 'live', 'ended']) {
        const visitor = createVisitor(site.app)
        site.machine.pass(1000)
        if (brought !== 'none') await visitor.get(`/${words.languages[0]}`)
        if (brought === 'ended') await visitor.post('/fr/visit/erase')
        const answer =
          method === 'GET' ? await visitor.get(examples(path)) : await visitor.post(examples(path), {})
        const area = /^\/(companion|host)(?:\/|$)/.exec(path)?.[1]
        const refused = area === undefined ? statusOfLiveRoutes(path, brought) : null
        if (refused !== null) expect(answer.status, `${method} ${path} ${brought}`).toBe(refused)
        else if (path === '/kiosks/:link') expect(answer.status).toBe(410)
        // There only where the certificate is by a root of ours.
        else if (path.startsWith('/certificate')) expect(answer.status).toBe(404)
        else if (area === undefined) expect(answer.status, `${method} ${path}`).toBeLessThan(400)
        else expect(answer.status, `${method} ${path}`).toBe(statusForStrangers(method, path))
        const own = new Set([
          'content-type',
          'cache-control',
          'vary',
          'location',
          'set-cookie',
          'clear-site-data',
          'www-authenticate',
        ])
        own.add('content-encoding')
        const shape = [...answer.headers].filter(([name]) => !own.has(name)).sort()
        if (path === '/kiosks/:link') helperShapes.add(JSON.stringify(shape))
        else if (area === undefined) shapes.add(JSON.stringify(shape))
        else if (area === 'companion') companionShapes.add(JSON.stringify(shape))
        else helperShapes.add(JSON.stringify(shape))
        const cached = answer.headers.get('cache-control') ?? ''
        const expected = path === '/assets/*' ? 'public, max-age=31536000, immutable' : 'no-store'
        if (cached !== expected) strays.push(`${method} ${path} ${brought}`)
      }
    }
    console.log(`${routes.length} routes, each asked three ways`)
    expect(routes.length).toBeGreaterThan(60)
    expect(strays).toEqual([])
    expect([...shapes]).toHaveLength(1)
    // The pages of mediators, of hosts and of a kiosk's link differ in one thing: their forms say where they come from.
    expect([...helperShapes]).toEqual(
      [...shapes].map((shape) =>
        shape.replace('["referrer-policy","no-referrer"]', '["referrer-policy","same-origin"]'),
      ),
    )
    // And the companion in one more: htmx, and nothing else, may make elements out of our markup.
    expect([...companionShapes]).toEqual(
      [...helperShapes].map((shape) => shape.replace("trusted-types 'none'", 'trusted-types htmx')),
    )
    const names = (JSON.parse([...shapes][0] ?? '[]') as [string, string][]).map(([name]) => name)
    expect(names).toEqual([
      'content-security-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'origin-agent-cluster',
      'permissions-policy',
      'referrer-policy',
      'x-content-type-options',
      'x-dns-prefetch-control',
      'x-download-options',
      'x-frame-options',
      'x-permitted-cross-domain-policies',
      'x-xss-protection',
    ])
    await site.close()
  })
})
