/** The visits that are going on: the rules of a visit, the clock and the live state brought together. */

import type { Clock } from '../live/clock.ts'
import type { LiveState } from '../live/live-state.ts'
import { networkOf } from '../live/networks.ts'
import { mayGo } from '../live/rate-limit.ts'
import type { Slots } from '../pages/slots.ts'
import { createCapacity, type Places, type Starter } from './capacity-live.ts'
import {
  begun,
  endsAt,
  type SiteTimes,
  timesOf,
  usualDisplay,
  type Visit,
  type VisitEvent,
  visitAfter,
} from './rules.ts'

/** What one visit may send: more than any fingers do. */
const sendTurns = { everyMilliseconds: 100, atOnce: 40 }

/**
 * Pages made for one visit: 40 at once and 5 a second, a hundredth of a processor. Nobody reads 40 pages in 8 seconds, not even
 * in search of the right one.
 */
const pageTurns = { everyMilliseconds: 200, atOnce: 40 }

export interface LiveVisit extends Visit {
  /** Until when the turns of this visit are used up, in milliseconds of the clock. */
  readonly busyUntil: number
  /** The same for pages that are made for this visit alone. */
  readonly pagesBusyUntil: number
  /** The kiosk at which it began; null for any other screen. */
  readonly kiosk: string | null
  /** What it holds of the room that there is. */
  readonly places: Places
}

/** Where a visit begins. */
interface Beginning {
  /** Null for a screen that is no kiosk. */
  readonly kiosk: string | null
  /** Of the browser; null where it cannot be told. Its network is remembered as a keyed hash, as long as the visit. */
  readonly address: string | null
}

interface TimeLeft {
  readonly milliseconds: number
  readonly inAllMilliseconds: number
}

export interface LiveVisits {
  /** A new visit at a page, and its id; null where there is no room for one more: no other visit ends for it. */
  readonly begin: (
    place: string,
    from?: Beginning,
  ) => Promise<{ readonly id: string; readonly visit: Visit } | null>
  /** Whether `begin` would give null. */
  readonly isFull: (from: Beginning) => boolean
  /** A helper has come to a visit, which gives its place among the readers back. */
  readonly keepForHelper: (id: string) => Promise<void>
  /** The visit after an event; null where there is none under this id, or no longer. */
  readonly happen: (id: string, event: VisitEvent) => Promise<Visit | null>
  /** Whether this visit may send something more now. Where there is none, nothing is limited here. */
  readonly mayTakeTurn: (id: string) => Promise<boolean>
  /** Whether a page that is not kept may be made for this visit now; it counts. Where there is none, nothing is limited here. */
  readonly mayMakePage: (id: string) => Promise<boolean>
  /** Until the visit ends if nobody does anything; and how long that was when the page was hidden. */
  readonly timeLeft: (visit: Visit) => TimeLeft
  /** Takes out what the clock has ended. Nobody can see it before either; this gives back its memory. */
  readonly endOverdue: () => Promise<void>
  readonly slots: (visit: Visit | null) => Slots
  /**
   * Calls back at a beginning and after each event with what the visit has become, null where it has ended, before anything
   * is answered.
   */
  readonly onChange: (listener: VisitListener) => void
  /** The kiosks at which somebody is. */
  readonly kiosksInUse: () => Promise<ReadonlySet<string>>
  readonly count: () => Promise<number>
}

type VisitListener = (
  id: string,
  visit: LiveVisit | null,
  kind: VisitEvent['kind'] | 'begin',
) => Promise<void>

/** What a page shows of a visit; of none, where a page is shown without one. */
export function slotsOf(visit: Visit | null, site: SiteTimes): Slots {
  const pace = { moreTime: visit?.moreTime ?? false }
  const felt = timesOf({ ...pace, feelsTouch: true }, site)
  return {
    ...(visit?.display ?? usualDisplay),
    ...pace,
    hideAfterSeconds: felt.hideAfterMilliseconds / 1000,
    answerWithinSeconds: felt.answerWithinMilliseconds / 1000,
    refreshAfterSeconds: timesOf({ ...pace, feelsTouch: false }, site).hideAfterMilliseconds / 1000,
  }
}

