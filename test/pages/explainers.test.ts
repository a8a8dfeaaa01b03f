/** A decision in a real browser: equal room in pixels, by keyboard alone, without JavaScript, on a phone. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explainerAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

const screens = [
  { width: 1080, height: 1920 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]

/** What is seen of each of the buttons after the grid. */
function looksOf(page: Page, selector: string): Promise<readonly string[]> {
  return page.locator(selector).evaluateAll((all) =>
    all.map((element) => {
      const box = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      return [
        Math.round(box.width),
        Math.round(box.height),
        style.color,
        style.backgroundColor,
        style.borderColor,
        style.borderWidth,
        style.fontSize,
        style.fontWeight,
      ].join(' ')
    }),
  )
}

describe.each(words.languages)('saying yes is not easier than saying no, in %s', (language) => {
  test('every button after the grid has the same size in pixels, the same colours and the same type', async () => {
    for (const viewport of screens) {
      const page = await site.browser.newPage({ viewport })
      for (const address of explainerAddresses(language)) {
        await page.goto(site.address + address)
        const looks = await looksOf(page, '.choice')
        expect(looks.length, address).toBeGreaterThanOrEqual(5)
        expect([...new Set(looks)], `${address} ${viewport.width}`).toHaveLength(1)
      }
      await page.close()
    }
  })

  test('every option has a column of the same width', async () => {
    const page = await site.browser.newPage({ viewport: { width: 1280, height: 800 } })
    for (const address of explainerAddresses(language)) {
      await page.goto(site.address + address)
      const widths = await page
        .locator('.grid thead th')
        .evaluateAll((all) => all.map((cell) => Math.round(cell.getBoundingClientRect().width)))
      expect(Math.max(...widths) - Math.min(...widths), address).toBeLessThanOrEqual(1)
    }
    await page.close()
  })
})

/** The name of the field that has the focus, with its value. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document
    return activeElement instanceof HTMLInputElement
      ? `${activeElement.name}=${activeElement.value}`
      : (activeElement?.getAttribute('data-action') ?? '')
  })
}

async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === wanted) return
  }
  throw new Error(`The keyboard does not reach ${wanted}`)
}

test('share-my-data, walked with the keyboard alone: a card, a statement, a question, the sheet', async () => {
  const page = await site.browser.newPage()
  await page.goto(`${site.address}/fr/explainers/share-my-data`)
  const marks = page.locator('[data-row="risks"] [data-card="privacy"]')
  expect(await marks.isVisible()).toBe(false)
  await tabTo(page, 'card-privacy=yes')
  await page.keyboard.press('Space')
  expect(await marks.isVisible()).toBe(true)
  expect(await page.locator('[data-row="back"] [data-card="privacy"]').count()).toBe(0)

  expect(await page.locator('.statement:visible').count()).toBe(1)
  await tabTo(page, 'statement-no-care=true')
  await page.keyboard.press('Space')
  expect(await page.locator('.statement').first().locator('.explanation').isVisible()).toBe(true)
  expect(await page.locator('.statement:visible').count()).toBe(2)
  await tabTo(page, 'unclear=no-care')
  await page.keyboard.press('Space')
  await tabTo(page, 'question=log')
  await page.keyboard.press('Space')
  await tabTo(page, 'print')
  await Promise.all([page.waitForURL('**/print/explainer/share-my-data/mine'), page.keyboard.press('Enter')])
  expect(await page.locator('[data-ticked]').count()).toBe(3)
  expect(new URL(page.url()).search).toBe('')
  await page.close()
})

test('share-my-data without JavaScript at 390 px: the same by touch, and nothing is kept after it', async () => {
  const context = await site.browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  const page = await context.newPage()
  await page.goto(`${site.address}/nl/explainers/share-my-data`)
  await page.locator('input[name="card-emergency"][value="yes"]').tap()
  expect(await page.locator('[data-row="advantages"] [data-card="emergency"]').isVisible()).toBe(true)
  for (let index = 0; index < 6; index += 1) {
    expect(await page.locator('.statement:visible').count()).toBe(index + 1)
    await page.locator('.statement').nth(index).locator('input[value="false"]').tap()
  }
  await page.locator('button[data-action="print"]').tap()
  await page.waitForURL('**/print/explainer/share-my-data/mine')
  expect(await page.locator('[data-ticked]').count()).toBe(1)
  await page.reload()
  expect(await page.locator('[data-ticked]').count()).toBe(1)
  const again = await context.newPage()
  await again.goto(`${site.address}/nl/explainers/share-my-data`)
  expect(await again.locator(':checked').count()).toBe(0)
  await context.close()
})

test('on a phone each cell says which option it belongs to, and it stays a table for a screen reader', async () => {
  const page = await site.browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(`${site.address}/de/explainers/exclude-someone`)
  const names = await page.locator('[data-row="risks"] td .option-again').allInnerTexts()
  expect(new Set(names).size).toBe(4)
  await expect.poll(() => page.getByRole('columnheader').count()).toBe(4)
  expect(await page.getByRole('rowheader').count()).toBe(5)
  await page.close()
})

test('ticks are there again in another language and after a helper was called', async () => {
  const context = await site.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.address}/en/explainers/share-my-data`)
  const ticks = ['card-privacy=yes', 'statement-no-care=true', 'unclear=no-care', 'question=log']
  for (const tick of ticks) {
    const [name, value] = tick.split('=')
    const told = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.locator(`input[name="${name}"][value="${value}"]`).check()
    await told
  }
  const ticked = () =>
    page
      .locator(':checked')
      .evaluateAll((all) =>
        all.map((one) => `${(one as HTMLInputElement).name}=${(one as HTMLInputElement).value}`),
      )
  for (const language of words.languages) {
    await page.goto(`${site.address}/${language}/explainers/share-my-data`)
    await expect.poll(ticked).toEqual(expect.arrayContaining(ticks))
  }
  await page.locator('.tool > [data-action="helper"], [data-action="helper"]').first().click()
  await page.goBack()
  await expect.poll(ticked).toEqual(expect.arrayContaining(ticks))
  await context.close()
})

test('ticks are there again also where the network takes long to tell them', async () => {
  const context = await site.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.address}/en/explainers/share-my-data`)
  const told = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.locator('input[name="question"][value="log"]').check()
  await told
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/ticks', async (route) => {
    await held
    await route.continue()
  })
  await context.clock.install()
  await page.goto(`${site.address}/de/explainers/share-my-data`)
  // Longer than the script waits before it tells the next tick.
  await page.clock.runFor(10_000)
  letGo()
  await page.locator('input[name="question"][value="log"]:checked').waitFor()
  await context.close()
})

test('the next person finds nothing ticked, by whatever way they come', async () => {
  const context = await site.browser.newContext()
  const page = await context.newPage()
  const address = `${site.address}/en/explainers/share-my-data`
  await page.goto(address)
  const told = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.locator('input[name="question"]').first().check()
  await told
  await page.locator('.toolbar [data-action="erase"]').click()
  await page.waitForURL('**/erased')
  await page.goBack()
  expect(await page.locator(':checked').count()).toBe(0)
  await page.goto(site.address)
  await page.locator('a[href^="/en"]').first().click()
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/ticks'))
  await page.goto(address)
  expect(await (await asked).json()).toEqual([])
  expect(await page.locator(':checked').count()).toBe(0)
  await context.close()
})
