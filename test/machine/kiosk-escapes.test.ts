/** Attempts to leave the kiosk, with real windows, keys and taps: each is followed by a look at what is open, and by the way back. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mostPortalWindows } from '../../kiosk/kiosk.ts'
import { field, type HostilePortal, openHostilePortal, spot } from '../support/hostile-portal.ts'
import { openTestKiosk, type TestKiosk, until } from '../support/kiosk.ts'
import { kioskUsers, readOf, whyNoKiosk } from '../support/kiosk-machine.ts'
import { filesFound } from '../support/traces.ts'

const why = whyNoKiosk()
if (why !== null) process.stdout.write(`No attempt to leave a kiosk is made: ${why}\n`)

/** Left of this is the guide, while an official page is open. */
const third = 640
const effectMilliseconds = 350
/** A page gone bad may keep its browser busy for ever. */
const longestEffectMilliseconds = 2000
const looksAtRest = 3
const keysAtOnce = 8
const visitIsOver = 'the visit is over'

const controlled = (modifiers: string, keys: string) => keys.split(' ').map((key) => `${modifiers}+${key}`)
/** What leads out of a page in Chromium or in a desktop, as a person presses it. */
const keys = [
  ...controlled('ctrl', 'n t o p s u j h w l f g d e k r q m y'),
  ...controlled('ctrl', '1 9 0 plus minus KP_Add KP_Subtract Tab Prior Next Escape F4 F5 F6'),
  ...controlled('ctrl+shift', 'i n t j c b o w q a m p d k u g r Delete Tab Escape F5'),
  ...controlled('alt', 'F4 F2 Tab Escape space Home Return d f e t 1'),
  ...controlled('alt+shift', 't i b a Tab'),
  ...controlled('ctrl+alt', 't d l Delete Escape Tab F1'),
  ...controlled('super', 'd e l r s Tab Return space F4 1'),
  ...controlled('shift', 'Escape F1 F5 F10'),
  ...['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Super_L', 'Menu', 'Print', 'XF86HomePage'],
  ...['XF86Search', 'XF86Mail', 'XF86WWW', 'XF86Explorer', 'XF86Reload'],
]

