/** What a thumb needs of a page on a phone. */

import type { Page } from 'playwright-core'

/** What a thumb could miss: links and buttons lower than 48 pixels, and pages wider than the screen. */
export async function missedByAThumb(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(() => {
    const low = [...document.querySelectorAll('a, button, summary, input:not([type="hidden"]), .tick')]
      .filter((target) => !target.matches('.skip, .tick input') && target.checkVisibility())
      .filter((target) => target.getBoundingClientRect().height < 47.5)
      .map((target) => target.outerHTML.slice(0, 100))
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page is too wide'] : []
    return [...low, ...wide]
  })
  return found.map((target) => `${page.url()} ${target}`)
}
