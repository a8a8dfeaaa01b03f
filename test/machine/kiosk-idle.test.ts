/** Nobody at the display: the official page is hidden with the guide, comes back for whoever goes on, and is erased. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hangMilliseconds, openTestKiosk, type TestKiosk, until } from '../support/kiosk.ts'
import { kioskUsers, whyNoKiosk } from '../support/kiosk-machine.ts'
import { placeOf } from '../support/look-alike-portal.ts'

const why = whyNoKiosk()
// A slow machine needs some seconds between two taps, and nobody may be gone by then.
const privacyScreenAfterSeconds = 10
const eraseAfterSeconds = 30

/** On the display: the key in the corner, and one letter of the keyboard. */
const keyThatCallsTheKeyboard = { x: 1864, y: 1024 }
const keyX = { x: 954, y: 980 }

describe.skipIf(why !== null)('a kiosk that is left', { timeout: hangMilliseconds }, () => {
  let kiosk: TestKiosk

  beforeAll(async () => {
    kiosk = await openTestKiosk({
      user: kioskUsers.idle,
      privacyScreenAfterSeconds,
      eraseAfterSeconds,
      environment: { ON_SCREEN_KEYBOARD: 'yes' },
    })
  }, hangMilliseconds)

  afterAll(async () => {
    await kiosk.close()
  })

  const windowInFront = async () => {
    const stacking = await kiosk.x('xprop', '-root', '_NET_CLIENT_LIST_STACKING')
    return stacking.match(/0x[0-9a-f]+/g)?.at(-1)
  }
  /** The shapes of what the on-screen keyboard shows: no window manager knows these. */
  const keyboardWindows = async () => {
    const ids = await kiosk.x('sh', '-c', 'xdotool search --onlyvisible --class onboard || true')
    return Promise.all(
      // One may be gone again before it is measured.
      (ids.match(/\d+/g) ?? []).map((id) =>
        kiosk.x('xdotool', 'getwindowgeometry', '--shell', id).catch(() => ''),
      ),
    )
  }
  const isCovered = async () =>
    (await kiosk.widthOfGuide()) === 1920 && (await windowInFront()) === (await kiosk.windowsOf('guide'))[0]

  test('an untouched official page is hidden with the guide untouched, comes back by "go on", and is then erased', async () => {
    await kiosk.toGuide()
    await kiosk.tapGuide('a[href*="/kiosk/open/"]')
    await until('the official page', () => kiosk.portal.asked().includes('/painted'))
    expect(await kiosk.widthOfGuide()).toBe(640)

    // Whoever types on the official page only, with a finger, is somebody who is there: the guide hears of it.
    const field = placeOf('field')
    await kiosk.tap(640 + field.x, field.y)
    await until('the key that calls the keyboard', async () => (await keyboardWindows()).length > 0)
    await kiosk.tap(keyThatCallsTheKeyboard.x, keyThatCallsTheKeyboard.y)
    await until('the keyboard', async () =>
      (await keyboardWindows()).some((shape) => /WIDTH=1280/.test(shape)),
    )
    for (let letter = 0; letter < 3; letter += 1) {
      await new Promise((resolve) => setTimeout(resolve, (privacyScreenAfterSeconds / 2) * 1000))
      await kiosk.tap(keyX.x, keyX.y)
      expect(await isCovered()).toBe(false)
    }
    await until('a letter arrives', () => kiosk.portal.asked().some((asked) => /kept.*x/.test(asked)))

    await until('the privacy screen over all', isCovered)
    expect((await kiosk.windowsOf('portal')).length, 'hidden is not erased').toBe(1)
    await until('the page asks', () => kiosk.phaseOfVisit().then((phase) => phase === 'warned'))
    // The page hears a moment later than the server that it is to ask.
    const goOn = async () => {
      if ((await kiosk.widthOfGuide()) === 640) return true
      await kiosk.key('Return')
      return false
    }
    await until('the official page is back', goOn, { everyMilliseconds: 1000 })

    await until('the privacy screen again', isCovered)
    await until('the erase', async () => (await kiosk.windows()).join() === 'trois-clics-guide')
    // The windows go first; the server answers, and the erase is said to be done, a moment later.
    await until('the visit is over', async () => (await kiosk.placeOfVisit()) === '/')
    await until('it is said', () => /portal -> erasing\s+erased in \d+ ms/.test(kiosk.said()))
  })
})
