/** Pages laid out in the size of a window and painted in one pixel: measuring needs no picture, and painting is half the work. */

import type { CDPSession, Page } from 'playwright-core'
import type { Viewport } from './sizes.ts'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

async function begin(page: Page): Promise<CDPSession> {
  await page.setViewportSize({ width: 40, height: 40 })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setVisibleSize', { width: 1, height: 1 })
  return session
}

/**
 * The page has the size of `viewport`, in CSS pixels, for its styles, scripts and whoever measures it. It stays so over
 * navigations, until the next call. A page whose picture is wanted, or that is pointed at, has `page.setViewportSize` instead.
 */
export async function layOut(page: Page, { width, height }: Viewport): Promise<void> {
  const session = sessions.get(page) ?? begin(page)
  sessions.set(page, session)
  await (await session).send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
    screenWidth: width,
    screenHeight: height,
    dontSetVisibleSize: true,
  })
}
