/** The pictures of a kiosk in each of its states, with real windows: made as the tests make them. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'vitest'
import { openBrowser } from '../../test/support/browser.ts'
import { openTestKiosk, type TestKiosk, until } from '../../test/support/kiosk.ts'
import { kioskUsers, whyNoKiosk } from '../../test/support/kiosk-machine.ts'
import { type ExamplePortal, openExamplePortal } from './example-portal.ts'

const width = 1280

/** A window whose page is not there yet has one or two. */
const fewColours = 8

/** So many colours are enough for a page, and the picture takes half the room. */
const smallFile = ['+dither', '-colors', '256', '-define', 'png:compression-level=9']

/** What an official page has of the screen, in pixels, and where it begins. */
const portalWindow = { left: 640, width: 1280, height: 1080 }
/** Of that, what stands above the button of the keyboard on the screen. */
const right = `${portalWindow.width}x900+${portalWindow.left}+0`

const why = whyNoKiosk()
if (why !== null) console.log(`No pictures of the kiosk: ${why}`)

test.skipIf(why !== null)('a kiosk in each of its states', async () => {
  const browser = await openBrowser()
  const portal = await openExamplePortal(browser)
  const kiosk = await openTestKiosk({
    user: kioskUsers.pictures,
    withPrinter: true,
    portal,
    environment: { ON_SCREEN_KEYBOARD: 'yes', SITE_TELEPHONE: '' },
  })
  // The example is certified by nobody that a browser knows. Only here is it told to trust it.
  const policy = path.join(kiosk.runtimeDirectory, 'policies/portal/managed/example.json')
  writeFileSync(policy, JSON.stringify({ CACertificates: [portal.authority] }))
  try {
    await walk(kiosk, portal)
  } finally {
    await kiosk.close()
    await portal.close()
    await browser.close()
  }
})

async function walk(kiosk: TestKiosk, portal: ExamplePortal): Promise<void> {
  const take = async (name: string) => {
    // What has been asked for is on screen a little later.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    const file = path.join(import.meta.dirname, `kiosk-${name}.png`)
    await until(`something of ${name} is painted`, async () => {
      await kiosk.picture(file)
      return Number(await kiosk.x('identify', '-format', '%k', `${file}[${right}]`)) > fewColours
    })
    await kiosk.x('mogrify', '-resize', `${width}x`, ...smallFile, file)
  }
  await take('idle')
  await kiosk.toGuide()
  await take('guide')
  await kiosk.tapGuide('a[href*="/kiosk/open/"]')
  await until('the official page', () => portal.asked().includes('/painted'))
  await take('portal')
  const document = await portal.placeOfDocument(portalWindow.width, portalWindow.height)
  await kiosk.tap(portalWindow.left + document.x, document.y)
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
