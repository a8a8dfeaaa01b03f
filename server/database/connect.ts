/** Opens the database; the only place that knows which one it is. */

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { Database } from './schema.ts'

/** Opens (and creates) trois-clics.sqlite in a folder. Throws where the folder cannot be written. */
export function connect(dataDirectory: string): Kysely<Database> {
  mkdirSync(dataDirectory, { recursive: true })
  const sqlite = new SQLite(path.join(dataDirectory, 'trois-clics.sqlite'))
  sqlite.pragma('journal_mode = WAL')
  // WAL alone would run with NORMAL, which can lose the last writes when the power goes.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) })
}
