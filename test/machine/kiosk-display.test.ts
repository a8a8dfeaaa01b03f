/** What a person types on a Belgian keyboard, whatever the one before did to it; and a screen that is turned. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestKiosk, type TestKiosk, until } from '../support/kiosk.ts'
import { kioskUsers, whyNoKiosk } from '../support/kiosk-machine.ts'
import { placeOf } from '../support/look-alike-portal.ts'

const why = whyNoKiosk()
if (why !== null) console.log(`Not tried: ${why}`)

/** Where keys stand on a keyboard of 105 keys, by their numbers in X: they have these whatever is printed on them. */
const row = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)
const shift = 50
const altGr = 108
/** Pressed last: keys arrive in their order, so once it is there all others are, or never will be. */
const space = 65

interface Typed {
  readonly what: string
  readonly held?: number
  readonly keys: readonly number[]
  /** As it is printed on a Belgian keyboard. */
  readonly gives: string
}

/** Every key that a PIN, a password or an address needs. */
const typed: readonly Typed[] = [
  { what: 'the keypad', keys: [90, 87, 88, 89, 83, 84, 85, 79, 80, 81], gives: '0123456789' },
  {
    what: 'the keypad with Shift',
    held: shift,
    keys: [90, 87, 88, 89, 83, 84, 85, 79, 80, 81],
    gives: '0123456789',
  },
  { what: 'the signs of the keypad', keys: [106, 63, 82, 86], gives: '/*-+' },
  { what: 'the digits with Shift', held: shift, keys: row(10, 12), gives: '1234567890°_' },
  { what: 'the upper row', keys: row(10, 12), gives: '&é"\'(§è!çà)-' },
  { what: 'the first row of letters', keys: row(24, 10), gives: 'azertyuiop' },
  { what: 'the second', keys: row(38, 10), gives: 'qsdfghjklm' },
  { what: 'the third, with its signs', keys: row(52, 10), gives: 'wxcvbn,;:=' },
  {
    what: 'capitals',
    held: shift,
    keys: [...row(24, 10), ...row(38, 10), ...row(52, 10)],
    gives: 'AZERTYUIOPQSDFGHJKLMWXCVBN?./+',
  },
  { what: 'what stands beside the letters', keys: [35, 48, 51, 94], gives: '$ùµ<' },
  { what: 'the same with Shift', held: shift, keys: [35, 48, 51, 94], gives: '*%£>' },
  { what: 'what takes Alt Gr', held: altGr, keys: [11, 12, 10, 18, 19, 34, 35, 26, 94], gives: '@#|{}[]€\\' },
]

