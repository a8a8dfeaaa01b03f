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

async function memoryHolds(pid: number, text: string): Promise<boolean> {
  let memory: FileHandle
  let maps: string
  try {
    maps = await readFile(`/proc/${pid}/maps`, 'utf8')
    memory = await open(`/proc/${pid}/mem`, 'r')
  } catch {
    return false
  }
  const wanted = needles(text)
  const piece = Buffer.alloc(8 * 1024 * 1024)
  const overlap = 256
  try {
    for (const line of maps.split('\n')) {
      const [, from = '', to = '', , name = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (rw\S*) \S+ \S+ \d+\s*(.*)$/.exec(line) ?? []
      if (from === '' || name.startsWith('[v')) continue
      const end = BigInt(`0x${to}`)
      for (let at = BigInt(`0x${from}`); at < end; at += BigInt(piece.length - overlap)) {
        const length = Number(end - at < BigInt(piece.length) ? end - at : BigInt(piece.length))
        // None where the mapping went meanwhile.
        const bytesRead = await memory.read(piece, 0, length, at).then(
          (read) => read.bytesRead,
          () => 0,
        )
        const bytes = piece.subarray(0, bytesRead)
        if (wanted.some((needle) => bytes.includes(needle))) return true
        if (bytesRead === 0) break
      }
    }
    return false
  } finally {
    await memory.close()
  }
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
