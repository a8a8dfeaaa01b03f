/** Ready pages go out without the app: whoever gets one gets what the app would have given, and is admitted once. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { startServer } from '../../server/server.ts'
import type { Services } from '../../server/services.ts'
import { catalogue } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestMachine } from '../support/app.ts'

const pages = catalogue.entries.flatMap(({ paths }) => Object.values(paths)).filter((_, at) => at % 40 === 0)
const paths = [
  '/',
  '/fr',
  '/de',
  ...pages,
  '/fr/nothing',
  '/nothing',
  '/fr/erased',
  '/fr/privacy-screen',
  '/fr?x=1',
]
const acts = ['hide', 'go-on', 'erase', 'more-time']

type Command =
  | {
      readonly kind: 'ask'
      readonly method: 'GET' | 'HEAD'
      readonly path: string
      readonly encoding: string
      readonly brings: 'own' | 'none' | 'forged' | 'malformed'
    }
  | { readonly kind: 'act'; readonly act: string }
  | { readonly kind: 'display'; readonly size: string }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'pass'; readonly seconds: number }

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      method: fc.constantFrom('GET' as const, 'GET' as const, 'HEAD' as const),
      path: fc.constantFrom(...paths),
      encoding: fc.constantFrom('br', 'identity', 'gzip', 'br;q=0'),
      brings: fc.constantFrom(
        'own' as const,
        'own' as const,
        'none' as const,
        'forged' as const,
        'malformed' as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom(...acts) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('display' as const),
      size: fc.constantFrom('usual', 'largest'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), name: fc.constantFrom('Parc', 'Quai') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 200) }),
  },
)

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Site {
  readonly send: (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string,
  ) => Promise<Answer>
  readonly rename: (name: string) => Promise<void>
  readonly visits: () => Promise<number>
  readonly machine: TestMachine
  readonly close: () => Promise<unknown>
}

/** What belongs to the connection, and not to the answer. */
const ofConnection = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length'])

function kept(entries: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries([...entries].filter(([name]) => !ofConnection.has(name)).sort())
}

/** Ids in order, the same on both sites as long as both admit alike. */
function countingMachine(): TestMachine {
  let count = 0
  return {
    ...createTestMachine(),
    newId: () => {
      count += 1
      return String(count).padStart(22, '0')
    },
    mark: (secret) => secret,
  }
}

async function withoutLane(): Promise<Site> {
  const machine = countingMachine()
  const { app, services, close } = await openTestApp({}, machine)
  return {
    machine,
    close,
    rename: services.nameSite,
    visits: () => visitsOf(services),
    send: async (method, address, headers, body) => {
      const init = method === 'POST' ? { method, headers, body } : { method, headers }
      const answer = await app.request(`https://site.example${address}`, init)
      return {
        status: answer.status,
        headers: kept(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
      }
    },
  }
}

async function withLane(): Promise<Site> {
  const machine = countingMachine()
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  const settings = readConfiguration({ PORT: '0', PUBLIC_URL: 'https://site.example', DATA_DIR: directory })
  if (!settings.ok) throw new Error(settings.sentence)
  const server = await startServer(settings.configuration, findRootDirectory(), machine)
  return {
    machine,
    rename: server.services.nameSite,
    visits: () => visitsOf(server.services),
    close: () => server.close().then(() => rmSync(directory, { recursive: true })),
    send: async (method, address, headers, body) => {
      const sent = httpRequest(server.address + address, {
        method,
        headers: { ...headers, host: 'site.example' },
      })
      sent.end(body)
      const [answer]: IncomingMessage[] = await once(sent, 'response')
      if (answer === undefined) throw new Error('No answer')
      const pairs = Object.entries(answer.headers).map(
        ([name, value]) => [name, [value].flat().join(', ')] as const,
      )
      return {
        status: answer.statusCode ?? 0,
        headers: kept(pairs),
        body: Buffer.concat(await answer.toArray()).toString('base64'),
      }
    },
  }
}

/** How many visits go on; those that the clock has ended are no more, whenever their memory is given back. */
async function visitsOf({ visits }: Pick<Services, 'visits'>): Promise<number> {
  await visits.endOverdue()
  return visits.count()
}

/** Plays the commands, with one browser's cookie, and gives all that was answered. */
async function play(site: Site, commands: readonly Command[]): Promise<readonly unknown[]> {
  let own = ''
  const heard: unknown[] = []
  async function ask(
    method: string,
    address: string,
    cookie: string,
    headers = {},
    body = '',
  ): Promise<void> {
    const brought = cookie === '' ? {} : { cookie }
    const answer = await site.send(method, address, { ...brought, ...headers }, body)
    if (cookie === own) own = /__Host-visit=[^;]*/.exec(answer.headers['set-cookie'] ?? '')?.[0] ?? own
    heard.push([answer, await site.visits()])
  }
  const post = (address: string, form: string) =>
    ask(
      'POST',
      address,
      own,
      { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://site.example' },
      form,
    )
  for (const one of commands) {
    if (one.kind === 'pass') site.machine.pass(one.seconds * 1000)
    if (one.kind === 'rename') await site.rename(one.name)
    if (one.kind === 'act') await post(`/fr/visit/${one.act}`, '')
    if (one.kind === 'display') await post('/fr/visit/display', `size=${one.size}`)
    if (one.kind === 'ask') {
      const cookies = { own, none: '', forged: `__Host-visit=${'x'.repeat(22)}`, malformed: '__Host-visit=x' }
      await ask(one.method, one.path, cookies[one.brings], { 'accept-encoding': one.encoding })
    }
  }
  return heard
}

test('for any requests, a page that was ready is the page of the app, and begins no visit too many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), async (commands) => {
      const [plain, fast] = [await withoutLane(), await withLane()]
      try {
        expect(await play(fast, commands)).toEqual(await play(plain, commands))
      } finally {
        await plain.close()
        await fast.close()
      }
    }),
    { numRuns: 25 },
  )
})
