/**
 * Looks for a text where a machine could keep it: in files, and in the memory of processes. A server in the same process goes on
 * answering meanwhile: one that is silent for long ends a visit.
 */

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const mostBytesOfAFile = 200_000_000

/** As text is kept in one byte a letter, and in two. */
function needles(text: string): readonly Buffer[] {
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
}

/** Those files of some places that `find` finds. */
export async function filesFound(
  places: readonly string[],
  tests: readonly string[],
): Promise<readonly string[]> {
  // It fails where a file went while it looked, and has found the others all the same.
  const { stdout } = await promisify(execFile)('find', [...places, ...tests, '-print'], {
    maxBuffer: 1e8,
  }).catch((error: { readonly stdout: string }) => error)
  return [...new Set(stdout.split('\n'))].filter((name) => name !== '')
}

/** Each file system is a place of its own to `find`. */
const mounts = ['/', '/dev/shm', '/run', '/tmp']
const withoutPackages = ['-xdev', '-name', 'node_modules', '-prune', '-o', '-type', 'f']

/** The files that hold a text, in their name or in their bytes, of those written since another was: whoever wrote them. */
export async function filesHolding(text: string, since: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of await filesFound(mounts, [...withoutPackages, '-newer', since])) {
    if (file.includes(text) || (await holds(file, text))) found.push(file)
  }
  return found
}

async function holds(file: string, text: string): Promise<boolean> {
  try {
    if ((await stat(file)).size > mostBytesOfAFile) return false
    const bytes = await readFile(file)
    return needles(text).some((needle) => bytes.includes(needle))
  } catch {
    return false
  }
}

/** Those of some processes that have a text in their memory, reachable or freed and not overwritten. */
export async function holdingInMemory(pids: readonly number[], text: string): Promise<readonly number[]> {
  const found: number[] = []
  for (const pid of pids) if (await memoryHolds(pid, text)) found.push(pid)
  return found
}

interface Span {
  readonly from: bigint
  readonly to: bigint
}

const pageBytes = 4096
const bytesPerEntry = 8
/** Of an entry of /proc/PID/pagemap: the page is in memory, or in the swap. */
const isHeld = (entry: bigint) => entry >> 62n !== 0n

/** What of a mapping a process has ever touched: the rest holds nothing, and to read it would fill the memory with nothing. */
async function touchedIn({ from, to }: Span, pageMap: FileHandle): Promise<readonly Span[]> {
  const pages = Number(to - from) / pageBytes
  const entries = new BigUint64Array(pages)
  const at = Number(from / BigInt(pageBytes)) * bytesPerEntry
  await pageMap.read(Buffer.from(entries.buffer), 0, pages * bytesPerEntry, at)
  const spans: Span[] = []
  let begun: number | null = null
  for (let page = 0; page <= pages; page += 1) {
    const isTouched = page < pages && isHeld(entries[page] ?? 0n)
    if (isTouched) begun ??= page
    else if (begun !== null) {
      spans.push({ from: from + BigInt(begun * pageBytes), to: from + BigInt(page * pageBytes) })
      begun = null
    }
  }
  return spans
}

async function memoryHolds(pid: number, text: string): Promise<boolean> {
  const opened: FileHandle[] = []
  const of = async (file: string) => {
    const handle = await open(`/proc/${pid}/${file}`, 'r')
    opened.push(handle)
    return handle
  }
  try {
    const [maps, memory, pageMap] = [
      await readFile(`/proc/${pid}/maps`, 'utf8'),
      await of('mem'),
      await of('pagemap'),
    ]
    for (const line of maps.split('\n')) {
      const [, from = '', to = '', kind = '', name = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) rw.([ps]) \S+ \S+ \d+\s*(.*)$/.exec(line) ?? []
      if (from === '' || name.startsWith('[v')) continue
      const mapping = { from: BigInt(`0x${from}`), to: BigInt(`0x${to}`) }
      // What is shared may have been written by somebody else.
      const spans = kind === 's' ? [mapping] : await touchedIn(mapping, pageMap)
      for (const span of spans) if (await spanHolds(span, memory, needles(text))) return true
    }
    return false
  } catch {
    // It has ended meanwhile.
    return false
  } finally {
    for (const handle of opened) await handle.close()
  }
}

const piece = Buffer.alloc(8 * 1024 * 1024)
/** A text may lie across the end of a piece. */
const overlap = 256

async function spanHolds(
  { from, to }: Span,
  memory: FileHandle,
  wanted: readonly Buffer[],
): Promise<boolean> {
  for (let at = from; at < to; at += BigInt(piece.length - overlap)) {
    const length = Number(to - at < BigInt(piece.length) ? to - at : BigInt(piece.length))
    // None where the mapping went meanwhile.
    const bytesRead = await memory.read(piece, 0, length, at).then(
      (read) => read.bytesRead,
      () => 0,
    )
    const bytes = piece.subarray(0, bytesRead)
    if (wanted.some((needle) => bytes.includes(needle))) return true
    if (bytesRead === 0) return false
  }
  return false
}

/** Processes by their program's name, such as Xvfb. */
export function processesNamed(name: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readFileSync(path.join('/proc', entry, 'comm'), 'utf8').trim() === name
      } catch {
        return false
      }
    })
    .map(Number)
}
