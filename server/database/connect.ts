/** Opens the database; with back-up.ts the only place that knows which one it is. */

import { accessSync, closeSync, constants, existsSync, openSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteDialect,
} from 'kysely'
import { lockFileName, openClosedFile, ownFile, unfinishedRestoreOf } from './closed-files.ts'
import { DatabaseBusy, DatabaseInUse, DatabaseUnwritable, type Work } from './failures.ts'
import type { Database } from './schema.ts'

/** Set once nothing is left in the file of what was removed before removing wiped it. */
const wipedVersion = 1

/** Whoever waits for another program's write hears after so long that it did not end. */
const longestWaitMilliseconds = 2000
const tryAgainAfterMilliseconds = 20

/** More than the stores have; what is written in a query of its own each time would fill it. */
const mostStatements = 100

/** While the start waits, nobody is served yet. */
const longestWaitAtStartMilliseconds = 5000

export interface ConnectSettings {
  /** How long a write waits for another program's. */
  readonly longestWaitMilliseconds?: number
}

/**
 * Opens (and creates) trois-clics.sqlite in a folder, both closed to other users of the machine. What is removed or
 * replaced is wiped from the disk before whoever asked for it hears that it is done. A write that another program holds
 * up is tried again without holding up anything else, and throws `DatabaseBusy` in the end. Throws `DatabaseUnwritable`
 * where the folder, the file or the disk takes nothing, here and at each query.
 */
export function connect(dataDirectory: string, settings: ConnectSettings = {}): Kysely<Database> {
  const file = openClosedFile(dataDirectory)
  return named(file, () => {
    const sqlite = new SQLite(file, { timeout: longestWaitAtStartMilliseconds })
    sqlite.pragma('journal_mode = WAL')
    // WAL alone would run with NORMAL, which can lose the last writes when the power goes.
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    // Writes zeros over what is removed; else it stands in the file until something else needs the room.
    sqlite.pragma('secure_delete = ON')
    wipeWhatWasLeft(sqlite)
    // SQLite itself would wait with the whole process, every patient's page included.
    sqlite.pragma('busy_timeout = 0')
    return new Kysely<Database>({ dialect: createDialect(sqlite, file, settings) })
  })
}

/** One server at a time and any number of commands beside it; beside a restore, nothing. In SQLite's locks. */
const begin: Readonly<Record<Work, string>> = {
  server: 'BEGIN IMMEDIATE',
  command: 'BEGIN; SELECT count(*) FROM sqlite_schema',
  restore: 'BEGIN EXCLUSIVE',
}

/**
 * Takes a folder's database for a work, before it is opened, and gives a way to let go of it. The system does so where the
 * process ends, however it ends. Throws `DatabaseInUse` where another's work does not allow it.
 */
export function takeFor(work: Work, dataDirectory: string): () => void {
  const database = realpathSync(openClosedFile(dataDirectory))
  const file = path.join(dataDirectory, lockFileName)
  closeSync(openSync(file, 'a', ownFile))
  return named(file, () => {
    const lock = new SQLite(file, { timeout: 0 })
    try {
      if (!isFreeFor(lock, work)) throw new DatabaseInUse(takenFor(lock))
      // What a restore that was killed has left holds names, and no restore goes on beside these two.
      if (work !== 'command') rmSync(unfinishedRestoreOf(database), { force: true })
    } catch (error) {
      lock.close()
      throw error
    }
    return () => void lock.close()
  })
}

/** Begins the work where it is free. */
function isFreeFor(lock: SQLite.Database, work: Work): boolean {
  try {
    // Nothing is ever written in it.
    lock.pragma('journal_mode = MEMORY')
    lock.exec(begin[work])
    return true
  } catch (error) {
    if (lock.inTransaction) lock.exec('ROLLBACK')
    if (isBusy(error)) return false
    throw error
  }
}

/** What another is at work on, after a try in vain. */
function takenFor(lock: SQLite.Database): Work {
  if (!isFreeFor(lock, 'command')) return 'restore'
  lock.exec('ROLLBACK')
  return isFreeFor(lock, 'server') ? 'command' : 'server'
}

/** Once for each file: earlier versions have left in it what they removed. */
function wipeWhatWasLeft(sqlite: SQLite.Database): void {
  if (Number(sqlite.pragma('user_version', { simple: true })) >= wipedVersion) return
  try {
    sqlite.exec('VACUUM')
    sqlite.pragma(`user_version = ${wipedVersion}`)
    emptyLog(sqlite)
  } catch (error) {
    // Another program of ours is at work on it: the next start does it.
    if (!isBusy(error)) throw error
  }
}

/** Writes the log of changes into the file and empties it: the pages before a change stand in it. False where it is in use. */
function emptyLog(sqlite: SQLite.Database): boolean {
  const [row] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[]
  return row?.busy === 0
}

