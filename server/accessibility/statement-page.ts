/** The accessibility statement as one reader sees it: days in words, and of each figure what holds in every language. */

import type { Country } from '../content/rules.ts'
import { daysOfFigures } from './rules.ts'

export interface StatementPage {
  readonly preparedOn: string
  readonly reviewedOn: string
  /** The first and the last day of the tests; one where both are the same. */
  readonly triedOn: readonly string[]
  readonly languages: number
  /** Pages in each language, at least. */
  readonly counts: {
    readonly axe: number
    readonly htmlCodeSniffer: number
    readonly uncut: number
    readonly uncutAtLargest: number
    readonly targets: number
    readonly colours: number
    readonly staffPages: number
  }
  readonly choicesOfColour: number
  readonly axe: string
  readonly htmlCodeSniffer: string
  /** With its version, as the others. */
  readonly browser: string
  readonly otherBrowsers: readonly string[]
}

/** The statement of a country in a language. */
export function statementPageOf(country: Country, language: string): StatementPage {
  const { preparedOn, reviewedOn, figures } = country.accessibility
  const { pages, colours, staffPages, engines } = figures
  const format = new Intl.DateTimeFormat(`${language}-${country.code.toUpperCase()}`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  })
  // A day stays on one line.
  const inWords = (day: string) => format.format(new Date(`${day}T00:00:00Z`)).replaceAll(' ', '\u00a0')
  const { first, last } = daysOfFigures(figures)
  const inEach = (byLanguage: Readonly<Record<string, number>>) =>
    Math.min(...country.languages.map((one) => byLanguage[one] ?? 0))
  // The first two numbers of a version: nobody knows a browser by more.
  const named = (tools: Readonly<Record<string, string>>, name: string) =>
    `${name}\u00a0${/^\d+\.\d+/.exec(tools[name] ?? '')?.[0] ?? ''}`.trim()
  return {
    preparedOn: inWords(preparedOn),
    reviewedOn: inWords(reviewedOn),
    triedOn: [...new Set([first, last])].map(inWords),
    languages: country.languages.length,
    counts: {
      axe: inEach(pages.counts.axe),
      htmlCodeSniffer: inEach(pages.counts.htmlCodeSniffer),
      uncut: inEach(pages.counts.uncut),
      uncutAtLargest: inEach(pages.counts.uncutAtLargest),
      targets: inEach(pages.counts.targets),
      colours: inEach(colours.counts.axe),
      staffPages: inEach(staffPages.counts.axeAndHtmlCodeSniffer),
    },
    choicesOfColour: inEach(colours.counts.choices),
    axe: named(pages.tools, 'axe'),
    htmlCodeSniffer: named(pages.tools, 'HTML_CodeSniffer'),
    browser: named(pages.tools, 'Chromium'),
    otherBrowsers: Object.keys(engines.tools).map((name) => named(engines.tools, name)),
  }
}
