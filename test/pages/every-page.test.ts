/** Every public page in every language, judged in one visit: axe, HTML_CodeSniffer, and what only a rendered page shows. */

import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pagesOf, printAddresses, words } from '../support/addresses.ts'
import { axeVersion } from '../support/axe.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { snifferVersion } from '../support/html-codesniffer.ts'
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
import { claimNoMoreThan, countJudged, versionIn } from '../support/judged-figures.ts'
import { layOut } from '../support/lay-out.ts'
import { kioskUpright, touched, viewports } from '../support/sizes.ts'

const judge = createJudge(words.languages)

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
  const sheets = printAddresses(language)
  let page: Page

  beforeAll(async () => {
    // The policy forbids foreign scripts, so axe comes in beside it.
    const context = await site.browser.newContext({ bypassCSP: true })
    page = await context.newPage()
  })
  afterAll(() => page.context().close())

  // A page is loaded once for all that is asked of it.
  test.each(pagesOf(language))(
    'whoever sees little, hears only or shakes can use %s, on every screen',
    async (address) => {
      await layOut(page, kioskUpright)
      await page.goto(site.address + address)
      expect(page.url()).toBe(site.address + address)
      const named = { name: address, language: address === '/' ? null : language, among: language }
      expect(await judge.axe(page, named), 'axe').toEqual([])
      for (const viewport of viewports) {
        const { cut, cutAtLargest, small } = await judge.sizes(
          page,
          named,
          viewport,
          sheets.includes(address),
        )
        expect(cut, 'cut, or only to be seen by scrolling sideways').toEqual([])
        expect(cutAtLargest, 'cut at the largest text').toEqual([])
        expect(small, 'missed by a shaking finger').toEqual([])
      }
      expect(await judge.sniffer(page, named), 'HTML_CodeSniffer at WCAG2AAA').toEqual([])
    },
  )

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

test('whoever reads the accessibility statement reads of no page that was not judged', () => {
  const counted = (...rules: readonly string[]) =>
    Object.fromEntries(
      words.languages.map((language) => [language, countJudged(judge.judgements, language, rules)]),
    )
  const tools = {
    axe: axeVersion,
    HTML_CodeSniffer: snifferVersion,
    Chromium: versionIn(site.browser.version()),
  }
  const counts = {
    axe: counted(axeOnWords, axeOnSkeleton),
    htmlCodeSniffer: counted(sniffer),
    uncut: counted(...viewports.map(cutAt)),
    uncutAtLargest: counted(...viewports.filter(hasLargest).map(cutAtLargestAt)),
    targets: counted(...touched.map(targetsAt)),
  }
  claimNoMoreThan('pages', { tools, counts }, anyFailed)
})
