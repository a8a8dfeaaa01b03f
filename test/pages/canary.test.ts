/** A word that exists nowhere else is put wherever a visitor can put anything; after the erase it is searched for. */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { openBrowserOn } from '../support/browser.ts'
import { longestWaitMilliseconds } from '../support/limits.ts'

const canary = `canary${randomBytes(8).toString('hex')}`
const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-canary-'))
const folders = {
  data: path.join(directory, 'data'),
  heap: path.join(directory, 'heap'),
  profile: path.join(directory, 'profile'),
}
const logFile = path.join(directory, 'log')

let server: ChildProcess
let address: string
let context: BrowserContext

/** The program as it is started, which writes a picture of its whole heap when it gets SIGUSR2. */
beforeAll(async () => {
  mkdirSync(folders.heap)
  const log = openSync(logFile, 'w')
  server = spawn(
    process.execPath,
    ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${folders.heap}`, 'build/bundle/main.js'],
    {
      cwd: findRootDirectory(),
      env: { ...process.env, PORT: '0', DATA_DIR: folders.data, PUBLIC_URL: 'https://site.example' },
      stdio: ['ignore', log, log],
    },
  )
  address = await vi.waitFor(() => {
    const ready = /^Ready: (\S+)$/m.exec(readFileSync(logFile, 'utf8'))?.[1]
    if (ready === undefined) throw new Error('The server is not ready')
    return ready
  }, longestWaitMilliseconds)
  context = await openBrowserOn(folders.profile)
})
afterAll(async () => {
  await context.close()
  server.kill()
  await once(server, 'exit')
  rmSync(directory, { recursive: true, force: true })
})

/** Everything that is reachable in the server's memory, as V8 writes it. */
async function heap(): Promise<string> {
  for (const name of readdirSync(folders.heap)) rmSync(path.join(folders.heap, name))
  server.kill('SIGUSR2')
  const whole = () => {
    const [name] = readdirSync(folders.heap)
    const text = name === undefined ? '' : readFileSync(path.join(folders.heap, name), 'latin1')
    return /\]\}\s*$/.test(text) ? text : ''
  }
  await expect.poll(() => whole().length, { interval: 200 }).toBeGreaterThan(0)
  return whole()
}

/** The files below a folder in which a word stands, as bytes of one or two to a letter. */
function filesWith(folder: string, word: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .filter((file) => {
      const bytes = readFileSync(file)
      return bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'))
    })
}

/** Puts the word into every form, by their own controls and around them. */
async function putEverywhere(page: Page): Promise<void> {
  await page.goto(`${address}/fr/explainers/share-my-data`)
  await page.evaluate((word) => {
    for (const input of document.querySelectorAll('form[action*="print"] input')) {
      input.setAttribute('value', word)
    }
  }, canary)
  for (const input of await page.locator('input[type="checkbox"][name="question"]').all()) await input.check()
  await page.locator('button[data-action="print"]').click()
  await page.waitForURL('**/mine')
  await page.goto(`${address}/fr/guides/check-consent`)
  await page.evaluate(async (word) => {
    for (const button of document.querySelectorAll('.tool-menu button')) button.setAttribute('value', word)
    const form = () => new URLSearchParams({ size: word, contrast: word, [word]: word })
    const acts = ['touch', 'display', 'more-time', 'hide', 'go-on']
    for (const act of acts) await fetch(`/fr/visit/${act}`, { method: 'POST', body: form() })
    await fetch('/fr/visit/go-on', { method: 'POST' })
    for (const at of [`/fr/guides/${word}`, `/${word}`, `/fr/guides/check-consent?${word}=${word}`])
      await fetch(at)
    await fetch(`/fr/print/explainer/${word}`, { method: 'POST', body: form() })
    await fetch('/fr', { headers: { 'x-name': word, 'accept-language': word } })
  }, canary)
  await page.locator('[data-action="display"]').click()
  await page.locator('.tool-menu button').first().click()
}

test('nothing that somebody chose or sent is left in the server’s memory, its files, its log or the browser', async () => {
  const page = context.pages()[0] ?? (await context.newPage())
  await putEverywhere(page)
  const [cookie] = await context.cookies()
  const id = cookie?.value ?? ''
  expect(id).not.toBe('')
  // The search can find what is there: the visit, by its id, while it goes on.
  expect(await heap()).toContain(id)

  await page.locator('[data-action="erase"]').click()
  await page.waitForURL('**/fr/erased')
  // Connections keep their last request until the next one comes: the next person's.
  await page.goto(address)

  const memory = await heap()
  expect(memory).toContain('check-consent')
  expect(memory.includes(canary)).toBe(false)
  expect(memory.includes(id)).toBe(false)
  const log = readFileSync(logFile, 'utf8')
  expect(log).toContain('"/fr/guides/:id"')
  expect(log).not.toContain(canary)
  expect(log).not.toContain(id)
  expect(filesWith(folders.data, 'address_override')).not.toEqual([])
  expect(filesWith(folders.data, canary)).toEqual([])
  expect(filesWith(folders.data, id)).toEqual([])

  await context.close()
  expect(filesWith(folders.profile, 'Trois Clics')).not.toEqual([])
  expect(filesWith(folders.profile, canary)).toEqual([])
  expect(filesWith(folders.profile, id)).toEqual([])
})

test('the log has a line for each request with four fields and nothing else', () => {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.length).toBeGreaterThan(20)
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(['level', 'time', 'route', 'status', 'milliseconds'])
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/)
  }
  const patterns = new Set(lines.map(({ route }) => String(route)))
  expect([...patterns].filter((route) => /share-my-data|check-consent|canary/.test(route))).toEqual([])
})
