/** Event streams over the wire, as Node sends them: the same as in the app, and gone with whoever listened. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { type RunningServer, startServer } from '../../server/server.ts'
import { type EventSource, mostStreams, sendEvents, sendOnNode } from '../../server/web/event-stream.ts'
import { createTestMachine } from '../support/app.ts'
import { cookieOf } from '../support/cookies.ts'
import { newMediator } from '../support/signed-in.ts'
import { type EventReader, readEvents } from '../support/supervisor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

/** More than a connection holds of what nobody reads. */
const changes = 2000

const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
let server: RunningServer

beforeAll(async () => {
  const settings = readConfiguration({ PORT: '0', PUBLIC_URL: 'https://site.example', DATA_DIR: directory })
  if (!settings.ok) throw new Error(settings.sentence)
  server = await startServer(settings.configuration, findRootDirectory(), createTestMachine())
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})

/** Somebody who has called a helper. */
async function waitingPatient(): Promise<Visitor> {
  const person = createVisitor(createApp(server.services))
  await person.get('/fr/guides/check-consent')
  await person.post('/fr/helper/call')
  return person
}

const stream = '/fr/helper/events'

async function listen(person: Visitor): Promise<{ readonly answer: Response; readonly reader: EventReader }> {
  const answer = await fetch(server.address + stream, { headers: { cookie: person.cookie() } })
  return { answer, reader: readEvents(answer) }
}

test('whoever listens gets the same head and the same words by Node as in the app', async () => {
  const person = await waitingPatient()
  const inApp = await person.get(stream)
  const { answer, reader } = await listen(person)
  const told = readEvents(inApp)
  expect(answer.status).toBe(200)
  const own = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])
  const headOf = ({ headers }: Response) => [...headers].filter(([name]) => !own.has(name))
  expect(headOf(answer)).toEqual(headOf(inApp))
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await reader.next('')).toBe(await told.next(''))
  await person.post('/fr/helper/act', { kind: 'end' })
  expect((await reader.rest()).map(({ data }) => data)).toEqual((await told.rest()).map(({ data }) => data))
})

test('a tab that is closed gives its stream back, and whoever asks for the head alone takes none', async () => {
  const person = await waitingPatient()
  const open = await Promise.all(Array.from({ length: mostStreams }, () => listen(person)))
  for (const { reader } of open) await reader.next('')
  expect((await listen(person)).answer.status).toBe(429)
  for (const { reader } of open) await reader.close()
  await expect
    .poll(async () => {
      const { answer, reader } = await listen(person)
      await reader.close()
      return answer.status
    })
    .toBe(200)
  for (let count = 0; count <= mostStreams; count += 1) {
    const head = await fetch(server.address + stream, {
      method: 'HEAD',
      headers: { cookie: person.cookie() },
    })
    expect(head.status).toBe(200)
  }
  const last = await listen(person)
  expect(last.answer.status).toBe(200)
  await last.reader.close()
})

test('whoever goes while the head is made is not listened for, nor sent to', async () => {
  let watchers = 0
  const source: EventSource = {
    watch: () => {
      watchers += 1
      return () => {
        watchers -= 1
      }
    },
    current: async () => ({ events: [], last: false }),
    failed: () => {},
  }
  const app = new Hono().get('/', (c) => sendEvents(c, source))
  const sent = new Promise<boolean>((resolve) => {
    const slow = createServer(async (incoming, outgoing) => {
      const env = { incoming, outgoing }
      const answer = await app.fetch(new Request('http://site.example/'), env)
      incoming.socket.destroy()
      await once(outgoing, 'close')
      resolve(sendOnNode(env, answer))
      slow.close()
    }).listen(0, '127.0.0.1', () => {
      const { port } = slow.address() as AddressInfo
      request(`http://127.0.0.1:${port}/`)
        .on('error', () => {})
        .end()
    })
  })
  expect(await sent, 'nobody else has to answer').toBe(true)
  expect(watchers).toBe(0)
})

test('a helper whose telephone reads slowly misses nothing in the end, and the server keeps no heap of states for them', async () => {
  const { services } = server
  const person = await waitingPatient()
  const { id: helperId, token } = await newMediator(services, 'Anna')
  const anna = createVisitor(createApp(services), cookieOf(server, 'mediator', token))
  const brought = services.door.brought(person.cookie())
  const id = brought.kind === 'id' ? brought.id : ''
  const called = await services.guidedSessions.call(id)
  await anna.post('/companion/pair', { code: called?.code ?? '' })
  await services.guidedSessions.act(id, { kind: 'accept' })
  const reading = new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { cookie: anna.cookie('/companion') }
    request(`${server.address}/companion/session/events`, { headers }, resolve).on('error', reject).end()
  })
  const telephone = await reading
  expect(telephone.statusCode).toBe(200)
  telephone.pause()
  const [one, other] = ['check-consent/open-portal', 'check-consent/choose-key'] as const
  for (let change = 0; change < changes; change += 1) {
    await services.guidedSessions.act(id, { kind: 'stuck', step: change % 2 === 0 ? one : other })
    await new Promise(setImmediate)
  }
  let text = ''
  telephone.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  telephone.resume()
  const heard = () => [...text.matchAll(/^id: together (\d+)$/gm)].map(([, version]) => Number(version))
  const latest = (await services.guidedSessions.ofHelper(helperId)).version
  await expect.poll(() => heard().at(-1)).toBe(latest)
  console.log(
    `of ${changes} changes a slow reader heard ${heard().length}, ${(text.length / 1e6).toFixed(1)} MB`,
  )
  expect(heard().length).toBeLessThan(changes / 2)
  telephone.destroy()
})
