/** A visit in a real browser: hidden, gone on with, erased; by the clock and by hand; with JavaScript and without. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'

const t = words.translate('fr')
const guide = '/fr/guides/check-consent'

let site: TestSite
let context: BrowserContext
beforeAll(async () => {
  site = await openTestSite()
})
afterEach(async () => {
  await context.close()
  site.machine.pass(10_000_000)
  await site.services.visits.endOverdue()
})
afterAll(() => site.close())

/** A person at the screen, whose time passes only when a test says so. */
async function arrive(): Promise<Page> {
  context = await site.browser.newContext({ viewport: { width: 1080, height: 1920 } })
  await context.clock.install()
  return context.newPage()
}

/** Lets time pass for the server and for the browser. */
async function pass(page: Page, seconds: number): Promise<void> {
  site.machine.pass(seconds * 1000)
  await page.clock.runFor(seconds * 1000)
}

/** From the start to a guide, as a person goes. */
async function walkToGuide(page: Page): Promise<void> {
  await page.goto(site.address)
  await page.locator('a[hreflang="fr"]').click()
  await page.locator('[data-theme="consent"] a').click()
  await page.locator(`a[href="${guide}"]`).click()
  await page.waitForURL(`**${guide}`)
}

const privacyScreen = (page: Page) => page.getByRole('heading', { name: t('visits:stillThere') })
const content = (page: Page) => page.locator('#steps')
const goOn = (page: Page) => page.getByRole('button', { name: t('visits:goOn') })

async function expectStart(page: Page): Promise<void> {
  await page.waitForURL(`${site.address}/`)
  expect(await page.locator('.languages').isVisible()).toBe(true)
}

describe('whoever leaves the screen without a word', () => {
  test('has the page hidden after 60 seconds, and finds it as it was when they go on', async () => {
    const page = await arrive()
    await page.goto(`${site.address}/fr/explainers/share-my-data`)
    await page.locator('input[name="question"]').first().check()
    const scrolled = await page.evaluate(() => window.scrollY)
    expect(scrolled).toBeGreaterThan(500)
    await pass(page, 58)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await pass(page, 8)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await page.locator('h1').first().isVisible()).toBe(false)
    expect(await page.title()).toBe(t('visits:stillThere'))
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    expect(await goOn(page).evaluate((button) => document.activeElement === button)).toBe(true)
    await goOn(page).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    expect(page.url()).toContain('/fr/explainers/share-my-data')
    expect(await page.locator(':checked').count()).toBe(1)
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled)
  })

  test('sees and hears the seconds that are left, in steps of 20', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await pass(page, 60)
    const heard = new Set<string>()
    const bars: number[] = []
    for (let second = 0; second < 59; second += 1) {
      heard.add((await page.locator('#privacy-screen [role="status"]').textContent()) ?? '')
      bars.push(
        await page.locator('#privacy-screen progress').evaluate((bar: HTMLProgressElement) => bar.value),
      )
      await pass(page, 1)
    }
    const label = t('visits:secondsLeft')
    expect([...heard]).toEqual([`${label} 60`, `${label} 40`, `${label} 20`])
    expect(bars.every((value, index) => index === 0 || value <= (bars[index - 1] ?? 0))).toBe(true)
    expect(await page.getByRole('timer').textContent()).toBe('1')
  })

  test('leaves nothing: after 120 seconds all is erased, and the start comes back by itself', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await pass(page, 119)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    await pass(page, 2)
    await page.waitForURL('**/fr/erased')
    expect(await site.services.visits.count()).toBe(0)
    await pass(page, 21)
    await expectStart(page)
  })

  test('is not thrown out while they touch, type or tab through the page', async () => {
    const page = await arrive()
    await walkToGuide(page)
    for (const act of [
      () => page.mouse.click(5, 500),
      () => page.keyboard.press('Tab'),
      () => page.mouse.wheel(0, 100),
    ]) {
      await pass(page, 45)
      const told = page.waitForResponse('**/visit/touch').then(() => true)
      await act()
      // The browser feels a touch when it comes to it, and its script tells the server a timer later.
      while (!(await Promise.race([told, page.clock.runFor(20)]))) {}
      await pass(page, 14)
      expect(await privacyScreen(page).isVisible()).toBe(false)
    }
    expect(await site.services.visits.count()).toBe(1)
  })

  test('whose machine slept finds the start, not the page', async () => {
    const page = await arrive()
    await walkToGuide(page)
    site.machine.pass(3_600_000)
    await page.clock.fastForward(3_600_000)
    await page.waitForURL('**/fr/erased')
  })
})

