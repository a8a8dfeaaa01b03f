/** What only a rendered page shows beside every-page.test.ts: menus and zoom, stability, pages without styles. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guideAddresses, printAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { type Viewport, viewports } from '../support/sizes.ts'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

async function eachPage(
  viewport: Viewport,
  addresses: readonly string[],
  look: (page: Page, address: string) => Promise<void>,
): Promise<void> {
  const page = await site.browser.newPage({ viewport })
  for (const address of addresses) {
    await page.goto(site.address + address)
    await look(page, address)
  }
  await page.close()
}

describe.each(words.languages)('in %s', (language) => {
  test('nothing of the privacy screen and of the display menu is cut, at any size of text', async () => {
    const cut: string[] = []
    for (const viewport of viewports) {
      await eachPage(viewport, [`/${language}/guides/check-consent`], async (page) => {
        for (const size of ['usual', 'large', 'largest']) {
          // Chosen as people choose it: what the server does not know of, its next answer would undo.
          await page.locator('[data-action="display"]').click()
          await page.locator(`button[value="${size}"]`).click()
          await page.locator(`html[data-size="${size}"]`).waitFor()
          for (const action of ['display', 'hide']) {
            await page.locator(`[data-action="${action}"]`).click()
            const within = action === 'hide' ? '#privacy-screen *' : '.tool[open] .tool-menu *'
            const outside = await page.locator(within).evaluateAll((all) =>
              all
                .filter((element) => !element.closest('.only-heard, svg'))
                .filter((element) => {
                  const box = element.getBoundingClientRect()
                  return (
                    box.left < -1 ||
                    box.right > innerWidth + 1 ||
                    element.scrollWidth > element.clientWidth + 1
                  )
                })
                .filter((element) => getComputedStyle(element).display !== 'inline')
                .map((element) => `${element.tagName} ${element.textContent}`),
            )
            cut.push(...outside.map((what) => `${viewport.width} ${size} ${action} ${what}`))
            if (action === 'hide') await page.locator('#privacy-screen .go-on').click()
            else await page.locator(`[data-action="${action}"]`).click()
          }
        }
      })
    }
    expect(cut).toEqual([])
  })

  test('at 400 % of a laptop the toolbar leaves half of the window to the page', async () => {
    await eachPage({ width: 320, height: 256 }, [`/${language}/guides/check-consent`], async (page) => {
      const height = await page.evaluate(
        () => document.querySelector('.toolbar')?.getBoundingClientRect().height ?? 0,
      )
      expect(height).toBeLessThanOrEqual(128)
    })
  })

  test('the toolbar never moves, from page to page or while scrolling', async () => {
    const places = new Set<string>()
    const pages = [
      `/${language}`,
      `/${language}/themes/consent`,
      ...guideAddresses(language).slice(0, 6),
      ...printAddresses(language).slice(0, 2),
      `/${language}/explainers/share-my-data`,
      `/${language}/print/explainer/share-my-data`,
    ]
    await eachPage({ width: 1080, height: 1920 }, pages, async (page) => {
      const place = () =>
        page.evaluate(() => {
          const tools = [...document.querySelectorAll('.toolbar [data-action]')]
          const boxes = tools.map((tool) => tool.getBoundingClientRect())
          return boxes.map((box) => `${Math.round(box.x)} ${Math.round(box.y)}`).join(', ')
        })
      places.add(await place())
      await page.mouse.wheel(0, 600)
      places.add(await place())
    })
    expect([...places]).toHaveLength(1)
  })

  test('all themes fit a landscape screen and a portrait kiosk without scrolling', async () => {
    for (const viewport of [
      { width: 1920, height: 1080 },
      { width: 1080, height: 1920 },
      { width: 1280, height: 800 },
    ]) {
      await eachPage(viewport, [`/${language}`], async (page) => {
        const hidden = await page.evaluate(() => {
          const top = document.querySelector('.toolbar')?.getBoundingClientRect().top ?? 0
          return [...document.querySelectorAll('.tile')].filter(
            (tile) => tile.getBoundingClientRect().bottom > top,
          ).length
        })
        expect(hidden, `${viewport.width}`).toBe(0)
      })
    }
  })

  test('without styles the page still reads from top to bottom, with small pictures', async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false })
    await context.route(/\.css$/, (route) => route.abort())
    const page = await context.newPage()
    await page.goto(`${site.address}/${language}/guides/give-consent`)
    const headings = await page.locator('main :is(h1, h2)').allInnerTexts()
    expect(headings).toHaveLength(7)
    const sizes = await page
      .locator('svg')
      .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(72)
    await context.close()
  })
})

test('every pictogram is drawn: no page shows an empty place', async () => {
  await eachPage({ width: 1080, height: 1920 }, ['/fr/pictograms'], async (page) => {
    await page.waitForLoadState('networkidle')
    const empty = await page.locator(':is(main, .toolbar) [data-pictogram] use').evaluateAll((all) =>
      all
        .filter((use) => {
          const box = (use as SVGUseElement).getBBox()
          return box.width < 20 && box.height < 20
        })
        .map((use) => use.parentElement?.getAttribute('data-pictogram')),
    )
    expect(empty).toEqual([])
  })
})

test('nothing of a page moves after it is shown, and nothing is blocked by the policy', async () => {
  const page = await site.browser.newPage({ viewport: { width: 390, height: 844 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
        const { dataset } = document.documentElement
        dataset.shift = String(Number(dataset.shift ?? 0) + entry.value)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  // A slow network: the page is seen before its typeface comes.
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  for (const address of ['/', '/fr', '/de/themes/my-record', '/de/guides/health-summary']) {
    await page.goto(site.address + address)
    await page.waitForLoadState('networkidle')
    const shift = await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))
    console.log(`CLS of ${address}: ${shift.toFixed(4)}`)
    expect(shift, address).toBeLessThan(0.01)
  }
  expect(complaints).toEqual([])
  await page.close()
})
