/** A page that is laid out and never painted: for all that is asked of a page without looking at it, at half the work. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/**
 * The browser paints such a page only when it is told to, and nobody tells it (`enableBeginFrameControl`). Styles, layout and
 * hit-testing are as ever. What waits for a painted frame waits for ever: animation frames, and with them the clicks of
 * Playwright. Close its context after use.
 */
export async function openUnpaintedPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  const first = await context.newPage()
  const { targetInfo } = await (await context.newCDPSession(first)).send('Target.getTargetInfo')
  const coming = context.waitForEvent('page')
  const ofBrowser = await browser.newBrowserCDPSession()
  await ofBrowser.send('Target.createTarget', {
    url: 'about:blank',
    enableBeginFrameControl: true,
    ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
  })
  await ofBrowser.detach()
  const page = await coming
  await first.close()
  return page
}
