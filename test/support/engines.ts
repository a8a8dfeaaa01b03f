/** Debian's Firefox and WebKitGTK, beside Chromium: each is driven by the client that speaks its protocol. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import puppeteer, { type Browser } from 'puppeteer'
import { Builder, By, Key } from 'selenium-webdriver'
import { endProgram, startDisplay } from './kiosk-machine.ts'
import { longestWaitMilliseconds } from './limits.ts'

/** One tab of a browser with cookies of its own. */
export interface Tab {
  readonly goTo: (address: string) => Promise<void>
  readonly goBack: () => Promise<void>
  /** What an expression gives on the page. */
  readonly find: <T>(expression: string) => Promise<T>
  /** Clicks the first element that a selector finds, as a person does. */
  readonly click: (selector: string) => Promise<void>
  readonly press: (key: 'Escape' | 'Tab') => Promise<void>
  /** The page on paper, with backgrounds or without; null where this engine cannot be asked for it. */
  readonly print: (withBackgrounds: boolean) => Promise<Buffer | null>
  readonly close: () => Promise<void>
}

export interface Engine {
  readonly version: string
  readonly openTab: () => Promise<Tab>
  readonly close: () => Promise<void>
}

const firefoxPath = '/usr/bin/firefox-esr'
const webKitDriverPath = '/usr/bin/WebKitWebDriver'

/** The folder of Debian's architecture differs. */
function miniBrowserPath(): string | null {
  const folders = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  const files = folders.map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
  return files.find((file) => existsSync(file)) ?? null
}

/** Each engine that this machine has, by its name, and how it is opened. */
export function enginesHere(): readonly (readonly [name: string, open: () => Promise<Engine>])[] {
  const miniBrowser = miniBrowserPath()
  return [
    ...(existsSync(firefoxPath) ? [['Firefox', openFirefox] as const] : []),
    ...(existsSync(webKitDriverPath) && miniBrowser !== null
      ? [['WebKitGTK', () => openWebKit(miniBrowser)] as const]
      : []),
  ]
}

/** Over WebDriver BiDi. Of two tabs in a window one is always behind the other, so a second one has a browser of its own. */
async function openFirefox(): Promise<Engine> {
  const browsers = new Set<Browser>()
  let isShared = false
  const launch = async () => {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath,
      timeout: longestWaitMilliseconds,
      protocolTimeout: longestWaitMilliseconds,
    })
    browsers.add(browser)
    return browser
  }
  const first = await launch()
  const version = execFileSync(firefoxPath, ['--version'], { encoding: 'utf8' }).trim()
  return {
    version,
    openTab: async () => {
      const isFirst = !isShared
      if (isFirst) isShared = true
      const browser = isFirst ? first : await launch()
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      page.setDefaultTimeout(longestWaitMilliseconds)
      return {
        goTo: async (address) => {
          await page.goto(address)
        },
        goBack: async () => {
          await page.goBack()
        },
        find: async <T>(expression: string) => (await page.evaluate(expression)) as T,
        click: (selector) => page.locator(selector).click(),
        press: (key) => page.keyboard.press(key),
        print: async (printBackground) => Buffer.from(await page.pdf({ printBackground })),
        close: async () => {
          await context.close()
          if (isFirst) {
            isShared = false
            return
          }
          await browser.close()
          browsers.delete(browser)
        },
      }
    },
    close: async () => {
      for (const browser of browsers) await browser.close()
    },
  }
}

/** Where a driver can listen. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Over WebDriver, one driver for each tab: a driver has one session, and a session one set of cookies. */
async function openWebKit(binary: string): Promise<Engine> {
  const display = await startDisplay()
  const drivers = new Set<ChildProcess>()
  return {
    version: execFileSync('dpkg-query', ['-W', 'webkit2gtk-driver'], { encoding: 'utf8' }).trim(),
    openTab: async () => {
      const port = await freePort()
      const driver = spawn(webKitDriverPath, [`--port=${port}`], {
        stdio: 'ignore',
        env: {
          ...process.env,
          DISPLAY: display.name,
          // A bus would start programs that stay when the browser has gone.
          DBUS_SESSION_BUS_ADDRESS: 'disabled:',
          NO_AT_BRIDGE: '1',
          // It refuses its own sandbox to root, and draws without a graphics card.
          WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
          WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        },
      })
      drivers.add(driver)
      const session = await withTries(() =>
        new Builder()
          .usingServer(`http://127.0.0.1:${port}`)
          .withCapabilities({
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': { binary, args: ['--automation'] },
          })
          .build(),
      )
      return {
        goTo: (address) => session.get(address),
        goBack: () => session.navigate().back(),
        find: <T>(expression: string) => session.executeScript<T>(`return (${expression})`),
        click: async (selector) => {
          const element = await session.findElement(By.css(selector))
          // Else it comes to lie under a bar that stands at the foot of the page.
          await session.executeScript('arguments[0].scrollIntoView({ block: "center" })', element)
          await element.click()
        },
        press: async (key) => {
          await session
            .actions()
            .sendKeys(key === 'Escape' ? Key.ESCAPE : Key.TAB)
            .perform()
        },
        print: async () => null,
        close: async () => {
          await session.quit()
          await endProgram(driver)
          drivers.delete(driver)
        },
      }
    },
    close: async () => {
      for (const driver of drivers) await endProgram(driver)
      await display.stop()
    },
  }
}

/** A driver listens a moment after it was started. */
async function withTries<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() - began > longestWaitMilliseconds) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
