/** A listening server and its database, from settings; what main.ts starts and tests of the start use. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import type { Configuration } from './configuration.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { buildServices } from './services.ts'

export interface RunningServer {
  /** Such as http://127.0.0.1:3000, with the port that was really taken. */
  readonly address: string
  readonly close: () => Promise<void>
}

/** Migrates, listens, and resolves once requests are answered. Throws where a port or folder cannot be had. */
export async function startServer(
  configuration: Configuration,
  rootDirectory: string,
): Promise<RunningServer> {
  const database = connect(configuration.dataDirectory)
  await migrate(database)
  const server = createServer()
  server.listen(configuration.port, configuration.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  // Only now is the port known that printed addresses name.
  const services = await buildServices({ ...configuration, port }, rootDirectory, database)
  const handle = getRequestListener(createApp(services).fetch)
  server.on('request', (request, response) => {
    if (!services.fastLane.answer(request, response)) void handle(request, response)
  })
  return {
    address: services.startAddress,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await database.destroy()
    },
  }
}
