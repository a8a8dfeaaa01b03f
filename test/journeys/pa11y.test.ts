/** pa11y with both of its runners at WCAG 2 AAA on every page, in every language. */

import pa11y from 'pa11y'
import puppeteer, { type Browser } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pagesOf, words } from '../support/addresses.ts'
import { chromiumArguments, chromiumPath, openTestSite, type TestSite } from '../support/browser.ts'

/** htmlcs refuses rules that are not its own, and pa11y's axe leaves these two out at every standard. */
const runners = [
  { runners: ['htmlcs'] },
  { runners: ['axe'], rules: ['target-size', 'color-contrast-enhanced'] },
] as const

/** pa11y waits half a second for a quiet network on every page; several pages at once wait together. */
const pagesAtOnce = 4

let site: TestSite
let browser: Browser
beforeAll(async () => {
  site = await openTestSite()
  browser = await puppeteer.launch({ executablePath: chromiumPath, args: [...chromiumArguments] })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe.each(words.languages)('every page in %s', (language) => {
  test('passes htmlcs and axe at WCAG2AAA', async () => {
    const found: string[] = []
    const pages = pagesOf(language)
    const queue = pages.values()
    const readInTurn = async (): Promise<void> => {
      const page = await browser.newPage()
      for (const address of queue) {
        for (const runner of runners) {
          const { issues } = await pa11y(site.address + address, {
            browser,
            page,
            standard: 'WCAG2AAA',
            ...runner,
          })
          found.push(...issues.map(({ code, context }) => `${address} ${code} ${context.slice(0, 120)}`))
        }
      }
      await page.close()
    }
    await Promise.all(Array.from({ length: pagesAtOnce }, readInTurn))
    console.log(`${language}: pa11y on ${pages.length} pages, ${found.length} issues`)
    expect(found).toEqual([])
  }, 600_000)
})
