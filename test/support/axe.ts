/** axe-core with the 2.2 and AAA rules, on a page as it stands. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { findRootDirectory } from '../../server/configuration.ts'

const axeSource = readFileSync(path.join(findRootDirectory(), 'node_modules/axe-core/axe.min.js'), 'utf8')

const options: RunOptions = {
  runOnly: {
    type: 'tag',
    values: [
      'wcag2a',
      'wcag2aa',
      'wcag2aaa',
      'wcag21a',
      'wcag21aa',
      'wcag22aa',
      'wcag22aaa',
      'best-practice',
    ],
  },
  // Only what is wrong is written out: naming every element that is right takes longer than looking at it.
  resultTypes: ['violations'],
  selectors: false,
  rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
}

declare global {
  interface Window {
    axe: { run: (options: RunOptions) => Promise<AxeResults> }
  }
}

/** What axe finds. The policy forbids foreign scripts, so the page's context has to bypass it. */
export async function issuesOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate((run) => window.axe.run(run), options)
  return violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html.slice(0, 120)}`)
}
