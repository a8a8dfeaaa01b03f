/** Hide, go on and erase in browsers that lack something or never answer: the form goes where the script cannot. */

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

/** What is taken away before any script of a page runs. */
const engines: Readonly<Record<string, string>> = {
  'without time limits for requests (Safari 15, Chrome 102, Firefox 99)': 'delete AbortSignal.timeout',
  'without modal dialogs (Safari 15.3, Firefox 97)': 'delete HTMLDialogElement.prototype.showModal',
  'without channels between tabs (Safari 15.3)': 'delete globalThis.BroadcastChannel',
  'whose channels are refused (Firefox without cookies)':
    'globalThis.BroadcastChannel = class { constructor() { throw new DOMException("no", "SecurityError") } }',
  'that does not say which button sent a form (Safari 15.3)': 'delete SubmitEvent.prototype.submitter',
  'without streams and without cryptography': 'delete globalThis.EventSource; delete Crypto.prototype.subtle',
  'without a way to ask from a script': 'delete globalThis.fetch',
  'whose requests from a script are never answered, nor ended by a signal':
    'globalThis.fetch = () => new Promise(() => undefined)',
}

/** Lets the browser's own time run until something is so: bounds count in it. */
async function until(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(async () => {
      if (!(await isSo())) await page.clock.runFor(1000).catch(() => undefined)
      return isSo()
    })
    .toBe(true)
}

/** Whether the server leads to the privacy screen whoever asks for the guide, without asking for a page in the browser. */
const isHidden = async (page: Page) =>
  (await page.request.get(site.address + guide, { maxRedirects: 0 })).headers().location ===
  '/fr/privacy-screen'

describe.each(Object.entries(engines))('a browser %s', (_name, missing) => {
  test('hides, goes on, hides by the clock, erases, and shows nothing to whoever goes back', async () => {
    const page = await screen.arrive()
    await page.addInitScript(missing)
    await screen.walkToGuide(page)
    expect(await content(page).isVisible()).toBe(true)

    await page.locator('[data-action="hide"]').click()
    await privacyScreen(page).waitFor()
    expect(await content(page).isVisible()).toBe(false)
    await until(page, () => isHidden(page))
    await until(page, () => goOn(page).isVisible())
    await goOn(page).click()
    await until(page, async () => !(await isHidden(page)) && (await content(page).isVisible()))

    await screen.pass(page, 61)
    await privacyScreen(page).waitFor()
    expect(await content(page).isVisible()).toBe(false)
    await goOn(page).click()
    await until(page, async () => !(await isHidden(page)) && (await content(page).isVisible()))

    await page.locator('[data-action="erase"]').click()
    await until(page, async () => page.url() === `${site.address}/fr/erased`)
    // It has its address before it is there.
    await page.waitForLoadState()
    expect(await site.services.visits.count()).toBe(0)
    await page.goBack()
    expect(await content(page).count()).toBe(0)
    await page.goto(site.address + guide)
    await screen.expectStart(page)
  })
})

test('a touch that is never answered keeps nobody from hiding and going on', async () => {
  const page = await screen.arrive()
  // As WebKit leaves what was on its way when a page is covered: without an answer, and without its end by a signal.
  await page.addInitScript(`{
    const { fetch } = globalThis
    globalThis.fetch = (address, options) => {
      if (!String(address).endsWith('/touch')) return fetch(address, options)
      document.documentElement.dataset.touched = ''
      return new Promise(() => undefined)
    }
  }`)
  await screen.walkToGuide(page)
  await page.mouse.click(5, 500)
  await page.clock.runFor(20)
  await page.locator('html[data-touched]').waitFor()
  await page.locator('[data-action="hide"]').click()
  await privacyScreen(page).waitFor()
  await expect.poll(() => isHidden(page)).toBe(true)
  await goOn(page).click()
  await privacyScreen(page).waitFor({ state: 'hidden' })
  expect(await isHidden(page)).toBe(false)
})

test('Escape leaves the privacy screen and its button, whatever the browser knows of dialogs', async () => {
  const page = await screen.arrive()
  await page.addInitScript("Object.defineProperty(HTMLDialogElement.prototype, 'closedBy', {})")
  await screen.walkToGuide(page)
  await page.evaluate(() => document.querySelector('#privacy-screen')?.removeAttribute('closedby'))
  await page.locator('[data-action="hide"]').click()
  await privacyScreen(page).waitFor()
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape')
  expect(await goOn(page).isVisible()).toBe(true)
  expect(await content(page).isVisible()).toBe(false)
})

test('whoever hid the screen by the keyboard goes on where they were', async () => {
  const page = await screen.arrive()
  await screen.walkToGuide(page)
  await page.locator('[data-action="hide"]').focus()
  await page.keyboard.press('Enter')
  await privacyScreen(page).waitFor()
  await page.keyboard.press('Enter')
  await privacyScreen(page).waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('hide')
})
