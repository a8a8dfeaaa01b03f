/** One sentence for each failure of the start that the person who starts the server can mend: pure. */

import type { Configuration } from './configuration.ts'
import { DatabaseBusy, DatabaseInUse, DatabaseNewer, type Work } from './database/failures.ts'

/** Why a file or folder cannot be written, by what the file system (errno(3)) or SQLite says. */
const reasons: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^(?:EACCES|EPERM|SQLITE_(?:READONLY|CANTOPEN|PERM))/, 'this user may not write there'],
  [/^EROFS$/, 'the disk can only be read'],
  [/^(?:ENOSPC|EDQUOT|SQLITE_FULL)$/, 'the disk is full'],
  [/^(?:ENOTDIR|EEXIST)$/, 'a file stands where a folder has to be'],
  [/^EISDIR$/, 'a folder stands where a file has to be'],
  [/^EFBIG$/, 'a file cannot be so large there'],
  [/^ENAMETOOLONG$/, 'its name is too long'],
  [/^(?:EIO|SQLITE_IOERR)/, 'the disk does not work'],
]

const others: Readonly<Record<Work, string>> = {
  server: 'another server',
  command: 'a command of the administrator',
  restore: 'a restore',
}

/** Ports below it take a right that ordinary users do not have. */
const firstFreePort = 1024

/** The sentence; of a failure that nobody who starts the server can mend, all that is known. */
export function startFailure(error: unknown, configuration: Configuration): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TlsRefused') return error.message
  return ofDatabase(error, configuration) ?? ofAddress(error, configuration) ?? error.stack ?? error.message
}

function ofDatabase(error: Error, { dataDirectory }: Configuration): string | null {
  const code = codeOf(error)
  if (error instanceof DatabaseInUse) return `DATA_DIR ${dataDirectory} is in use by ${others[error.by]}.`
  if (error instanceof DatabaseBusy)
    return `DATA_DIR ${dataDirectory} is held by another program that writes there.`
  if (error instanceof DatabaseNewer) {
    return `DATA_DIR ${dataDirectory} was changed by a newer version of this program (${error.unknown.join(', ')}): start that one.`
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return `The database in DATA_DIR ${dataDirectory} is damaged.`
  }
  const place = pathOf(error)
  const reason = reasonOf(error)
  if (place === null || reason === null || !isOnOneWay(place, dataDirectory)) return null
  return `DATA_DIR ${dataDirectory} cannot be written: ${reason} (${place}).`
}

/** Why a file or folder cannot be written, as the end of a sentence; null where the failure is of another kind. */
export function reasonOf(error: Error): string | null {
  const [, reason] = reasons.find(([pattern]) => pattern.test(codeOf(error))) ?? []
  return reason ?? null
}

/** Whether one of the two places is in the other. */
function isOnOneWay(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one]
  return `${longer}/`.startsWith(`${shorter}/`)
}

function ofAddress(error: Error, { host, localPort, port }: Configuration): string | null {
  const code = codeOf(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL') {
    return `HOST ${host} is not an address of this machine.`
  }
  const taken = 'port' in error ? error.port : port
  const setting = taken === localPort ? 'LOCAL_PORT' : 'PORT'
  if (code === 'EADDRINUSE') return `${setting} ${taken} is in use by another program.`
  if (code === 'EACCES' && 'syscall' in error && error.syscall === 'listen') {
    return `${setting} ${taken} takes a right that this user does not have. Choose ${firstFreePort} or more, or see docs/operating.md.`
  }
  return null
}

export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The file or folder that the file system speaks of; null where it speaks of none. */
export function pathOf(error: Error): string | null {
  return 'path' in error && typeof error.path === 'string' ? error.path : null
}
