/** Promise 1: everything within three activations of the start, without JavaScript and by keyboard alone. */

import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue, statementAddress, themeAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { linksOf } from '../support/html.ts'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

/** Every path and print path of the catalogue in a language, and the accessibility statement. */
function wanted(language: string): readonly string[] {
  const entries = catalogue.entries.flatMap(({ paths, print }) =>
    [paths[language], print?.[language]].flatMap((path) => path ?? []),
  )
  return [...entries, statementAddress(language)]
}

test('without JavaScript, three taps lead to every guide, every sheet and the accessibility statement in every language', async () => {
  const reached = new Map<string, number>([['/', 0]])
  let edge = ['/']
  for (const taps of [1, 2, 3]) {
    const found = new Set<string>()
    for (const path of edge) {
      const answer = await fetch(site.address + path)
      expect(answer.status, path).toBe(200)
      for (const link of linksOf(await answer.text())) if (!reached.has(link)) found.add(link)
    }
    for (const path of found) reached.set(path, taps)
    edge = [...found]
  }
  for (const language of words.languages) {
    expect(wanted(language).filter((path) => (reached.get(path) ?? 4) > 3)).toEqual([])
  }
  const far = Math.max(...words.languages.flatMap(wanted).map((path) => reached.get(path) ?? 4))
  console.log(`reached ${reached.size} pages without JavaScript; the farthest entry is ${far} taps away`)
})

/** More than any page has links and buttons. */
const mostPresses = 60

/** The paths of the links to which Tab leads, from the top of a page until the focus leaves it. */
async function linksByTab(page: Page): Promise<ReadonlySet<string>> {
  const paths = new Set<string>()
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const { activeElement, body } = document
      return activeElement === body ? null : (activeElement?.getAttribute('href') ?? '')
    })
    if (focused === null) return paths
    paths.add(focused.split('#')[0] ?? '')
  }
  return paths
}

const linksOfPages = new Map<string, ReadonlySet<string>>()

/** Focuses a link to which Tab leads. Tab walks through each page once: its links stay where they are. */
async function focus(page: Page, path: string): Promise<void> {
  const here = page.url()
  const links = linksOfPages.get(here) ?? (await linksByTab(page))
  linksOfPages.set(here, links)
  if (!links.has(path)) throw new Error(`The keyboard does not reach ${path} from ${here}`)
  await page.evaluate((wanted) => {
    const all = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
    const shown = all.filter((link) => link.checkVisibility())
    shown.find((link) => link.getAttribute('href')?.split('#')[0] === wanted)?.focus()
  }, path)
}

async function activate(page: Page, path: string): Promise<void> {
  await focus(page, path)
  await Promise.all([page.waitForURL((url) => url.pathname === path), page.keyboard.press('Enter')])
}

/**
 * Activates the focused link by Enter, and has the server answer for it with the page itself. The browser is told that there is
 * nothing to show, so that it stays where the next link is; how each page comes out is for every-page.test.ts to see.
 */
async function asksFor(page: Page, path: string): Promise<void> {
  const asked = new Promise<{ readonly status: number; readonly path: string }>((resolve, reject) => {
    const answer = async (route: Route): Promise<void> => {
      const { pathname } = new URL(route.request().url())
      const answered = await route.fetch({ maxRedirects: 0 })
      await route.fulfill({ status: 204 })
      resolve({ status: answered.status(), path: pathname })
    }
    page
      .route(
        (url) => url.origin === site.address,
        (route) => answer(route).catch(reject),
        { times: 1 },
      )
      .then(() => page.keyboard.press('Enter'))
      .catch(reject)
  })
  expect(await asked).toEqual({ status: 200, path })
}

describe.each(words.languages)('by keyboard alone, in %s', (language) => {
  test('three activations lead to every guide, every sheet and the accessibility statement', async () => {
    const context = await site.browser.newContext({ viewport: { width: 1080, height: 1920 } })
    await context.addInitScript(() => {
      window.print = () => {}
    })
    const page = await context.newPage()
    const statement = statementAddress(language)
    await page.goto(`${site.address}/`)
    await activate(page, `/${language}`)
    await focus(page, statement)
    await asksFor(page, statement)
    const reached = [statement]
    for (const theme of themeAddresses(language)) {
      await page.goto(`${site.address}/`)
      await activate(page, `/${language}`)
      await activate(page, theme)
      const here = linksOf(await page.content()).filter((path) => wanted(language).includes(path))
      for (const path of new Set(here)) {
        await focus(page, path)
        await asksFor(page, path)
        reached.push(path)
      }
    }
    expect([...new Set(reached)].sort()).toEqual([...wanted(language)].sort())
    await context.close()
  })

  test('the focus is always seen, and the first stop skips to the content', async () => {
    const page = await site.browser.newPage()
    await page.goto(`${site.address}/${language}/guides/check-consent`)
    await page.keyboard.press('Tab')
    const first = await page.evaluate(() => document.activeElement?.getAttribute('href'))
    expect(first).toBe('#content')
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const { activeElement } = document
        return activeElement === null ? '' : getComputedStyle(activeElement).outlineWidth
      })
      expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(3)
    }
    await page.close()
  })
})

test('the language menu opens and leads to the same page, with JavaScript off', async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${site.address}/fr/guides/my-child`)
  await page.click('[data-action="language"]')
  await page.click('.tool-menu a[lang="de"]')
  expect(new URL(page.url()).pathname).toBe('/de/guides/my-child')
  await context.close()
})

test('the print button prints at once, and a sheet opened by its address waits for a tap', async () => {
  const context = await site.browser.newContext()
  await context.addInitScript(() => {
    window.print = () => {
      const { dataset } = document.documentElement
      dataset.printed = String(Number(dataset.printed ?? 0) + 1)
    }
  })
  const page = await context.newPage()
  const printed = () => page.evaluate(() => Number(document.documentElement.dataset.printed ?? 0))
  await page.goto(`${site.address}/fr/themes/consent`)
  await page.click('a[data-action="print"]')
  await page.waitForLoadState('load')
  await expect.poll(printed).toBe(1)
  await page.reload()
  expect(await printed()).toBe(0)
  await page.click('button[data-action="print"]')
  expect(await printed()).toBe(1)
  await context.close()
})
