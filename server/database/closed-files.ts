/** The files of the database are for the server's own user: closed when they are made, and closed where they were open. */

import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const fileName = 'trois-clics.sqlite'

/** Locked by the server that works on the database; empty. */
export const lockFileName = `${fileName}-server`

/** The database's file in a folder, whether or not there is one. */
export function databaseFileIn(directory: string): string {
  return path.join(directory, fileName)
}

/** What SQLite puts beside a database's file, and what belongs to that one alone. */
export const besideDatabase = ['-wal', '-shm', '-journal'] as const

/** Where a restore makes the database that is to take the place of another, in the same folder. */
export function unfinishedRestoreOf(databaseFile: string): string {
  return `${databaseFile}-restore`
}

/** Whether a file has, or could get, a name that the database needs for itself. */
export function isNameOfDatabase(directory: string, file: string): boolean {
  return path.dirname(file) === path.resolve(directory) && path.basename(file).startsWith(fileName)
}

/** Where `make-certificate` puts its files, which it closes itself. */
export const tlsFolder = 'tls'

/** Read and written by their owner alone. */
const ownFolder = 0o700
export const ownFile = 0o600

/** What others may do with a file or folder: read, write, look into it. */
const othersBits = 0o077

/** New files are for their owner alone, whatever the usual mask of the user is. It counts for the whole process. */
export function keepNewFilesClosed(): void {
  process.umask(othersBits)
}

/**
 * Makes a folder and the database's file in it, closed to all other users, and gives the file's path. A folder that holds
 * other things too is its owner's business: it may be one that the whole machine needs. Throws where it cannot be written.
 */
export function openClosedFile(directory: string): string {
  const file = databaseFileIn(directory)
  mkdirSync(directory, { recursive: true, mode: ownFolder })
  const isOurs = (name: string) => name.startsWith(fileName) || name === tlsFolder
  if (readdirSync(directory).every(isOurs)) closeToOthers(directory, ownFolder)
  // SQLite gives its two other files the mode of the first.
  closeSync(openSync(file, 'a', ownFile))
  for (const one of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(one)) closeToOthers(one, ownFile)
  return file
}

/** Somebody else's file or folder cannot be closed; whether it is open is said at the start. */
function closeToOthers(place: string, mode: number): void {
  const { mode: before, uid } = statSync(place)
  if ((before & othersBits) !== 0 && uid === process.getuid?.()) chmodSync(place, mode)
}

/** Sentences for the person who starts the server, where others on the machine can do more than they should. */
export function openToOthers(directory: string): readonly string[] {
  const isOpen = (statSync(directory).mode & othersBits) !== 0
  return [
    ...(process.getuid?.() === 0 ? ['The server runs as root: give it a user of its own.'] : []),
    ...(isOpen ? [`DATA_DIR ${directory} can be looked into by other users of this machine.`] : []),
  ]
}
