/** What an official page offers to download: a PDF is shown, and anything else is thrown away unread. */

import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rm, unlink } from 'node:fs/promises'
import path from 'node:path'

export interface Documents {
  /** Looks once: the file of a new document by its name in the folder of documents, or that something was refused. */
  readonly look: () => Promise<{ readonly shown: string | null; readonly refused: boolean }>
  /** Nothing of any of them remains. */
  readonly clear: () => Promise<void>
}

const unfinished = '.crdownload'
const beginningOfPdf = '%PDF-'

/** It is held in memory twice for a moment. */
const mostBytes = 100_000_000
const pieceBytes = 1_000_000

/** A link is not followed, and a pipe that nobody writes into does not hold up the screen. */
const asItStands = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Both folders are on a tmpfs. A browser that was taken over can put anything into the first, and swap it at any moment: what
 * was opened is looked at by its handle and copied from it, and its name is only ever taken away.
 */
export function createDocuments(downloads: string, documents: string): Documents {
  let number = 0
  /** The size of a file when it was last looked at: one that still grows is not finished. */
  let sizes = new Map<string, number>()

  /** Copies so many bytes of what begins like a PDF; false where it does not. */
  async function copy(from: FileHandle, size: number, to: string): Promise<boolean> {
    const piece = Buffer.alloc(pieceBytes)
    const first = await from.read(piece, 0, Math.min(size, pieceBytes), 0)
    if (piece.toString('latin1', 0, beginningOfPdf.length) !== beginningOfPdf) return false
    // One is shown at a time.
    await clearFolder(path.dirname(to))
    const target = await open(to, 'wx', 0o600)
    try {
      for (let at = 0, { bytesRead } = first; bytesRead > 0; ) {
        await target.write(piece, 0, bytesRead, at)
        at += bytesRead
        ;({ bytesRead } = await from.read(piece, 0, Math.min(size - at, pieceBytes), at))
      }
    } finally {
      await target.close()
    }
    return true
  }

  /** What stands under a name, opened; null where it is no file, or has just gone. */
  async function openFile(
    file: string,
  ): Promise<{ readonly handle: FileHandle; readonly size: number } | null> {
    const handle = await open(file, asItStands).catch(() => null)
    const status = await handle?.stat()
    if (handle === null || status === undefined) return null
    if (status.isFile()) return { handle, size: status.size }
    await handle.close()
    return null
  }

  async function clearFolder(folder: string): Promise<void> {
    const names = await readdir(folder)
    await Promise.all(names.map((name) => rm(path.join(folder, name), { recursive: true, force: true })))
  }

  /** Takes a name away, whatever stands under it by now. A folder stays until its browser has ended: it could be swapped. */
  async function takeAway(file: string): Promise<void> {
    await unlink(file).catch(() => {})
  }

  return {
    look: async () => {
      const result: { shown: string | null; refused: boolean } = { shown: null, refused: false }
      const seen = new Map<string, number>()
      for (const name of await readdir(downloads)) {
        // Chromium writes under another name until all has arrived.
        if (name.endsWith(unfinished) || name.startsWith('.')) continue
        const file = path.join(downloads, name)
        const opened = await openFile(file)
        if (opened === null) {
          await takeAway(file)
          continue
        }
        const { handle, size } = opened
        try {
          if (size === 0 || sizes.get(name) !== size) {
            seen.set(name, size)
            continue
          }
          const copied = `${number + 1}.pdf`
          if (size <= mostBytes && (await copy(handle, size, path.join(documents, copied)))) {
            number += 1
            result.shown = copied
          } else {
            result.refused = true
          }
          await takeAway(file)
        } finally {
          await handle.close()
        }
      }
      sizes = seen
      return result
    },
    clear: async () => {
      await Promise.all([clearFolder(downloads), clearFolder(documents)])
    },
  }
}
