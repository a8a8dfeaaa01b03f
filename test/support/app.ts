/** The real app on a real SQLite file in a folder of its own, for whole requests. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Hono } from 'hono'
import type { Kysely } from 'kysely'
import { countryOf } from '../../content/countries.ts'
import { createApp } from '../../server/app.ts'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { connectionLimits, createConnectionRoom } from '../../server/connections.ts'
import type { Country } from '../../server/content/rules.ts'
import { type ConnectSettings, connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import type { Database } from '../../server/database/schema.ts'
import { type Machine, thisMachine } from '../../server/machine.ts'
import { createGuessJudge, type JudgeGuessable, loadCommonLists } from '../../server/passphrases/guessable.ts'
import { buildServices, type Services } from '../../server/services.ts'

/** A machine whose time passes only when it is told to, and whose log is kept here. */
export interface TestMachine extends Machine {
  readonly pass: (milliseconds: number) => void
  readonly log: () => string
}

/** A passphrase is hashed some hundred times by the tests: enough for all but the one that reads the hash. */
const cheapCost = { method: 'scrypt', logBlocks: 4, blockSize: 8, parallel: 1 } as const

let judge: Promise<JudgeGuessable> | null = null

/** Without the lists of four languages, which take a second for each passphrase; test/fast/passphrases.test.ts has them. */
const judgeByFewLists: JudgeGuessable = async (passphrase, ownWords) => {
  judge ??= createGuessJudge(loadCommonLists())
  return (await judge)(passphrase, ownWords)
}

export function createTestMachine(): TestMachine {
  let milliseconds = Date.parse('2026-11-20T10:00:30Z')
  const lines: string[] = []
  return {
    ...thisMachine(),
    readClock: () => ({
      dayMilliseconds: milliseconds,
      steadyMilliseconds: milliseconds,
      bootMilliseconds: () => milliseconds,
    }),
    logDestination: { write: (line) => lines.push(line) },
    passphraseCost: cheapCost,
    judgeGuessable: judgeByFewLists,
    pass: (more) => {
      milliseconds += more
    },
    log: () => lines.join(''),
  }
}

export interface TestApp {
  readonly app: Hono
  readonly services: Services
  readonly machine: TestMachine
  readonly directory: string
  readonly database: Kysely<Database>
  /** The body of a page that must exist. */
  readonly page: (path: string) => Promise<string>
  readonly close: () => Promise<void>
}

export async function openTestApp(
  environment: Readonly<Record<string, string>> = {},
  machine: TestMachine = createTestMachine(),
  connectSettings: ConnectSettings = {},
  country: Country = countryOf('be'),
  directory: string = mkdtempSync(path.join(tmpdir(), 'trois-clics-')),
): Promise<TestApp> {
  const settings = readConfiguration({
    PUBLIC_URL: 'https://site.example',
    ...environment,
    DATA_DIR: directory,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const database = connect(directory, connectSettings)
  await migrate(database)
  const close = async () => {
    await database.destroy()
    rmSync(directory, { recursive: true })
  }
  const services = await buildServices(
    settings.configuration,
    findRootDirectory(),
    database,
    machine,
    createConnectionRoom(connectionLimits),
    country,
  ).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const app = createApp(services)
  return {
    app,
    services,
    machine,
    directory,
    database,
    page: async (address) => {
      const answer = await app.request(address)
      if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`)
      return answer.text()
    },
    close,
  }
}
