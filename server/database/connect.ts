/** Opens the database; the only place that knows which one it is. */

import SQLite from 'better-sqlite3'
import { type Driver, Kysely, SqliteDialect } from 'kysely'
import { openClosedFile } from './closed-files.ts'
import type { Database } from './schema.ts'

/** Set once nothing is left in the file of what was removed before removing wiped it. */
const wipedVersion = 1

/**
 * Opens (and creates) trois-clics.sqlite in a folder, both closed to other users of the machine. What is removed or
 * replaced is wiped from the disk before whoever asked for it hears that it is done. Throws where the folder cannot be
 * written.
 */
export function connect(dataDirectory: string): Kysely<Database> {
  const sqlite = new SQLite(openClosedFile(dataDirectory))
  sqlite.pragma('journal_mode = WAL')
  // WAL alone would run with NORMAL, which can lose the last writes when the power goes.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  // Writes zeros over what is removed; else it stands in the file until something else needs the room.
  sqlite.pragma('secure_delete = ON')
  wipeWhatWasLeft(sqlite)
  return new Kysely<Database>({ dialect: createWipingDialect(sqlite) })
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
    if (!(error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error
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
 * The usual dialect, which empties the log after each query, or whole transaction, that has removed something: here, and
 * so in one place that no store can forget. While another program reads, the log stays until the next removal.
 */
function createWipingDialect(sqlite: SQLite.Database): SqliteDialect {
  let holdsRemoved = false
  const dialect = new SqliteDialect({
    database: {
      prepare: (query) => {
        holdsRemoved ||= removes.test(query)
        return sqlite.prepare(query)
      },
      close: () => sqlite.close(),
    },
  })
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => {
    const driver: Driver = createDriver()
    const release = driver.releaseConnection.bind(driver)
    driver.releaseConnection = async (connection) => {
      if (holdsRemoved && !sqlite.inTransaction) holdsRemoved = !emptyLog(sqlite)
      await release(connection)
    }
    return driver
  }
  return dialect
}