/** Whatever takes something out, or puts something else in its place. */
const removes = /^\s*(?:delete|update|replace|drop|alter)\b|\bon conflict\b.*\bdo update\b/is

/**
 * The usual dialect, which waits for other programs without stopping this one, and empties the log after each query, or
 * whole transaction, that has removed something: here, and so in one place that no store can forget. While another program
 * reads for longer than anybody waits, the log stays until the next query.
 */
function createDialect(sqlite: SQLite.Database, file: string, settings: ConnectSettings): SqliteDialect {
  const waitMilliseconds = settings.longestWaitMilliseconds ?? longestWaitMilliseconds
  let holdsRemoved = false
  /** Since the connection was taken: only who has removed something waits until it is wiped. */
  let removesNow = false
  /** Others wait in turn, and who comes soon after one who waited in vain would too. */
  let waitedInVainAt = Number.NEGATIVE_INFINITY
  const statements = new Map<string, SQLite.Statement>()

  /** Preparing takes longer than most of our queries, and there are some fifty of them. */
  function prepared(query: string): SQLite.Statement {
    const known = statements.get(query)
    if (known !== undefined) return known
    if (statements.size >= mostStatements) statements.clear()
    const statement = sqlite.prepare(query)
    statements.set(query, statement)
    return statement
  }

  const dialect = new SqliteDialect({
    database: {
      prepare: (query) => {
        removesNow ||= removes.test(query)
        holdsRemoved ||= removesNow
        return prepared(query)
      },
      close: () => sqlite.close(),
    },
  })

  /** Resolves once the work is done, or to `null` where others held the database all the time. */
  async function inTurn<Result>(work: () => Promise<Result | null>): Promise<Result | null> {
    const began = performance.now()
    const isHopeless = began - waitedInVainAt < waitMilliseconds
    for (;;) {
      const result = await work()
      if (result !== null) {
        waitedInVainAt = Number.NEGATIVE_INFINITY
        return result
      }
      if (isHopeless) return null
      if (performance.now() - began > waitMilliseconds) {
        waitedInVainAt = performance.now()
        return null
      }
      await new Promise((resolve) => setTimeout(resolve, tryAgainAfterMilliseconds))
    }
  }

  function waiting(connection: DatabaseConnection): DatabaseConnection {
    return {
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
      executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
        const result = await inTurn(async () => {
          try {
            return await connection.executeQuery<Row>(query)
          } catch (error) {
            // Within a transaction, what it has read may have changed: only the whole can be tried again.
            if (isBusy(error) && !sqlite.inTransaction) return null
            throw inWords(error, file)
          }
        })
        if (result === null) throw new DatabaseBusy()
        return result
      },
    }
  }

  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => {
    const driver: Driver = createDriver()
    const acquire = driver.acquireConnection.bind(driver)
    const release = driver.releaseConnection.bind(driver)
    driver.acquireConnection = async (...given) => waiting(await acquire(...given))
    // Each transaction writes: who waits for the right to do so at its beginning has read nothing that could change.
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    }
    const rollback = driver.rollbackTransaction.bind(driver)
    // A commit that failed for its disk is rolled back already, and nobody is to hear of that instead.
    driver.rollbackTransaction = async (connection) => {
      if (sqlite.inTransaction) await rollback(connection)
    }
    driver.releaseConnection = async (connection) => {
      const waits = removesNow
      removesNow = false
      if (holdsRemoved && !sqlite.inTransaction) {
        const isEmptied = async () => (logIsEmptied() ? true : null)
        holdsRemoved = (await (waits ? inTurn(isEmptied) : isEmptied())) === null
      }
      await release(connection)
    }
    return driver
  }
  return dialect

  /** Whatever fails here, the query itself is done: the next one tries again. */
  function logIsEmptied(): boolean {
    try {
      return emptyLog(sqlite)
    } catch {
      return false
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** What SQLite says where the file, its folder or its disk takes nothing. */
const unwritable = /^SQLITE_(?:READONLY|FULL|IOERR|CANTOPEN|PERM)/

/** What SQLite said of a file, in words of our own where it is nobody's bug; all else as it is. */
export function inWords(error: unknown, file: string): unknown {
  if (!(error instanceof SQLite.SqliteError)) return error
  if (isBusy(error)) return new DatabaseBusy()
  return unwritable.test(error.code) ? new DatabaseUnwritable(error.code, blamed(file)) : error
}

function named<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw inWords(error, file)
  }
}

/** SQLite writes three files and, in their folder, new ones: the first of these that this user may not write. */
function blamed(file: string): string {
  const places = [path.dirname(file), file, `${file}-wal`, `${file}-shm`]
  return places.find((place) => existsSync(place) && !mayWrite(place)) ?? file
}

function mayWrite(place: string): boolean {
  try {
    accessSync(place, constants.W_OK)
    return true
  } catch {
    return false
  }
}
