/** Brings a large script into an open page: told to the browser itself, it is read once less than by `page.evaluate`. */

import type { CDPSession, Page } from 'playwright-core'

const sessions = new WeakMap<Page, CDPSession>()

export async function inject(page: Page, source: string): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  sessions.set(page, session)
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source })
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
}
