/** A browser in its sandbox: ended in the first moments of its start, nothing of it goes on. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processIds, readProcess } from '../../kiosk/process-list.ts'
import { type BrowserWish, type SandboxSite, startBrowser } from '../../kiosk/sandbox.ts'
import { startDisplay, whyNoKiosk } from '../support/kiosk-machine.ts'

const why = whyNoKiosk()
if (why !== null) process.stderr.write(`Sandboxes were NOT tried: ${why}\n`)

/** From before the sandbox has its namespaces until after its browser has begun. */
const longestLifeMilliseconds = 90

describe.skipIf(why !== null)('a sandbox', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-sandbox-'))
  let display: Awaited<ReturnType<typeof startDisplay>>
  let site: SandboxSite

  beforeAll(async () => {
    display = await startDisplay()
    for (const name of ['policies/guide', 'pages']) mkdirSync(path.join(directory, name), { recursive: true })
    site = {
      display: display.name,
      xAuthority: null,
      runtimeDirectory: directory,
      cardPaths: [],
      cardEnvironment: {},
      isRoot: true,
    }
  })
  afterAll(async () => {
    await display?.stop()
    rmSync(directory, { recursive: true })
  })

  const guideAt = (address: string): BrowserWish => ({
    ...{ role: 'guide', address, language: 'fr', size: 'usual' },
    area: { x: 0, y: 0, width: 640, height: 1080 },
  })
  const ofBrowser = (address: string) =>
    processIds().filter((pid) => readProcess(pid, 'cmdline').includes(address))

  test('that hangs before it says what it has begun is ended all the same', async () => {
    const usualPath = process.env.PATH
    writeFileSync(path.join(directory, 'bwrap'), '#!/bin/sh\nexec sleep 3600\n', { mode: 0o755 })
    process.env.PATH = `${directory}:${usualPath}`
    try {
      const browser = startBrowser(guideAt('data:text/plain,hangs'), site)
      await browser.end()
      await browser.gone
    } finally {
      process.env.PATH = usualPath
    }
  })

  test('that is ended in any of its first moments is gone with its browser, and an erase does not wait for it in vain', async () => {
    for (let milliseconds = 0; milliseconds <= longestLifeMilliseconds; milliseconds += 1) {
      const address = `data:text/plain,${path.basename(directory)}-${milliseconds}-`
      const browser = startBrowser(guideAt(address), site)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      await browser.end()
      expect(ofBrowser(address), `after ${milliseconds} ms`).toEqual([])
      await browser.gone
    }
  })
})
