/** The visits that are going on: the rules of a visit, the clock and the live state brought together. */

import type { Clock } from '../live/clock.ts'
import type { LiveState } from '../live/live-state.ts'
import { networkOf } from '../live/networks.ts'
import { givenBack, mayGo } from '../live/rate-limit.ts'
import type { Slots } from '../pages/slots.ts'
import { createCapacity, isGuided, type Places, type Starter } from './capacity-live.ts'
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
  readonly isFull: (from: Beginning) => Promise<boolean>
  /** A helper has come to a visit, which gives its place among the readers back. */
  readonly keepForHelper: (id: string) => Promise<void>
  /** A visit as the last event has left it; null where there is none under this id, or no longer. */
  readonly find: (id: string) => Promise<LiveVisit | null>
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
   * is answered. `before` is what it was, null at a beginning and where there was none.
   */
  readonly onChange: (listener: VisitListener) => void
  /** The kiosks at which somebody is. */
  readonly kiosksInUse: () => Promise<ReadonlySet<string>>
  readonly count: () => Promise<number>
}

type VisitListener = (
  id: string,
  visit: LiveVisit | null,
  event: VisitEvent | { readonly kind: 'begin' },
  before: LiveVisit | null,
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

  /** What an event makes of a visit; `before` says what it was. */
  const after = (event: VisitEvent) => (before: LiveVisit) => {
    const { busyUntil, pagesBusyUntil, kiosk, places } = before
    const next = visitAfter(before, event, clock(), site)
    const visit = next === null ? null : { ...next, busyUntil, pagesBusyUntil, kiosk, places }
    return { value: visit, result: { visit, before } }
  }

  /** Gives back the places of a visit that has ended, and tells whoever listens what became of one. */
  async function follow(
    id: string,
    event: VisitEvent,
    visit: LiveVisit | null,
    before: LiveVisit | null,
  ): Promise<void> {
    if (visit === null && before !== null) await capacity.leave(before.places)
    for (const listener of listeners) await listener(id, visit, event, before)
  }

  /** Looks at every visit, and gives those that go on. */
  async function lookAtAll(): Promise<readonly LiveVisit[]> {
    const event: VisitEvent = { kind: 'look' }
    const look = after(event)
    const looked = await state.updateAll((one, id) => {
      const { value, result } = look(one)
      return { value, result: { ...result, id } }
    })
    for (const { id, visit, before } of looked) if (visit === null) await follow(id, event, null, before)
    return looked.flatMap(({ visit }) => visit ?? [])
  }

  return {
    begin: async (place, from = { kiosk: null, address: null }) => {
      const at = clock()
      const places = await capacity.enter(starterOf(from), at)
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
        await capacity.leave(places)
        return null
      }
      for (const listener of listeners) await listener(id, visit, { kind: 'begin' }, null)
      return { id, visit }
    },
    isFull: (from) => capacity.isFull(starterOf(from), clock()),
    keepForHelper: async (id) => {
      const places = await capacity.enterGuided()
      if (places === null) return
      const left = await state.update(id, (visit) =>
        isGuided(visit.places)
          ? { value: visit, result: places }
          : { value: { ...visit, places }, result: visit.places },
      )
      await capacity.leave(left ?? places)
    },
    find: state.find,
    happen: async (id, event) => {
      const happened = await state.update(id, after(event))
      const visit = happened?.visit ?? null
      await follow(id, event, visit, happened?.before ?? null)
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
      const own = await state.update(id, (visit) => {
        const pagesBusyUntil = mayGo(visit.pagesBusyUntil, at, pageTurns)
        const value = pagesBusyUntil === null ? visit : { ...visit, pagesBusyUntil }
        return { value, result: { places: visit.places, isGranted: pagesBusyUntil !== null } }
      })
      if (own === null) return true
      if (!own.isGranted) return false
      if (await capacity.mayMakePage(own.places, at)) return true
      await state.update(id, (visit) => ({
        value: { ...visit, pagesBusyUntil: givenBack(visit.pagesBusyUntil, pageTurns) },
        result: null,
      }))
      return false
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
      await capacity.forgetIdle(clock())
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
