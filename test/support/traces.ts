/** Looks for a text where a machine could keep it: in files, and in the memory of processes. */

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import path from 'node:path'

const mostBytesOfAFile = 200_000_000

/** As text is kept in one byte a letter, and in two. */
function needles(text: string): readonly Buffer[] {
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
}

/** Every file below the folders that the user with an id could have written, or that holds what came from them. */
function filesBelow(folders: readonly string[], uid: number): readonly string[] {
  const asUser = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups']
  const find = (command: string, args: readonly string[]) => {
    try {
      return execFileSync(command, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1e8,
      })
    } catch (error) {
      // A folder that may not be read makes it fail, with what it found all the same.
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    }
  }
  const writable = find('setpriv', [...asUser, 'find', '/', '-xdev', '-type', 'f', '-writable'])
  const below = folders.length === 0 ? '' : find('find', [...folders, '-type', 'f'])
  return [...new Set(`${writable}\n${below}`.split('\n'))].filter((file) => file !== '')
}

/** The files that hold a text, in their name or in their bytes. */
export function filesHolding(text: string, folders: readonly string[], uid: number): readonly string[] {
  return filesBelow(folders, uid).filter((file) => {
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
