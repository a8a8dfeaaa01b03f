/** Nobody at the display: the official page is hidden with the guide, comes back for whoever goes on, and is erased. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestKiosk, type TestKiosk, until } from '../support/kiosk.ts'
import { kioskUsers, whyNoKiosk } from '../support/kiosk-machine.ts'
import { placeOf } from '../support/look-alike-portal.ts'

const why = whyNoKiosk()
// Nobody waits so long: the time passes where the test says so, however slow the machine is.
const privacyScreenAfterSeconds = 900
const eraseAfterSeconds = 1800

/** On the display: the key in the corner, and one letter of the keyboard. */
const keyThatCallsTheKeyboard = { x: 1864, y: 1024 }
const keyX = { x: 954, y: 980 }

describe.skipIf(why !== null)('a kiosk that is left', () => {
  let kiosk: TestKiosk

  beforeAll(async () => {
    kiosk = await openTestKiosk({
      user: kioskUsers.idle,
      privacyScreenAfterSeconds,
      eraseAfterSeconds,
      timePasses: true,
      environment: { ON_SCREEN_KEYBOARD: 'yes' },
    })
  })

  afterAll(async () => {
    await kiosk?.close()
  })

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
  /** Hears what the guide's own page hears, which listens beside. */
  async function listenAsGuide() {
    const { kiosks, liveKiosks } = kiosk.services
    const [{ id } = { id: '' }] = kiosks.list()
    const visit = (await kiosk.visit()) ?? ''
    await until('the guide’s page listens', () => liveKiosks.watchersOfPage(visit) > 0)
    return liveKiosks.watchPage(id, visit, () => {})
  }
  const isCovered = async () =>
    (await kiosk.widthOfGuide()) === 1920 &&
    (await kiosk.display.stacking()).at(-1) === (await kiosk.windowsOf('guide'))[0]

  test('an untouched official page is hidden with the guide untouched, comes back by "go on", and is then erased', async () => {
    await kiosk.toGuide()
    await kiosk.tapGuide('a[href*="/kiosk/open/"]')
    await until('the official page', () => kiosk.portal.asked().includes('/painted'))
    expect(await kiosk.widthOfGuide()).toBe(640)

    // Whoever types on the official page only, with a finger, is somebody who is there: the guide hears of it.
    const field = placeOf('field')
    await kiosk.tap(640 + field.x, field.y)
    const seldom = { everyMilliseconds: 200 }
    const isCalled = async () => (await keyboardWindows()).length > 0
    await until('the key that calls the keyboard', isCalled, seldom)
    const isThere = async () => (await keyboardWindows()).some((shape) => /WIDTH=1280/.test(shape))
    // The key is shown before Onboard hears what is done to it: whoever sees no keyboard taps once more.
    const call = async () => {
      await kiosk.tap(keyThatCallsTheKeyboard.x, keyThatCallsTheKeyboard.y)
      return until('it comes', isThere, { withinMilliseconds: 10_000, ...seldom }).catch(() => false)
    }
    await until('the keyboard', call)
    const guide = await listenAsGuide()
    for (let letter = 0; letter < 3; letter += 1) {
      await kiosk.pass(privacyScreenAfterSeconds / 2)
      const isFelt = () => kiosk.untouchedMilliseconds() < (privacyScreenAfterSeconds / 2) * 1000
      await until('the supervisor sees nobody', () => !isFelt())
      await kiosk.tap(keyX.x, keyX.y)
      await until('the supervisor feels the touch', isFelt)
      await until('the guide hears of it', async () => (await guide.told()).words.includes('touch'))
      expect(await isCovered()).toBe(false)
    }
    guide.stop()
    await until('a letter arrives', () => kiosk.portal.asked().some((asked) => /kept.*x/.test(asked)))

    await kiosk.pass(privacyScreenAfterSeconds)
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

    await kiosk.pass(privacyScreenAfterSeconds)
    await until('the privacy screen again', isCovered)
    expect((await kiosk.windowsOf('portal')).length, 'hidden is not erased').toBe(1)
    await kiosk.pass(eraseAfterSeconds - privacyScreenAfterSeconds)
    await until('the erase', async () => (await kiosk.windows()).join() === 'trois-clics-guide')
    // The windows go first; the server answers, and the erase is said to be done, a moment later.
    await until('the visit is over', async () => (await kiosk.placeOfVisit()) === '/')
    await until('it is said', () => /portal -> erasing\s+erased in \d+ ms/.test(kiosk.said()))
  })
})