export function createLiveVisits(parts: {
  readonly state: LiveState<LiveVisit>
  readonly clock: Clock
  /** An id that nobody can guess. */
  readonly newId: () => string
  readonly site: SiteTimes
  /** A keyed hash, so that no address is kept. */
  readonly mark: (secret: string) => string
}): LiveVisits {
  const { state, clock, newId, site, mark } = parts
  const listeners: VisitListener[] = []
  const capacity = createCapacity()
  const starterOf = ({ kiosk, address }: Beginning): Starter => ({
    kiosk,
    network: address === null ? null : mark(networkOf(address)),
  })

  /** What an event makes of a visit, and the places that it gives back where it ends. */
  const after = (event: VisitEvent) => (visit: LiveVisit) => {
    const { busyUntil, pagesBusyUntil, kiosk, places } = visit
    const next = visitAfter(visit, event, clock(), site)
    const value = next === null ? null : { ...next, busyUntil, pagesBusyUntil, kiosk, places }
    return { value, result: { visit: value, left: value === null ? places : null } }
  }

  /** Looks at every visit, and gives those that go on. */
  async function lookAtAll(): Promise<readonly LiveVisit[]> {
    const look = after({ kind: 'look' })
    const looked = await state.updateAll((before, id) => {
      const { value, result } = look(before)
      return { value, result: { ...result, id } }
    })
    for (const { id, left } of looked) {
      if (left === null) continue
      capacity.leave(left)
      for (const listener of listeners) await listener(id, null, 'look')
    }
    return looked.flatMap(({ visit }) => (visit === null ? [] : [visit]))
  }

  return {
    begin: async (place, from = { kiosk: null, address: null }) => {
      const at = clock()
      const places = capacity.enter(starterOf(from), at)
      if (places === null) return null
      const id = newId()
      const visit = {
        ...begun(place, at, site),
        busyUntil: at,
        pagesBusyUntil: at,
        kiosk: from.kiosk,
        places,
      }
      if (!(await state.addIfRoom(id, visit))) {
        capacity.leave(places)
        return null
      }
      for (const listener of listeners) await listener(id, visit, 'begin')
      return { id, visit }
    },
    isFull: (from) => capacity.isFull(starterOf(from), clock()),
    keepForHelper: async (id) => {
      await state.update(id, (visit) => ({
        value: { ...visit, places: capacity.withHelper(visit.places) },
        result: null,
      }))
    },
    happen: async (id, event) => {
      const happened = await state.update(id, after(event))
      const visit = happened?.visit ?? null
      if (happened?.left != null) capacity.leave(happened.left)
      for (const listener of listeners) await listener(id, visit, event.kind)
      return visit
    },
    mayTakeTurn: async (id) => {
      const granted = await state.update(id, (visit) => {
        const busyUntil = mayGo(visit.busyUntil, clock(), sendTurns)
        return busyUntil === null
          ? { value: visit, result: false }
          : { value: { ...visit, busyUntil }, result: true }
      })
      return granted ?? true
    },
    mayMakePage: async (id) => {
      const at = clock()
      const granted = await state.update(id, (visit) => {
        const pagesBusyUntil = mayGo(visit.pagesBusyUntil, at, pageTurns)
        return pagesBusyUntil !== null && capacity.mayMakePage(visit.places, at)
          ? { value: { ...visit, pagesBusyUntil }, result: true }
          : { value: visit, result: false }
      })
      return granted ?? true
    },
    timeLeft: (visit) => {
      const times = timesOf(visit, site)
      const afterHiding = visit.state.phase === 'warned' ? 0 : times.askAfterMilliseconds
      return {
        milliseconds: Math.max(0, endsAt(visit.state, times) - clock()),
        inAllMilliseconds: afterHiding + times.answerWithinMilliseconds,
      }
    },
    endOverdue: async () => {
      await lookAtAll()
      capacity.forgetIdle(clock())
    },
    slots: (visit) => slotsOf(visit, site),
    onChange: (listener) => {
      listeners.push(listener)
    },
    kiosksInUse: async () =>
      new Set((await lookAtAll()).flatMap(({ kiosk }) => (kiosk === null ? [] : [kiosk]))),
    count: () => state.count(),
  }
}
