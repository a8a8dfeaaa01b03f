/** The real app on a real SQLite file in a folder of its own, for whole requests. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Hono } from 'hono'
import { createApp } from '../../server/app.ts'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { buildServices, type Services } from '../../server/services.ts'

export interface TestApp {
  readonly app: Hono
  readonly services: Services
  readonly directory: string
  /** The body of a page that must exist. */
  readonly page: (path: string) => Promise<string>
  readonly close: () => Promise<void>
}

export async function openTestApp(environment: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  const settings = readConfiguration({
    PUBLIC_URL: 'https://site.example',
    ...environment,
    DATA_DIR: directory,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const database = connect(directory)
  await migrate(database)
  const services = await buildServices(settings.configuration, findRootDirectory(), database)
  const app = createApp(services)
  return {
    app,
    services,
    directory,
    page: async (address) => {
      const answer = await app.request(address)
      if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`)
      return answer.text()
    },
    close: async () => {
      await database.destroy()
      rmSync(directory, { recursive: true })
    },
  }
}