describe('whoever is watched', () => {
  test('hides the screen with one tap, and comes back with one', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await content(page).isVisible()).toBe(false)
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await page.getByRole('timer').textContent()).toBe('120')
    await goOn(page).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    expect(await content(page).isVisible()).toBe(true)
    await page.reload()
    expect(await content(page).isVisible()).toBe(true)
  })

  test('who does not come back has it erased', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    await pass(page, 121)
    await page.waitForURL('**/fr/erased')
  })

  test('a hidden page stays hidden when it is loaded again, and prints as nothing', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    await page.emulateMedia({ media: 'print' })
    expect(await content(page).isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await page.reload()
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await page.locator('#steps').count()).toBe(0)
    await page.goBack()
    expect(await content(page).count()).toBe(0)
    await page.goto(site.address + guide)
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    await goOn(page).click()
    await page.waitForURL(`**${guide}`)
  })

  test('the page hides when the tab is left', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    expect(await privacyScreen(page).isVisible()).toBe(true)
    await expect.poll(async () => (await page.request.get(site.address + guide)).url()).toContain('privacy')
  })

  test('two tabs of one visit are hidden, shown and erased together', async () => {
    const page = await arrive()
    await walkToGuide(page)
    const second = await context.newPage()
    await second.goto(`${site.address}/fr/guides/give-consent`)
    await page.locator('[data-action="hide"]').click()
    await privacyScreen(second).waitFor()
    await goOn(second).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    expect(await content(page).isVisible()).toBe(true)
    await second.locator('[data-action="erase"]').click()
    await second.waitForURL('**/fr/erased')
    await expectStart(page)
  })
})

describe('a slow person', () => {
  test('asks for more time once, and has ten times as long for the whole visit', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await pass(page, 61)
    await page.getByRole('button', { name: t('visits:moreTime') }).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    await pass(page, 590)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await page.locator('.way-back a').first().click()
    await page.waitForURL('**/fr')
    await pass(page, 590)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await pass(page, 11)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(Number(await page.getByRole('timer').textContent())).toBeGreaterThan(580)
  })

  test('can ask for it before the screen hides, in the display menu', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.locator('[data-action="display"]').click()
    await page
      .locator('.tool-menu')
      .getByRole('button', { name: t('visits:moreTime') })
      .click()
    await expect.poll(() => page.locator('html').getAttribute('data-hide-after-seconds')).toBe('600')
  })

  test('chooses larger letters and other colours without losing what they ticked', async () => {
    const page = await arrive()
    await page.goto(`${site.address}/fr/explainers/share-my-data`)
    await page.locator('input[name="question"]').first().check()
    const before = await page
      .locator('main p')
      .first()
      .evaluate((p) => getComputedStyle(p).fontSize)
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="largest"]').click()
    await expect.poll(() => page.locator('html').getAttribute('data-size')).toBe('largest')
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="white-on-black"]').click()
    await expect.poll(() => page.locator('html').getAttribute('data-contrast')).toBe('white-on-black')
    const after = await page
      .locator('main p')
      .first()
      .evaluate((p) => ({
        size: getComputedStyle(p).fontSize,
        colour: getComputedStyle(p).color,
        paper: getComputedStyle(document.documentElement).backgroundColor,
      }))
    expect(Number.parseFloat(after.size) / Number.parseFloat(before)).toBeCloseTo(1.5)
    expect(after).toMatchObject({ colour: 'rgb(255, 255, 255)', paper: 'rgb(0, 0, 0)' })
    expect(await page.locator(':checked').count()).toBe(1)
    await page.reload()
    expect(await page.locator('html').getAttribute('data-size')).toBe('largest')
    await page.locator('[data-action="display"]').click()
    expect(await page.locator('button[value="largest"]').getAttribute('aria-pressed')).toBe('true')
  })
})

