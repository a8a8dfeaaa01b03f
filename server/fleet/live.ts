/** The kiosks that somebody supervises: what their supervisors say and are told, and what their guides' pages are told. */

import type {
  EntryWish,
  MachineAct,
  PrinterWarning,
  Report,
  ServerState,
  VisitAct,
} from '../../contract/kiosk.ts'
import type { Clock } from '../live/clock.ts'
import { createMemoryState } from '../live/live-state.ts'
import { mayGo } from '../live/rate-limit.ts'
import type { LiveVisits } from '../visits/live.ts'
import { type SiteTimes, timesOf, type Visit } from '../visits/rules.ts'
import {
  type KioskScreen,
  type PageWord,
  type Portal,
  type PrinterTrouble,
  portalClosed,
  portalOpened,
  printerTrouble,
  reported,
  type StripPart,
  stripParts,
  toldVisit,
  unknownScreen,
  visitOver,
  wordOfAct,
  wordOfTime,
} from './rules.ts'

/** A supervisor that comes back within so long has never been away. */
const graceMilliseconds = 5000

/** It reports every 10 seconds: after so long its machine is off, whatever its connection says. */
const silentAfterMilliseconds = 30_000

/** More than any finger does on the whole display. */
const supervisorTurns = { everyMilliseconds: 50, atOnce: 100 }

const entryMilliseconds = 60_000
const mostEntries = 100
const mostWaitingActs = 10

/** A way into the guide for a browser that knows nothing yet; good once. */
interface Entry {
  readonly kioskId: string
  readonly cookie: string
  /** Of the token by which it was asked for. */
  readonly tokenHash: string
  readonly wish: EntryWish
  readonly until: number
}

/** What a guide's fresh browser comes in with. */
interface TakenEntry extends Pick<Entry, 'kioskId' | 'cookie' | 'wish'> {
  /** This browser's own secret: visits begin at the kiosk in no other, until the next one comes in. */
  readonly guide: string
  /** The visit whose page has gone, where the supervisor that asked is there and wants that one. */
  readonly resumed: { readonly id: string; readonly visit: Visit } | null
}

/** One connection of a supervisor. */
export interface Supervision {
  readonly state: () => ServerState
  /** What patients have tapped since the last time: nobody is told twice. */
  readonly takeActs: () => readonly MachineAct[]
  /** A newer connection has taken its place. */
  readonly isOver: () => boolean
  readonly stop: () => void
}

/** One open page of a visit at a kiosk. */
export interface PageWatch {
  readonly takeWords: () => readonly PageWord[]
  /** The visit does not go on. */
  readonly isOver: () => boolean
  readonly stop: () => void
}

/** What a page at a supervised kiosk shows of it. */
interface SeenKiosk {
  readonly parts: readonly StripPart[]
  readonly portal: Portal | null
}

export interface LiveKiosks {
  /** A supervisor connects by its token; one that was connected to the same kiosk is over. */
  readonly supervise: (kioskId: string, token: string, changed: () => void) => Supervision
  readonly isSupervised: (kioskId: string) => boolean
  /** Notes that a supervisor is there; false where it sends too much. */
  readonly heard: (kioskId: string) => boolean
  readonly report: (kioskId: string, report: Report) => void
  /** Gives the number of the visit that it was done to; null where there is none. */
  readonly act: (kioskId: string, act: VisitAct) => Promise<number | null>
  /** The secret part of an address that leads into the guide once. */
  readonly openEntry: (
    kioskId: string,
    by: { readonly token: string; readonly cookie: string },
    wish: EntryWish,
  ) => Promise<string>
  readonly takeEntry: (secret: string) => Promise<TakenEntry | null>
  /**
   * Whether a visit begins at a kiosk in a browser with its cookie. Where a supervisor has begun a guide, in that browser
   * alone: a cookie that was read somewhere neither ends the visit that is there nor gets its screen.
   */
  readonly mayBegin: (kioskId: string, guide: string | null) => boolean
  /** A browser has become the kiosk by a link: where no supervisor is there, visits begin in it. */
  readonly openedByHand: (kioskId: string) => void
  /** The visit at a kiosk, where one goes on. */
  readonly visitAt: (kioskId: string) => Promise<{ readonly id: string; readonly visit: Visit } | null>
  /** What a page of a visit sees of its kiosk; null unless that is supervised, and the visit is the one that is there. */
  readonly seenBy: (kioskId: string | null, visitId: string) => SeenKiosk | null
  readonly openPortal: (kioskId: string, page: Portal['page'], address: string) => void
  readonly closePortal: (kioskId: string) => void
  readonly ask: (kioskId: string, act: MachineAct) => void
  readonly watchPage: (kioskId: string, visitId: string, changed: () => void) => PageWatch
  readonly watchersOfPage: (kioskId: string, visitId: string) => number
  /** What a host sees of a kiosk. */
  readonly statusOf: (kioskId: string) => {
    readonly answers: boolean
    readonly printerTrouble: PrinterTrouble | null
    readonly printerWarning: PrinterWarning
  }
  /** The supervisor's token is worth nothing any more. */
  readonly dismiss: (kioskId: string) => void
  /** A kiosk that the host has taken out. */
  readonly forget: (kioskId: string) => void
  /** Lets the clock do its part: visits that it hides or ends, supervisors that are gone. */
  readonly tick: () => Promise<void>
}

