/** pa11y with HTML_CodeSniffer at WCAG 2 AAA on every page, in every language. */

import puppeteer, { type Browser } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pagesOf, words } from '../support/addresses.ts'
import { chromiumArguments, headlessChromiumPath, openTestSite, type TestSite } from '../support/browser.ts'
import { pa11yIssues } from '../support/pa11y-issues.ts'

let site: TestSite
let browser: Browser
beforeAll(async () => {
  site = await openTestSite()
  browser = await puppeteer.launch({ executablePath: headlessChromiumPath, args: [...chromiumArguments] })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe.each(words.languages)('every page in %s', (language) => {
  test('passes HTML_CodeSniffer at WCAG2AAA', async () => {
    const pages = pagesOf(language)
    const found = await pa11yIssues(
      browser,
      pages.map((address) => site.address + address),
    )
    console.log(`${language}: pa11y on ${pages.length} pages, ${found.length} issues`)
    expect(found).toEqual([])
  }, 600_000)
})
