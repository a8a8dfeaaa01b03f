/** Makes a back-up of a database while others work on it, and puts one in the place of a database that nobody works on. */

import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { applicationId, copyDatabase, type Flaw, onFile, openBackUp, sealBackUp } from './back-up-file.ts'
import {
  besideDatabase,
  databaseFileIn,
  isNameOfDatabase,
  openClosedFile,
  ownFile,
  unfinishedRestoreOf,
} from './closed-files.ts'
import { inWords, takeFor } from './connect.ts'
import { DatabaseBusy } from './failures.ts'
import { changesOf, migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** What opens a door by itself: whoever had it may have been shut out since, so nobody gets it back. */
const leftOut: readonly (keyof Database)[] = ['sign_in', 'known_device', 'invitation']

/**
 * What became of a back-up. `no-site`: there is nothing to make it of. `taken`: there is a file of this name, or of the
 * name that it has until it is done. `name-of-database`: the name is one that the database needs.
 */
type Made =
  | { readonly kind: 'made'; readonly bytes: number }
  | { readonly kind: 'no-site' | 'name-of-database' }
  | { readonly kind: 'taken'; readonly path: string }

/** A database apart from any server, for this process alone. */
interface Apart {
  readonly sqlite: SQLite.Database
  readonly database: Kysely<Database>
}

/** Works on a database that is not finished, and closes it: what was written is on the disk once `waitForDisk` was called. */
async function workOn<Result>(file: string, work: (apart: Apart) => Promise<Result>): Promise<Result> {
  const sqlite = new SQLite(file, { fileMustExist: true })
  try {
    // Nothing of it in files that are elsewhere, or that outlive a kill.
    sqlite.pragma('journal_mode = MEMORY')
    sqlite.pragma('temp_store = MEMORY')
    sqlite.pragma('synchronous = OFF')
    sqlite.pragma('secure_delete = ON')
    return await work({ sqlite, database: new Kysely({ dialect: new SqliteDialect({ database: sqlite }) }) })
  } catch (error) {
    throw inWords(error, file)
  } finally {
    sqlite.close()
  }
}

/** Whether all pages, indexes and references of a database are as they should be. */
function isSound(sqlite: SQLite.Database): boolean {
  const faults = sqlite.pragma('integrity_check(1)', { simple: true })
  return faults === 'ok' && (sqlite.pragma('foreign_key_check') as readonly unknown[]).length === 0
}

class DatabaseDamaged extends Error {
  readonly code = 'SQLITE_CORRUPT'
}

const waitForDisk = (place: string) => onFile(place, 'r', fsyncSync)

function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined
}

/**
 * Makes a back-up in a file that is not there yet: what was written when it begins, and nothing of what is written afterwards.
 * Nobody's write waits for it. The name is given once all is on the disk and was checked. Throws `DatabaseNewer` where a newer version
 * has changed the database, an error with the code `SQLITE_CORRUPT` where it is damaged, and what the file system says.
 */
export async function makeBackUp(
  dataDirectory: string,
  file: string,
  madeAtMilliseconds: number,
): Promise<Made> {
  if (!existsSync(databaseFileIn(dataDirectory))) return { kind: 'no-site' }
  if (isNameOfDatabase(dataDirectory, file)) return { kind: 'name-of-database' }
  const unfinished = `${file}.unfinished`
  const taken = [file, unfinished].find(isThere)
  if (taken !== undefined) return { kind: 'taken', path: taken }
  const letGo = takeFor('command', dataDirectory)
  try {
    closeSync(openSync(unfinished, 'wx', ownFile))
    try {
      copySite(databaseFileIn(dataDirectory), unfinished)
      const changes = await prepareCopy(unfinished)
      if (changes === 0) return { kind: 'no-site' }
      sealBackUp(unfinished, madeAtMilliseconds)
      const written = openBackUp(unfinished)
      if (typeof written === 'string') throw new DatabaseDamaged(written)
      const bytes = fstatSync(written.descriptor).size
      closeSync(written.descriptor)
      if (isThere(file)) return { kind: 'taken', path: file }
      renameSync(unfinished, file)
      waitForDisk(path.dirname(file))
      return { kind: 'made', bytes }
    } finally {
      rmSync(unfinished, { force: true })
    }
  } finally {
    letGo()
  }
}

