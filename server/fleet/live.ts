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
import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { mayGo } from '../live/rate-limit.ts'
import type { Updates } from '../live/updates.ts'
import type { LiveVisits } from '../visits/live.ts'
import { type SiteTimes, timesOf, type Visit, type VisitEvent } from '../visits/rules.ts'
import { createKioskListeners } from './listeners-live.ts'
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
  /**
   * The whole state, and what patients have tapped since the last time: nobody is told twice. Null where a newer connection has
   * taken its place.
   */
  readonly told: () => Promise<{ readonly state: ServerState; readonly acts: readonly MachineAct[] } | null>
  readonly stop: () => void
}

/** One open page of a visit at a kiosk. */
export interface PageWatch {
  /** The words since the last time, and whether the visit is over. */
  readonly told: () => Promise<{ readonly words: readonly PageWord[]; readonly isOver: boolean }>
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
  readonly isSupervised: (kioskId: string) => Promise<boolean>
  /** Notes that a supervisor is there; false where it sends too much. */
  readonly heard: (kioskId: string) => Promise<boolean>
  readonly report: (kioskId: string, report: Report) => Promise<void>
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
  readonly mayBegin: (kioskId: string, guide: string | null) => Promise<boolean>
  /** A browser has become the kiosk by a link: where no supervisor is there, visits begin in it. */
  readonly openedByHand: (kioskId: string) => Promise<void>
  /** The visit at a kiosk, where one goes on. */
  readonly visitAt: (kioskId: string) => Promise<{ readonly id: string; readonly visit: Visit } | null>
  /** What a page of a visit sees of its kiosk; null unless that is supervised, and the visit is the one that is there. */
  readonly seenBy: (kioskId: string | null, visitId: string) => Promise<SeenKiosk | null>
  readonly openPortal: (kioskId: string, page: Portal['page'], address: string) => Promise<void>
  readonly closePortal: (kioskId: string) => Promise<void>
  readonly ask: (kioskId: string, act: MachineAct) => Promise<void>
  readonly watchPage: (kioskId: string, visitId: string, changed: () => void) => PageWatch
  readonly watchersOfPage: (visitId: string) => number
  /** What a host sees of a kiosk. */
  readonly statusOf: (kioskId: string) => Promise<{
    readonly answers: boolean
    readonly printerTrouble: PrinterTrouble | null
    readonly printerWarning: PrinterWarning
  }>
  /** The supervisor's token is worth nothing any more. */
  readonly dismiss: (kioskId: string) => Promise<void>
  /** A kiosk that the host has taken out. */
  readonly forget: (kioskId: string) => Promise<void>
  /** Lets the clock do its part: visits that it hides or ends, supervisors that are gone. */
  readonly tick: () => Promise<void>
}

/** A kiosk, under its id: all that is known of it beside what is stored. An instant of 0 was never. */
interface LiveKiosk {
  readonly screen: KioskScreen
  /** The visits that began here and go on, the latest last; each that begins has a larger number. */
  readonly visits: readonly { readonly id: string; readonly number: number }[]
  /** The number of the visit that began here last. */
  readonly lastVisit: number
  readonly acts: readonly MachineAct[]
  /** The connection that counts; null where there is none. */
  readonly supervisor: { readonly connection: string; readonly tokenHash: string } | null
  /** The hash of the secret of the guide's browser that came in last; null where none has since the start. */
  readonly guideHash: string | null
  readonly heardAt: number
  readonly leftAt: number
  readonly busyUntil: number
  readonly wasSupervised: boolean
}

/** More than any site has. */
const mostKiosks = 10_000

function isSupervised({ supervisor, heardAt, leftAt }: LiveKiosk, at: number): boolean {
  return supervisor === null ? at - leftAt < graceMilliseconds : at - heardAt < silentAfterMilliseconds
}

function latestOf({ visits }: LiveKiosk): LiveKiosk['visits'][number] | null {
  return visits.at(-1) ?? null
}

function cleared(kiosk: LiveKiosk): LiveKiosk {
  return { ...kiosk, acts: [], screen: visitOver(kiosk.screen) }
}

