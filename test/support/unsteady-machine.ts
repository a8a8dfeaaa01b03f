/** A machine for a supervisor whose parts are slow, fail and come back, in a time that passes only when a test lets it. */

import type { ServerState } from '../../contract/kiosk.ts'
import type { Display, Window } from '../../kiosk/display.ts'
import type { BrowserWish, RunningBrowser } from '../../kiosk/sandbox.ts'
import type { ServerLink, Silence } from '../../kiosk/server-link.ts'
import { startSupervisor } from '../../kiosk/supervisor.ts'
import type { ProcessName, VitalSigns } from '../../kiosk/vital-signs.ts'

export const portalAddress = 'https://portal.example/'
const entryAddress = 'http://127.0.0.1:3000/kiosk/entry/once'
const size = { width: 1920, height: 1080 }
/** As `WatchdogSec` in kiosk/systemd/trois-clics-kiosk.service. */
const watchdogMilliseconds = 60_000

/** What becomes of a browser that is begun. */
export type Fate =
  | 'well'
  /** Its window comes and its first page never does. */
  | 'no-page'
  /** As where openbox starts while the window does: it is there, and no window manager knows it. */
  | 'no-window'
  /** It works and works, and shows nothing. */
  | 'busy'
  /** It ends at once. */
  | 'ends'
  /** Killed it does not end: it waits for a disk that does not answer. */
  | 'never-ends'

interface Browser {
  readonly wish: BrowserWish
  readonly fate: Fate
  readonly begunAt: number
  hasPage: boolean
  hasWindow: boolean
  isAlive: boolean
  readonly end: (crashed: boolean) => void
}

/** What is wrong with the machine at the moment. Parts keep to what they promise: each answers within its own limit. */
export interface Trouble {
  display: 'well' | 'slow' | 'silent'
  windowManager: 'well' | 'gone'
  server: 'well' | 'slow' | 'away'
  cups: 'well' | 'slow' | 'silent'
  clipboard: 'well' | 'hangs'
  documents: 'well' | 'fail'
  fate: Fate
}

export const noTrouble: Trouble = {
  display: 'well',
  windowManager: 'well',
  server: 'well',
  cups: 'well',
  clipboard: 'well',
  documents: 'well',
  fate: 'well',
}

function createTime() {
  let now = 0
  let timers: { readonly at: number; readonly work: () => void }[] = []
  /** A whole turn of the event loop, in which every promise that can go on does. */
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const after = (milliseconds: number, work: () => void) => {
    const timer = { at: now + Math.max(0, milliseconds), work }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }
  return {
    now: () => now,
    after,
    rest: (milliseconds: number) => new Promise<void>((resolve) => after(milliseconds, resolve)),
    pass: async (milliseconds: number) => {
      const end = now + milliseconds
      await turn()
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.work()
        await turn()
      }
      now = end
    },
  }
}

export type UnsteadyMachine = ReturnType<typeof createUnsteadyMachine>