describe.each([true, false])('whoever comes next, JavaScript %s', (javaScriptEnabled) => {
  test('presses the back button after the erase, as often as they like, and finds the start and nothing else', async () => {
    context = await site.browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await walkToGuide(page)
    await page.goto(`${site.address}/fr/explainers/share-my-data`)
    await page.locator('input[name="question"]').first().check()
    await page.locator('button[data-action="print"]').click()
    await page.waitForURL('**/print/**')
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    for (let press = 0; press < 6; press += 1) {
      await page.goBack()
      const shown = await page.evaluate(() => document.body.textContent)
      expect(shown).not.toMatch(/consentement|Que voulez-vous|cochez/i)
      expect([`${site.address}/`, `${site.address}/fr/erased`, 'about:blank']).toContain(page.url())
    }
    for (let press = 0; press < 6; press += 1) {
      await page.goForward()
      expect([`${site.address}/`, `${site.address}/fr/erased`]).toContain(page.url())
    }
    await page.goto(site.address)
    await page.locator('a[hreflang="nl"]').click()
    await page.waitForURL('**/nl')
    await page.locator('[data-theme="consent"] a').click()
    await page.waitForURL('**/nl/themes/consent')
    expect(await page.locator('html').getAttribute('lang')).toBe('nl')
  })

  test('finds nothing of the visit in what the browser stores for pages', async () => {
    context = await site.browser.newContext()
    const page = await context.newPage()
    await walkToGuide(page)
    const stored = () =>
      page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        cookies: document.cookie,
      }))
    const nothing = { local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookies: '' }
    expect(await stored()).toEqual(nothing)
    const before = await context.cookies()
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    expect(await stored()).toEqual(nothing)
    const after = await context.cookies()
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
    expect(after.map(({ value }) => value)).not.toEqual(before.map(({ value }) => value))
  })
})

describe('where the network or the server fails', () => {
  const contentVisible = (page: Page) =>
    page.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).visibility)

  test('a page without its script is hidden in the time of a page without JavaScript', async () => {
    // Styles count in real time: the site's times are short instead.
    const quick = await openTestSite({ PRIVACY_SCREEN_AFTER_SECONDS: '1', ERASE_AFTER_SECONDS: '21' })
    context = await quick.browser.newContext()
    await context.route('**/visit.*.js', (route) => route.abort())
    const page = await context.newPage()
    await page.goto(quick.address + guide)
    expect(await contentVisible(page)).toBe('visible')
    await expect.poll(() => contentVisible(page), { timeout: 10_000 }).toBe('hidden')
    expect(await page.locator('[data-action="erase"]').isVisible()).toBe(true)
    await context.unroute('**/visit.*.js')
    await page.goto(`${quick.address}/fr`)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await page.locator('html').getAttribute('data-feels')).toBe('')
    await quick.close()
  })

  test('"finish and erase" hides the page at once, and asks again until the server has answered', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.route('**/visit/erase', (route) => route.abort())
    await page.locator('[data-action="erase"]').click()
    await expect.poll(() => contentVisible(page)).toBe('hidden')
    await page.clock.runFor(3000)
    expect(await contentVisible(page)).toBe('hidden')
    await page.unroute('**/visit/erase')
    await page.clock.runFor(1500)
    await page.waitForURL('**/fr/erased')
    await page.goBack()
    expect(await content(page).count()).toBe(0)
  })

  test('a machine that slept hides the page, whatever the server does', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.route('**/visit/**', (route) => route.abort())
    await page.clock.fastForward(3_600_000)
    await page.clock.runFor(2000)
    expect(await contentVisible(page)).toBe('hidden')
  })

  test('a page that is on its way does not come up after the screen was hidden', async () => {
    context = await site.browser.newContext()
    const page = await context.newPage()
    await page.goto(site.address + guide)
    let release = () => {}
    const asked = new Promise<void>((arrived) => {
      void page.route('**/fr', async (route) => {
        arrived()
        await new Promise<void>((resolve) => {
          release = resolve
        })
        await route.continue().catch(() => undefined)
      })
    })
    // Playwright waits for a navigation that has begun; a hurried person does not.
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('.way-back a')?.click()
      setTimeout(() => document.querySelector<HTMLElement>('[data-action="hide"]')?.click(), 300)
    })
    const hidden = page.waitForRequest('**/visit/hide')
    await asked
    await hidden
    release()
    await privacyScreen(page).waitFor()
    await page.waitForLoadState('networkidle')
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    expect(await contentVisible(page)).toBe('hidden')
  })

  test('an answer to "go on" that comes after the next hiding does not bring the page back', async () => {
    const page = await arrive()
    await walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    const answers: (() => void)[] = []
    await page.route('**/visit/go-on', async (route) => {
      await new Promise<void>((resolve) => answers.push(resolve))
      await route.continue().catch(() => undefined)
    })
    await goOn(page).click()
    await expect.poll(() => answers.length).toBe(1)
    await page.evaluate(() => new BroadcastChannel('visit').postMessage('go-on'))
    await privacyScreen(page).waitFor({ state: 'hidden' })
    const told = page.waitForResponse('**/visit/hide')
    await page.locator('[data-action="hide"]').click()
    await privacyScreen(page).waitFor()
    answers[0]?.()
    await told
    expect(await privacyScreen(page).isVisible()).toBe(true)
  })

  test('a page that the browser brings back whole is loaded anew, and the visit is over', async () => {
    const page = await arrive()
    await walkToGuide(page)
    site.machine.pass(1_000_000)
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await expectStart(page)
  })

  test('the server knows that the clock has hidden the page: the back button finds the privacy screen', async () => {
    const page = await arrive()
    await walkToGuide(page)
    const asked = page.waitForResponse('**/visit/ask')
    await pass(page, 61)
    await asked
    await page.goBack()
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    expect(await page.locator('[data-theme]').count()).toBe(0)
  })
})

