/** The visits that are going on: the rules of a visit, the clock and the live state brought together. */

import type { LiveState } from '../live-state/live-state.ts'
import type { Slots } from '../web/slots.ts'
import type { Clock } from './clock.ts'
import { mayGo } from './turns.ts'
import {
  begun,
  endsAt,
  type SiteTimes,
  timesOf,
  usualDisplay,
  type Visit,
  type VisitEvent,
  visitAfter,
} from './visits.ts'

/** Everything together stays bounded: some 5 MB where the server is flooded with starts. */
export const mostVisits = 10_000

/**
 * At this pace the visits of a flood end as fast as new ones begin, before they could push out somebody who reads: 25
 * a second for the 6 minutes of a visit without script are 9,000.
 */
const startTurns = { everyMilliseconds: 40, atOnce: 200 }

/** What one visit may send: more than any fingers do. */
const sendTurns = { everyMilliseconds: 100, atOnce: 40 }

export interface LiveVisit extends Visit {
  /** Until when the turns of this visit are used up, in milliseconds of the clock. */
  readonly busyUntil: number
  /** The kiosk at which it began; null for any other screen. */
  readonly kiosk: string | null
}

export interface TimeLeft {
  readonly milliseconds: number
  readonly inAllMilliseconds: number
}

export interface LiveVisits {
  /** A new visit at a page, and its id; null where too many begin at once. */
  readonly begin: (
    place: string,
    kiosk?: string | null,
  ) => Promise<{ readonly id: string; readonly visit: Visit } | null>
  /** The visit after an event; null where there is none under this id, or no longer. */
  readonly happen: (id: string, event: VisitEvent) => Promise<Visit | null>
  /** Whether this visit may send something more now. Where there is none, nothing is limited here. */
  readonly mayTakeTurn: (id: string) => Promise<boolean>
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

export type VisitListener = (
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
}): LiveVisits {
  const { state, clock, newId, site } = parts
  const listeners: VisitListener[] = []
  let startsBusyUntil = 0
  const after = (event: VisitEvent) => (visit: LiveVisit) => {
    const next = visitAfter(visit, event, clock(), site)
    return next === null ? null : { ...next, busyUntil: visit.busyUntil, kiosk: visit.kiosk }
  }
  return {
    begin: async (place, kiosk = null) => {
      const at = clock()
      const busyUntil = mayGo(startsBusyUntil, at, startTurns)
      if (busyUntil === null) return null
      startsBusyUntil = busyUntil
      const id = newId()
      const visit = { ...begun(place, at, site), busyUntil: at, kiosk }
      await state.add(id, visit)
      for (const listener of listeners) await listener(id, visit, 'begin')
      return { id, visit }
    },
    happen: async (id, event) => {
      const visit = await state.change(id, after(event))
      for (const listener of listeners) await listener(id, visit, event.kind)
      return visit
    },
    mayTakeTurn: async (id) => {
      let granted = true
      await state.change(id, (visit) => {
        const busyUntil = mayGo(visit.busyUntil, clock(), sendTurns)
        granted = busyUntil !== null
        return busyUntil === null ? visit : { ...visit, busyUntil }
      })
      return granted
    },
    timeLeft: (visit) => {
      const times = timesOf(visit, site)
      const afterHiding = visit.state.phase === 'warned' ? 0 : times.askAfterMilliseconds
      return {
        milliseconds: Math.max(0, endsAt(visit.state, times) - clock()),
        inAllMilliseconds: afterHiding + times.answerWithinMilliseconds,
      }
    },
    endOverdue: () => state.changeAll(after({ kind: 'look' })),
    slots: (visit) => slotsOf(visit, site),
    onChange: (listener) => {
      listeners.push(listener)
    },
    kiosksInUse: async () => {
      const inUse = new Set<string>()
      await state.changeAll((visit) => {
        const next = after({ kind: 'look' })(visit)
        if (next !== null && next.kiosk !== null) inUse.add(next.kiosk)
        return next
      })
      return inUse
    },
    count: () => state.count(),
  }
}
