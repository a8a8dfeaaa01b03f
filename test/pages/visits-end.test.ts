/** After the end of a visit, and where the network or the server fails: nothing of it comes back. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { content, createScreen, goOn, guide, privacyScreen, type Screen } from '../support/screen.ts'

let site: TestSite
let screen: Screen
beforeAll(async () => {
  site = await openTestSite()
  screen = createScreen(site)
})
afterEach(() => screen.leave())
afterAll(() => site.close())

describe.each([true, false])('whoever comes next, JavaScript %s', (javaScriptEnabled) => {
  test('presses the back button after the erase, as often as they like, and finds the start and nothing else', async () => {
    const page = await screen.open({ javaScriptEnabled })
    await screen.walkToGuide(page)
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
    await page.locator('a[href$="/themes/consent"]').click()
    await page.waitForURL('**/nl/themes/consent')
    expect(await page.locator('html').getAttribute('lang')).toBe('nl')
  })

  test('finds nothing of the visit in what the browser stores for pages', async () => {
    const page = await screen.open()
    await screen.walkToGuide(page)
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
    const before = await page.context().cookies()
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    expect(await stored()).toEqual(nothing)
    const after = await page.context().cookies()
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
    const page = await quick.browser.newPage()
    await page.route('**/visits.*.js', (route) => route.abort())
    await page.goto(quick.address + guide)
    expect(await contentVisible(page)).toBe('visible')
    await expect.poll(() => contentVisible(page)).toBe('hidden')
    expect(await page.locator('[data-action="erase"]').isVisible()).toBe(true)
    await page.unroute('**/visits.*.js')
    await page.goto(`${quick.address}/fr`)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await page.locator('html').getAttribute('data-feels')).toBe('')
    await quick.close()
  })

  test('"finish and erase" hides the page at once, and asks again until the server has answered', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
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
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await page.route('**/visit/**', (route) => route.abort())
    await page.clock.fastForward(3_600_000)
    await page.clock.runFor(2000)
    expect(await contentVisible(page)).toBe('hidden')
  })

  test('a page that is on its way does not come up after the screen was hidden', async () => {
    const page = await screen.open()
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
    const page = await screen.arrive()
    await screen.walkToGuide(page)
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
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    site.machine.pass(1_000_000)
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await screen.expectStart(page)
  })

  test('the server knows that the clock has hidden the page: the back button finds the privacy screen', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    const asked = page.waitForResponse('**/visit/ask')
    await screen.pass(page, 61)
    await asked
    await page.goBack()
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    expect(await page.locator('[data-hue]').count()).toBe(0)
  })
})

test.each([true, false])(
  'whoever came by a link of another site leaves nothing behind either, JavaScript %s',
  async (javaScriptEnabled) => {
    const page = await screen.open({ javaScriptEnabled })
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
    await screen.expectStart(page)
    expect(await content(page).count()).toBe(0)
    elsewhere.close()
  },
)