describe.skipIf(why !== null)('at the display of a kiosk', () => {
  let kiosk: TestKiosk

  beforeAll(async () => {
    kiosk = await openTestKiosk({
      user: kioskUsers.display,
      turns: true,
      environment: { ON_SCREEN_KEYBOARD: 'yes' },
    })
  })
  afterAll(async () => {
    await kiosk?.close()
  })
  beforeEach(async () => {
    await kiosk.beginAnew()
  })

  async function toField(): Promise<void> {
    const painted = () => kiosk.portal.asked().filter((asked) => asked === '/painted').length
    const before = painted()
    await kiosk.toGuide()
    await kiosk.tapGuide('a[href*="/kiosk/open/"]')
    await until('the official page is painted', () => painted() > before)
    const { x, y } = placeOf('field')
    await kiosk.tap(640 + x, y)
    // The window gets the keys a moment after the tap; then all that was pressed in vain is on its way.
    const { length } = kiosk.portal.asked()
    const press = async () => fieldSince(length) !== null || (await kiosk.key('a').then(() => false))
    await until('the field hears keys', press, { everyMilliseconds: 1000 })
    await kiosk.key(String(space))
    await until('the field has heard all', () => fieldSince(length)?.endsWith(' ') === true)
  }

  /** What the field holds, as it said last; null where it has said nothing since so many requests. */
  function fieldSince(requests: number): string | null {
    const last = kiosk.portal
      .asked()
      .slice(requests)
      .findLast((asked) => asked.startsWith('/kept?'))
    return last === undefined ? null : decodeURIComponent(last.slice('/kept?'.length))
  }

  /** What arrives of keys that are pressed one after the other, behind what is there already. */
  async function arrives({ held, keys }: Typed, ends: string): Promise<string> {
    const before = fieldSince(0) ?? ''
    const hold = (act: string) => (held === undefined ? [] : [act, String(held)])
    // On a slow machine a key is held for so long that it would repeat.
    await kiosk.x('xset', 'r', 'off')
    await kiosk.x(
      'xdotool',
      ...hold('keydown'),
      'key',
      '--delay',
      '20',
      ...keys.map(String),
      ...hold('keyup'),
      'key',
      String(space),
    )
    const whole = () => {
      const now = fieldSince(0) ?? ''
      return now !== before && now.endsWith(' ') ? now : null
    }
    return (await until(`what is typed: ${ends}`, whole)).slice(before.length, -1)
  }

  async function expectEveryKey(when: string): Promise<void> {
    const arrived = new Map<string, string>()
    for (const one of typed) arrived.set(one.what, await arrives(one, one.what))
    expect(Object.fromEntries(arrived), when).toEqual(
      Object.fromEntries(typed.map(({ what, gives }) => [what, gives])),
    )
  }

  async function erase(): Promise<void> {
    const erases = () => kiosk.said().match(/erased in \d+ ms/g)?.length ?? 0
    const before = erases()
    await kiosk.endVisitOnServer()
    await until(
      'the erase',
      async () => erases() > before && (await kiosk.windows()).join() === 'trois-clics-guide',
    )
    await kiosk.leaveErasedPage()
  }

  test('a PIN, a password and an address can be typed at the start, and after whatever the one before did to the keys', async () => {
    await toField()
    await expectEveryKey('at the start')
    const mischief: readonly (readonly [what: string, ...steps: (readonly string[])[]])[] = [
      [
        'keys that are held, locked or switched',
        ['xdotool', 'key', 'Num_Lock', 'key', '66'],
        ['xkbset', 'sticky', '-twokey', 'latchlock'],
        ['xdotool', 'key', 'Shift_L', 'key', 'Shift_L', 'key', String(altGr), 'key', String(altGr)],
        ['xdotool', 'keydown', String(shift), 'keydown', String(altGr), 'keydown', '37'],
      ],
      [
        'slow keys, keys that move the pointer, and another layout with a key to compose',
        ['xkbset', 'slowkeys', '600', 'mousekeys', 'accessx'],
        ['setxkbmap', '-layout', 'us', '-option', 'compose:ralt,grp:toggle'],
      ],
    ]
    for (const [what, ...steps] of mischief) {
      for (const [command = '', ...words] of steps) await kiosk.x(command, ...words)
      await erase()
      await toField()
      await expectEveryKey(`after ${what}`)
    }
  })

  const windowsStand = async (width: number, height: number) => {
    const third = Math.round(width / 3)
    const [guide = 0] = await kiosk.windowsOf('guide')
    const [portal = 0] = await kiosk.windowsOf('portal')
    const places = [await kiosk.display.placeOf(guide), await kiosk.display.placeOf(portal)]
    const right = [
      { x: 0, y: 0, width: third, height },
      { x: third, y: 0, width: width - third, height },
    ]
    return JSON.stringify(places) === JSON.stringify(right)
  }
  const turnTo = (width: number, height: number) =>
    kiosk.x('xrandr', '--output', 'screen', '--mode', `${width}x${height}`)
  /** The shapes of the keyboard, or of the key that calls it: no window manager knows these. */
  const keyboardPlaces = async () => {
    const ids = await kiosk.x('sh', '-c', 'xdotool search --onlyvisible --class onboard || true')
    const found = (ids.match(/\d+/g) ?? []).map((id) =>
      kiosk.x('xdotool', 'getwindowgeometry', '--shell', id).catch(() => ''),
    )
    const value = (text: string, name: string) =>
      Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(text)?.[1])
    return (await Promise.all(found)).map((text) => ({
      x: value(text, 'X'),
      y: value(text, 'Y'),
      width: value(text, 'WIDTH'),
      height: value(text, 'HEIGHT'),
    }))
  }

  test('a screen that is turned, once and back, has its windows and its keyboard where they belong', async () => {
    await toField()
    for (const [width, height] of [
      [1080, 1920],
      [1920, 1080],
    ] as const) {
      await turnTo(width, height)
      await until(`the windows at ${width} x ${height}`, () => windowsStand(width, height))
      const third = Math.round(width / 3)
      const isKey = ({ x, y, width: wide }: { x: number; y: number; width: number }) =>
        wide < 200 && x > width - 120 && y > height - 120
      await until('the key of the keyboard in its corner', async () => (await keyboardPlaces()).some(isKey), {
        everyMilliseconds: 300,
      })
      // It is shown before it hears what is done to it.
      const isKeyboard = (place: { x: number; y: number; width: number; height: number }) =>
        place.x === third && place.width === width - third && place.y === height - 320 && place.height === 320
      const call = async () => {
        await kiosk.tap(width - 56, height - 56)
        return until('it comes', async () => (await keyboardPlaces()).some(isKeyboard), {
          withinMilliseconds: 10_000,
          everyMilliseconds: 300,
        }).catch(() => false)
      }
      await until('the keyboard over the foot of the official page', call)
    }
    await erase()
    await turnTo(1080, 1920)
    await until('the guide alone fills the screen', async () => {
      const [guide = 0] = await kiosk.windowsOf('guide')
      return (
        JSON.stringify(await kiosk.display.placeOf(guide)) ===
        JSON.stringify({ x: 0, y: 0, width: 1080, height: 1920 })
      )
    })
    await turnTo(1920, 1080)
  })
})
