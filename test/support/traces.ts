/** Looks for a text where a machine could keep it: in files, and in the memory of processes. */

import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import path from 'node:path'

const mostBytesOfAFile = 200_000_000

/** As text is kept in one byte a letter, and in two. */
function needles(text: string): readonly Buffer[] {
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
}

/** Every file of this machine that was written since another was: whoever wrote it. Packages of npm are left out. */
function filesSince(file: string): readonly string[] {
  // Each file system is a place of its own to `find`.
  const mounts = ['/', '/dev/shm', '/run', '/tmp']
  const places = [...mounts, '-xdev', '-name', 'node_modules', '-prune', '-o']
  const { stdout } = spawnSync('find', [...places, '-type', 'f', '-newer', file, '-print'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  return [...new Set(stdout.split('\n'))].filter((name) => name !== '')
}

/** The files that hold a text, in their name or in their bytes, of those written since another was. */
export function filesHolding(text: string, since: string): readonly string[] {
  return filesSince(since).filter((file) => {
    if (file.includes(text)) return true
    try {
      if (statSync(file).size > mostBytesOfAFile) return false
      const bytes = readFileSync(file)
      return needles(text).some((needle) => bytes.includes(needle))
    } catch {
      return false
    }
  })
}

/** Whether a process has a text in its memory, reachable or freed and not overwritten. */
export function memoryHolds(pid: number, text: string): boolean {
  let memory: number
  let maps: string
  try {
    maps = readFileSync(`/proc/${pid}/maps`, 'utf8')
    memory = openSync(`/proc/${pid}/mem`, 'r')
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
        let read = 0
        try {
          read = readSync(memory, piece, 0, length, at)
        } catch {
          // A mapping that went meanwhile.
          break
        }
        const bytes = piece.subarray(0, read)
        if (wanted.some((needle) => bytes.includes(needle))) return true
      }
    }
    return false
  } finally {
    closeSync(memory)
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
