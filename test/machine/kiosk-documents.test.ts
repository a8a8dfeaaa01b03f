/** Documents of an official page that was taken over: what it puts there is looked at by its descriptor, and copied. */

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDocuments, type Documents } from '../../kiosk/documents.ts'

let folder: string
let documents: Documents
const at = (...names: readonly string[]) => path.join(folder, ...names)
const downloads = (name = '') => at('downloads', name)
const shown = () => readdirSync(at('documents'))

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-documents-'))
  for (const name of ['downloads', 'documents', 'outside']) mkdirSync(at(name))
  writeFileSync(at('outside', 'secret.pdf'), '%PDF-secret')
  documents = createDocuments(downloads(), at('documents'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Often enough that what is finished is seen to be. */
async function looks(times = 3) {
  const seen: { shown: string | null; refused: boolean }[] = []
  for (let count = 0; count < times; count += 1) seen.push(await documents.look())
  return {
    shown: seen.findLast((look) => look.shown !== null)?.shown,
    refused: seen.some((look) => look.refused),
  }
}

test('a person sees and prints the PDF that they have chosen, whole, and nothing of it stays among the downloads', async () => {
  const whole = `%PDF-1.7\n${'x'.repeat(3_000_000)}`
  writeFileSync(downloads('statement.pdf'), whole)
  expect(await looks()).toEqual({ shown: '1.pdf', refused: false })
  expect(readFileSync(at('documents', '1.pdf'), 'utf8')).toBe(whole)
  expect(readdirSync(downloads())).toEqual([])
  writeFileSync(downloads('other.pdf'), '%PDF-2')
  expect((await looks()).shown).toBe('2.pdf')
  expect(shown()).toEqual(['2.pdf'])
  writeFileSync(downloads('program.exe'), 'MZ')
  expect(await looks()).toEqual({ shown: undefined, refused: true })
  await documents.clear()
  expect([...shown(), ...readdirSync(downloads())]).toEqual([])
})

test('a page that was taken over cannot have a file of the machine shown or printed, by a link or a pipe', async () => {
  symlinkSync(at('outside', 'secret.pdf'), downloads('link.pdf'))
  execFileSync('mkfifo', [downloads('pipe.pdf')])
  mkdirSync(downloads('folder.pdf'))
  symlinkSync(at('outside'), downloads('folder-link'))
  expect((await looks()).shown).toBeUndefined()
  await documents.clear()
  expect([...shown(), ...readdirSync(downloads())]).toEqual([])
  expect(readdirSync(at('outside'))).toEqual(['secret.pdf'])
})

test('a page that was taken over cannot swap a file for a link or a pipe while it is looked at', async () => {
  // Another thread swaps without a pause, as a browser does that was taken over.
  const swaps = `
    const { renameSync, symlinkSync, writeFileSync } = require('node:fs')
    const { parentPort, workerData: { folder } } = require('node:worker_threads')
    parentPort.postMessage('begun')
    for (let count = 0; ; count += 1) {
      try {
        writeFileSync(folder + '/own', '%PDF-mine!!')
        renameSync(folder + '/own', folder + '/downloads/a.pdf')
        symlinkSync(folder + '/outside/secret.pdf', folder + '/link')
        renameSync(folder + '/link', folder + '/downloads/a.pdf')
      } catch {}
    }`
  const worker = new Worker(swaps, { eval: true, workerData: { folder } })
  let copied = 0
  try {
    await once(worker, 'message')
    for (let count = 0; copied < 20 || count < 1500; count += 1) {
      if ((await documents.look()).shown !== null) copied += 1
      const entries = readdirSync(at('documents'), { withFileTypes: true })
      expect(entries.filter((entry) => !entry.isFile())).toEqual([])
      for (const { name } of entries) {
        expect(readFileSync(at('documents', name), 'utf8')).not.toContain('secret')
      }
    }
  } finally {
    await worker.terminate()
  }
  expect(readFileSync(at('outside', 'secret.pdf'), 'utf8')).toBe('%PDF-secret')
})

test('a person loses the wish for a document that would fill the memory, and not the kiosk', async () => {
  writeFileSync(downloads('a.pdf'), '%PDF-1')
  truncateSync(downloads('a.pdf'), 100_000_001)
  expect(await looks()).toEqual({ shown: undefined, refused: true })
  expect([...shown(), ...readdirSync(downloads())]).toEqual([])
})