/**
 * Copies what stands in a database, in one look at it: not what was removed, and never from its beginning again because
 * somebody writes (decision 52).
 */
function copySite(databaseFile: string, into: string): void {
  /** Whose fault it is where the file system takes nothing. */
  let place = databaseFile
  const site = new SQLite(databaseFile, { fileMustExist: true })
  try {
    site.pragma('schema_version')
    place = into
    site.prepare('VACUUM INTO ?').run(into)
  } catch (error) {
    throw inWords(error, place)
  } finally {
    site.close()
  }
}

/** Takes out of a copy what no back-up has, and checks the rest. Resolves to how many migrations it has seen. */
function prepareCopy(file: string): Promise<number> {
  return workOn(file, async ({ sqlite, database }) => {
    const changes = await changesOf(database)
    const tables = await database.introspection.getTables()
    for (const table of leftOut) {
      // A database of an earlier version may not have it yet.
      if (tables.some(({ name }) => name === table)) await database.deleteFrom(table).execute()
    }
    sqlite.pragma(`application_id = ${applicationId}`)
    if (!isSound(sqlite)) throw new DatabaseDamaged()
    return changes
  })
}

/** Why a file is not restored. `name-of-database`: it has a name that the database needs, and takes. */
export type Refusal = Flaw | 'name-of-database'

/** What became of a restore; where it was refused, nothing was changed. */
type Restored = { readonly kind: 'restored'; readonly madeAtMilliseconds: number } | Refusal

/**
 * Puts a back-up in the place of a folder's database, in one step of the file system: whoever kills it at any moment finds the
 * one database or the other. A back-up of an earlier version is brought to the newest form before. Throws
 * `DatabaseInUse` where a server or a command works on the database, `DatabaseNewer` where the back-up is of a newer version,
 * `DatabaseBusy` where another program has it open, and what the file system says; then, too, nothing was changed.
 */
export async function restoreBackUp(dataDirectory: string, file: string): Promise<Restored> {
  if (isNameOfDatabase(dataDirectory, file)) return 'name-of-database'
  const backUp = openBackUp(file)
  if (typeof backUp === 'string') return backUp
  try {
    const letGo = takeFor('restore', dataDirectory)
    try {
      const databaseFile = realpathSync(openClosedFile(dataDirectory))
      const next = unfinishedRestoreOf(databaseFile)
      try {
        copyDatabase(backUp, next)
        if (!(await bringUp(next))) return 'damaged'
        // The server's user, where an administrator is another one.
        const { uid, gid } = statSync(databaseFile)
        if (process.getuid?.() === 0) chownSync(next, uid, gid)
        waitForDisk(next)
        endDatabase(databaseFile)
        renameSync(next, databaseFile)
        waitForDisk(path.dirname(databaseFile))
        return { kind: 'restored', madeAtMilliseconds: backUp.madeAtMilliseconds }
      } finally {
        rmSync(next, { force: true })
      }
    } finally {
      letGo()
    }
  } finally {
    closeSync(backUp.descriptor)
  }
}

/** Checks a database that is to be used, and brings it to the newest form. False where it is damaged. */
function bringUp(file: string): Promise<boolean> {
  return workOn(file, async ({ sqlite, database }) => {
    if (!isSound(sqlite) || (await changesOf(database)) === 0) return false
    await migrate(database)
    // Only a back-up has the mark of one.
    sqlite.pragma('application_id = 0')
    return isSound(sqlite)
  })
}

const damaged = /^SQLITE_(?:NOTADB|CORRUPT)/

/**
 * Writes the log of a database into its file and takes the log away: it would be read into whatever file has the name next.
 * The database stays what it was. Only of one that is damaged, which no server opens, the log is lost.
 */
function endDatabase(databaseFile: string): void {
  try {
    const sqlite = new SQLite(databaseFile, { timeout: 0 })
    try {
      // Done only where no other program has it open.
      if (sqlite.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') throw new DatabaseBusy()
    } finally {
      sqlite.close()
    }
  } catch (error) {
    const isDamaged = error instanceof SQLite.SqliteError && damaged.test(error.code)
    if (!isDamaged) throw inWords(error, databaseFile)
  }
  for (const ending of besideDatabase) rmSync(`${databaseFile}${ending}`, { force: true })
  waitForDisk(path.dirname(databaseFile))
}
