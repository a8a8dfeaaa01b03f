/** A back-up as a file: a database, and behind it one line with what it is, when it was made, and the SHA-256 of it all. */

import { createHash } from 'node:crypto'
import { appendFileSync, closeSync, constants, fstatSync, fsyncSync, openSync, readSync } from 'node:fs'
import { ownFile } from './closed-files.ts'

/** Of the line, and of what stands before it. */
const format = 1

/** What the header of SQLite says of whose a database is: "TroC". */
export const applicationId = 0x54726f43

const sqliteMagic = 'SQLite format 3\0'
const applicationIdAt = 68
const headerBytes = 100

/** Longer than the line, also than one that a later format may have. */
const mostLineBytes = 400

const anyLine = /\ntrois-clics back-up (\d+) ([^\n]*)\n$/
const ownRest = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64})$/

const chunkBytes = 65_536

/**
 * Why a file is no back-up that can be used. `link` and `no-file`: a link, a folder or a pipe. `not-ours`: whatever else is no
 * database of a back-up of ours. `damaged`: one, cut off or changed. `newer`: of a format that this version does not know.
 */
export type Flaw = 'link' | 'no-file' | 'not-ours' | 'damaged' | 'newer'

/** A back-up that is open, and whole. */
interface OpenBackUp {
  readonly descriptor: number
  /** How much of the file is the database. */
  readonly databaseBytes: number
  readonly madeAtMilliseconds: number
}

/** Reads the beginning of a file, piece by piece. Fewer bytes come where it is shorter. */
function readThrough(descriptor: number, bytes: number, take: (chunk: Buffer) => void): void {
  const buffer = Buffer.alloc(chunkBytes)
  for (let at = 0; at < bytes; ) {
    const read = readSync(descriptor, buffer, 0, Math.min(chunkBytes, bytes - at), at)
    if (read === 0) return
    take(buffer.subarray(0, read))
    at += read
  }
}

function textAt(descriptor: number, from: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes)
  return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, bytes, from))
}

/** Opens a file for a work and closes it. What the file system says names the file, also where it was only handed a descriptor. */
export function onFile(file: string, flags: string, work: (descriptor: number) => void): void {
  const descriptor = openSync(file, flags, ownFile)
  try {
    work(descriptor)
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path: file }) : error
  } finally {
    closeSync(descriptor)
  }
}

/** Puts the line behind a database, and waits until the disk has all of it. Throws what the file system says. */
export function sealBackUp(file: string, madeAtMilliseconds: number): void {
  const madeAt = new Date(madeAtMilliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
  const begin = `\ntrois-clics back-up ${format} ${madeAt} `
  onFile(file, 'a+', (descriptor) => {
    const hash = createHash('sha256')
    readThrough(descriptor, fstatSync(descriptor).size, (chunk) => hash.update(chunk))
    appendFileSync(descriptor, `${begin}${hash.update(begin).digest('hex')}\n`)
    fsyncSync(descriptor)
  })
}

/**
 * Opens a back-up and reads all of it, so that what is given is whole; the caller closes it. Throws what the file system says
 * where it cannot be read.
 */
export function openBackUp(file: string): OpenBackUp | Flaw {
  // Without O_NONBLOCK a pipe would wait for whoever writes into it.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  let descriptor: number
  try {
    descriptor = openSync(file, flags)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return 'link'
    throw error
  }
  try {
    const read = readBackUp(descriptor)
    if (typeof read !== 'string') return read
    closeSync(descriptor)
    return read
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function readBackUp(descriptor: number): OpenBackUp | Flaw {
  const stat = fstatSync(descriptor)
  if (!stat.isFile()) return 'no-file'
  const header = Buffer.from(textAt(descriptor, 0, headerBytes), 'latin1')
  const isOurs =
    header.length === headerBytes &&
    header.toString('latin1', 0, sqliteMagic.length) === sqliteMagic &&
    header.readUInt32BE(applicationIdAt) === applicationId
  if (!isOurs) return 'not-ours'
  const from = Math.max(0, stat.size - mostLineBytes)
  const [line = '', itsFormat, rest = ''] = anyLine.exec(textAt(descriptor, from, mostLineBytes)) ?? []
  if (itsFormat !== undefined && Number(itsFormat) > format) return 'newer'
  const [, madeAt, digest] = ownRest.exec(rest) ?? []
  if (madeAt === undefined || digest === undefined) return 'damaged'
  const hash = createHash('sha256')
  readThrough(descriptor, stat.size - digest.length - 1, (chunk) => hash.update(chunk))
  if (hash.digest('hex') !== digest) return 'damaged'
  return { descriptor, databaseBytes: stat.size - line.length, madeAtMilliseconds: Date.parse(madeAt) }
}

/** Writes the database of a back-up into a new file. Throws what the file system says. */
export function copyDatabase({ descriptor, databaseBytes }: OpenBackUp, into: string): void {
  onFile(into, 'wx', (next) => readThrough(descriptor, databaseBytes, (chunk) => appendFileSync(next, chunk)))
}
