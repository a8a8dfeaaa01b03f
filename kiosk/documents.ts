/** What an official page offers to download: a PDF is shown, and anything else is thrown away unread. */

import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

export interface Documents {
  /** Looks once: the file of a new document by its name in the folder of documents, or that something was refused. */
  readonly look: () => Promise<{ readonly shown: string | null; readonly refused: boolean }>
  /** Nothing of any of them remains. */
  readonly clear: () => Promise<void>
}

const unfinished = '.crdownload'
const beginningOfPdf = '%PDF-'

/** Both folders are on a tmpfs. */
export function createDocuments(downloads: string, documents: string): Documents {
  let number = 0
  /** The size of a file when it was last looked at: one that still grows is not finished. */
  let sizes = new Map<string, number>()

  async function isPdf(file: string): Promise<boolean> {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginningOfPdf.length), 0)
      return buffer.toString('latin1', 0, bytesRead) === beginningOfPdf
    } finally {
      await handle.close()
    }
  }

  async function clearFolder(folder: string): Promise<void> {
    const names = await readdir(folder)
    await Promise.all(names.map((name) => rm(path.join(folder, name), { recursive: true, force: true })))
  }

  return {
    look: async () => {
      const result: { shown: string | null; refused: boolean } = { shown: null, refused: false }
      const seen = new Map<string, number>()
      for (const entry of await readdir(downloads, { withFileTypes: true })) {
        const file = path.join(downloads, entry.name)
        // Chromium writes under another name until all has arrived.
        if (entry.name.endsWith(unfinished) || entry.name.startsWith('.')) continue
        if (!entry.isFile()) {
          await rm(file, { recursive: true, force: true })
          continue
        }
        const { size } = await stat(file)
        if (size === 0 || sizes.get(entry.name) !== size) {
          seen.set(entry.name, size)
        } else if (await isPdf(file)) {
          number += 1
          const name = `${number}.pdf`
          await clearFolder(documents)
          await rename(file, path.join(documents, name))
          result.shown = name
        } else {
          await rm(file, { force: true })
          result.refused = true
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
