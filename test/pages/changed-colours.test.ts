/** What a browser makes of the colours of pages by itself: pictograms, squares, digits and private moments stay what they are. */

import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headlessChromiumPath, openBrowser, openTestSite, type TestSite } from '../support/browser.ts'

let site: TestSite
let darkening: Browser
beforeAll(async () => {
  site = await openTestSite()
  darkening = await openBrowser(headlessChromiumPath, {
    args: ['--enable-features=WebContentsForceDark', '--blink-settings=forceDarkModeEnabled=true'],
  })
})
afterAll(async () => {
  await darkening.close()
  await site.close()
})

interface Seen {
  /** Relative luminances (WCAG 2): of nineteen in twenty pixels, the darkest and the lightest. */
  readonly darkest: number
  readonly lightest: number
  /** Of the first pixel: what surrounds the rest. */
  readonly corner: number
}

/** What stands on the screen in the place of an element; `inset` leaves out its edge, as a share of its width. */
async function seen(page: Page, element: Locator, inset = 0): Promise<Seen> {
  await element.scrollIntoViewIfNeeded()
  const box = await element.boundingBox()
  if (box === null) throw new Error('Nothing is there')
  const by = box.width * inset
  const clip = { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by }
  const picture = (await page.screenshot({ clip })).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('There is no canvas')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const linear = (value = 0) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    const luminances = Array.from({ length: data.length / 4 }, (_, pixel) => {
      const [red, green, blue] = data.subarray(pixel * 4, pixel * 4 + 3)
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    })
    const [corner = 0] = luminances
    luminances.sort((one, other) => one - other)
    const at = (share: number) => luminances[Math.floor((luminances.length - 1) * share)] ?? 0
    return { darkest: at(0.05), lightest: at(0.95), corner }
  }, picture)
}

const contrast = ({ darkest, lightest }: Seen) => (lightest + 0.05) / (darkest + 0.05)

describe.each(['none', 'darkened by the browser', 'forced by the system'] as const)('colours: %s', (what) => {
  async function open(address: string): Promise<Page> {
    const browser = what === 'darkened by the browser' ? darkening : site.browser
    // The policy allows no page to read pictures, and a test has to.
    const page = await browser.newPage({
      bypassCSP: true,
      // A browser darkens pages for whoever likes dark ones.
      colorScheme: what === 'darkened by the browser' ? 'dark' : 'light',
      viewport: { width: 1280, height: 800 },
    })
    if (what === 'forced by the system') await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(site.address + address)
    return page
  }

  test('each theme and each title can be told by its pictogram', async () => {
    const page = await open('/fr')
    const discs = await page.locator('.tile .disc').all()
    expect(discs.length).toBeGreaterThanOrEqual(8)
    for (const disc of discs) expect(contrast(await seen(page, disc, 0.15))).toBeGreaterThan(3)
    await page.goto(`${site.address}/fr/guides/check-consent`)
    expect(contrast(await seen(page, page.locator('h1 .disc'), 0.15))).toBeGreaterThan(3)
    await page.close()
  })

  test('a code can be read by a helper and by a telephone', async () => {
    const page = await open('/fr/guides/check-consent')
    await page.locator('[data-action="helper"]').click()
    const square = await seen(page, page.locator('.qr-code').first())
    expect(square.corner, 'a light edge').toBeGreaterThan(0.9)
    expect(square.darkest, 'dark on light').toBeLessThan(0.05)
    expect(contrast(await seen(page, page.locator('.digits').first(), 0.05))).toBeGreaterThan(4.5)
    await page.close()
  })

  test('a private moment looks like nothing else on the page', async () => {
    const page = await open('/fr/guides/check-consent')
    const surface = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((step) => getComputedStyle(step).backgroundColor)
    const moment = page.locator('.step[data-private-moment]').first()
    expect(await surface('.step[data-private-moment]')).toBe('rgb(20, 33, 61)')
    expect(await surface('.step:not([data-private-moment])')).not.toBe('rgb(20, 33, 61)')
    expect(contrast(await seen(page, moment, 0.02))).toBeGreaterThan(7)
    await page.close()
  })
})
