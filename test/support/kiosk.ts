/** A whole kiosk: a display, a window manager, CUPS with a PDF printer, the server, a look-alike portal, the supervisor. */

import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { officialPageIds } from '../../server/facts/catalogue.ts'
import { createAddressOverrides } from '../../server/facts/store.ts'
import { startServer } from '../../server/server.ts'
import { type Services, thisMachine } from '../../server/services.ts'
import { chromiumArguments, chromiumPath } from './browser.ts'
import {
  type KioskUser,
  keepSupervisor,
  layOutProgram,
  processesOf,
  startCups,
  startDisplay,
} from './kiosk-machine.ts'
import { type LookAlikePortal, openLookAlikePortal } from './look-alike-portal.ts'

const run = promisify(execFile)

/** One that asks a browser which does not answer would wait for ever. */
const longestToolMilliseconds = 20_000

/** A window whose page is not there yet has one or two. */
const fewColours = 8

/** A page that is slow to follow its window's new width is alike twice before it moves. */
const stillLooks = 3

/** Of the guide, in pixels, while an official page is open, and else. */
const widthBeside = 640
const widthAlone = 1920

/** From each page of the way, what is tapped. */
const wayToGuide: readonly (readonly [place: RegExp, selector: string])[] = [
  [/^\/$/, 'a[href^="/fr"]'],
  [/^\/fr$/, 'a[href^="/fr/themes/"]'],
  [/^\/fr\/themes\//, 'a.guide-link'],
]

/** Of a test and of what it begins with: longer than what they wait for, so that what was in vain is named. */
export const hangMilliseconds = 600_000
const longestWaitMilliseconds = 60_000

export interface KioskSettings {
  readonly user: KioskUser
  readonly privacyScreenAfterSeconds?: number
  readonly eraseAfterSeconds?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly portal?: LookAlikePortal
  readonly withPrinter?: boolean
}

interface Spot {
  readonly x: number
  readonly y: number
}

export interface TestKiosk {
  readonly address: string
  readonly services: Services
  readonly portal: LookAlikePortal
  readonly displayName: string
  readonly directory: string
  readonly runtimeDirectory: string
  /** Written before the supervisor began: what is newer may be a trace. */
  readonly firstFile: string
  /** What the supervisor has said. */
  readonly said: () => string
  /** Runs one of the X11 tools. */
  readonly x: (command: string, ...args: readonly string[]) => Promise<string>
  readonly tap: (x: number, y: number) => Promise<void>
  /** In pixels; 0 where there is no guide. */
  readonly widthOfGuide: () => Promise<number>
  /** Resolves as soon as the guide's page stands still. */
  readonly guideIsStill: () => Promise<void>
  /** Taps what a selector finds on the guide's page as soon as that stands still; another browser measures where. */
  readonly tapGuide: (selector: string) => Promise<void>
  /** The middle of what a selector finds there, on the display. */
  readonly placeOnGuide: (selector: string) => Promise<Spot>
  /** From wherever the guide is, to the first guide of the first theme in French. */
  readonly toGuide: () => Promise<void>
  /** From "all is erased" back to the start. */
  readonly leaveErasedPage: () => Promise<void>
  /** The page of the visit as the server knows it; `/` where there is none. */
  readonly placeOfVisit: () => Promise<string>
  /** Null where there is no visit. */
  readonly phaseOfVisit: () => Promise<string | null>
  /** Waits until a part of the strip is shown on the guide's page, or is not. */
  readonly untilStrip: (shows: 'shows' | 'hides', part: string) => Promise<void>
  /** As if the patient's tap had reached the server. */
  readonly endVisitOnServer: () => Promise<void>
  readonly type: (text: string) => Promise<void>
  readonly key: (combination: string) => Promise<void>
  /** The classes of all windows, sorted. */
  readonly windows: () => Promise<readonly string[]>
  readonly windowsOf: (role: string) => Promise<readonly string[]>
  readonly picture: (file: string) => Promise<void>
  /** The process ids of the user of the kiosk, with their command lines. */
  readonly processes: () => readonly { readonly pid: number; readonly command: string }[]
  /** The process that a browser's sandbox begins with; window ids are given anew, and tell no browser from the next. */
  readonly browserPid: (role: string) => number | undefined
  readonly childrenOf: (pid: number) => readonly number[]
  readonly supervisorPid: () => number
  /** Kills the supervisor, and waits for the start that the next one shows. */
  readonly restart: () => Promise<void>
  readonly stopServer: () => Promise<void>
  readonly startServer: () => Promise<void>
  readonly close: () => Promise<void>
}

const openKiosks = new Set<TestKiosk>()

/** What whoever reads "in vain" wants to know next. */
async function stateOfKiosks(): Promise<string> {
  const states = [...openKiosks].map(async (kiosk) => {
    const [windows, place] = await Promise.all([kiosk.windows(), kiosk.placeOfVisit()])
    const shown = `At ${place}, with ${windows.join()}, the guide ${await kiosk.widthOfGuide()} pixels wide`
    return `${shown}. The supervisor said last:\n${kiosk.said().slice(-500)}`
  })
  return (await Promise.all(states)).join('\n')
}

/**
 * Waits until something is so: what happens on a screen tells nobody when it has happened. The limit is for what
 * hangs, and says nothing about how long anything may take.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | false> | T | null | false,
  { withinMilliseconds = longestWaitMilliseconds, everyMilliseconds = 40 } = {},
): Promise<T> {
  const began = performance.now()
  for (;;) {
    const found = await look()
    if (found !== null && found !== false) return found
    if (performance.now() - began > withinMilliseconds) {
      throw new Error(`In vain: ${what}. ${await stateOfKiosks()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds))
  }
}

export async function openTestKiosk(settings: KioskSettings): Promise<TestKiosk> {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-kiosk-'))
  chmodSync(directory, 0o755)
  const portal = settings.portal ?? (await openLookAlikePortal())
  const root = findRootDirectory()
  const program = layOutProgram(root, directory)
  const display = await startDisplay()
  const { user } = settings
  const cups = settings.withPrinter === true ? startCups(directory, user) : null

  const dataDirectory = path.join(directory, 'data')
  mkdirSync(dataDirectory)
  const database = connect(dataDirectory)
  await migrate(database)
  const overrides = createAddressOverrides(database)
  for (const officialPageId of officialPageIds) {
    for (const language of ['fr', 'nl', 'de', 'en']) {
      await overrides.set({ officialPageId, language, address: portal.address }, '2026-11-21')
    }
  }
  await database.destroy()

  let port = '0'
  const startTheServer = async () => {
    const read = readConfiguration({
      PORT: port,
      DATA_DIR: dataDirectory,
      PRIVACY_SCREEN_AFTER_SECONDS: String(settings.privacyScreenAfterSeconds ?? 60),
      ERASE_AFTER_SECONDS: String(settings.eraseAfterSeconds ?? 120),
    })
    if (!read.ok) throw new Error(read.sentence)
    const silent = { ...thisMachine(), logDestination: { write: (line: string) => log.push(line) } }
    return startServer(read.configuration, root, silent)
  }
  const log: string[] = []
  let server = await startTheServer()
  port = new URL(server.address).port
  const { token } = await server.services.kiosks.add('Test')

  const runtimeDirectory = path.join('/dev/shm', path.basename(directory))
  mkdirSync(runtimeDirectory, { mode: 0o700 })
  chownSync(runtimeDirectory, user.uid, user.gid)
  const portalsFile = path.join(directory, 'portals.json')
  writeFileSync(
    portalsFile,
    JSON.stringify([
      { name: 'Look-alike', hosts: [portal.host], signsInWithCard: true, checkedOn: '2026-11-21' },
    ]),
  )
  let said = ''
  const supervisor = keepSupervisor(program, user, {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    DISPLAY: display.name,
    SERVER_URL: server.address,
    KIOSK_TOKEN: token,
    RUNTIME_DIR: runtimeDirectory,
    PORTALS_FILE: portalsFile,
    SITE_TELEPHONE: '+32 2 000 00 00',
    ON_SCREEN_KEYBOARD: 'no',
    ...(cups === null ? {} : { PRINTER: 'paper' }),
    ...settings.environment,
  })
  supervisor.onSaid((text) => {
    said += text
  })

  const x = async (command: string, ...args: readonly string[]) => {
    const environment = { ...process.env, DISPLAY: display.name }
    const { stdout } = await run(command, args, { env: environment, timeout: longestToolMilliseconds })
    return stdout
  }
  async function listedWindows(): Promise<string> {
    try {
      return await x('wmctrl', '-lx')
    } catch (error) {
      // Without a window manager, and before the first window, there is no list.
      if (String(error).includes('client list')) return ''
      // One of them has gone while they were listed.
      if (/Bad(Window|Drawable)/.test(String(error))) return listedWindows()
      throw error
    }
  }
  /** What the window manager knows, the oldest first; a program that is asked this often has to be one alone. */
  const openWindows = async () => {
    const lines = (await listedWindows()).matchAll(/^0x0*([0-9a-f]+) +-?\d+ +(\S+)/gm)
    return [...lines].map(([, id = '', name = '']) => ({ id: `0x${id}`, name: name.split('.').at(-1) ?? '' }))
  }
  const windowsOf = async (role: string) =>
    (await openWindows()).filter(({ name }) => name === `trois-clics-${role}`).map(({ id }) => id)
  let twin: Browser | null = null
  /** What stands in the same place at each visit. */
  const known = new Map<string, Spot>()

  /** How often the start was shown; the server writes down its route and nothing else. */
  const starts = () => log.filter((line) => line.includes('"route":"/"')).length

  /** Asked of the server itself: by HTTP, so many questions would leave the supervisor no turn. */
  async function visitHere() {
    const [first] = server.services.kiosks.list()
    return first === undefined ? null : server.services.liveKiosks.visitAt(first.id)
  }

  /** The picture of the guide, once it stands still and is another than before: a person taps what they see. */
  async function stillGuide(before?: string): Promise<string> {
    const look = ['-window', 'root', '-crop', `${widthBeside}x1080+0+0`, '-format', '%k %#', 'info:']
    let last = ''
    let looksAlike = 0
    const isStill = async () => {
      const [colours, picture = ''] = (await x('import', ...look)).split(' ')
      looksAlike = picture === last ? looksAlike + 1 : 1
      last = picture
      const rests = looksAlike >= stillLooks && picture !== before && Number(colours) > fewColours
      return rests ? picture : null
    }
    return until('the guide stands still', isStill, { everyMilliseconds: 150 })
  }

  async function widthOfGuide(): Promise<number> {
    const [id = ''] = await windowsOf('guide')
    const geometry = await x('xdotool', 'getwindowgeometry', '--shell', id).catch(() => '')
    return Number(/^WIDTH=(\d+)$/m.exec(geometry)?.[1] ?? 0)
  }

  /** Null while an official page has just opened or closed, and the guide has still the width from before. */
  async function settledWidth(): Promise<number | null> {
    const [width, portals] = [await widthOfGuide(), await windowsOf('portal')]
    return width === (portals.length > 0 ? widthBeside : widthAlone) ? width : null
  }

  /** A fresh start has asked the server for itself, and there had been so many before. */
  async function startIsOnScreen(before: number): Promise<void> {
    await until('the start was asked for', () => starts() > before)
    await until('one window', async () => (await kiosk.windows()).join() === 'trois-clics-guide')
    await stillGuide()
  }

  /** As the supervisor asks. */
  async function ask(address: string, body: object): Promise<{ path: string }> {
    const answer = await fetch(`${server.address}${address}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as { path: string }
  }

  /** Another browser with the same visit, the same width and no script, in which a test may look. */
  async function onTwin<T>(width: number, look: (page: Page) => Promise<T>, place?: string): Promise<T> {
    twin ??= await chromium.launch({
      executablePath: chromiumPath,
      args: chromiumArguments,
      // A window has them, so the page is that much narrower.
      ignoreDefaultArgs: ['--hide-scrollbars'],
    })
    const { path: entry } = await ask('/kiosk/entry', { resume: true, page: 'start', language: 'fr' })
    const context = await twin.newContext({ viewport: { width, height: 1080 }, javaScriptEnabled: false })
    try {
      const page = await context.newPage()
      await page.goto(`${server.address}${place ?? entry}`)
      // Opening the official page has led the guide to its steps.
      if (width === widthBeside) await page.goto(`${page.url()}#steps`)
      return await look(page)
    } finally {
      await context.close()
    }
  }

  const kiosk: TestKiosk = {
    get address() {
      return server.address
    },
    get services() {
      return server.services
    },
    portal,
    displayName: display.name,
    directory,
    runtimeDirectory,
    firstFile: portalsFile,
    said: () => said,
    x,
    windowsOf,
    tap: async (left, top) => {
      await x('xdotool', 'mousemove', String(Math.round(left)), String(Math.round(top)), 'click', '1')
    },
    widthOfGuide,
    guideIsStill: async () => {
      await until('the guide has its width', settledWidth)
      await stillGuide()
    },
    tapGuide: async (selector) => {
      await kiosk.guideIsStill()
      const place = await kiosk.placeOnGuide(selector)
      await kiosk.tap(place.x, place.y)
    },
    placeOnGuide: async (selector) => {
      const width = await until('the guide has its width', settledWidth)
      return until(`${selector} on the guide's page`, () => onTwin(width, (page) => middleOf(page, selector)))
    },
    untilStrip: (shows, part) =>
      onTwin(widthBeside, async (page) => {
        const place = page.locator(`.kiosk-strip [data-part="${part}"]`)
        const look = async () => {
          await page.reload()
          return (await place.isVisible()) === (shows === 'shows')
        }
        await until(`the strip ${shows} ${part}`, look, { everyMilliseconds: 500 })
      }),
    toGuide: async () => {
      let seen = await stillGuide()
      for (const [place, selector] of wayToGuide) {
        const from = await kiosk.placeOfVisit()
        if (!place.test(from)) continue
        const spot = known.get(selector) ?? (await kiosk.placeOnGuide(selector))
        known.set(selector, spot)
        await kiosk.tap(spot.x, spot.y)
        await until(`away from ${from}`, async () => (await kiosk.placeOfVisit()) !== from)
        seen = await stillGuide(seen)
      }
    },
    leaveErasedPage: async () => {
      const [before, seen] = [starts(), await stillGuide()]
      const way = 'a[href="/"]'
      const look = (page: Page) => middleOf(page, way)
      const spot = known.get(way) ?? (await onTwin(widthAlone, look, '/fr/kiosk/erased'))
      if (spot === null) throw new Error('There is no way back to the start')
      known.set(way, spot)
      await kiosk.tap(spot.x, spot.y)
      await until('the start', () => starts() > before)
      await stillGuide(seen)
    },
    placeOfVisit: async () => (await visitHere())?.visit.place ?? '/',
    phaseOfVisit: async () => (await visitHere())?.visit.state.phase ?? null,
    endVisitOnServer: async () => {
      await ask('/kiosk/visit', { act: 'erase' })
    },
    browserPid: (role) =>
      kiosk
        .processes()
        .find(({ command }) => command.startsWith('bwrap') && command.includes(`trois-clics-${role}`))?.pid,
    childrenOf: (pid) => {
      try {
        return readdirSync(`/proc/${pid}/task`)
          .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
          .filter((child) => child !== '')
          .map(Number)
      } catch {
        // It has ended meanwhile.
        return []
      }
    },
    type: async (text) => {
      await x('xdotool', 'type', '--delay', '15', text)
    },
    key: async (combination) => {
      await x('xdotool', 'key', combination)
    },
    windows: async () => (await openWindows()).map(({ name }) => name).sort(),
    picture: async (file) => {
      await x('import', '-window', 'root', file)
    },
    processes: () => processesOf(user.uid),
    supervisorPid: supervisor.pid,
    restart: async () => {
      const before = { pid: supervisor.pid(), said: said.length, starts: starts() }
      process.kill(before.pid, 'SIGKILL')
      await until('a new supervisor', () => supervisor.pid() !== before.pid)
      await startIsOnScreen(before.starts)
      await until('its first erase', () => said.slice(before.said).includes('erasing -> idle'))
    },
    stopServer: () => server.close(),
    startServer: async () => {
      server = await startTheServer()
    },
    close: async () => {
      openKiosks.delete(kiosk)
      await supervisor.stop()
      await twin?.close()
      cups?.kill('SIGKILL')
      display.process.kill('SIGKILL')
      await server.close()
      if (settings.portal === undefined) await portal.close()
      rmSync(runtimeDirectory, { recursive: true, force: true })
      rmSync(directory, { recursive: true, force: true })
    },
  }
  openKiosks.add(kiosk)
  await startIsOnScreen(0)
  return kiosk
}

async function middleOf(page: Page, selector: string) {
  const found = page.locator(selector).first()
  const box = (await found.isVisible()) ? await found.boundingBox() : null
  return box === null ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
