/** Makes the pictures that README.md and the helper's guide show, from the built server: `npm run screenshots`. */

import path from 'node:path'
import { launchChromium } from '../../bench/browser.ts'
import { addMediators } from '../../bench/mediators.ts'
import { startBuiltServer } from '../../bench/server.ts'
import { siteAt } from '../../test/support/cookies.ts'
import { openPair, walk } from '../../test/support/guided-session.ts'

const kiosk = { width: 1080, height: 1920 }
const phone = { width: 390, height: 844 }

interface Picture {
  readonly name: string
  readonly path: string
  readonly viewport: { readonly width: number; readonly height: number }
  /** A tool to tap before. */
  readonly tap?: string
  readonly size?: string
  readonly contrast?: string
}

const pictures: readonly Picture[] = [
  { name: 'start', path: '/', viewport: kiosk },
  { name: 'home', path: '/fr', viewport: kiosk },
  { name: 'theme', path: '/nl/themes/consent', viewport: kiosk },
  { name: 'guide', path: '/fr/guides/check-consent', viewport: kiosk },
  { name: 'phone', path: '/de/guides/my-card-code', viewport: phone },
  { name: 'privacy-screen', path: '/fr/guides/check-consent', viewport: kiosk, tap: 'hide' },
  {
    name: 'large-text',
    path: '/de/guides/check-consent',
    viewport: phone,
    size: 'largest',
    contrast: 'yellow-on-black',
  },
  { name: 'erased', path: '/fr/erased', viewport: kiosk },
  { name: 'paper', path: '/en/print/guide/check-consent', viewport: { width: 794, height: 1123 } },
]

/** A mediator of the pictures, signed in. */
const token = 'PicturesOfAHelperAnna1'

const server = await startBuiltServer((directory) => addMediators(directory, [{ name: 'Anna', token }]))
const browser = await launchChromium()
for (const picture of pictures) {
  const page = await browser.newPage({
    viewport: picture.viewport,
    deviceScaleFactor: picture.viewport === phone ? 1 : 0.5,
  })
  if (picture.name === 'paper') await page.emulateMedia({ media: 'print' })
  await page.goto(server.address + picture.path, { waitUntil: 'networkidle' })
  await page.evaluate(
    ({ size = 'usual', contrast = 'paper' }) =>
      Object.assign(document.documentElement.dataset, { size, contrast }),
    picture,
  )
  if (picture.tap !== undefined) await page.locator(`[data-action="${picture.tap}"]`).click()
  await page.screenshot({ path: path.join(import.meta.dirname, `${picture.name}.png`) })
  await page.close()
}
const pair = await openPair({
  browser,
  site: siteAt('https://site.example'),
  patientAddress: server.address,
  companionAddress: server.address,
  languages: ['fr', 'nl'],
  signInToken: token,
  patientOptions: { viewport: { width: 1080, height: 1500 }, deviceScaleFactor: 0.5 },
  companionOptions: { deviceScaleFactor: 1 },
})
await walk(pair, async (state) => {
  // "Done" is not taken at once, so that a second tap cannot end a private moment.
  if (state === 'private') await pair.patient.waitForTimeout(1600)
  for (const side of ['patient', 'companion'] as const) {
    await pair[side].screenshot({
      path: path.join(import.meta.dirname, `guided-session-${state}-${side}.png`),
    })
  }
})
await pair.close()
await browser.close()
await server.stop()
