/** A visit in a real browser: hidden, gone on with, erased; by the clock and by hand; with JavaScript and without. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { content, createScreen, french, goOn, guide, privacyScreen, type Screen } from '../support/screen.ts'

let site: TestSite
let screen: Screen
beforeAll(async () => {
  site = await openTestSite()
  screen = createScreen(site)
})
afterEach(() => screen.leave())
afterAll(() => site.close())

describe('whoever leaves the screen without a word', () => {
  test('has the page hidden after 60 seconds, and finds it as it was when they go on', async () => {
    const page = await screen.arrive()
    await page.goto(`${site.address}/fr/explainers/share-my-data`)
    await page.locator('input[name="question"]').first().check()
    const scrolled = await page.evaluate(() => window.scrollY)
    expect(scrolled).toBeGreaterThan(500)
    await screen.pass(page, 58)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await screen.pass(page, 8)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await page.locator('h1').first().isVisible()).toBe(false)
    expect(await page.title()).toBe(french('visits:stillThere'))
    expect(page.url()).toBe(`${site.address}/fr/privacy-screen`)
    expect(await goOn(page).evaluate((button) => document.activeElement === button)).toBe(true)
    await goOn(page).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    expect(page.url()).toContain('/fr/explainers/share-my-data')
    expect(await page.locator(':checked').count()).toBe(1)
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled)
  })

  test('sees and hears the seconds that are left, in steps of 20', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await screen.pass(page, 60)
    const heard = new Set<string>()
    const bars: number[] = []
    for (let second = 0; second < 55; second += 5) {
      heard.add((await page.locator('#privacy-screen [role="status"]').textContent()) ?? '')
      bars.push(
        await page.locator('#privacy-screen progress').evaluate((bar: HTMLProgressElement) => bar.value),
      )
      await screen.pass(page, 5)
    }
    await screen.pass(page, 4)
    const label = french('visits:secondsLeft')
    expect([...heard]).toEqual([`${label} 60`, `${label} 40`, `${label} 20`])
    expect(bars.every((value, index) => index === 0 || value <= (bars[index - 1] ?? 0))).toBe(true)
    expect(await page.getByRole('timer').textContent()).toBe('1')
  })

  test('leaves nothing: after 120 seconds all is erased, and the start comes back by itself', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await screen.pass(page, 119)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    await screen.pass(page, 2)
    await page.waitForURL('**/fr/erased')
    expect(await site.services.visits.count()).toBe(0)
    await screen.pass(page, 21)
    await screen.expectStart(page)
  })

  test('is not thrown out while they touch, type or tab through the page', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    for (const act of [
      () => page.mouse.click(5, 500),
      () => page.keyboard.press('Tab'),
      () => page.mouse.wheel(0, 100),
    ]) {
      await screen.pass(page, 45)
      const told = page.waitForResponse('**/visit/touch').then(() => true)
      await act()
      // The browser feels a touch when it comes to it, and its script tells the server a timer later.
      while (!(await Promise.race([told, page.clock.runFor(20)]))) {}
      await screen.pass(page, 14)
      expect(await privacyScreen(page).isVisible()).toBe(false)
    }
    expect(await site.services.visits.count()).toBe(1)
  })

  test('whose machine slept finds the start, not the page', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    site.machine.pass(3_600_000)
    await page.clock.fastForward(3_600_000)
    await screen.pass(page, 1)
    await page.waitForURL('**/fr/erased')
  })
})

describe('whoever is watched', () => {
  test('hides the screen with one tap, and comes back with one', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
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
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    await screen.pass(page, 121)
    await page.waitForURL('**/fr/erased')
  })

  test('a hidden page stays hidden when it is loaded again, and prints as nothing', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
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
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    expect(await privacyScreen(page).isVisible()).toBe(true)
    await expect.poll(async () => (await page.request.get(site.address + guide)).url()).toContain('privacy')
  })

  test('two tabs of one visit are hidden, shown and erased together', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    const second = await page.context().newPage()
    await second.goto(`${site.address}/fr/guides/give-consent`)
    await page.locator('[data-action="hide"]').click()
    await privacyScreen(second).waitFor()
    await goOn(second).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    expect(await content(page).isVisible()).toBe(true)
    await second.locator('[data-action="erase"]').click()
    await second.waitForURL('**/fr/erased')
    await screen.expectStart(page)
  })
})

