/** pa11y with HTML_CodeSniffer at WCAG 2 AAA, several pages at once in one browser. */

import pa11y from 'pa11y'
import type { Browser } from 'puppeteer'
import { longestWaitMilliseconds } from './limits.ts'

/** pa11y waits half a second for a quiet network on every page; several pages at once wait together. */
const pagesAtOnce = 4

/** What pa11y finds on the pages. axe looks at the same pages by itself (axe.ts): pa11y's leaves rules of AAA and 2.2 out. */
export async function pa11yIssues(browser: Browser, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const queue = addresses.values()
  const readInTurn = async (): Promise<void> => {
    const page = await browser.newPage()
    for (const address of queue) {
      const { issues, pageUrl } = await pa11y(address, {
        browser,
        page,
        standard: 'WCAG2AAA',
        runners: ['htmlcs'],
        timeout: longestWaitMilliseconds,
      })
      // What a page redirects to would be judged in its place.
      if (pageUrl !== address) found.push(`${address} leads to ${pageUrl}`)
      found.push(...issues.map(({ code, context }) => `${address} ${code} ${context.slice(0, 120)}`))
    }
    await page.close()
  }
  await Promise.all(Array.from({ length: pagesAtOnce }, readInTurn))
  return found
}
