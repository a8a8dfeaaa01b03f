/** Somebody at the screen, in a real browser whose time passes only when a test says so. */

import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { words } from './addresses.ts'
import type { TestSite } from './browser.ts'

export const french = words.translate('fr')
export const guide = '/fr/guides/check-consent'

export interface Screen {
  /** A new browser window, its clock held. */
  readonly arrive: () => Promise<Page>
  /** A new browser window with options of its own, in real time. */
  readonly open: (options?: BrowserContextOptions) => Promise<Page>
  /** Lets time pass for the server and for the browser. */
  readonly pass: (page: Page, seconds: number) => Promise<void>
  /** From the start to a guide, as a person goes. */
  readonly walkToGuide: (page: Page) => Promise<void>
  readonly expectStart: (page: Page) => Promise<void>
  /** Closes the window and ends every visit, so that the next test finds nothing. */
  readonly leave: () => Promise<void>
}

export function createScreen(site: TestSite): Screen {
  let context: BrowserContext | null = null
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    context = await site.browser.newContext(options)
    return context.newPage()
  }
  return {
    open,
    arrive: async () => {
      const page = await open({ viewport: { width: 1080, height: 1920 } })
      // Installed alone, it goes on with the machine's: a slow one lets a visit end before a test says so.
      await page.context().clock.install({ time: 0 })
      await page.context().clock.pauseAt(1000)
      return page
    },
    pass: async (page, seconds) => {
      site.machine.pass(seconds * 1000)
      await page.clock.runFor(seconds * 1000)
    },
    walkToGuide: async (page) => {
      await page.goto(site.address)
      await page.locator('a[hreflang="fr"]').click()
      await page.locator('a[href$="/themes/consent"]').click()
      await page.locator(`a[href="${guide}"]`).click()
      await page.waitForURL(`**${guide}`)
    },
    expectStart: async (page) => {
      await page.waitForURL(`${site.address}/`)
      expect(await page.locator('.languages').isVisible()).toBe(true)
    },
    leave: async () => {
      await context?.close()
      site.machine.pass(10_000_000)
      await site.services.visits.endOverdue()
    },
  }
}

export function privacyScreen(page: Page): Locator {
  return page.getByRole('heading', { name: french('visits:stillThere') })
}

export function content(page: Page): Locator {
  return page.locator('#steps')
}

export function goOn(page: Page): Locator {
  return page.getByRole('button', { name: french('visits:goOn') })
}