/** Nobody says any more what stands on its screen, or how its printer is. */
function unsupervised(kiosk: LiveKiosk): LiveKiosk {
  const left = cleared(kiosk)
  const screen: KioskScreen = { ...left.screen, printer: 'none', printerWarning: 'none' }
  return { ...left, screen, wasSupervised: false }
}

/** What a page is told of an event that was not its own: hearing of that again, late, could uncover what was hidden since. */
function wordOf(
  event: VisitEvent | { readonly kind: 'begin' },
  before: Visit,
  after: Visit | null,
): PageWord | null {
  if (event.kind === 'look') return wordOfTime(before, after)
  return 'by' in event && event.by === 'supervisor' ? wordOfAct(event.kind, before, after) : null
}

export function createLiveKiosks(parts: {
  readonly visits: LiveVisits
  readonly updates: Updates
  readonly clock: Clock
  readonly site: SiteTimes
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Larger than at any earlier start of the server. */
  readonly firstNumber: number
}): LiveKiosks {
  const { visits, updates, clock, site, newId, hashToken, firstNumber } = parts
  const kiosks: LiveState<LiveKiosk> = createMemoryState(mostKiosks)
  const entries: LiveState<Entry> = createMemoryState(mostEntries)
  const listeners = createKioskListeners(updates)
  const unknown: LiveKiosk = {
    screen: unknownScreen(firstNumber),
    visits: [],
    lastVisit: firstNumber,
    acts: [],
    supervisor: null,
    guideHash: null,
    heardAt: 0,
    leftAt: 0,
    busyUntil: 0,
    wasSupervised: false,
  }

  function ring(kioskId: string, { visits: here }: Pick<LiveKiosk, 'visits'>): void {
    listeners.ringSupervisors(kioskId)
    for (const { id } of here) listeners.ringPages(id)
  }

  /** Changes a kiosk, of which nothing may be known yet, and tells whoever listens. */
  async function change(kioskId: string, next: (kiosk: LiveKiosk) => LiveKiosk): Promise<void> {
    const changed = await kiosks.updateOrAdd(kioskId, unknown, (kiosk) => {
      const value = next(kiosk)
      return { value, result: value }
    })
    ring(kioskId, changed)
  }

  function show(kioskId: string, next: (screen: KioskScreen) => KioskScreen): Promise<void> {
    return change(kioskId, (kiosk) => ({ ...kiosk, screen: next(kiosk.screen) }))
  }

  /** Somebody new stands there. What a lost cookie has left behind, nobody could come back to. */
  async function onBegin(kioskId: string, visitId: string): Promise<void> {
    const before = (await kiosks.find(kioskId)) ?? unknown
    if (isSupervised(before, clock())) {
      for (const { id } of before.visits) await visits.happen(id, { kind: 'erase' })
      // The supervisor feels touches from the beginning, so the times that are safe without a script are too long.
      if ((await visits.happen(visitId, { kind: 'touch' })) === null) return
    }
    await change(kioskId, (kiosk) => {
      const number = kiosk.lastVisit + 1
      return {
        ...cleared(kiosk),
        lastVisit: number,
        visits: [...kiosk.visits, { id: visitId, number }],
      }
    })
  }

  async function onEnd(kioskId: string, visitId: string): Promise<void> {
    await change(kioskId, (kiosk) => {
      const left = { ...kiosk, visits: kiosk.visits.filter(({ id }) => id !== visitId) }
      return latestOf(kiosk)?.id === visitId ? cleared(left) : left
    })
    listeners.ringPages(visitId)
  }

  visits.onChange(async (id, visit, event, before) => {
    const kioskId = (visit ?? before)?.kiosk ?? null
    if (kioskId === null) return
    if (event.kind === 'begin') return onBegin(kioskId, id)
    const kiosk = await kiosks.find(kioskId)
    if (before === null || !kiosk?.visits.some((here) => here.id === id)) return
    const word = wordOf(event, before, visit)
    if (word !== null) listeners.tell(id, word)
    if (visit === null) return onEnd(kioskId, id)
    if (latestOf(kiosk)?.id !== id) return
    const told = (seen: Visit) => JSON.stringify(stateWith(kiosk, seen))
    if (told(before) !== told(visit)) listeners.ringSupervisors(kioskId)
  })

  function stateWith(kiosk: LiveKiosk, visit: Visit | null): ServerState {
    const times = timesOf(visit ?? { moreTime: false, feelsTouch: true }, site)
    return {
      privacyScreenAfterSeconds: times.hideAfterMilliseconds / 1000,
      eraseAfterSeconds: (times.hideAfterMilliseconds + times.answerWithinMilliseconds) / 1000,
      visit: visit === null ? null : { number: latestOf(kiosk)?.number ?? 0, ...toldVisit(visit) },
      portal: kiosk.screen.portal,
    }
  }

  async function stateOf(kiosk: LiveKiosk): Promise<ServerState> {
    const latest = latestOf(kiosk)
    return stateWith(kiosk, latest === null ? null : await visits.find(latest.id))
  }

  async function visitAt(kiosk: LiveKiosk | null): ReturnType<LiveKiosks['visitAt']> {
    const latest = kiosk === null ? null : latestOf(kiosk)
    const visit = latest === null ? null : await visits.happen(latest.id, { kind: 'look' })
    return latest === null || visit === null ? null : { id: latest.id, visit }
  }

  /** Somebody who reads keeps their visit to themselves, whoever asks for it. */
  async function resumedBy({ kioskId, tokenHash, wish }: Entry): Promise<TakenEntry['resumed']> {
    const kiosk = await kiosks.find(kioskId)
    // Not within the grace of a stream that broke: then nobody can tell who is there.
    const isTheirs = kiosk?.supervisor?.tokenHash === tokenHash && isSupervised(kiosk, clock())
    if (!wish.resume || !isTheirs) return null
    const there = await visitAt(kiosk)
    return there === null || listeners.pagesOf(there.id) > 0 ? null : there
  }

  return {
    supervise: (kioskId, token, changed) => {
      const connection = newId()
      const supervisor = { connection, tokenHash: hashToken(token) }
      const connect = async () => {
        const heardAt = clock()
        const wasSupervised = true
        await kiosks.updateOrAdd(kioskId, unknown, (kiosk) => ({
          value: { ...kiosk, supervisor, heardAt, wasSupervised },
          result: null,
        }))
        // Whose place it has taken.
        listeners.ringSupervisors(kioskId)
      }
      const connected = connect()
      const stopWatching = listeners.watchKiosk(kioskId, changed)
      const disconnect = async () => {
        const at = clock()
        await connected
        await kiosks.update(kioskId, (kiosk) => {
          if (kiosk.supervisor?.connection !== connection) return { value: kiosk, result: null }
          const leftAt = isSupervised(kiosk, at) ? at : 0
          return { value: { ...kiosk, supervisor: null, leftAt }, result: null }
        })
      }
      return {
        told: async () => {
          await connected
          const acts = await kiosks.update(kioskId, (kiosk) =>
            kiosk.supervisor?.connection === connection
              ? { value: kiosk.acts.length === 0 ? kiosk : { ...kiosk, acts: [] }, result: kiosk.acts }
              : { value: kiosk, result: null },
          )
          const kiosk = await kiosks.find(kioskId)
          return acts === null || kiosk === null ? null : { state: await stateOf(kiosk), acts }
        },
        stop: () => {
          stopWatching()
          void disconnect()
        },
      }
    },

    isSupervised: async (kioskId) => {
      const kiosk = await kiosks.find(kioskId)
      return kiosk !== null && isSupervised(kiosk, clock())
    },

    heard: (kioskId) => {
      const at = clock()
      return kiosks.updateOrAdd(kioskId, unknown, (kiosk) => {
        const busyUntil = mayGo(kiosk.busyUntil, at, supervisorTurns)
        if (busyUntil === null) return { value: kiosk, result: false }
        const heard = { ...kiosk, busyUntil, heardAt: at }
        const wasSupervised = kiosk.wasSupervised || isSupervised(heard, at)
        return { value: { ...heard, wasSupervised }, result: true }
      })
    },

    report: (kioskId, report) =>
      change(kioskId, (kiosk) => ({
        ...kiosk,
        screen: reported(kiosk.screen, report, kiosk.visits.length > 0),
      })),

    act: async (kioskId, act) => {
      const kiosk = await kiosks.find(kioskId)
      if (kiosk === null) return null
      for (const { id } of kiosk.visits) await visits.happen(id, { kind: act, by: 'supervisor' })
      return latestOf(kiosk)?.number ?? null
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
      const guideHash = hashToken(guide)
      await kiosks.updateOrAdd(kioskId, unknown, (kiosk) => ({
        value: { ...kiosk, guideHash },
        result: null,
      }))
      return { kioskId, cookie, wish, guide, resumed: await resumedBy(entry) }
    },

    mayBegin: async (kioskId, guide) => {
      const kiosk = await kiosks.find(kioskId)
      if (kiosk === null) return true
      if (kiosk.guideHash !== null) return guide !== null && hashToken(guide) === kiosk.guideHash
      // After a restart of the server nobody knows the guide's browser; it still carries its cookie.
      return !isSupervised(kiosk, clock()) || kiosk.visits.length === 0
    },

    openedByHand: async (kioskId) => {
      const at = clock()
      await kiosks.update(kioskId, (kiosk) => ({
        value: isSupervised(kiosk, at) ? kiosk : { ...kiosk, guideHash: null },
        result: null,
      }))
    },

    visitAt: async (kioskId) => visitAt(await kiosks.find(kioskId)),

    seenBy: async (kioskId, visitId) => {
      const kiosk = kioskId === null ? null : await kiosks.find(kioskId)
      if (kiosk === null || !isSupervised(kiosk, clock()) || latestOf(kiosk)?.id !== visitId) return null
      return { parts: stripParts(kiosk.screen), portal: kiosk.screen.portal }
    },

    openPortal: (kioskId, page, address) => show(kioskId, (screen) => portalOpened(screen, page, address)),

    closePortal: (kioskId) => show(kioskId, portalClosed),

    ask: (kioskId, act) =>
      change(kioskId, (kiosk) =>
        kiosk.acts.length < mostWaitingActs ? { ...kiosk, acts: [...kiosk.acts, act] } : kiosk,
      ),

    watchPage: (kioskId, visitId, changed) => {
      const page = listeners.watchPage(visitId, changed)
      return {
        told: async () => {
          const kiosk = await kiosks.find(kioskId)
          const isOver = !kiosk?.visits.some(({ id }) => id === visitId)
          return { words: page.takeWords(), isOver }
        },
        stop: page.stop,
      }
    },

    watchersOfPage: listeners.pagesOf,

    statusOf: async (kioskId) => {
      const kiosk = await kiosks.find(kioskId)
      if (kiosk === null || !isSupervised(kiosk, clock())) {
        return { answers: false, printerTrouble: null, printerWarning: 'none' }
      }
      const { printer, printerWarning } = kiosk.screen
      return { answers: true, printerTrouble: printerTrouble(printer), printerWarning }
    },

    dismiss: async (kioskId) => {
      const dismissed = await kiosks.update(kioskId, (kiosk) => ({
        value: { ...kiosk, supervisor: null, leftAt: 0 },
        result: kiosk,
      }))
      if (dismissed !== null) ring(kioskId, dismissed)
    },

    forget: async (kioskId) => {
      const forgotten = await kiosks.update(kioskId, (kiosk) => ({ value: null, result: kiosk }))
      if (forgotten !== null) ring(kioskId, forgotten)
    },

    tick: async () => {
      const at = clock()
      await entries.keep(({ until }) => at < until)
      const looked = await kiosks.updateAll((kiosk, id) => {
        const isLost = kiosk.wasSupervised && !isSupervised(kiosk, at)
        const value = isLost ? unsupervised(kiosk) : kiosk
        return { value, result: { id, kiosk: value, isLost } }
      })
      for (const { id: kioskId, kiosk, isLost } of looked) {
        if (isLost) ring(kioskId, kiosk)
        for (const { id } of kiosk.visits) await visits.happen(id, { kind: 'look' })
      }
    },
  }
}
