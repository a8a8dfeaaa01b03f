/** pa11y with both of its runners at WCAG 2 AAA, several pages at once in one browser. */

import pa11y from 'pa11y'
import type { Browser } from 'puppeteer'

/** htmlcs refuses rules that are not its own, and pa11y's axe leaves these two out at every standard. */
const runners = [
  { runners: ['htmlcs'] },
  { runners: ['axe'], rules: ['target-size', 'color-contrast-enhanced'] },
] as const

/** pa11y waits half a second for a quiet network on every page; several pages at once wait together. */
const pagesAtOnce = 4

/** What pa11y finds on the pages. Each is loaded once: the second runner looks at it as the first one left it. */
export async function pa11yIssues(
  browser: Browser,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = []
  const queue = addresses.values()
  const readInTurn = async (): Promise<void> => {
    const page = await browser.newPage()
    for (const address of queue) {
      for (const [turn, runner] of runners.entries()) {
        const { issues } = await pa11y(address, {
          browser,
          page,
          standard: 'WCAG2AAA',
          ignoreUrl: turn > 0,
          ...runner,
        })
        found.push(...issues.map(({ code, context }) => `${address} ${code} ${context.slice(0, 120)}`))
      }
    }
    await page.close()
  }
  await Promise.all(Array.from({ length: pagesAtOnce }, readInTurn))
  return found
}
