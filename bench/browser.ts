/** Debian's Chromium, for what only a browser can measure or show. */

import { type Browser, chromium } from 'playwright-core'

export function launchChromium(): Promise<Browser> {
  // Chromium refuses its sandbox to root, and only then may it be left out.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--disable-gpu', '--disable-background-networking', ...root],
  })
}
