/** A guide at a supervised kiosk, in a real browser: it hides when the supervisor or the clock says so, and its strip is right. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { issuesOn } from '../support/axe.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { addSupervisedKiosk, guide, quiet } from '../support/supervised-kiosk.ts'
import { createSupervisor, type EventReader, type Supervisor } from '../support/supervisor.ts'

let site: TestSite
let supervisor: Supervisor
let events: EventReader
let page: Page

beforeAll(async () => {
  site = await openTestSite()
  const { token } = await addSupervisedKiosk(site.services, 'Comptoir')
  supervisor = createSupervisor((path, init) => fetch(site.address + path, init), token)
  events = await supervisor.listen()
})
afterAll(async () => {
  await page.context().close()
  await events.close()
  await site.close()
})

/** Each time a fresh browser, as the supervisor starts it, at a guide whose page listens. */
beforeEach(async () => {
  await page?.context().close()
  await act('erase')
  const wish = { resume: false, page: 'start', language: 'fr' }
  const { path } = (await (await supervisor.post('/kiosk/entry', wish)).json()) as { path: string }
  const context = await site.browser.newContext({ viewport: { width: 640, height: 1080 }, bypassCSP: true })
  page = await context.newPage()
  await page.goto(site.address + path)
  const listening = page.waitForResponse('**/kiosk/screen')
  await page.goto(site.address + guide)
  await listening
})

const act = (name: string) => supervisor.post('/kiosk/visit', { act: name })
const report = (message: object) => supervisor.post('/kiosk/report', { ...quiet, ...message })
const toldPhase = (phase: string) => events.next('state', (data) => data.includes(`"phase":"${phase}"`))
const isCovered = () => page.locator('#privacy-screen:not([hidden])')

test('the page hides when the supervisor asks, and comes back by the person’s own tap', async () => {
  await act('ask')
  await isCovered().waitFor()
  expect(page.url()).toContain('/privacy-screen')
  await toldPhase('warned')
  const listening = page.waitForResponse('**/kiosk/screen')
  await page.locator('#privacy-screen .go-on').click()
  await isCovered().waitFor({ state: 'hidden' })
  await toldPhase('active')
  // It listens again although hiding has stopped everything that was on its way.
  await listening
  await act('hide')
  await isCovered().waitFor()
})

test('the page hides by the server’s clock, without anybody’s tap, and is gone at the end', async () => {
  for (let count = 0; count < 6; count += 1) {
    site.machine.pass(10_000)
    await report({})
  }
  await isCovered().waitFor()
  await toldPhase('warned')
  await act('erase')
  await page.waitForURL(`${site.address}/`)
})

test('a touch beside the guide gives the page its time anew', async () => {
  // The page's own times, cut short, so that nothing has to be waited for.
  await page.evaluate(() => {
    document.documentElement.dataset.hideAfterSeconds = '100000'
  })
  await page.evaluate(() => {
    new BroadcastChannel('visit').addEventListener('message', ({ data }) => {
      document.documentElement.dataset.heard = data
    })
  })
  await act('touch')
  await page.locator('html[data-heard="touch"]').waitFor()
})

test('the strip says what stands beside, is read aloud, and its buttons do not leave the guide', async () => {
  const strip = page.locator('.kiosk-strip')
  expect(await strip.locator('[data-part]:visible').count()).toBe(0)
  await page.locator('a.button[href*="/kiosk/open/"]').click()
  await page.waitForURL('**/guides/check-consent#steps')
  await strip.locator('[data-part="opening"]').waitFor()
  const data = await events.next('state', (text) => text.includes('masante'))
  const { number } = (JSON.parse(data ?? '') as { portal: { number: number } }).portal
  const portal = { number, is: 'open', because: null }
  await report({ portal, windows: 2, document: 'shown', printer: 'no-paper' })
  for (const part of ['open', 'document', 'print-document', 'close-window', 'printer-no-paper']) {
    await strip.locator(`[data-part="${part}"]`).waitFor()
  }
  expect(await strip.textContent()).toContain('MaSanté')
  expect(await issuesOn(page)).toEqual([])
  const before = await page.evaluate(() => performance.timeOrigin)
  await strip.locator('[data-part="print-document"]').click()
  expect(await events.next('act')).toBe('print-document')
  await strip.locator('[data-part="close-portal"]').click()
  await events.next('state', (text) => text.includes('"portal":null'))
  await strip.locator('[data-part="open"]').waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before)
})

test('a finger that rests, drags or pinches brings up nothing of the browser’s own', async () => {
  const prevented = await page.evaluate(() =>
    ['contextmenu', 'dragstart', 'drop', 'wheel', 'wheel'].map((kind, index) => {
      const settings = { bubbles: true, cancelable: true }
      const event =
        kind === 'wheel'
          ? new WheelEvent(kind, { ...settings, ctrlKey: index === 3 })
          : new Event(kind, settings)
      document.body.dispatchEvent(event)
      return event.defaultPrevented
    }),
  )
  expect(prevented).toEqual([true, true, true, true, false])
})