describe.skipIf(why !== null)('whoever tries to leave the kiosk', () => {
  let portal: HostilePortal
  let kiosk: TestKiosk
  /** Before Debian's programs on the supervisor's path: an openbox that notes how it found the keyboard. */
  let programs: string
  /** Where the guide's button "finish and erase" stands while an official page is open. */
  let erase: { readonly x: number; readonly y: number }
  /** The windows below the root that belong to nobody's attempt. */
  let pieces: ReadonlySet<number>
  /** The visit that no attempt may end. */
  let visit: string | null

  beforeAll(async () => {
    portal = await openHostilePortal()
    programs = mkdtempSync(path.join(tmpdir(), 'trois-clics-programs-'))
    chmodSync(programs, 0o777)
    const noting = `#!/bin/sh\nsetxkbmap -query > ${programs}/keyboard\nexec /usr/bin/openbox "$@"\n`
    writeFileSync(path.join(programs, 'openbox'), noting, { mode: 0o755 })
    kiosk = await openTestKiosk({
      user: kioskUsers.escapes,
      portal,
      environment: { PATH: `${programs}:/usr/bin:/bin` },
    })
    await openPortal()
    erase = await kiosk.placeOnGuide('[data-action="erase"]')
  })
  afterAll(async () => {
    await kiosk?.close()
    await portal?.close()
    rmSync(programs, { recursive: true, force: true })
  })

  /** What the browsers have saved where it would outlast them. */
  async function filesLeft(): Promise<readonly string[]> {
    const places = ['/tmp', '/var/tmp', '/home', '/root', '/dev/shm']
    const own = [kiosk.directory, kiosk.runtimeDirectory].flatMap((folder) => ['-not', '-path', `${folder}*`])
    const theirs = ['-xdev', '-user', String(kioskUsers.escapes.uid), '-newer', kiosk.firstFile]
    const found = await filesFound(places, [...theirs, '-type', 'f', ...own])
    return found.filter((file) => !file.includes('/trois-clics-'))
  }

  const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  /** Until the browsers have done what an attempt has given them to do: on a busy machine that takes longer. */
  async function effects(atLeastMilliseconds = effectMilliseconds): Promise<void> {
    await rest(atLeastMilliseconds)
    const began = performance.now()
    const isAtWork = () =>
      kiosk
        .processes()
        .some(({ pid, command }) => command.includes('chromium') && /\) [RD] /.test(readOf(pid, 'stat')))
    for (let still = 0; still < looksAtRest; still = isAtWork() ? 0 : still + 1) {
      if (performance.now() - began > longestEffectMilliseconds) return
      await rest(40)
    }
  }

  const tapField = () => kiosk.tap(third + field.x, field.y)
  const tapSpot = () => kiosk.tap(third + spot.x, spot.y)

  /** By taps alone, from wherever the guide is. */
  async function openPortal(): Promise<void> {
    await kiosk.toGuide()
    await kiosk.tapGuide('a[href*="/kiosk/open/"]')
    await until('the official page', async () => (await kiosk.windowsOf('portal')).length === 1)
    await until('the page listens', () => portal.does(''))
    await until('the guide makes room', guideStands)
    await tapField()
    pieces = new Set(await largePieces())
    visit = await kiosk.visit()
  }

  /** Menus, bubbles and dialogs are windows as well, which no window manager knows of. */
  async function largePieces(): Promise<readonly number[]> {
    const seen = await kiosk.display.piecesSeen()
    const places = await Promise.all(seen.map(kiosk.display.placeOf))
    return seen.filter((_id, index) => {
      const place = places[index] ?? null
      return place !== null && place.width > 30 && place.height > 30
    })
  }

  async function newPieces(): Promise<readonly number[]> {
    return (await largePieces()).filter((id) => !pieces.has(id))
  }

  async function guideStands(): Promise<boolean> {
    const [id = 0] = await kiosk.windowsOf('guide')
    const place = await kiosk.display.placeOf(id)
    return place !== null && Object.values(place).join() === `0,0,${third},1080`
  }

  /** Whether a tap on "finish and erase" reaches the guide, and nothing that stands before it. */
  async function eraseIsInReach(): Promise<boolean> {
    const [id = 0] = await kiosk.windowsOf('guide')
    const under = await kiosk.display.pointAt(erase.x, erase.y)
    return under === id || (await kiosk.display.below(under)).includes(id)
  }

  /** What is wrong with the screen; nothing where only what belongs there is open, and the guide is in reach. */
  async function wrong(): Promise<readonly string[]> {
    const windows = await kiosk.windows()
    const count = (role: string) => windows.filter((name) => name === `trois-clics-${role}`).length
    const known = count('guide') + count('portal') + count('document')
    const checks = {
      [`other windows: ${windows.join()}`]: known === windows.length,
      'not one guide': count('guide') === 1,
      [`${count('portal')} windows of the portal`]: count('portal') <= mostPortalWindows,
      'more than one document': count('document') <= 1,
      'the guide is not in its place': count('portal') === 0 || (await guideStands()),
      'the erase is out of reach': await eraseIsInReach(),
      'something stays among the downloads':
        readdirSync(path.join(kiosk.runtimeDirectory, 'downloads')).length === 0,
      [`the blocked host was asked: ${portal.askedOfBlocked().join()}`]: portal.askedOfBlocked().length === 0,
      [visitIsOver]: (await kiosk.visit()) === visit,
    }
    return Object.entries(checks).flatMap(([what, isRight]) => (isRight ? [] : [what]))
  }

  /** The kiosk puts right by itself what an attempt has opened; nobody waits long for it. */
  async function expectHeld(): Promise<void> {
    let last: readonly string[] = []
    const right = until('the kiosk holds', async () => {
      last = await wrong()
      // It does not come back.
      return last.length === 0 || last.includes(visitIsOver)
    })
    await right.catch((error: unknown) => expect(last, String(error)).toEqual([]))
    if (last.length > 0) expect(last, await kiosk.state()).toEqual([])
  }

  /** Whether the page is there as it was opened: one window, of full size, not zoomed, nothing before it. */
  async function isAsOpened(): Promise<boolean> {
    if ((await kiosk.windows()).join() !== 'trois-clics-guide,trois-clics-portal') return false
    if ((await newPieces()).length > 0) return false
    const size = `size ${performance.now()}`
    const asks = `say('${size} ' + [innerWidth, innerHeight, devicePixelRatio, document.fullscreenElement])`
    if (!(await portal.does(asks, 500))) return false
    const answer = await until(
      'the size',
      () => portal.said().find((text) => text.startsWith(size)) ?? null,
      { withinMilliseconds: 1000 },
    ).catch(() => '')
    return answer.endsWith(' 1280,1080,1,')
  }

  /**
   * Closes and opens the official page anew, where an attempt has left it changed: at once, by the server. An attempt that
   * has ended the visit has failed; the next one is judged by itself, so a new visit is begun for it.
   */
  async function recover(): Promise<void> {
    if ((await kiosk.visit()) !== visit || !/^\/fr\/guides\//.test(await kiosk.placeOfVisit())) {
      process.stdout.write('The visit is over: another one is begun, from the start of the kiosk.\n')
      await kiosk.restart()
      await openPortal()
    }
    if (await isAsOpened()) return
    const { kiosks, liveKiosks } = kiosk.services
    const [{ id } = { id: '' }] = kiosks.list()
    await liveKiosks.closePortal(id)
    await until('the official page is gone', async () => (await kiosk.windowsOf('portal')).length === 0)
    await liveKiosks.openPortal(id, 'masante', portal.address)
    await until('the page listens', () => portal.does(''))
    await until('it is as it was opened', async () => {
      pieces = new Set(await largePieces())
      return isAsOpened()
    })
  }

  /** Makes an attempt, and sees that the kiosk holds; the way back is left to `recover`. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    await act()
    await effects()
    await expectHeld()
  }

  const link = (address: string, more = '') => `spot.innerHTML = '<a href="${address}" ${more}>x</a>'`
  const here = (address: string) => address.replaceAll('BLOCKED', portal.blockedAddress)
  const secret = '/etc/passwd'
  /** What can be copied of the window in front: all that a person sees of it. */
  async function textShown(): Promise<string> {
    await kiosk.tap(third + 900, 900)
    await kiosk.key('ctrl+a')
    await kiosk.key('ctrl+c')
    await effects(150)
    // A browser that is gone or hangs gives nothing, and xsel would wait for it.
    const given = kiosk.x('xsel', '--clipboard', '--output', '--selectionTimeout', '3000')
    return (await given.catch(() => '')).trim()
  }
  const leaks = /root:x:0|must not be seen|chrome:\/\/|Copyright/i

  describe('by keys', () => {
    const heard = () => portal.said().filter((text) => /^key (?!Control|Alt|Shift|Meta|AltGraph)/.test(text))

    // Whoever starts with another layout holds the wrong keys: where A and Q change places, Ctrl+W closes a page.
    test('finds them held where the keyboard in use has them', () => {
      expect(readFileSync(path.join(programs, 'keyboard'), 'utf8')).toMatch(/^layout: +be$/m)
    })

    test.each(['guide', 'portal'])('finds none that leads out of the %s', async (where) => {
      await recover()
      if (where === 'portal') await tapField()
      else await kiosk.tap(20, 1060)
      const led: string[] = []
      for (let first = 0; first < keys.length; first += keysAtOnce) {
        const some = keys.slice(first, first + keysAtOnce)
        const before = heard().length
        await kiosk.x('xdotool', 'key', '--delay', '50', ...some)
        const found = [...heard().slice(before), ...(await newPieces())]
        if (found.length > 0) led.push(`one of ${some.join(' ')}: ${found.join()}`)
      }
      await effects()
      expect(led).toEqual([])
      expect(await newPieces()).toEqual([])
      await expectHeld()
      expect(await isAsOpened()).toBe(true)
      expect(await kiosk.placeOfVisit()).toMatch(/^\/fr\/guides\//)
    })
  })

  describe('by the mouse', () => {
    const at = (x: number, y: number) => [String(x), String(y)]
    const onSpot = at(third + spot.x, spot.y)
    const drag = (to: readonly string[]) =>
      kiosk.x(
        'xdotool',
        'mousemove',
        ...onSpot,
        'mousedown',
        '1',
        'mousemove',
        ...to,
        'sleep',
        '0.2',
        'mouseup',
        '1',
      )
    const click = (button: string) => kiosk.x('xdotool', 'mousemove', ...onSpot, 'click', button)
    const clickWith = (key: string) =>
      kiosk.x('xdotool', 'mousemove', ...onSpot, 'keydown', key, 'click', '1', 'keyup', key)
    const wheelWith = (button: string) =>
      kiosk.x(
        'xdotool',
        ...['mousemove', ...at(third + 900, 900), 'keydown', 'ctrl'],
        ...['click', '--repeat', '20', '--delay', '10', button, 'keyup', 'ctrl'],
      )
    const acts: readonly (readonly [name: string, act: () => Promise<unknown>])[] = [
      ['a click with the right button', () => click('3')],
      ['a click with the middle button', () => click('2')],
      ['a click with Ctrl', () => clickWith('ctrl')],
      ['a click with Shift', () => clickWith('shift')],
      ['a link dragged over the guide', () => drag(at(300, 500))],
      ['a link dragged within the page', () => drag(at(third + 900, 900))],
      ['a link dragged into its field', () => drag(at(third + field.x, field.y))],
      ['zooming out by the wheel until nothing can be read', () => wheelWith('5')],
      ['zooming in by the wheel until nothing is in view', () => wheelWith('4')],
      [
        'a button held down for two seconds',
        () => kiosk.x('xdotool', 'mousemove', ...onSpot, 'mousedown', '1', 'sleep', '2', 'mouseup', '1'),
      ],
    ]
    test.each(acts)('finds that %s opens no way out', async (_name, act) => {
      await recover()
      await portal.does(link(here('BLOCKED')))
      await attempt(act)
      expect(await kiosk.placeOfVisit()).toMatch(/^\/fr\/guides\//)
    })
    test('finds the next opening as it always is, however far the last was zoomed', async () => {
      await recover()
      await attempt(() => wheelWith('5'))
      expect(await isAsOpened()).toBe(false)
      await recover()
      expect(await isAsOpened()).toBe(true)
    })
  })

  describe('by an official page gone bad', () => {
    /** What the page does when it is tapped, `BLOCKED` standing for the blocked host. */
    const byTap: readonly (readonly [name: string, script: string])[] = [
      ['goes to a blocked host', `location = 'BLOCKED'`],
      ['is redirected to a blocked host', `location = '/redirect'`],
      [
        'sends a form to a blocked host',
        `const f = document.createElement('form'); f.action = 'BLOCKED'; f.method = 'post'; document.body.append(f); f.submit()`,
      ],
      ['opens a blocked host in a window', `open('BLOCKED')`],
      ['opens a blocked host in a popup', `open('BLOCKED', 'p', 'width=300,height=200')`],
      [
        'opens a window and sends it to a blocked host',
        `const w = open('/quiet'); setTimeout(() => { w.location = 'BLOCKED' }, 200)`,
      ],
      ['opens a popup over the guide', `open('/quiet', 'p', 'left=0,top=0,width=1900,height=1060')`],
      [
        'opens a popup that moves over the guide for ever',
        `const w = open('/quiet', 'p', 'width=700,height=1000'); setInterval(() => { w.moveTo(0, 0); w.resizeTo(1900, 1060); w.focus() }, 100)`,
      ],
      ['opens 50 windows', `for (let i = 0; i < 50; i += 1) open('/quiet?' + i)`],
      [
        'opens 50 popups',
        `for (let i = 0; i < 50; i += 1) open('/quiet?' + i, 'p' + i, 'width=300,height=200')`,
      ],
      ['fills the screen', `document.documentElement.requestFullscreen().catch(() => {})`],
      [
        'fills the screen and keeps the keys',
        `document.documentElement.requestFullscreen().then(() => navigator.keyboard.lock()).catch(() => {})`,
      ],
      ['prints', 'print()'],
      ['prints for ever', 'setInterval(print, 50)'],
      ['says something for ever', `for (;;) alert('x')`],
      ['hangs', 'for (;;);'],
      [
        'asks before it is left',
        `addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'x' })`,
      ],
      [
        'asks for a file',
        `const i = document.createElement('input'); i.type = 'file'; document.body.append(i); i.click()`,
      ],
      ['asks for a file by the newer way', `showOpenFilePicker().catch(() => {})`],
      ['asks for a folder', `showDirectoryPicker().catch(() => {})`],
      ['asks where to save', `showSaveFilePicker().catch(() => {})`],
      ['saves a program', `location = '/program'`],
      [
        'saves text of its own',
        `const a = document.createElement('a'); a.download = 'x.sh'; a.href = URL.createObjectURL(new Blob(['x'])); a.click()`,
      ],
      [
        'saves a file of the machine',
        `const a = document.createElement('a'); a.download = 'x'; a.href = 'file:///etc/passwd'; a.click()`,
      ],
      [
        'saves 30 files',
        `for (let i = 0; i < 30; i += 1) { const a = document.createElement('a'); a.download = i + '.txt'; a.href = 'data:text/plain,x'; a.click() }`,
      ],
      [
        'asks for the place of the person',
        `navigator.geolocation.getCurrentPosition(() => say('got place'), () => {})`,
      ],
      [
        'asks to notify',
        `Notification.requestPermission().then((is) => is === 'granted' && say('got notifications'))`,
      ],
      [
        'asks for camera and microphone',
        `navigator.mediaDevices?.getUserMedia({ video: true, audio: true }).then(() => say('got camera'), () => {})`,
      ],
      [
        'asks for a picture of the screen',
        `navigator.mediaDevices?.getDisplayMedia().then(() => say('got screen'), () => {})`,
      ],
      [
        'asks for what was copied',
        `navigator.clipboard?.readText().then(() => say('got clipboard'), () => {})`,
      ],
      [
        'asks for a USB device',
        `navigator.usb?.requestDevice({ filters: [] }).then(() => say('got usb'), () => {})`,
      ],
      [
        'asks for a HID device',
        `navigator.hid?.requestDevice({ filters: [] }).then((d) => d.length && say('got hid'), () => {})`,
      ],
      ['asks for a serial port', `navigator.serial?.requestPort().then(() => say('got serial'), () => {})`],
      [
        'asks for Bluetooth',
        `navigator.bluetooth?.requestDevice({ acceptAllDevices: true }).then(() => say('got bluetooth'), () => {})`,
      ],
      [
        'asks for MIDI',
        `navigator.requestMIDIAccess?.({ sysex: true }).then(() => say('got midi'), () => {})`,
      ],
      ['asks for the fonts', `queryLocalFonts?.().then((f) => f.length && say('got fonts'), () => {})`],
      ['asks where the windows stand', `getScreenDetails?.().then(() => say('got screens'), () => {})`],
      [
        'asks to see when nobody is there',
        `IdleDetector?.requestPermission().then((is) => is === 'granted' && say('got idle'), () => {})`,
      ],
      ['shares', `navigator.share?.({ url: '/' }).catch(() => {})`],
      [
        'pays',
        `new PaymentRequest([{ supportedMethods: 'basic-card' }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } }).show().catch(() => {})`,
      ],
      [
        'keeps a password',
        `navigator.credentials.store(new PasswordCredential({ id: 'a', password: 'b' })).catch(() => {})`,
      ],
      [
        'makes a passkey',
        `navigator.credentials.create({ publicKey: { challenge: new Uint8Array(8), rp: { name: 'x' }, user: { id: new Uint8Array(8), name: 'x', displayName: 'x' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] } }).catch(() => {})`,
      ],
      [
        'installs itself as an app',
        `const l = document.createElement('link'); l.rel = 'manifest'; l.href = '/manifest.json'; document.head.append(l); addEventListener('beforeinstallprompt', (event) => event.prompt()); navigator.install?.().catch(() => {})`,
      ],
      ['takes over an address', `navigator.registerProtocolHandler('mailto', '/?%s')`],
      ['asks for a name and a password', `location = '/sign-in'`],
      [
        'looks at the addresses of the machine',
        `const c = new RTCPeerConnection({ iceServers: [] }); c.createDataChannel('x'); c.onicecandidate = ({ candidate }) => candidate && /\\d+\\.\\d+\\.\\d+\\.\\d+ \\d+ typ/.test(candidate.candidate) && say('got address'); c.createOffer().then((o) => c.setLocalDescription(o))`,
      ],
      ['moves its own window over the guide', 'moveTo(0, 0); resizeTo(1900, 1060)'],
      ['closes itself', 'close()'],
      ['goes back 20 pages', 'history.go(-20)'],
      [
        'shows a picture of the guide over itself and asks for the keys',
        `spot.innerHTML = '<dialog>x</dialog>'; spot.firstChild.showModal()`,
      ],
    ]
    test.each(byTap)('finds that one that %s opens no way out', async (_name, script) => {
      await recover()
      const before = portal.said().length
      expect(await portal.doesAtTap(here(script))).toBe(true)
      await attempt(() => kiosk.tap(third + 900, 900))
      expect(
        portal
          .said()
          .slice(before)
          .filter((text) => text.startsWith('got ')),
      ).toEqual([])
    })

    // No policy of Chromium forbids it. A finger on the screen is not held; a mouse is, until Escape.
    test('finds that one that holds the pointer lets it go with Escape', async () => {
      await recover()
      expect(await portal.doesAtTap(`document.body.requestPointerLock()?.catch(() => {})`)).toBe(true)
      await attempt(async () => {
        await kiosk.tap(third + 900, 900)
        await effects()
        await kiosk.key('Escape')
      })
    })

    const addresses = [
      'BLOCKED',
      'http://1.2.3.4/',
      'http://2130706434/',
      'https://example.org/',
      'view-source:BLOCKED',
      `file://${secret}`,
      'chrome://settings',
      'chrome://policy',
      'about:about',
      'data:text/html,must%20not%20be%20seen',
      'mailto:a@b.be',
      'tel:112',
      'ssh://x',
      'itsme://x',
      'chrome-extension://x/',
      'devtools://devtools/bundled/inspector.html',
      'javascript:void(document.title=1)',
    ]
    const moreAddresses = [
      'http://[::1]/',
      'view-source:/',
      'blob:x',
      'filesystem:x',
      'sms:112',
      'intent://x',
      'ftp://127.0.0.2/',
      'ws://127.0.0.2/',
      'isolated-app://x',
      'chrome-untrusted://print',
    ]
    test.each(addresses)('finds that a link to %s leads nowhere', async (address) => {
      await recover()
      await portal.does(link(here(address)))
      await attempt(tapSpot)
      expect(await textShown()).not.toMatch(leaks)
    })
    test('finds that no frame shows any of them, nor what the page itself may not show', async () => {
      await recover()
      const frames = [...addresses, ...moreAddresses].map(
        (address) => `<iframe src="${here(address)}"></iframe>`,
      )
      await portal.does(`document.body.insertAdjacentHTML('beforeend', '${frames.join('')}')`)
      await attempt(() => rest(1000))
      expect(await textShown()).not.toMatch(leaks)
      await portal.does('location.reload()')
    })
  })

  test('no attempt has saved a file outside of what is erased', async () => {
    expect(await filesLeft()).toEqual([])
  })

  describe('by the address bar of a new tab', () => {
    const newTabIsOpen = async () => (await kiosk.windowsOf('portal')).length === 2
    const typed = [
      'BLOCKED',
      `file://${secret}`,
      `view-source:file://${secret}`,
      'chrome://settings',
      'chrome://policy',
      'chrome://print',
      'about:about',
      'about:version',
      'about:settings',
      'chrome://version',
      'some words',
    ]
    test.each(typed)('finds that %s, typed there, leads to nothing of the machine', async (words) => {
      // A tap on a page that has just come may be lost: whoever wants to leave taps again.
      const open = async () => {
        if (await newTabIsOpen()) return true
        await recover()
        if (!(await portal.doesAtTap(`open('/quiet')`))) return false
        await kiosk.tap(third + 900, 900)
        return until('it opens', newTabIsOpen, { withinMilliseconds: 10_000 }).catch(() => false)
      }
      await until('the new window', open)
      const address = here(words)
      await kiosk.tap(third + 400, 62)
      await effects(150)
      await kiosk.key('ctrl+a')
      await kiosk.type(address)
      await attempt(() => kiosk.key('Return'))
      // Whatever a page shows, the address that was typed is no leak.
      expect((await textShown()).replaceAll(address, '')).not.toMatch(leaks)
    })
  })
})
