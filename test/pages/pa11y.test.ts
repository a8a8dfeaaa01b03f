/**
 * pa11y with HTML_CodeSniffer at WCAG 2 AAA, as others would run it, on one page of each template in every language. On all
 * pages HTML_CodeSniffer runs without it (every-page.test.ts, helper-pages.test.ts).
 */

import puppeteer, { type Browser } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onePageOfEachTemplate, words } from '../support/addresses.ts'
import { chromiumArguments, headlessChromiumPath } from '../support/browser.ts'
import { browserCookie } from '../support/cookies.ts'
import {
  helperAddresses,
  onePageOfEachHelperTemplate,
  openHelperSite,
  prepare,
  type UnpreparedSite,
} from '../support/helper-site.ts'
import { pa11yIssues } from '../support/pa11y-issues.ts'

let helperSite: UnpreparedSite
let browser: Browser
let helperPages: readonly string[]
beforeAll(async () => {
  helperSite = await openHelperSite()
  browser = await puppeteer.launch({ executablePath: headlessChromiumPath, args: [...chromiumArguments] })
  const tokens = await prepare(helperSite)
  helperPages = onePageOfEachHelperTemplate(helperAddresses(tokens))
  await browser.setCookie(
    browserCookie(helperSite.site, 'mediator', tokens.mediator, helperSite.site.address),
    browserCookie(helperSite.site, 'host', tokens.host, helperSite.site.address),
  )
})
afterAll(async () => {
  await browser.close()
  await helperSite.site.close()
})

test.each(words.languages)(
  'a page of each template in %s passes HTML_CodeSniffer at WCAG2AAA',
  async (language) => {
    const { address } = helperSite.site
    const pages = [
      ...onePageOfEachTemplate(language).map((path) => address + path),
      ...helperPages.map((path) => {
        const url = new URL(path, address)
        url.searchParams.set('language', language)
        return url.href
      }),
    ]
    const found = await pa11yIssues(browser, pages)
    console.log(`${language}: pa11y on ${pages.length} pages, ${found.length} issues`)
    expect(found).toEqual([])
  },
)

/** The last test: whoever comes to the privacy screen hides their visit, and every other page leads back there. */
test('the privacy screen passes HTML_CodeSniffer at WCAG2AAA in every language', async () => {
  const { address } = helperSite.site
  const screens = words.languages.map((language) => `${address}/${language}/privacy-screen`)
  expect(await pa11yIssues(browser, [`${address}/fr`])).toEqual([])
  expect(await pa11yIssues(browser, screens)).toEqual([])
})
