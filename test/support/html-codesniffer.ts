/** HTML_CodeSniffer at WCAG 2 AAA on an open page, with what pa11y counts as an issue. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { inject } from './inject.ts'
import { versionIn } from './judged-figures.ts'

/** The very file that pa11y brings into its pages. */
const source = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('pa11y')).resolve(
    '@pa11y/html_codesniffer/build/HTMLCS.js',
  ),
  'utf8',
)

/** As its own first line says it. */
export const snifferVersion = versionIn(source)

/** pa11y opens its pages in this size. */
export const pa11yViewport = { width: 1280, height: 1024 }

interface Message {
  readonly type: number
  readonly code: string
  readonly element: { readonly outerHTML?: string }
}

declare global {
  interface Window {
    HTMLCS?: {
      readonly ERROR: number
      readonly process: (standard: string, on: Document, done: () => void, failed: () => void) => void
      readonly getMessages: () => readonly Message[]
    }
  }
}

/** The errors: warnings and notices are for a person to think about, and pa11y leaves them out too. */
export async function sniffedOn(page: Page): Promise<readonly string[]> {
  await inject(page, source)
  const found = await page.evaluate(async () => {
    const { HTMLCS } = window
    if (HTMLCS === undefined) throw new Error('HTML_CodeSniffer has not come into the page')
    await new Promise<void>((resolve, reject) => {
      HTMLCS.process('WCAG2AAA', document, resolve, () => reject(new Error('HTML_CodeSniffer gave up')))
    })
    const messages = HTMLCS.getMessages()
    // On each of our pages it has notices: without any it has not looked.
    if (messages.length === 0) throw new Error('HTML_CodeSniffer said nothing at all')
    return messages
      .filter(({ type }) => type === HTMLCS.ERROR)
      .map(({ code, element }) => `${code} ${element.outerHTML?.slice(0, 120) ?? ''}`)
  })
  return found.map((issue) => `${page.url()} ${issue}`)
}
