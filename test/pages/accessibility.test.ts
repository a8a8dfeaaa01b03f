/** axe-core with the 2.2 and AAA rules on every page, in every language. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrasts } from '../../server/visits/visits.ts'
import { pagesOf, words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

describe.each(words.languages)('a person with a disability can use every page in %s', (language) => {
  test('axe finds nothing', async () => {
    // The policy forbids foreign scripts, so axe comes in beside it.
    const context = await site.browser.newContext({
      viewport: { width: 1080, height: 1920 },
      bypassCSP: true,
    })
    const page = await context.newPage()
    const found: string[] = []
    const pages = pagesOf(language)
    for (const address of pages) {
      await page.goto(site.address + address)
      found.push(...(await issuesOn(page)))
    }
    console.log(`${language}: axe-core on ${pages.length} pages, ${found.length} issues`)
    expect(found).toEqual([])
    await context.close()
  }, 300_000)

  test('axe finds nothing in the menus, on the privacy screen, and in any colours', async () => {
    const context = await site.browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    const found: string[] = []
    for (const contrast of contrasts) {
      await page.goto(`${site.address}/${language}/guides/check-consent`)
      await page.locator('[data-action="display"]').click()
      await page.locator(`button[value="${contrast}"]`).click()
      await page.locator(`html[data-contrast="${contrast}"]`).waitFor()
      for (const menu of ['language', 'display']) {
        await page.locator(`[data-action="${menu}"]`).click()
        found.push(...(await issuesOn(page)))
        await page.locator(`[data-action="${menu}"]`).click()
      }
      await page.locator('[data-action="hide"]').click()
      found.push(...(await issuesOn(page)))
      await page.locator('[data-act="go-on"]').click()
      await page.locator('#steps').waitFor()
      for (const address of ['', '/guides/check-consent', '/explainers/share-my-data', '/themes/consent']) {
        await page.goto(`${site.address}/${language}${address}`)
        expect(await page.locator('html').getAttribute('data-contrast')).toBe(contrast)
        found.push(...(await issuesOn(page)))
      }
      // A person's turns come back with time.
      site.machine.pass(10_000)
    }
    await page.goto(`${site.address}/${language}/privacy-screen`)
    found.push(...(await issuesOn(page)))
    expect(page.url()).toContain('privacy-screen')
    expect(found).toEqual([])
    await context.close()
  }, 120_000)
})
