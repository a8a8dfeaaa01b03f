/** What a visitor's browser feels: largest paint and shift, on a processor slowed down four times. */

import { launchChromium } from './browser.ts'
import { median, startBuiltServer } from './server.ts'

const rounds = 5
const slowdown = 4

export async function measureVitals(): Promise<void> {
  const server = await startBuiltServer()
  const browser = await launchChromium()
  for (const path of ['/', '/fr', '/de/themes/my-record', '/de/guides/health-summary']) {
    const paints: number[] = []
    const shifts: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
      const page = await context.newPage()
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
      await page.goto(server.address + path, { waitUntil: 'networkidle' })
      const vitals = await page.evaluate(
        () =>
          new Promise<{ paint: number; shift: number }>((resolve) => {
            let paint = 0
            let shift = 0
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) paint = Math.max(paint, entry.startTime)
            }).observe({ type: 'largest-contentful-paint', buffered: true })
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
                shift += entry.value
            }).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => resolve({ paint, shift }), 200)
          }),
      )
      paints.push(vitals.paint)
      shifts.push(vitals.shift)
      await context.close()
    }
    console.log(
      `${path} at ${slowdown}x slower: LCP median ${median(paints).toFixed(0)} ms (budget 1000), ` +
        `CLS ${Math.max(...shifts).toFixed(3)} (budget 0)`,
    )
  }
  await browser.close()
  await server.stop()
}
