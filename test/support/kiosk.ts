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
import type { Browser, Page } from 'playwright-core'
import { belgium } from '../../content/be/country.ts'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createAddressOverrides } from '../../server/facts/store.ts'
import { thisMachine } from '../../server/machine.ts'
import { startServer } from '../../server/server.ts'
import type { Services } from '../../server/services.ts'
import { headlessChromiumPath, openBrowser } from './browser.ts'
import { lookAtPicture } from './framebuffer.ts'
import {
  endProgram,
  folderInMemory,
  isUsedByAnotherRun,
  type KioskUser,
  keepSupervisor,
  layOutProgram,
  processesOf,
  readOf,
  startCups,
  startDisplay,
} from './kiosk-machine.ts'
import { createPassingTime } from './kiosk-time.ts'
import { hangMilliseconds, longestWaitMilliseconds } from './limits.ts'
import { type LookAlikePortal, openLookAlikePortal } from './look-alike-portal.ts'
import { addSupervisedKiosk } from './supervised-kiosk.ts'
import { createSupervisor } from './supervisor.ts'
import { openXClient, type XClient } from './x-client.ts'

const run = promisify(execFile)

/** One that asks a browser which does not answer would wait for ever. */
const longestToolMilliseconds = 20_000

/** A window whose page is not there yet has one or two. */
const fewColours = 8

/** A page that is slow to follow its window's new width is alike twice before it moves. */
const stillLooks = 3

/**
 * Until the next page is painted, Chromium leaves the picture of the last one, with the mark of the tap on it, and drops each further
 * tap. So the picture of a link that was tapped says nothing; the lines above it do.
 */
const linesOfHead = 90

/** Of the guide, in pixels, while an official page is open, and else. */
const widthBeside = 640
const widthAlone = 1920
const heightOfScreen = 1080

/** A supervisor that is silent for so long counts as gone: where time passes in a test, it is heard of meanwhile. */
const mostMillisecondsAtOnce = 20_000

/** Whoever says what was seen must not hang as well. */
const longestWordMilliseconds = 3000

/** However slow a machine is, nobody is gone by then. */
const longPrivacyScreenAfterSeconds = 900
const longEraseAfterSeconds = 1800

/** From each page of the way, what is tapped. */
const wayToGuide: readonly (readonly [place: RegExp, selector: string])[] = [
  [/^\/$/, 'a[href^="/fr"]'],
  [/^\/fr$/, 'a[href^="/fr/themes/"]'],
  [/^\/fr\/themes\//, 'a.guide-link'],
]

export interface KioskSettings {
  readonly user: KioskUser
  readonly privacyScreenAfterSeconds?: number
  readonly eraseAfterSeconds?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly portal?: LookAlikePortal
  readonly withPrinter?: boolean
  /** Time may pass by `pass`. */
  readonly timePasses?: boolean
  /** The display can be turned upright, by `xrandr`. */
  readonly turns?: boolean
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
  /** The state to which it has said last that it goes, from a place in what it has said. A slow machine gets there by detours. */
  readonly stateSaid: (from?: number) => string | null
  /** The windows as the display knows them. */
  readonly display: XClient
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
  /** Its id, which no other visit has; null where there is no visit. */
  readonly visit: () => Promise<string | null>
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
  readonly windowsOf: (role: string) => Promise<readonly number[]>
  readonly picture: (file: string) => Promise<void>
  /** The process ids of the user of the kiosk, with their command lines. */
  readonly processes: () => readonly { readonly pid: number; readonly command: string }[]
  /**
   * The process with which the supervisor that runs now has begun a browser's sandbox. Window ids are given anew, and tell no
   * browser from the next; the sandbox's inner process has the same words, and may be there a moment longer.
   */
  readonly browserPid: (role: string) => number | undefined
  readonly childrenOf: (pid: number) => readonly number[]
  readonly supervisorPid: () => number
  /** Reaches the supervisor that runs now, and never another process that has got its number. */
  readonly signalSupervisor: (signal: NodeJS.Signals) => void
  /** Time passes for server and display, with nobody there. */
  readonly pass: (seconds: number) => Promise<void>
  /** How long nobody had touched the display, as the supervisor was told last. */
  readonly untouchedMilliseconds: () => number
  /** What whoever reads "in vain" wants to know next. */
  readonly state: () => Promise<string>
  /** Kills the supervisor, and waits for the start that the next one shows. */
  readonly restart: () => Promise<void>
  /** Restarts where anything but a guide at rest was left, whatever a test has done. */
  readonly beginAnew: () => Promise<void>
  readonly stopServer: () => Promise<void>
  /** Waits for the start that the guide shows then: what stood there before is still on screen for a moment. */
  readonly startServer: () => Promise<void>
  readonly close: () => Promise<void>
}

const openKiosks = new Set<TestKiosk>()

/** What can be said of something within a moment, whatever hangs. */
async function inShort(what: string, look: () => Promise<string> | string): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), longestWordMilliseconds)
  })
  const answer = (async () => look())().catch((error: unknown) => String(error).slice(0, 200))
  const found = await Promise.race([answer, silence])
  clearTimeout(timer)
  return `${what}: ${found}`
}

