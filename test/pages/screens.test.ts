/** What only a rendered page shows: sizes, zoom, stability, pages without styles. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guideAddresses, pagesOf, printAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'

const smallestTarget = 48

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

interface Viewport {
  readonly width: number
  readonly height: number
}

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

/** What sticks out to the right of the window, and words whose box cannot hold them. */
async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => !element.closest('.skip, .tool-menu, svg'))
      .filter((element) => {
        const box = element.getBoundingClientRect()
        return box.right > window.innerWidth + 1 || element.scrollWidth > element.clientWidth + 1
      })
      .filter((element) => getComputedStyle(element).display !== 'inline')
      // Words for screen readers alone are clipped on purpose.
      .filter((element) => getComputedStyle(element).clipPath !== 'inset(50%)')
      .map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`),
  )
}

/** Buttons and links that a shaking finger would miss. */
async function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (least) =>
      [...document.querySelectorAll('a:not(.skip), button, summary')]
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => ({ box: element.getBoundingClientRect(), text: element.textContent }))
        .filter(({ box }) => box.width < least || box.height < least)
        .map(({ box, text }) => `${text} ${box.width}x${box.height}`),
    smallestTarget,
  )
}

const phone = { width: 390, height: 844 }
const laptop = { width: 1280, height: 800 }
const kioskUpright = { width: 1080, height: 1920 }
/** 320 px is also what a 1280 px screen shows at 400 %. */
const viewports = [{ width: 320, height: 640 }, phone, laptop, kioskUpright]
/** The kiosk and the phone are where fingers are. */
const touched: readonly Viewport[] = [phone, kioskUpright]

describe.each(words.languages)('in %s', (language) => {
  const cut: string[] = []
  const cutAtLargest: string[] = []
  const small: string[] = []

  // A page is loaded once, since only styles know of sizes.
  beforeAll(async () => {
    const sheets = printAddresses(language)
    await eachPage(kioskUpright, pagesOf(language), async (page, address) => {
      const isSheet = sheets.includes(address)
      for (const viewport of viewports) {
        const at = (what: string) => `${viewport.width} ${address} ${what}`
        await page.setViewportSize(viewport)
        cut.push(...(await overflowing(page)).map(at))
        if (isSheet) continue
        if (touched.includes(viewport)) small.push(...(await smallTargets(page)).map(at))
        await page.evaluate(() => document.documentElement.setAttribute('data-size', 'largest'))
        if (viewport.width > 320) cutAtLargest.push(...(await overflowing(page)).map(at))
        await page.evaluate(() => document.documentElement.setAttribute('data-size', 'usual'))
      }
    })
  }, 240_000)

  test('nothing is cut or needs sideways scrolling on a phone, at 320 px, at 400 %, on a laptop and on the kiosk', () => {
    expect(cut).toEqual([])
  })

  test('nothing is cut at the largest text, on a phone, a laptop and the kiosk', () => {
    expect(cutAtLargest).toEqual([])
  })

  test('every button and link can be hit with a shaking finger, on a kiosk and on a phone', () => {
    expect(small).toEqual([])
  })

  test('nothing of the privacy screen and of the display menu is cut, at any size of text', async () => {
    const cut: string[] = []
    for (const viewport of [
      { width: 320, height: 640 },
      { width: 390, height: 844 },
      { width: 1280, height: 800 },
      { width: 1080, height: 1920 },
    ]) {
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
            if (action === 'hide') await page.locator('[data-act="go-on"]').click()
            else await page.locator(`[data-action="${action}"]`).click()
          }
        }
      })
    }
    expect(cut).toEqual([])
  }, 60_000)

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
