/** A flood of connections: how many there are, how long a silent one lasts, and who still gets in. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { createConnectionRoom, mostUnanswered } from '../../server/connections.ts'
import { type RunningServer, type ServerLimits, startServer } from '../../server/server.ts'
import { createTestMachine } from '../support/app.ts'

const roomy = { inAll: 100, ofNetwork: 100, ofSupervisor: 2, supervisors: 10 }

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function serve(limits: Partial<ServerLimits>): Promise<RunningServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  endings.push(() => rmSync(directory, { recursive: true }))
  const settings = readConfiguration({
    PORT: '0',
    PUBLIC_URL: 'https://site.example',
    DATA_DIR: directory,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const server = await startServer(settings.configuration, findRootDirectory(), createTestMachine(), limits)
  endings.push(() => server.close())
  return server
}

/** A connection from one of this machine's own addresses. */
async function open(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.on('error', () => {})
  endings.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** The first of what comes; null where the connection is closed before anything has come. */
function firstOf(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(bytes.toString()))
    socket.once('close', () => resolve(null))
  })
}

function asks(socket: Socket, page: string, token = ''): Promise<string | null> {
  const authorization = token === '' ? '' : `Authorization: Bearer ${token}\r\n`
  socket.write(`GET ${page} HTTP/1.1\r\nHost: site.example\r\n${authorization}\r\n`)
  return firstOf(socket)
}

function portOf({ address }: RunningServer): number {
  return Number(new URL(address).port)
}

/** A kiosk's supervisor, whose stream goes on. */
async function openStream(
  server: RunningServer,
): Promise<{ readonly token: string; readonly stream: Socket }> {
  const { id } = await server.services.kiosks.add('Borne')
  const token = await server.services.kiosks.newToken(id)
  if (token === null) throw new Error('No token')
  const stream = await open(portOf(server))
  expect(await asks(stream, '/kiosk/events', token)).toContain('200 OK')
  return { token, stream }
}

/** The server hears a moment later that a connection has gone. */
async function servesAgain(server: RunningServer): Promise<void> {
  const answer = async () => String(await asks(await open(portOf(server)), '/healthz'))
  await expect.poll(answer, { timeout: 15_000 }).toContain('200 OK')
}

describe('a flood of connections', () => {
  test('takes no more places than there are, and whoever comes when one has gone is served', async () => {
    const server = await serve({ connections: { ...roomy, inAll: 3 } })
    const [first] = [await open(portOf(server)), await open(portOf(server)), await open(portOf(server))]
    expect(await asks(await open(portOf(server)), '/healthz')).toBeNull()
    first.destroy()
    await servesAgain(server)
  })

  test('counts a stream of events as long as it is open', async () => {
    const server = await serve({ connections: { ...roomy, inAll: 1, ofSupervisor: 0 } })
    const { stream } = await openStream(server)
    expect(await asks(await open(portOf(server)), '/healthz')).toBeNull()
    stream.destroy()
    await servesAgain(server)
  })

  test('does not keep out a kiosk’s supervisor that comes again, and gives no more room than that', async () => {
    const server = await serve({ connections: { ...roomy, inAll: 1, ofSupervisor: 1 } })
    const { token } = await openStream(server)
    const again = await open(portOf(server))
    expect(await asks(again, '/kiosk/events', token)).toContain('200 OK')
    expect(await asks(await open(portOf(server)), '/healthz')).toBeNull()
  })

  test('from one network leaves room for all others', async () => {
    const room = createConnectionRoom({ ...roomy, inAll: 4, ofNetwork: 2 }, (address) => address)
    const server = createServer()
    room.bound(server)
    server.on('connection', (socket) => socket.write('in'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    endings.push(() => server.close())
    const { port } = server.address() as AddressInfo
    const cameIn = async (from: string) => firstOf(await open(port, from))
    expect([await cameIn('127.0.0.2'), await cameIn('127.0.0.2')]).toEqual(['in', 'in'])
    expect(await cameIn('127.0.0.2')).toBeNull()
    expect([await cameIn('127.0.0.3'), await cameIn('127.0.0.4')]).toEqual(['in', 'in'])
    expect(await cameIn('127.0.0.5')).toBeNull()
  })
})

describe('a connection that asks ahead', () => {
  const many = (count: number) => 'GET /healthz HTTP/1.1\r\nHost: site.example\r\n\r\n'.repeat(count)
  const answersIn = (text: string) => text.split('HTTP/1.1 200 OK').length - 1

  /** All that comes until the connection closes, or until it is enough. */
  function heard(socket: Socket, isEnough = (_text: string) => false): Promise<string> {
    let text = ''
    return new Promise((resolve) => {
      socket.on('data', (bytes) => {
        text += bytes.toString()
        if (isEnough(text)) resolve(text)
      })
      socket.on('close', () => resolve(text))
    })
  }

  test('by a few is answered, and one that asks a thousand times is closed before the others wait for it', async () => {
    const server = await serve({ connections: roomy })
    const few = await open(portOf(server))
    few.write(many(6))
    expect(answersIn(await heard(few, (text) => answersIn(text) === 6))).toBe(6)
    const greedy = await open(portOf(server))
    greedy.write(many(3000))
    expect(answersIn(await heard(greedy))).toBeLessThanOrEqual(mostUnanswered)
    expect(greedy.destroyed).toBe(true)
    expect(await asks(await open(portOf(server)), '/healthz')).toContain('200 OK')
  })

  test('and one that sends rubbish behind a stream gets no words into the middle of it', async () => {
    const server = await serve({ connections: roomy })
    const { stream } = await openStream(server)
    const rest = heard(stream)
    stream.write('no request at all\r\n\r\n')
    expect(await rest).not.toContain('400')
    expect(stream.destroyed).toBe(true)
  })

  test('on which nothing moves is closed', async () => {
    const server = await serve({ connections: roomy, silentMilliseconds: 200 })
    const { stream } = await openStream(server)
    await once(stream, 'close')
  })
})

describe('a request that never ends', () => {
  test('is cut a second after its time at most, and not half a minute', async () => {
    const server = await serve({ headersTimeout: 100 })
    const [silent, slow] = [await open(portOf(server)), await open(portOf(server))]
    slow.write('GET / HTTP/1.1\r\nHost: site.example\r\nX-Slow: ')
    const answers = await Promise.all([firstOf(silent), firstOf(slow)])
    for (const answer of answers) expect(answer).toContain('408 Request Timeout')
  })

  test('gives its place back, also where nobody reads the answer or ends the other half', async () => {
    const server = await serve({
      headersTimeout: 100,
      connections: { ...roomy, inAll: 3 },
    })
    const port = portOf(server)
    for (let count = 0; count < 3; count += 1) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.on('error', () => {})
      endings.push(() => socket.destroy())
      socket.pause()
      await once(socket, 'connect')
    }
    expect(await asks(await open(port), '/fr')).toBeNull()
    await expect.poll(async () => asks(await open(port), '/fr')).toContain('200 OK')
  })
})