describe('a slow person', () => {
  test('asks for more time once, and has ten times as long for the whole visit', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await screen.pass(page, 61)
    await page.getByRole('button', { name: french('visits:moreTime') }).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    await screen.pass(page, 590)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await page.locator('.way-back a').first().click()
    await page.waitForURL('**/fr')
    await screen.pass(page, 590)
    expect(await privacyScreen(page).isVisible()).toBe(false)
    await screen.pass(page, 11)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(Number(await page.getByRole('timer').textContent())).toBeGreaterThan(580)
  })

  test('can ask for it before the screen hides, in the display menu', async () => {
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    await page.locator('[data-action="display"]').click()
    await page
      .locator('.tool-menu')
      .getByRole('button', { name: french('visits:moreTime') })
      .click()
    await expect.poll(() => page.locator('html').getAttribute('data-hide-after-seconds')).toBe('600')
  })

  test('chooses larger letters and other colours without losing what they ticked', async () => {
    const page = await screen.arrive()
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

describe('whoever comes when there is no room for one more visit', () => {
  test('reads in large letters, has the page hidden when nobody touches it, and erases it with one tap', async () => {
    for (let count = 0; count < 1000; count += 1) await site.services.visits.begin('/fr')
    const page = await screen.arrive()
    await screen.walkToGuide(page)
    expect(await page.context().cookies()).toEqual([])
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="largest"]').click()
    await expect.poll(() => page.locator('html').getAttribute('data-size')).toBe('largest')
    expect(await page.locator('html').getAttribute('data-contrast')).toBe('paper')
    await page.clock.runFor(66_000)
    expect(await privacyScreen(page).isVisible()).toBe(true)
    expect(await content(page).isVisible()).toBe(false)
    await goOn(page).click()
    await privacyScreen(page).waitFor({ state: 'hidden' })
    await page.locator('[data-action="helper"]').click()
    await page.getByText(french('errors:crowdedTitle')).first().waitFor()
    await page.goBack()
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    await page.goto(site.address + guide)
    expect(await content(page).count()).toBe(0)
    await screen.expectStart(page)
  })
})

describe('without JavaScript', () => {
  test('the page is hidden at once, shown again, given more time and made larger, all by taps', async () => {
    const page = await screen.open({ javaScriptEnabled: false })
    await screen.walkToGuide(page)
    await page.locator('[data-action="hide"]').click()
    await page.waitForURL('**/fr/privacy-screen')
    expect(await page.getByRole('timer').textContent()).toBe('120')
    await goOn(page).click()
    await page.waitForURL(`**${guide}`)
    await page.locator('[data-action="hide"]').click()
    await page.getByRole('button', { name: french('visits:moreTime') }).click()
    await page.waitForURL(`**${guide}`)
    expect(await page.locator('html').getAttribute('data-hide-after-seconds')).toBe('600')
    await page.locator('[data-action="display"]').click()
    await page.locator('button[value="large"]').click()
    await page.waitForURL(`**${guide}`)
    expect(await page.locator('html').getAttribute('data-size')).toBe('large')
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    await page.locator('main a[href="/"]').click()
    await screen.expectStart(page)
  })
})

test('without JavaScript and without a touch, the page leads itself to the privacy screen, and on to the start', async () => {
  // A browser's own refresh cannot be handed a clock: the site's times are short instead.
  const quick = await openTestSite({ PRIVACY_SCREEN_AFTER_SECONDS: '1', ERASE_AFTER_SECONDS: '21' })
  const page = await quick.browser.newPage({ javaScriptEnabled: false })
  await page.goto(quick.address + guide)
  quick.machine.pass(5000)
  await page.waitForURL('**/fr/privacy-screen')
  expect(await page.getByRole('timer').textContent()).toBe('20')
  await goOn(page).click()
  await page.waitForURL(`**${guide}`)
  quick.machine.pass(5000)
  await page.waitForURL('**/fr/privacy-screen')
  quick.machine.pass(15_000)
  await page.reload()
  expect(await page.getByRole('timer').textContent()).toBe('5')
  quick.machine.pass(6000)
  await page.waitForURL('**/fr/erased')
  await page.waitForURL(`${quick.address}/`)
  await quick.close()
})