/** Starts a supervisor on it. */
export function createUnsteadyMachine() {
  const time = createTime()
  const trouble: Trouble = { ...noTrouble }
  const browsers: Browser[] = []
  const said: string[] = []
  let nextFate: Fate | null = null
  let gaveUp: string | null = null
  let beatAt = 0
  let longestWithoutBeat = 0
  let idleSince = 0
  let waitingJobs = 0
  let newDocument: string | null = null
  let portalPrintsAtItsEnd = false
  let heard: Parameters<ServerLink['listen']>[0] | null = null
  let isConnected = false
  let silence: Silence = 'away'
  const truth = { visit: null as number | null, lastVisit: 0, portal: null as number | null, lastPortal: 0 }

  const slowly = { well: 10, slow: 1900 } as const
  const stateNow = (): ServerState => ({
    privacyScreenAfterSeconds: 60,
    eraseAfterSeconds: 120,
    visit:
      truth.visit === null ? null : { number: truth.visit, phase: 'active', language: 'fr', size: 'usual' },
    portal: truth.portal === null ? null : { number: truth.portal, page: 'masante', address: portalAddress },
  })
  function tellState(): void {
    if (isConnected) heard?.state(stateNow())
  }
  function connect(yes: boolean): void {
    if (yes === isConnected) return
    isConnected = yes
    if (yes) tellState()
    else heard?.lost(silence)
  }
  function endVisit(): number | null {
    const { visit } = truth
    Object.assign(truth, { visit: null, portal: null })
    tellState()
    return visit
  }

  const alive = () => browsers.filter(({ isAlive }) => isAlive)
  const mayAct = () => time.rest(trouble.display === 'well' ? 10 : 1900)
  const display: Display = {
    idleMilliseconds: async () => {
      await mayAct()
      return trouble.display === 'silent' ? null : time.now() - idleSince
    },
    size: async () => size,
    desktop: async () => {
      await mayAct()
      if (trouble.windowManager === 'gone' || trouble.display === 'silent') return null
      const seen = alive().filter(({ hasWindow }) => hasWindow)
      const windows = seen.map(({ wish }): Window => ({ id: `0x${browsers.length}`, role: wish.role }))
      return { windows, size }
    },
    place: mayAct,
    center: mayAct,
    keepInFront: mayAct,
    raise: mayAct,
    close: mayAct,
    setKeyboardLayout: mayAct,
    resetInput: mayAct,
    clearSelections: async () => {
      await mayAct()
      if (trouble.clipboard === 'hangs') throw new Error('hangs')
    },
  }

  function signsOf({ hasPage, isAlive, fate, begunAt }: Browser): VitalSigns {
    const first: ProcessName = `1 ${begunAt}`
    const zygote: ProcessName = `2 ${begunAt}`
    const works = isAlive && (fate === 'busy' || time.now() - begunAt < 1500)
    return {
      renderers: isAlive && hasPage ? 1 : 0,
      zygotes: new Set(isAlive && hasPage ? [zygote] : []),
      processes: new Set(isAlive ? [first, zygote] : []),
      busyMilliseconds: works ? time.now() : 1500,
      isBusy: works,
    }
  }

  function startBrowser(wish: BrowserWish): RunningBrowser {
    const fate = nextFate ?? trouble.fate
    nextFate = null
    let resolveGone = (_gone: { readonly crashed: boolean }) => {}
    const gone = new Promise<{ readonly crashed: boolean }>((resolve) => {
      resolveGone = resolve
    })
    const browser: Browser = {
      wish,
      fate,
      begunAt: time.now(),
      hasPage: false,
      hasWindow: false,
      isAlive: true,
      end: (crashed) => {
        browser.isAlive = false
        if (fate !== 'never-ends') resolveGone({ crashed })
      },
    }
    browsers.push(browser)
    time.after(fate === 'ends' ? 5 : 1000, () => {
      if (fate === 'ends') browser.end(true)
      browser.hasPage = browser.isAlive && fate !== 'no-page' && fate !== 'busy'
      browser.hasWindow = browser.isAlive && fate !== 'no-window' && fate !== 'busy'
    })
    return {
      gone,
      end: async () => {
        await time.rest(20)
        if (portalPrintsAtItsEnd && wish.role === 'portal' && browser.isAlive) waitingJobs += 1
        browser.end(false)
        await gone
      },
      vitalSigns: () => signsOf(browser),
    }
  }

  const answer = () => time.rest(trouble.server === 'well' ? 10 : 990)
  const server: ServerLink = {
    listen: (listener) => {
      heard = listener
      time.after(50, () => connect(trouble.server !== 'away'))
    },
    tell: async (act) => {
      await answer()
      if (trouble.server === 'away') return null
      return act === 'erase' ? endVisit() : truth.visit
    },
    report: async () => {
      await answer()
      return trouble.server !== 'away'
    },
    entry: async () => {
      await answer()
      return trouble.server === 'away' ? null : entryAddress
    },
    stop: () => {},
  }

  const supervisor = startSupervisor({
    configuration: {
      portals: [
        { name: 'Portal', hosts: ['portal.example'], signsInWithCard: false, checkedOn: '2026-11-21' },
      ],
      onScreenKeyboard: false,
    },
    startBrowser,
    startKeyboard: () => ({
      gone: new Promise(() => {}),
      end: async () => {},
      vitalSigns: () => {
        throw new Error('A keyboard shows no page')
      },
    }),
    documentsDirectory: '/documents',
    display,
    displaySize: size,
    followDisplay: () => {},
    tellWindowManager: async () => {},
    card: { prepare: async () => true, count: async () => null },
    documents: {
      look: async () => {
        if (trouble.documents === 'fail') throw new Error('fails')
        const shown = newDocument
        newDocument = null
        return { shown, refused: false }
      },
      clear: async () => {},
    },
    printing: {
      state: async () => (trouble.cups === 'well' ? { state: 'ready', warning: 'none' } : null),
      print: async () => {
        // lp reads the whole document before CUPS has its job; one that hangs is killed, and CUPS may have it all the same.
        await time.rest(trouble.cups === 'well' ? 400 : 1900)
        waitingJobs += 1
      },
      cancelAll: async () => {
        await time.rest(trouble.cups === 'silent' ? 10_000 : slowly[trouble.cups])
        if (trouble.cups === 'silent') throw new Error('silent')
        waitingJobs = 0
      },
    },
    server,
    now: time.now,
    after: time.after,
    beat: () => {
      longestWithoutBeat = Math.max(longestWithoutBeat, time.now() - beatAt)
      beatAt = time.now()
    },
    say: (line) => said.push(line),
    giveUp: (why) => {
      gaveUp = why
    },
  })

  return {
    time,
    trouble,
    said: () => said,
    /** Why it has ended, or would have been ended by systemd; null where it goes on. */
    ended: () => {
      if (gaveUp !== null) return gaveUp
      const isSilent = Math.max(longestWithoutBeat, time.now() - beatAt) > watchdogMilliseconds
      return isSilent ? 'the watchdog' : null
    },
    begins: () => {
      truth.lastVisit += 1
      truth.visit = truth.lastVisit
      idleSince = time.now()
      tellState()
    },
    endsOnServer: () => {
      endVisit()
    },
    opensPortal: () => {
      if (truth.visit === null) return
      truth.lastPortal += 1
      truth.portal = truth.lastPortal
      tellState()
    },
    /** The official page offers a document, which is shown with the next look. */
    offersDocument: () => {
      newDocument = '1.pdf'
    },
    tapsPrint: () => {
      if (isConnected) heard?.act('print-document')
    },
    /** The official page's own print is handed over at the last moment. */
    portalPrintsAtItsEnd: () => {
      portalPrintsAtItsEnd = true
    },
    /** Sheets that would come out now. */
    waitingJobs: () => waitingJobs,
    touches: () => {
      idleSince = time.now()
    },
    /** The server's answer to what is wrong with it now. */
    reconnects: () => connect(trouble.server !== 'away'),
    /** From now on the server does not answer, for a reason; each try to connect says it. */
    isSilent: (why: Silence) => {
      trouble.server = 'away'
      silence = why
      isConnected = false
      heard?.lost(why)
    },
    /** What becomes of the next browser alone. */
    nextBrowser: (fate: Fate) => {
      nextFate = fate
    },
    /** Of the latest browser of a role: it is killed, its page crashes, its window is lost. */
    hits: (role: BrowserWish['role'], what: 'killed' | 'page' | 'window') => {
      const hit = alive().findLast(({ wish }) => wish.role === role)
      if (hit === undefined) return
      if (what === 'killed') hit.end(true)
      if (what === 'page') hit.hasPage = false
      if (what === 'window') hit.hasWindow = false
    },
    /** What stands on the screen and can be used: of each browser its role and address. */
    shown: () =>
      alive()
        .filter(({ hasPage, hasWindow }) => hasPage && hasWindow)
        .map(({ wish }) => `${wish.role} ${wish.address}`),
    stop: () => void supervisor.stop(),
  }
}
