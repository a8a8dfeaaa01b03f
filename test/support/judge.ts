/**
 * Judges open pages, and keeps a record of which rules have judged which page. A page whose skeleton equals one of another
 * language that was judged in full differs from it by its words alone: it gets the rules that words can break (decision 27).
 */

import type { Page } from 'playwright-core'
import { issuesOn } from './axe.ts'
import { pa11yViewport, sniffedOn } from './html-codesniffer.ts'
import { layOut } from './lay-out.ts'
import { type Sizes, sizesOn, touched, type Viewport } from './sizes.ts'
import { skeletonOf } from './skeleton.ts'

export const axeOnWords = 'axe: contrast, targets, same words'
export const axeOnSkeleton = 'axe: all other rules'
export const sniffer = 'HTML_CodeSniffer'
export const cutAt = ({ width }: Viewport) => `nothing cut at ${width} px`
export const cutAtLargestAt = ({ width }: Viewport) => `nothing cut at ${width} px, largest text`
export const targetsAt = ({ width }: Viewport) => `targets at ${width} px`

/** At 320 px, which is 400 %, the usual text is judged alone. */
export const hasLargest = ({ width }: Viewport) => width > 320

export interface Judgement {
  readonly language: string
  readonly page: string
  readonly rules: string
  /** The page with the same skeleton that these rules have judged in its place. */
  readonly sameAs: string | null
}

/** `language` is the page's own: null for one page of all languages. */
export interface Named {
  readonly name: string
  readonly language: string | null
  /** Among whose pages it is counted. */
  readonly among: string
}

export function createJudge(languages: readonly string[]) {
  const judgements: Judgement[] = []
  const judgedInFull = new Map<string, Named>()

  function note({ among, name }: Named, rules: string, sameAs: string | null = null): void {
    judgements.push({ language: among, page: name, rules, sameAs })
  }

  /** The page of another language with the same skeleton that these rules have judged; null where this one is to be judged in full. */
  async function sameSkeleton(page: Page, named: Named, rules: string): Promise<string | null> {
    const html = await page.evaluate(() => document.documentElement.outerHTML)
    const skeleton = `${rules} ${skeletonOf(html, named.language, languages)}`
    const judged = judgedInFull.get(skeleton)
    if (judged === undefined) judgedInFull.set(skeleton, named)
    // Within a language each page is judged in full.
    return judged === undefined || judged.among === named.among ? null : judged.name
  }

  return {
    judgements: judgements as readonly Judgement[],

    async axe(page: Page, named: Named): Promise<readonly string[]> {
      const sameAs = await sameSkeleton(page, named, axeOnSkeleton)
      const issues = await issuesOn(page, sameAs === null ? 'every rule' : 'rules of words')
      note(named, axeOnWords)
      note(named, axeOnSkeleton, sameAs)
      return issues
    },

    /** In the window that pa11y has. */
    async sniffer(page: Page, named: Named): Promise<readonly string[]> {
      const sameAs = await sameSkeleton(page, named, sniffer)
      note(named, sniffer, sameAs)
      if (sameAs !== null) return []
      await layOut(page, pa11yViewport)
      return sniffedOn(page)
    },

    /** A sheet is for paper: on a screen nothing of it may be cut, that is all. */
    async sizes(page: Page, named: Named, viewport: Viewport, isSheet: boolean): Promise<Sizes> {
      const isTouched = !isSheet && touched.includes(viewport)
      const isEnlarged = !isSheet && hasLargest(viewport)
      const { cut, small, cutAtLargest } = await sizesOn(page, viewport, { atLargest: isEnlarged })
      note(named, cutAt(viewport))
      if (isTouched) note(named, targetsAt(viewport))
      if (isEnlarged) note(named, cutAtLargestAt(viewport))
      const at = (what: string) => `${viewport.width} ${named.name} ${what}`
      return {
        cut: cut.map(at),
        small: isTouched ? small.map(at) : [],
        cutAtLargest: cutAtLargest.map(at),
      }
    },
  }
}

/** What was judged, and what was left out for the sake of a page with the same skeleton: `npm run judged`. */
export function judgedAsText(judgements: readonly Judgement[]): string {
  const languages = [...new Set(judgements.map(({ language }) => language))]
  const rules = [...new Set(judgements.map((one) => one.rules))]
  const lines = languages.flatMap((language) =>
    rules.map((rule) => {
      const of = judgements.filter((one) => one.language === language && one.rules === rule)
      const here = of.filter(({ sameAs }) => sameAs === null).length
      const count = (number: number) => String(number).padStart(4)
      return `${language} ${count(of.length)} wanted ${count(here)} judged here ${count(of.length - here)} by the same skeleton: ${rule}`
    }),
  )
  const left = judgements.flatMap((one) =>
    one.sameAs === null
      ? []
      : [`${one.language} ${one.page} has the skeleton of ${one.sameAs}: ${one.rules}`],
  )
  return [...lines, ...left].join('\n')
}

export function printJudged(judgements: readonly Judgement[]): void {
  if (process.env.PRINT_JUDGED === 'yes') process.stdout.write(`\n${judgedAsText(judgements)}\n`)
}
