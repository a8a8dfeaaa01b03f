/** The pictures of a kiosk in each of its states, with real windows: made as the tests make them. */

import path from 'node:path'
import { test } from 'vitest'
import { openTestKiosk, type TestKiosk, until } from '../../test/support/kiosk.ts'
import { kioskUsers, whyNoKiosk } from '../../test/support/kiosk-machine.ts'
import { placeOf } from '../../test/support/look-alike-portal.ts'

const width = 1280

const why = whyNoKiosk()
if (why !== null) console.log(`No pictures of the kiosk: ${why}`)

test.skipIf(why !== null)('a kiosk in each of its states', { timeout: 120_000 }, async () => {
  const kiosk = await openTestKiosk({
    user: kioskUsers.pictures,
    withPrinter: true,
    environment: { ON_SCREEN_KEYBOARD: 'yes', SITE_TELEPHONE: '' },
  })
  try {
    await walk(kiosk)
  } finally {
    await kiosk.close()
  }
})

async function walk(kiosk: TestKiosk): Promise<void> {
  const take = async (name: string) => {
    // What has been asked for is on screen a little later.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    const file = path.join(import.meta.dirname, `kiosk-${name}.png`)
    await kiosk.picture(file)
    await kiosk.x('mogrify', '-resize', `${width}x`, '-define', 'png:compression-level=9', file)
  }
  await take('idle')
  await kiosk.toGuide()
  await take('guide')
  await kiosk.tapGuide('a[href*="/kiosk/open/"]')
  await until('the official page', () => kiosk.portal.asked().includes('/painted'))
  await take('portal')
  const download = placeOf('download')
  await kiosk.tap(640 + download.x, download.y)
  await until('the document', async () => (await kiosk.windowsOf('document')).length === 1)
  await take('document')
  await kiosk.tapGuide('[data-action="hide"]')
  await take('hidden')
  await kiosk.key('Return')
  await until('the guide in its third', () => kiosk.phaseOfVisit().then((phase) => phase === 'active'))
  await kiosk.tapGuide('[data-action="erase"]')
  await until('the erase', async () => (await kiosk.windows()).join() === 'trois-clics-guide')
  await take('erased')
  await kiosk.stopServer()
  await until('out of service', () => kiosk.said().trimEnd().endsWith('-> out-of-service'))
  await take('out-of-service')
  await kiosk.startServer()
}
