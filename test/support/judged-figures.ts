/** The figures of content/be/judged.json, which the accessibility statement cites: compared with what a file of tests has judged, or written. */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { claimedBeyond, type JudgedFigures } from '../../server/accessibility/rules.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import type { Judgement } from './judge.ts'

const file = path.join(findRootDirectory(), 'content/be/judged.json')

type Part = keyof JudgedFigures

/** What a file of tests has judged, as `JudgedFigures` has it, without the day. */
type Found<P extends Part> = Pick<JudgedFigures[P], 'tools' | 'counts'>

function claimed(): JudgedFigures {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** On how many pages of a language each of these rules was asked, there or on a page with the same skeleton. */
export function countJudged(
  judgements: readonly Judgement[],
  language: string,
  rules: readonly string[],
): number {
  const asked = (rule: string) =>
    judgements.filter((one) => one.language === language && one.rules === rule).map(({ page }) => page)
  const [first = [], ...others] = rules.map((rule) => new Set(asked(rule)))
  return [...first].filter((page) => others.every((pages) => pages.has(page))).length
}

/** A version without what a distribution adds to it, such as 140.5.0 in `Mozilla Firefox 140.5.0esr`. */
export function versionIn(text: string): string {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? text
}

/**
 * Fails where the figures claim more than was judged; they may claim less, so that a new page needs no new statement. With
 * UPDATE_JUDGED=yes it writes them: not after a failure, and by one file of tests at a time (`npm run judged`).
 */
export function claimNoMoreThan<P extends Part>(part: P, found: Found<P>, anyFailed: boolean): void {
  if (process.env.UPDATE_JUDGED === 'yes') {
    expect(anyFailed, 'Nothing is written: what has failed was not judged well').toBe(false)
    const judgedOn = new Date().toISOString().slice(0, 10)
    const figures = { ...claimed(), [part]: { judgedOn, ...found } }
    writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
  }
  const why = `The accessibility statement claims more than was judged. UPDATE_JUDGED=yes npm run judged`
  expect(claimedBeyond(claimed()[part].counts, found.counts), why).toEqual([])
}