async function stateOfKiosks(): Promise<string> {
  const states = await Promise.all([...openKiosks].map((kiosk) => kiosk.state()))
  return states.join('\n')
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
  // Two runs on one machine would stop and kill each other's browsers, and share one CUPS.
  await until(
    `nobody else uses the kiosk of ${settings.user.name}`,
    () => !isUsedByAnotherRun(settings.user),
    { withinMilliseconds: hangMilliseconds / 2, everyMilliseconds: 500 },
  )
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-kiosk-'))
  chmodSync(directory, 0o755)
  const portal = settings.portal ?? (await openLookAlikePortal())
  const root = findRootDirectory()
  const program = layOutProgram(root, directory)
  const display = await startDisplay({ turns: settings.turns === true })
  const client = await openXClient(display.name)
  const { user } = settings
  const time = settings.timePasses === true ? createPassingTime(directory) : null
  const cups = settings.withPrinter === true ? startCups(directory, user) : null

  const dataDirectory = path.join(directory, 'data')
  mkdirSync(dataDirectory)
  const database = connect(dataDirectory)
  await migrate(database)
  const overrides = createAddressOverrides(database)
  for (const officialPageId of Object.keys(belgium.officialPages)) {
    for (const language of belgium.languages) {
      await overrides.set({ officialPageId, language, address: portal.address }, '2026-11-21')
    }
  }
  await database.destroy()

  let port = '0'
  const startTheServer = async () => {
    const read = readConfiguration({
      PORT: port,
      DATA_DIR: dataDirectory,
      PRIVACY_SCREEN_AFTER_SECONDS: String(
        settings.privacyScreenAfterSeconds ?? longPrivacyScreenAfterSeconds,
      ),
      ERASE_AFTER_SECONDS: String(settings.eraseAfterSeconds ?? longEraseAfterSeconds),
    })
    if (!read.ok) throw new Error(read.sentence)
    const machine = {
      ...thisMachine(),
      readClock: () => ({
        dayMilliseconds: Date.now() + passedMilliseconds,
        steadyMilliseconds: performance.now() + passedMilliseconds,
        bootMilliseconds: () => performance.now() + passedMilliseconds,
      }),
      logDestination: { write: (line: string) => log.push(line) },
    }
    return startServer(read.configuration, root, machine)
  }
  const log: string[] = []
  let passedMilliseconds = 0
  let server = await startTheServer()
  port = new URL(server.address).port
  const { token } = await addSupervisedKiosk(server.services, 'Test')

  const runtimeDirectory = folderInMemory('kiosk')
  chmodSync(runtimeDirectory, 0o700)
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
    PATH: `${time === null ? '' : `${time.programs}:`}/usr/sbin:/usr/bin:/sbin:/bin`,
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

  const stateSaid = (from = 0) => /.*-> (\S+)/s.exec(said.slice(from))?.[1] ?? null

  const x = async (command: string, ...args: readonly string[]) => {
    const environment = { ...process.env, DISPLAY: display.name }
    const { stdout } = await run(command, args, { env: environment, timeout: longestToolMilliseconds })
    return stdout
  }
  const openWindows = async () =>
    // As the window manager's own tools have it: the last word of a class.
    (await client.openWindows()).map(({ id, className }) => ({ id, name: className.split('.').at(-1) ?? '' }))
  const windowsOf = async (role: string) =>
    (await openWindows()).filter(({ name }) => name === `trois-clics-${role}`).map(({ id }) => id)
  let twin: Browser | null = null
  /** What stands in the same place whenever the same is shown. */
  const known = new Map<string, Spot>()

  /** The server writes down routes and nothing else. */
  const isStart = (line: string) => line.includes('"route":"/"')
  const isErasedPage = (line: string) => line.includes('/kiosk/erased"')
  /** How often the start was shown. */
  const starts = () => log.filter(isStart).length
  /** How much of the log was written before "all is erased" was left for the last time. */
  let erasedPagesLeft = 0

  /** Asked of the server itself: by HTTP, so many questions would leave the supervisor no turn. */
  async function visitHere() {
    const [first] = server.services.kiosks.list()
    return first === undefined ? null : server.services.liveKiosks.visitAt(first.id)
  }

  /** All that decides what the guide's page shows. */
  async function shown(width: number): Promise<string> {
    const here = await visitHere()
    const [first] = server.services.kiosks.list()
    const seen = here && first && (await server.services.liveKiosks.seenBy(first.id, here.id))
    return JSON.stringify([width, here && { ...here.visit, state: here.visit.state.phase }, seen?.parts])
  }

  /** The picture of the guide, once it stands still and is another than before: a person taps what they see. */
  async function stillGuide(before?: string): Promise<string> {
    let last = ''
    let looksAlike = 0
    const isStill = () => {
      const { fingerprint, colours } = lookAtPicture(display.picture, {
        width: widthBeside,
        height: heightOfScreen,
      })
      looksAlike = fingerprint === last ? looksAlike + 1 : 1
      last = fingerprint
      const rests = looksAlike >= stillLooks && fingerprint !== before && colours > fewColours
      return rests ? fingerprint : null
    }
    return until('the guide stands still', isStill, { everyMilliseconds: 150 })
  }

  /** What stands above everything that is tapped on the way to a guide. */
  function headOfGuide(): string {
    return lookAtPicture(display.picture, { width: widthBeside, height: linesOfHead }).fingerprint
  }

  async function widthOfGuide(): Promise<number> {
    const [id] = await windowsOf('guide')
    return id === undefined ? 0 : ((await client.placeOf(id))?.width ?? 0)
  }

  /** Null while an official page has just opened or closed, and the guide has still the width from before. */
  async function settledWidth(): Promise<number | null> {
    const [width, portals] = [await widthOfGuide(), await windowsOf('portal')]
    return width === (portals.length > 0 ? widthBeside : widthAlone) ? width : null
  }

  /** A fresh start has asked the server for itself, and there had been so many before. */
  async function startIsOnScreen(before: { readonly starts: number; readonly said: number }): Promise<void> {
    await until('the start was asked for', () => starts() > before.starts)
    await until('one window', async () => (await kiosk.windows()).join() === 'trois-clics-guide')
    // Until then the pointer, its buttons and the keys are put right: a tap could be lost.
    await until('its first erase', () => stateSaid(before.said) === 'idle')
    await stillGuide()
  }

  /** As the supervisor asks. */
  const supervisorAsks = createSupervisor((address, init) => fetch(server.address + address, init), token)

  /** Another browser with the same visit, the same width and no script, in which a test may look. */
  async function onTwin<T>(width: number, look: (page: Page) => Promise<T>, place?: string): Promise<T> {
    // A window has scrollbars, so the page is that much narrower.
    twin ??= await openBrowser(headlessChromiumPath, { ignoreDefaultArgs: ['--hide-scrollbars'] })
    const context = await twin.newContext({ viewport: { width, height: 1080 }, javaScriptEnabled: false })
    try {
      const here = await visitHere()
      const url = server.address
      const cookies = { kiosk: server.services.kiosks.cookieOf(token), ...(here && { visit: here.id }) }
      await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })))
      const page = await context.newPage()
      await page.goto(`${url}${place ?? here?.visit.place ?? '/'}`)
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
    stateSaid,
    display: client,
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
      const key = `${await shown(width)} ${selector}`
      const measured = () => onTwin(width, (page) => middleOf(page, selector))
      const spot = known.get(key) ?? (await until(`${selector} on the guide's page`, measured))
      known.set(key, spot)
      return spot
    },
    untilStrip: async (shows, part) => {
      const [first] = server.services.kiosks.list()
      const said = async () => {
        const here = await visitHere()
        const seen = here && first && (await server.services.liveKiosks.seenBy(first.id, here.id))
        const parts: readonly string[] = seen?.parts ?? []
        return parts.includes(part) === (shows === 'shows')
      }
      // A page asked for every moment would take the machine's time from what it waits for.
      await until(`the server ${shows} ${part}`, said)
      await onTwin(widthBeside, async (page) => {
        const place = page.locator(`.kiosk-strip [data-part="${part}"]`)
        const look = async () => {
          await page.reload()
          return (await place.isVisible()) === (shows === 'shows')
        }
        await until(`the strip ${shows} ${part}`, look, { everyMilliseconds: 500 })
      })
    },
    toGuide: async () => {
      await stillGuide()
      for (const [place, selector] of wayToGuide) {
        const from = await kiosk.placeOfVisit()
        if (!place.test(from)) continue
        const spot = await kiosk.placeOnGuide(selector)
        const head = headOfGuide()
        await kiosk.tap(spot.x, spot.y)
        await until(`away from ${from}`, async () => (await kiosk.placeOfVisit()) !== from)
        await until('the next page is painted', () => headOfGuide() !== head)
        await stillGuide()
      }
    },
    leaveErasedPage: async () => {
      const first = await until('"all is erased" was asked for', () => {
        const found = log.findIndex((line, index) => index >= erasedPagesLeft && isErasedPage(line))
        return found < 0 ? null : found
      })
      // The page goes back by itself as well: whoever taps then taps on the start.
      const isLeft = () => log.some((line, index) => index > first && isStart(line))
      const seen = await stillGuide()
      const way = 'a[href="/"]'
      const look = (page: Page) => middleOf(page, way)
      const spot = known.get(way) ?? (await onTwin(widthAlone, look, '/fr/kiosk/erased'))
      if (spot === null) throw new Error('There is no way back to the start')
      known.set(way, spot)
      if (isLeft()) await stillGuide()
      else {
        await kiosk.tap(spot.x, spot.y)
        await until('the start', isLeft)
        await stillGuide(seen)
      }
      erasedPagesLeft = log.length
    },
    placeOfVisit: async () => (await visitHere())?.visit.place ?? '/',
    visit: async () => (await visitHere())?.id ?? null,
    phaseOfVisit: async () => (await visitHere())?.visit.state.phase ?? null,
    endVisitOnServer: async () => {
      await supervisorAsks.post('/kiosk/visit', { act: 'erase' })
    },
    browserPid: (role) =>
      kiosk.childrenOf(supervisor.pid()).find((pid) => {
        const command = readOf(pid, 'cmdline')
        return command.startsWith('bwrap') && command.includes(`trois-clics-${role}`)
      }),
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
    signalSupervisor: supervisor.signal,
    pass: async (seconds) => {
      if (time === null) throw new Error('No time passes at this kiosk')
      const [first] = server.services.kiosks.list()
      for (let left = seconds * 1000; left > 0; left -= mostMillisecondsAtOnce) {
        passedMilliseconds += Math.min(left, mostMillisecondsAtOnce)
        await server.services.liveKiosks.heard(first?.id ?? '')
      }
      time.pass(seconds * 1000, Number(await x('xprintidle')))
    },
    untouchedMilliseconds: () => time?.told() ?? 0,
    restart: async () => {
      const before = { begun: supervisor.starts(), said: said.length, starts: starts() }
      supervisor.signal('SIGKILL')
      await until('a new supervisor', () => supervisor.starts() > before.begun)
      await startIsOnScreen(before)
    },
    beginAnew: async () => {
      const isAtRest =
        (await visitHere()) === null &&
        (await kiosk.windows()).join() === 'trois-clics-guide' &&
        log.findLastIndex(isStart) > log.findLastIndex(isErasedPage) &&
        stateSaid() === 'idle' &&
        /^State:\s+S/m.test(readOf(supervisor.pid(), 'status'))
      if (!isAtRest) await kiosk.restart()
    },
    state: async () => {
      const pid = supervisor.pid()
      const process_ = () =>
        `${/^State:\s+(.*)$/m.exec(readOf(pid, 'status'))?.[1] ?? 'gone'}, waits in ${readOf(pid, 'wchan') || 'nothing'}`
      const windows = async () => {
        const places = (await openWindows()).map(async ({ id, name }) => {
          const place = await client.placeOf(id)
          return `${name} ${place === null ? 'gone' : Object.values(place).join()}`
        })
        return (await Promise.all(places)).join('; ')
      }
      const asked = () =>
        log.slice(-15).map((line) => /"route":"(.*?)","status":(\d+)/.exec(line)?.slice(1).join(' ') ?? line)
      const parts = await Promise.all([
        inShort('place', kiosk.placeOfVisit),
        inShort('phase', async () => String(await kiosk.phaseOfVisit())),
        inShort('windows (x, y, width, height)', windows),
        inShort(`supervisor ${pid}, number ${supervisor.starts()} since the start`, process_),
        inShort('asked of the server last', () => asked().join('; ')),
        inShort('load of the machine', () => readFileSync('/proc/loadavg', 'utf8').trim()),
      ])
      return `The kiosk of ${user.name}. ${parts.join('. ')}. It said last:\n${said.slice(-2000)}`
    },
    stopServer: () => server.close(),
    startServer: async () => {
      const before = { said: said.length, starts: starts() }
      server = await startTheServer()
      await startIsOnScreen(before)
    },
    close: async () => {
      openKiosks.delete(kiosk)
      await supervisor.stop()
      await twin?.close()
      if (cups !== null) await endProgram(cups)
      client.close()
      await display.stop()
      await server.close()
      if (settings.portal === undefined) await portal.close()
      rmSync(runtimeDirectory, { recursive: true, force: true })
      rmSync(directory, { recursive: true, force: true })
    },
  }
  openKiosks.add(kiosk)
  try {
    await startIsOnScreen({ starts: 0, said: 0 })
  } catch (error) {
    await kiosk.close()
    throw error
  }
  return kiosk
}

async function middleOf(page: Page, selector: string) {
  const found = page.locator(selector).first()
  const box = (await found.isVisible()) ? await found.boundingBox() : null
  return box === null ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
