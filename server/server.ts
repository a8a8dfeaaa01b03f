/** A listening server and its database, from settings; what main.ts starts and tests of the start use. */

import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { dayOf } from './accounts/rules.ts'
import { createApp } from './app.ts'
import type { Configuration } from './configuration.ts'
import {
  type ConnectionLimits,
  connectionLimits,
  createConnectionRoom,
  createUnanswered,
} from './connections.ts'
import { connect, takeFor } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { createHostStore } from './host/store.ts'
import type { Machine } from './machine.ts'
import { buildServices, type Services } from './services.ts'
import type { TlsServer } from './tls-server.ts'
import { answerBrokenRequests, createHasteRefusal, refuseRequest } from './web/broken-requests.ts'
import { sendOnNode } from './web/event-stream.ts'
import { addressOfWire, namesOwnMachine } from './web/network.ts'

export interface RunningServer {
  /** Such as http://127.0.0.1:3000, with the port that was really taken. */
  readonly address: string
  readonly services: Services
  /** Where a kiosk of this machine comes in without TLS; null where there is no such place. */
  readonly localAddress: string | null
  /** A sentence where the certificate ends soon. */
  readonly certificateSays: readonly string[]
  readonly close: () => Promise<void>
}

/** How often visits that the clock has ended give back their memory. */
const tidyEveryMilliseconds = 5000

/** How often the clock looks at guided sessions and kiosks: what it hides or ends is to be seen in time. */
const tickEveryMilliseconds = 1000

/** A request that takes longer to arrive is no person's. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  // Node looks so often for what is too slow: it may last so much longer.
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 16_384,
  // A request without a host gets our page, not the parser's.
  requireHostHeader: false,
} as const

/** Whoever reads no answer goes; event streams have a beat, and no answer takes so long. */
const longestSilenceMilliseconds = 180_000

/** What tests make smaller. */
export interface ServerLimits {
  /** Milliseconds. */
  readonly headersTimeout: number
  readonly silentMilliseconds: number
  readonly connections: ConnectionLimits
}

/** How often the files of TLS are looked at. */
const lookEveryMilliseconds = 30_000

/** Where the program serves TLS itself; null where it does not. */
async function tlsServerOf(
  { tls, publicUrl }: Configuration,
  machine: Machine,
  options: ServerOptions,
): Promise<TlsServer | null> {
  if (tls === null || publicUrl === null) return null
  const { createTlsServer } = await import('./tls-server.ts')
  const handshakeTimeout = options.headersTimeout
  return createTlsServer(
    tls,
    publicUrl,
    { ...options, handshakeTimeout },
    () => machine.readClock().dayMilliseconds,
  )
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port
}

/** What never leaves this machine needs no TLS, and a kiosk that is one with the server no root. */
async function listenLocally(port: number, options: ServerOptions): Promise<Server> {
  const server = createServer(options)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** Migrates, listens, and resolves once requests are answered. Throws where a port, folder or certificate cannot be had. */
export async function startServer(
  configuration: Configuration,
  rootDirectory: string,
  machine: Machine,
  {
    connections = connectionLimits,
    headersTimeout = limits.headersTimeout,
    silentMilliseconds = longestSilenceMilliseconds,
  }: Partial<ServerLimits> = {},
): Promise<RunningServer> {
  const options = { ...limits, headersTimeout }
  const tls = await tlsServerOf(configuration, machine, options)
  const server = tls?.server ?? createServer(options)
  const letGo = takeFor('server', configuration.dataDirectory)
  const database = connect(configuration.dataDirectory)
  await migrate(database)
  // Where nothing can be written, all looks well until somebody sends something.
  await createHostStore(database).tryToWrite(dayOf(machine.readClock().dayMilliseconds))
  server.listen(configuration.port, configuration.host)
  await once(server, 'listening')
  const port = portOf(server)
  // Only now is the port known that printed addresses name.
  const room = createConnectionRoom(connections)
  const services = await buildServices({ ...configuration, port }, rootDirectory, database, machine, room)
  const app = createApp(services)
  const handle = getRequestListener(
    async (request, env) => {
      const answer = await app.fetch(request, env)
      return sendOnNode(env as HttpBindings, answer) ? RESPONSE_ALREADY_SENT : answer
    },
    { errorHandler: () => refuseRequest(app) },
  )
  const refuseHaste = createHasteRefusal(app)
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = services.log.now()
    const { method, headers } = request
    const { cookie, authorization } = headers
    const asker = { method, address: addressOfWire(request), cookie, authorization }
    const answered =
      (await services.fastLane.answer(request, response)) ??
      ((await services.networkPace.mayAsk(asker)) ? null : await refuseHaste(response))
    if (answered === null) return handle(request, response)
    services.log.request({ ...answered, milliseconds: Math.round(services.log.now() - began) })
  }
  const unanswered = createUnanswered()
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    if (!unanswered.mayWait(request.socket, response)) return request.socket.destroy()
    answer(request, response).catch(() => response.destroy())
  }
  // A page of elsewhere whose name leads here has our address in its browser, and not our name.
  const listenToOwnMachine = (request: IncomingMessage, response: ServerResponse) => {
    if (!namesOwnMachine(request.headers.host)) request.url = '//'
    listen(request, response)
  }
  const local =
    configuration.localPort === null ? null : await listenLocally(configuration.localPort, options)
  const servers = local === null ? [server] : [server, local]
  for (const one of servers) {
    room.bound(one)
    one.on('clientError', answerBrokenRequests(app, unanswered))
    one.setTimeout(silentMilliseconds)
    const listener = one === local ? listenToOwnMachine : listen
    one.on('request', listener)
    one.on('checkExpectation', listener)
  }
  const looking = tls === null ? undefined : setInterval(tls.follow(services), lookEveryMilliseconds)
  async function endLeftSignIns(): Promise<void> {
    for (const { signIns } of Object.values(services.staff)) await signIns.endLeft()
  }
  const tidying = setInterval(() => {
    void services.visits.endOverdue()
    services.answerOnce.tidy()
    for (const turns of Object.values(services.networkTurns)) void turns.forgetIdle()
    void endLeftSignIns()
  }, tidyEveryMilliseconds)
  const ticking = setInterval(() => {
    void services.guidedSessions.tick()
    void services.liveKiosks.tick()
  }, tickEveryMilliseconds)
  return {
    address: services.startAddress,
    services,
    localAddress: local === null ? null : `http://127.0.0.1:${portOf(local)}`,
    certificateSays: tls?.says() ?? [],
    close: async () => {
      clearInterval(looking)
      clearInterval(tidying)
      clearInterval(ticking)
      for (const one of servers) {
        one.closeAllConnections()
        one.close()
      }
      // What ended while nothing could be written would go on after the next start.
      await endLeftSignIns()
      await database.destroy().finally(letGo)
    },
  }
}
