/** axe-core with the 2.2 and AAA rules in the menus, on the privacy screen and in all colours; pages as they open: every-page.test.ts. */

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { contrasts } from '../../server/visits/rules.ts'
import { words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { axeOnSkeleton, axeOnWords, createJudge, printJudged } from '../support/judge.ts'
import { claimNoMoreThan, countJudged } from '../support/judged-figures.ts'
import { layOut } from '../support/lay-out.ts'
import { laptop } from '../support/sizes.ts'

const judge = createJudge(words.languages)
const pages = ['', '/guides/check-consent', '/explainers/share-my-data', '/themes/consent']
const menus = ['language', 'display']

let site: TestSite
let anyFailed = false
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(async () => {
  await site.close()
  printJudged(judge.judgements)
})
afterEach(({ task }) => {
  if (task.result?.state === 'fail') anyFailed = true
})

test.each(words.languages)(
  'axe finds nothing in the menus, on the privacy screen, and in any colours, in %s',
  async (language) => {
    const context = await site.browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    await layOut(page, laptop)
    const found: string[] = []
    const look = async (what: string) => {
      const named = { name: `/${language} ${what}`, language, among: language }
      found.push(...(await judge.axe(page, named)))
    }
    for (const contrast of contrasts) {
      await page.goto(`${site.address}/${language}/guides/check-consent`)
      await page.locator('[data-action="display"]').click()
      await page.locator(`button[value="${contrast}"]`).click()
      await page.locator(`html[data-contrast="${contrast}"]`).waitFor()
      for (const menu of menus) {
        await page.locator(`[data-action="${menu}"]`).click()
        await look(`${contrast} menu ${menu}`)
        await page.locator(`[data-action="${menu}"]`).click()
      }
      await page.locator('[data-action="hide"]').click()
      await look(`${contrast} hidden`)
      await page.locator('#privacy-screen .go-on').click()
      await page.locator('#steps').waitFor()
      for (const address of pages) {
        await page.goto(`${site.address}/${language}${address}`)
        expect(await page.locator('html').getAttribute('data-contrast')).toBe(contrast)
        await look(`${contrast} ${address}`)
      }
      // A person's turns come back with time.
      site.machine.pass(10_000)
    }
    await page.goto(`${site.address}/${language}/privacy-screen`)
    await look('privacy-screen')
    expect(page.url()).toContain('privacy-screen')
    expect(found).toEqual([])

    const inEachContrast = menus.length + 1 + pages.length
    for (const rules of [axeOnWords, axeOnSkeleton]) {
      const here = judge.judgements.filter((one) => one.language === language && one.rules === rules)
      expect(here, rules).toHaveLength(contrasts.length * inEachContrast + 1)
    }
    await context.close()
  },
)

test('whoever reads the accessibility statement reads of no colours that were not judged', () => {
  const counted = (count: (language: string) => number) =>
    Object.fromEntries(words.languages.map((language) => [language, count(language)]))
  const counts = {
    axe: counted((language) => countJudged(judge.judgements, language, [axeOnWords, axeOnSkeleton])),
    choices: counted(() => contrasts.length),
  }
  claimNoMoreThan('colours', { tools: {}, counts }, anyFailed)
})
