/**
 * pa11y with HTML_CodeSniffer at WCAG 2 AAA, as others would run it, on one page of each template in every language. On all
 * pages HTML_CodeSniffer runs without it (every-page.test.ts, staff-pages.test.ts).
 */

import puppeteer, { type Browser } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onePageOfEachTemplate, words } from '../support/addresses.ts'
import { chromiumArguments, headlessChromiumPath } from '../support/browser.ts'
import { browserCookie } from '../support/cookies.ts'
import { pa11yIssues } from '../support/pa11y-issues.ts'
import {
  onePageOfEachStaffTemplate,
  openStaffSite,
  prepare,
  staffAddresses,
  type UnpreparedSite,
} from '../support/staff-site.ts'

let staffSite: UnpreparedSite
let browser: Browser
let staffPages: readonly string[]
beforeAll(async () => {
  staffSite = await openStaffSite()
  browser = await puppeteer.launch({ executablePath: headlessChromiumPath, args: [...chromiumArguments] })
  const tokens = await prepare(staffSite)
  staffPages = onePageOfEachStaffTemplate(staffAddresses(tokens))
  await browser.setCookie(
    browserCookie(staffSite.site, 'mediator', tokens.mediator, staffSite.site.address),
    browserCookie(staffSite.site, 'host', tokens.host, staffSite.site.address),
  )
})
afterAll(async () => {
  await browser.close()
  await staffSite.site.close()
})

test.each(words.languages)(
  'a page of each template in %s passes HTML_CodeSniffer at WCAG2AAA',
  async (language) => {
    const { address } = staffSite.site
    const pages = [
      ...onePageOfEachTemplate(language).map((path) => address + path),
      ...staffPages.map((path) => {
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
  const { address } = staffSite.site
  const screens = words.languages.map((language) => `${address}/${language}/privacy-screen`)
  expect(await pa11yIssues(browser, [`${address}/fr`])).toEqual([])
  expect(await pa11yIssues(browser, screens)).toEqual([])
})
