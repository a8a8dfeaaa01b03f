/** The part of pa11y that the tests use; its published types are for an older version. */

declare module 'pa11y' {
  import type { Browser, Page } from 'puppeteer'

  interface Options {
    readonly browser: Browser
    readonly page: Page
    readonly standard: 'WCAG2AAA'
    readonly runners: readonly 'htmlcs'[]
    /** In milliseconds. */
    readonly timeout: number
  }
  interface Issue {
    readonly code: string
    readonly context: string
  }
  interface Results {
    /** Where the page was in the end. */
    readonly pageUrl: string
    readonly issues: readonly Issue[]
  }
  export default function pa11y(url: string, options: Options): Promise<Results>
}
