/** How long a tap takes to make the screen safe: hiding it, and erasing the visit, on a processor slowed four times. */

import { launchChromium } from './browser.ts'
import { median, startBuiltServer } from './server.ts'

const rounds = 10
const slowdown = 4

export async function measureVisits(): Promise<void> {
  const server = await startBuiltServer()
  const browser = await launchChromium()
  const hides: number[] = []
  const erases: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.goto(`${server.address}/fr/guides/check-consent`, { waitUntil: 'networkidle' })
    await page.evaluate(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.name === 'click') document.documentElement.dataset.tap = String(entry.duration)
        }
      }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
    })
    await page.locator('[data-action="hide"]').click()
    await page.locator('#privacy-screen').waitFor({ state: 'visible' })
    await page.waitForFunction(() => document.documentElement.dataset.tap !== undefined)
    hides.push(Number(await page.locator('html').getAttribute('data-tap')))
    await page.locator('[data-act="go-on"]').click()
    await page.locator('#steps').waitFor({ state: 'visible' })
    const began = performance.now()
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    erases.push(performance.now() - began)
    await context.close()
  }
  const report = (what: string, times: readonly number[], budget: string) =>
    console.log(
      `${what} at ${slowdown}x slower: median ${median(times).toFixed(0)} ms, worst of ${rounds} ` +
        `${Math.max(...times).toFixed(0)} ms (budget ${budget})`,
    )
  report('from the tap on "hide" to the next paint', hides, '100 ms')
  report('from the tap on "finish and erase" to "all is erased"', erases, '2000 ms')
  await browser.close()
  await server.stop()
}
