/** Debian's Chromium and a listening server, for what only a browser shows. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { startServer } from '../../server/server.ts'
import type { Services } from '../../server/services.ts'
import { createTestMachine, type TestMachine } from './app.ts'
import { longestWaitMilliseconds } from './limits.ts'

/** As people have it, for what it keeps and where it puts things. */
export const chromiumPath = '/usr/bin/chromium'

/** The same engine without windows and menus, for all that a page does: half the work a page (decision 26). */
export const headlessChromiumPath = '/usr/bin/chromium-headless-shell'

/** Chromium looks things up on the internet when it starts; on a closed network that costs seconds. */
export const chromiumArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
  // A page is there too shortly for code that is compiled to its best: a tenth of the work of the tests was that.
  '--js-flags=--no-opt',
  // Chromium refuses its sandbox to root, and only then may it be left out.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

/** A browser that gives up as late as the tests do: Playwright's own 30 seconds are a guess at the machine. */
export async function openBrowser(
  executablePath = headlessChromiumPath,
  { args = [], ...options }: LaunchOptions = {},
): Promise<Browser> {
  const browser = await chromium.launch({
    ...options,
    executablePath,
    args: [...chromiumArguments, ...args],
    timeout: longestWaitMilliseconds,
  })
  browser.on('context', (context) => context.setDefaultTimeout(longestWaitMilliseconds))
  return browser
}

/** A browser as a person has it, with a folder of its own that stays when it is closed. */
export async function openBrowserOn(folder: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath,
    args: [...chromiumArguments],
    timeout: longestWaitMilliseconds,
  })
  context.setDefaultTimeout(longestWaitMilliseconds)
  return context
}

export interface TestSite {
  readonly browser: Browser
  /** Such as http://127.0.0.1:41234. */
  readonly address: string
  /** The server's time and its log; a browser has its own time. */
  readonly machine: TestMachine
  readonly services: Services
  /** Where the server keeps its files. */
  readonly directory: string
  readonly close: () => Promise<void>
}

export async function openTestSite(
  environment: Readonly<Record<string, string>> = {},
  executablePath = headlessChromiumPath,
): Promise<TestSite> {
  const machine = createTestMachine()
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  const settings = readConfiguration({
    PORT: '0',
    PUBLIC_URL: 'https://site.example',
    ...environment,
    DATA_DIR: directory,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const server = await startServer(settings.configuration, findRootDirectory(), machine)
  const browser = await openBrowser(executablePath)
  return {
    browser,
    address: server.address,
    machine,
    services: server.services,
    directory,
    close: async () => {
      await browser.close()
      await server.close()
      rmSync(directory, { recursive: true })
    },
  }
}
