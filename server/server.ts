/** A listening server and its database, from settings; what main.ts starts and tests of the start use. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import type { Configuration } from './configuration.ts'
import { type ConnectionLimits, connectionLimits, createConnectionRoom } from './connections.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { buildServices, type Machine, type Services } from './services.ts'
import { answerBrokenRequests, refuseRequest } from './web/broken-requests.ts'

export interface RunningServer {
  /** Such as http://127.0.0.1:3000, with the port that was really taken. */
  readonly address: string
  readonly services: Services
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

/** What tests make smaller. */
export interface ServerLimits {
  /** Milliseconds. */
  readonly headersTimeout: number
  readonly connections: ConnectionLimits
}

/** Migrates, listens, and resolves once requests are answered. Throws where a port or folder cannot be had. */
export async function startServer(
  configuration: Configuration,
  rootDirectory: string,
  machine: Machine,
  { connections = connectionLimits, headersTimeout = limits.headersTimeout }: Partial<ServerLimits> = {},
): Promise<RunningServer> {
  const database = connect(configuration.dataDirectory)
  await migrate(database)
  const server = createServer({ ...limits, headersTimeout })
  server.listen(configuration.port, configuration.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  // Only now is the port known that printed addresses name.
  const room = createConnectionRoom(connections)
  room.bound(server)
  const services = await buildServices({ ...configuration, port }, rootDirectory, database, machine, room)
  const app = createApp(services)
  const handle = getRequestListener(app.fetch, { errorHandler: () => refuseRequest(app) })
  server.on('clientError', answerBrokenRequests(app))
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = services.log.now()
    const answered = await services.fastLane.answer(request, response)
    if (answered === null) return handle(request, response)
    services.log.request({ ...answered, milliseconds: Math.round(services.log.now() - began) })
  }
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy())
  }
  server.on('request', listen)
  server.on('checkExpectation', listen)
  const tidying = setInterval(() => void services.visits.endOverdue(), tidyEveryMilliseconds)
  const ticking = setInterval(() => {
    void services.guidedSessions.tick()
    void services.liveKiosks.tick()
  }, tickEveryMilliseconds)
  return {
    address: services.startAddress,
    services,
    close: async () => {
      clearInterval(tidying)
      clearInterval(ticking)
      server.closeAllConnections()
      server.close()
      await database.destroy()
    },
  }
}