test.each([true, false])(
  'whoever came by a link of another site leaves nothing behind either, JavaScript %s',
  async (javaScriptEnabled) => {
    context = await site.browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    const elsewhere = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`<a href="${site.address}${guide}">guide</a>`)
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    // The same machine by another name is another site.
    await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}`)
    await page.locator('a').click()
    await content(page).waitFor()
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="large"]').click()
    await expect.poll(() => page.locator('html').getAttribute('data-size')).toBe('large')
    await page.reload()
    await expect.poll(() => page.locator('html').getAttribute('data-size')).toBe('large')
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    // With the script the end takes the place of the guide; without, the guide's address stays in the history.
    await page.goBack()
    if (javaScriptEnabled) {
      expect(page.url()).toContain('localhost')
      await page.locator('a').click()
    }
    await expectStart(page)
    expect(await content(page).count()).toBe(0)
    elsewhere.close()
  },
)

describe('without JavaScript', () => {
  test('the page is hidden at once, shown again, given more time and made larger, all by taps', async () => {
    context = await site.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    await page.waitForURL('**/fr/privacy-screen')
    expect(await page.getByRole('timer').textContent()).toBe('120')
    await goOn(page).click()
    await page.waitForURL(`**${guide}`)
    await page.locator('[data-action="hide"]').click()
    await page.getByRole('button', { name: t('visits:moreTime') }).click()
    await page.waitForURL(`**${guide}`)
    expect(await page.locator('html').getAttribute('data-hide-after-seconds')).toBe('600')
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="large"]').click()
    await page.waitForURL(`**${guide}`)
    expect(await page.locator('html').getAttribute('data-size')).toBe('large')
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    await page.locator('main a[href="/"]').click()
    await expectStart(page)
  })
})

test('without JavaScript and without a touch, the page leads itself to the privacy screen, and on to the start', async () => {
  // A browser's own refresh cannot be handed a clock: the site's times are short instead.
  const quick = await openTestSite({ PRIVACY_SCREEN_AFTER_SECONDS: '1', ERASE_AFTER_SECONDS: '21' })
  context = await quick.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(quick.address + guide)
  quick.machine.pass(5000)
  await page.waitForURL('**/fr/privacy-screen', { timeout: 10_000 })
  expect(await page.getByRole('timer').textContent()).toBe('20')
  await goOn(page).click()
  await page.waitForURL(`**${guide}`)
  quick.machine.pass(5000)
  await page.waitForURL('**/fr/privacy-screen', { timeout: 10_000 })
  quick.machine.pass(15_000)
  await page.reload()
  expect(await page.getByRole('timer').textContent()).toBe('5')
  quick.machine.pass(6000)
  await page.waitForURL('**/fr/erased', { timeout: 10_000 })
  await page.waitForURL(`${quick.address}/`, { timeout: 25_000 })
  await quick.close()
}, 60_000)
