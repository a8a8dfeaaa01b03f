/** Where the log goes: a reader that stands still, or is gone, holds up nobody. What did not fit is counted. */

import type { Writable } from 'node:stream'
import type { DestinationStream } from 'pino'

/** Some thousand lines. */
export const mostWaitingBytes = 1_048_576

/**
 * Writes lines to a stream as fast as they are read, and drops new ones while more than so many bytes wait. As soon as there
 * is room again, a line says how many were dropped.
 */
function createBoundedLog(stream: Writable, mostBytes = mostWaitingBytes): DestinationStream {
  let dropped = 0

  const hasRoom = () => stream.writable && stream.writableLength < mostBytes
  function sayDropped(): void {
    if (dropped === 0 || !hasRoom()) return
    const line = JSON.stringify({ level: 'warn', droppedLines: dropped })
    dropped = 0
    stream.write(`${line}\n`)
  }

  stream.on('drain', sayDropped)
  // Nobody reads any more, or the disk is full: the server does its work all the same.
  stream.on('error', () => {
    dropped += 1
  })
  return {
    write: (line) => {
      sayDropped()
      if (hasRoom()) stream.write(line)
      else dropped += 1
    },
  }
}

let ofProcess: DestinationStream | null = null

/** The log on standard output, of which there is one for each process. */
export function standardOutputLog(): DestinationStream {
  ofProcess ??= createBoundedLog(process.stdout)
  return ofProcess
}
