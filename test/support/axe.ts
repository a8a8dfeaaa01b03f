/** axe-core with the 2.2 and AAA rules, on a page as it stands. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { findRootDirectory } from '../../server/configuration.ts'
import { inject } from './inject.ts'
import { versionIn } from './judged-figures.ts'

const axeSource = readFileSync(path.join(findRootDirectory(), 'node_modules/axe-core/axe.min.js'), 'utf8')

/** As axe's own first line says it. */
export const axeVersion = versionIn(axeSource)

const tags = [
  'wcag2a',
  'wcag2aa',
  'wcag2aaa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'wcag22aaa',
  'best-practice',
]

/** What the words of a page alone can break: colours behind them, room around them, and the same words for two things. */
const rulesOfWords = [
  'color-contrast-enhanced',
  'link-in-text-block',
  'target-size',
  'identical-links-same-purpose',
  'image-redundant-alt',
  'landmark-unique',
]

const runOnly = {
  'every rule': { type: 'tag', values: tags },
  'rules of words': { type: 'rule', values: rulesOfWords },
} as const

/** `rules of words` is enough for a page whose skeleton every rule has judged already (judge.ts). */
export type AxeRules = keyof typeof runOnly

function optionsFor(rules: AxeRules): RunOptions {
  return {
    runOnly: { type: runOnly[rules].type, values: [...runOnly[rules].values] },
    // Only what is wrong is written out: naming every element that is right takes longer than looking at it.
    resultTypes: ['violations'],
    selectors: false,
    rules: {
      'target-size': { enabled: true },
      'color-contrast-enhanced': { enabled: true },
      // The same look at the same elements, which asks for less: what it finds, the enhanced one finds.
      'color-contrast': { enabled: false },
    },
  }
}

declare global {
  interface Window {
    axe?: { run: (options: RunOptions) => Promise<AxeResults> }
  }
}

/** What axe finds. The policy forbids foreign scripts, so the page's context has to bypass it. */
export async function issuesOn(page: Page, rules: AxeRules = 'every rule'): Promise<readonly string[]> {
  await inject(page, axeSource)
  const violations = await page.evaluate(async (run) => {
    if (window.axe === undefined) throw new Error('axe has not come into the page')
    return (await window.axe.run(run)).violations
  }, optionsFor(rules))
  return violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html.slice(0, 120)}`)
}