/** A visit as it was last seen, and its number: each that begins has a larger one. */
interface VisitHere {
  readonly number: number
  readonly visit: Visit
}

/** What is told here belongs to this process: its connections do. */
interface LiveKiosk {
  screen: KioskScreen
  /** The visits that began here and go on, the latest last. */
  readonly visits: Map<string, VisitHere>
  /** The number of the visit that began here last. */
  lastVisit: number
  readonly acts: MachineAct[]
  readonly pages: Set<{ readonly visitId: string; readonly words: PageWord[]; readonly ring: () => void }>
  supervisor: { readonly tokenHash: string; readonly ring: () => void } | null
  /** The hash of the secret of the guide's browser that came in last; null where none has since the start. */
  guideHash: string | null
  /** What the supervisor is doing to its visits at this moment. */
  acting: VisitAct | null
  heardAt: number
  leftAt: number
  busyUntil: number
  wasSupervised: boolean
}

export function createLiveKiosks(parts: {
  readonly visits: LiveVisits
  readonly clock: Clock
  readonly site: SiteTimes
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Larger than at any earlier start of the server. */
  readonly firstNumber: number
}): LiveKiosks {
  const { visits, clock, site, newId, hashToken, firstNumber } = parts
  const kiosks = new Map<string, LiveKiosk>()
  const entries = createMemoryState<Entry>(mostEntries)

  function kioskOf(id: string): LiveKiosk {
    const known = kiosks.get(id) ?? {
      screen: unknownScreen(firstNumber),
      visits: new Map(),
      lastVisit: firstNumber,
      acts: [],
      pages: new Set(),
      supervisor: null,
      guideHash: null,
      acting: null,
      heardAt: Number.NEGATIVE_INFINITY,
      leftAt: Number.NEGATIVE_INFINITY,
      busyUntil: 0,
      wasSupervised: false,
    }
    kiosks.set(id, known)
    return known
  }

  function isSupervised(kiosk: LiveKiosk): boolean {
    return kiosk.supervisor === null
      ? clock() - kiosk.leftAt < graceMilliseconds
      : clock() - kiosk.heardAt < silentAfterMilliseconds
  }

  /** Not within the grace of a stream that broke: then nobody can tell who is there. */
  function isSupervisedBy(kiosk: LiveKiosk, tokenHash: string): boolean {
    return kiosk.supervisor?.tokenHash === tokenHash && isSupervised(kiosk)
  }

  function watchersOf(kiosk: LiveKiosk | undefined, visitId: string): number {
    return [...(kiosk?.pages ?? [])].filter((page) => page.visitId === visitId).length
  }

  function dismiss(kiosk: LiveKiosk): void {
    const { supervisor } = kiosk
    Object.assign(kiosk, { supervisor: null, leftAt: Number.NEGATIVE_INFINITY })
    supervisor?.ring()
    for (const page of kiosk.pages) page.ring()
  }

  function latestVisit(kiosk: LiveKiosk): string | null {
    return [...kiosk.visits.keys()].at(-1) ?? null
  }

  function ring(kiosk: LiveKiosk): void {
    kiosk.supervisor?.ring()
    for (const page of kiosk.pages) page.ring()
  }

  function show(kiosk: LiveKiosk, screen: KioskScreen): void {
    kiosk.screen = screen
    ring(kiosk)
  }

  function tell(kiosk: LiveKiosk, visitId: string, word: PageWord | null): void {
    if (word === null) return
    for (const page of kiosk.pages) {
      if (page.visitId !== visitId) continue
      page.words.push(word)
      page.ring()
    }
  }

  function clear(kiosk: LiveKiosk): void {
    kiosk.acts.length = 0
    kiosk.screen = visitOver(kiosk.screen)
  }

  /** Somebody new stands there. What a lost cookie has left behind, nobody could come back to. */
  async function onBegin(id: string, visit: Visit, kiosk: LiveKiosk): Promise<void> {
    const earlier = [...kiosk.visits.keys()]
    const supervised = isSupervised(kiosk)
    if (supervised) for (const other of earlier) await visits.happen(other, { kind: 'erase' })
    clear(kiosk)
    // The supervisor feels touches from the beginning, so the times that are safe without a script are too long.
    const felt = supervised ? await visits.happen(id, { kind: 'touch' }) : visit
    kiosk.lastVisit += 1
    if (felt !== null) kiosk.visits.set(id, { number: kiosk.lastVisit, visit: felt })
    ring(kiosk)
  }

  visits.onChange(async (id, visit, kind) => {
    if (visit !== null && visit.kiosk === null) return
    const kiosk =
      visit?.kiosk == null ? [...kiosks.values()].find((known) => known.visits.has(id)) : kioskOf(visit.kiosk)
    if (kiosk === undefined) return
    if (kind === 'begin' && visit !== null) return onBegin(id, visit, kiosk)
    const here = kiosk.visits.get(id)
    if (here === undefined) return
    const before = here.visit
    const told = JSON.stringify(stateOf(kiosk))
    // A page knows what it does itself: hearing of it again, late, could uncover what was hidden since.
    if (kind === 'look') tell(kiosk, id, wordOfTime(before, visit))
    else if (kind === kiosk.acting) tell(kiosk, id, wordOfAct(kind, before, visit))
    if (visit !== null) kiosk.visits.set(id, { ...here, visit })
    else {
      if (latestVisit(kiosk) === id) clear(kiosk)
      kiosk.visits.delete(id)
      ring(kiosk)
    }
    if (JSON.stringify(stateOf(kiosk)) !== told) kiosk.supervisor?.ring()
  })

  function stateOf(kiosk: LiveKiosk): ServerState {
    const id = latestVisit(kiosk)
    const here = id === null ? undefined : kiosk.visits.get(id)
    const times = timesOf(here?.visit ?? { moreTime: false, feelsTouch: true }, site)
    return {
      privacyScreenAfterSeconds: times.hideAfterMilliseconds / 1000,
      eraseAfterSeconds: (times.hideAfterMilliseconds + times.answerWithinMilliseconds) / 1000,
      visit: here === undefined ? null : { number: here.number, ...toldVisit(here.visit) },
      portal: kiosk.screen.portal,
    }
  }

  async function visitAt(kiosk: LiveKiosk): Promise<{ readonly id: string; readonly visit: Visit } | null> {
    const id = latestVisit(kiosk)
    const visit = id === null ? null : await visits.happen(id, { kind: 'look' })
    return id === null || visit === null ? null : { id, visit }
  }

  /** Somebody who reads keeps their visit to themselves, whoever asks for it. */
  async function resumedBy({ kioskId, tokenHash, wish }: Entry): Promise<TakenEntry['resumed']> {
    const kiosk = kioskOf(kioskId)
    if (!wish.resume || !isSupervisedBy(kiosk, tokenHash)) return null
    const there = await visitAt(kiosk)
    return there === null || watchersOf(kiosk, there.id) > 0 ? null : there
  }

  return {
    supervise: (kioskId, token, changed) => {
      const kiosk = kioskOf(kioskId)
      const self = { tokenHash: hashToken(token), ring: changed }
      const replaced = kiosk.supervisor
      kiosk.supervisor = self
      kiosk.heardAt = clock()
      kiosk.wasSupervised = true
      replaced?.ring()
      return {
        state: () => stateOf(kiosk),
        takeActs: () => kiosk.acts.splice(0),
        isOver: () => kiosk.supervisor !== self,
        stop: () => {
          if (kiosk.supervisor !== self) return
          kiosk.leftAt = isSupervised(kiosk) ? clock() : Number.NEGATIVE_INFINITY
          kiosk.supervisor = null
        },
      }
    },

    isSupervised: (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      return kiosk !== undefined && isSupervised(kiosk)
    },

    heard: (kioskId) => {
      const kiosk = kioskOf(kioskId)
      const at = clock()
      const busyUntil = mayGo(kiosk.busyUntil, at, supervisorTurns)
      if (busyUntil === null) return false
      Object.assign(kiosk, { busyUntil, heardAt: at })
      kiosk.wasSupervised ||= isSupervised(kiosk)
      return true
    },

    report: (kioskId, report) => {
      const kiosk = kioskOf(kioskId)
      show(kiosk, reported(kiosk.screen, report, kiosk.visits.size > 0))
    },

    act: async (kioskId, act) => {
      const kiosk = kioskOf(kioskId)
      const { visit } = stateOf(kiosk)
      for (const id of [...kiosk.visits.keys()]) {
        kiosk.acting = act
        await visits.happen(id, { kind: act })
        kiosk.acting = null
      }
      return visit?.number ?? null
    },

    openEntry: async (kioskId, { token, cookie }, wish) => {
      const secret = newId()
      const tokenHash = hashToken(token)
      const until = clock() + entryMilliseconds
      await entries.add(hashToken(secret), { kioskId, cookie, tokenHash, wish, until })
      return secret
    },

    takeEntry: async (secret) => {
      const entry = await entries.update(hashToken(secret), (known) => ({
        value: null,
        result: clock() < known.until ? known : null,
      }))
      if (entry === null) return null
      const { kioskId, cookie, wish } = entry
      const guide = newId()
      kioskOf(kioskId).guideHash = hashToken(guide)
      return { kioskId, cookie, wish, guide, resumed: await resumedBy(entry) }
    },

    mayBegin: (kioskId, guide) => {
      const kiosk = kiosks.get(kioskId)
      if (kiosk === undefined) return true
      if (kiosk.guideHash !== null) return guide !== null && hashToken(guide) === kiosk.guideHash
      // After a restart of the server nobody knows the guide's browser; it still carries its cookie.
      return !isSupervised(kiosk) || kiosk.visits.size === 0
    },

    openedByHand: (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      if (kiosk !== undefined && !isSupervised(kiosk)) kiosk.guideHash = null
    },

    visitAt: async (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      return kiosk === undefined ? null : visitAt(kiosk)
    },

    seenBy: (kioskId, visitId) => {
      const kiosk = kioskId === null ? undefined : kiosks.get(kioskId)
      if (kiosk === undefined || !isSupervised(kiosk) || latestVisit(kiosk) !== visitId) return null
      return { parts: stripParts(kiosk.screen), portal: kiosk.screen.portal }
    },

    openPortal: (kioskId, page, address) => {
      const kiosk = kioskOf(kioskId)
      show(kiosk, portalOpened(kiosk.screen, page, address))
    },

    closePortal: (kioskId) => {
      const kiosk = kioskOf(kioskId)
      show(kiosk, portalClosed(kiosk.screen))
    },

    ask: (kioskId, act) => {
      const kiosk = kioskOf(kioskId)
      if (kiosk.acts.length < mostWaitingActs) kiosk.acts.push(act)
      kiosk.supervisor?.ring()
    },

    watchPage: (kioskId, visitId, changed) => {
      const { pages, visits: goingOn } = kioskOf(kioskId)
      const page = { visitId, words: [] as PageWord[], ring: changed }
      pages.add(page)
      return {
        takeWords: () => page.words.splice(0),
        isOver: () => !goingOn.has(visitId),
        stop: () => {
          pages.delete(page)
        },
      }
    },

    watchersOfPage: (kioskId, visitId) => watchersOf(kiosks.get(kioskId), visitId),

    statusOf: (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      const answers = kiosk !== undefined && isSupervised(kiosk)
      if (!answers) return { answers, printerTrouble: null, printerWarning: 'none' }
      const { printer, printerWarning } = kiosk.screen
      return { answers, printerTrouble: printerTrouble(printer), printerWarning }
    },

    dismiss: (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      if (kiosk !== undefined) dismiss(kiosk)
    },

    forget: (kioskId) => {
      const kiosk = kiosks.get(kioskId)
      kiosks.delete(kioskId)
      if (kiosk !== undefined) dismiss(kiosk)
    },

    tick: async () => {
      await entries.keep(({ until }) => clock() < until)
      for (const kiosk of kiosks.values()) {
        for (const id of [...kiosk.visits.keys()]) await visits.happen(id, { kind: 'look' })
        if (!kiosk.wasSupervised || isSupervised(kiosk)) continue
        kiosk.wasSupervised = false
        clear(kiosk)
        show(kiosk, { ...kiosk.screen, printer: 'none', printerWarning: 'none' })
      }
    },
  }
}
