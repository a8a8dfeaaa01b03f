/** Every public page in every language, judged in one visit: axe, HTML_CodeSniffer, and what only a rendered page shows. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pagesOf, printAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import {
  axeOnSkeleton,
  axeOnWords,
  createJudge,
  cutAt,
  cutAtLargestAt,
  hasLargest,
  printJudged,
  sniffer,
  targetsAt,
} from '../support/judge.ts'
import { kioskUpright, touched, viewports } from '../support/sizes.ts'

const judge = createJudge(words.languages)

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(async () => {
  await site.close()
  printJudged(judge.judgements)
})

/** What is to be judged of a language, from its addresses alone. */
function wanted(language: string): readonly string[] {
  const all = pagesOf(language)
  const sheets = printAddresses(language)
  const screens = all.filter((address) => !sheets.includes(address))
  return [
    ...[axeOnWords, axeOnSkeleton, sniffer, ...viewports.map(cutAt)].map((rules) => ({ rules, on: all })),
    ...viewports.filter(hasLargest).map((at) => ({ rules: cutAtLargestAt(at), on: screens })),
    ...touched.map((at) => ({ rules: targetsAt(at), on: screens })),
  ].flatMap(({ rules, on }) => on.map((address) => `${address} ${rules}`))
}

describe.each(words.languages)('in %s', (language) => {
  const byAxe: string[] = []
  const bySniffer: string[] = []
  const cut: string[] = []
  const cutAtLargest: string[] = []
  const small: string[] = []

  // A page is loaded once for all that is asked of it.
  beforeAll(async () => {
    const sheets = printAddresses(language)
    // The policy forbids foreign scripts, so axe comes in beside it.
    const context = await site.browser.newContext({ viewport: kioskUpright, bypassCSP: true })
    const page = await context.newPage()
    for (const address of pagesOf(language)) {
      await page.setViewportSize(kioskUpright)
      await page.goto(site.address + address)
      expect(page.url()).toBe(site.address + address)
      const named = { name: address, language: address === '/' ? null : language, among: language }
      byAxe.push(...(await judge.axe(page, named)))
      for (const viewport of viewports) {
        const sizes = await judge.sizes(page, named, viewport, sheets.includes(address))
        cut.push(...sizes.cut)
        cutAtLargest.push(...sizes.cutAtLargest)
        small.push(...sizes.small)
      }
      bySniffer.push(...(await judge.sniffer(page, named)))
    }
    await context.close()
  })

  test('a person with a disability can use every page: axe finds nothing', () => {
    expect(byAxe).toEqual([])
  })

  test('every page passes HTML_CodeSniffer at WCAG2AAA', () => {
    expect(bySniffer).toEqual([])
  })

  test('nothing is cut or needs sideways scrolling on a phone, at 320 px, at 400 %, on a laptop and on the kiosk', () => {
    expect(cut).toEqual([])
  })

  test('nothing is cut at the largest text, on a phone, a laptop and the kiosk', () => {
    expect(cutAtLargest).toEqual([])
  })

  test('every button and link can be hit with a shaking finger, on a kiosk and on a phone', () => {
    expect(small).toEqual([])
  })

  test('every rule has judged every page, itself or by a page with the same skeleton', () => {
    const here = judge.judgements.filter((one) => one.language === language)
    expect(here.map(({ page, rules }) => `${page} ${rules}`).sort()).toEqual([...wanted(language)].sort())
    const isJudgedInFull = ({ page, rules }: { page: string; rules: string }) =>
      judge.judgements.some((one) => one.page === page && one.rules === rules && one.sameAs === null)
    const unfounded = here.filter(
      ({ rules, sameAs }) => sameAs !== null && !isJudgedInFull({ page: sameAs, rules }),
    )
    expect(unfounded).toEqual([])
  })
})
