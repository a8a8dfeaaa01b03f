/** Who may begin a visit: bounds on how many go on and how fast they begin, so that no flood takes somebody's place. */

import { mayGo } from '../live/rate-limit.ts'
import { type Bound, guided, kiosk, kiosks, network, pageTurns, readers } from './capacity-rules.ts'

/** What of a request decides whether a visit may begin: never who somebody is. */
export interface Starter {
  /** The kiosk at which it begins; null for any other screen. */
  readonly kiosk: string | null
  /** A keyed hash of the network; null where it cannot be told, so that only the total bounds it. */
  readonly network: string | null
}

/** The places that a visit holds until it ends. */
export interface Places {
  readonly names: readonly string[]
}

interface Count {
  readonly inside: number
  readonly busyUntil: number
  readonly pagesBusyUntil: number
}

interface Capacity {
  /** Takes the places of a visit that begins at a time, in milliseconds of the clock; null where one of them is not free. */
  readonly enter: (starter: Starter, at: number) => Places | null
  /** Whether `enter` would give null. */
  readonly isFull: (starter: Starter, at: number) => boolean
  /** The places of a visit that has found a helper: it gives its own back to others. The same where there is no room. */
  readonly withHelper: (places: Places) => Places
  readonly leave: (places: Places) => void
  /** Whether one more page may be made for a visit in these places; it counts. Kiosks and helpers' patients are not held. */
  readonly mayMakePage: (places: Places, at: number) => boolean
  /** Forgets the networks from which nobody is there. */
  readonly forgetIdle: (at: number) => void
  /** How many names are remembered. */
  readonly size: () => number
}

/** A name and what bounds it, for each place that a visit needs. */
function placesOf({ kiosk: kioskId, network: mark }: Starter): readonly (readonly [string, Bound])[] {
  if (kioskId !== null) {
    return [
      ['kiosks', kiosks],
      [`kiosk ${kioskId}`, kiosk],
    ]
  }
  return [['readers', readers], ...(mark === null ? [] : ([[`network ${mark}`, network]] as const))]
}

export function createCapacity(): Capacity {
  const counts = new Map<string, Count>()
  const countOf = (name: string): Count => counts.get(name) ?? { inside: 0, busyUntil: 0, pagesBusyUntil: 0 }

  /** The count with one more, or null where there is no room or no turn. */
  function withOneMore(name: string, { most, turns }: Bound, at: number): Count | null {
    const { inside, busyUntil, pagesBusyUntil } = countOf(name)
    const next = turns === null ? busyUntil : mayGo(busyUntil, at, turns)
    return next === null || inside >= most ? null : { inside: inside + 1, busyUntil: next, pagesBusyUntil }
  }

  /** All counts with one more, or null where one of them cannot have it: then nothing has been taken. */
  function counted(starter: Starter, at: number): readonly (readonly [string, Count])[] | null {
    const wanted = placesOf(starter).flatMap(([name, bound]) => {
      const count = withOneMore(name, bound, at)
      return count === null ? [] : [[name, count] as const]
    })
    return wanted.length === placesOf(starter).length ? wanted : null
  }

  function leave({ names }: Places): void {
    for (const name of names) {
      const count = countOf(name)
      counts.set(name, { ...count, inside: Math.max(0, count.inside - 1) })
    }
  }

  return {
    enter: (starter, at) => {
      const taken = counted(starter, at)
      if (taken === null) return null
      for (const [name, count] of taken) counts.set(name, count)
      return { names: taken.map(([name]) => name) }
    },
    isFull: (starter, at) => counted(starter, at) === null,
    withHelper: (places) => {
      const count = withOneMore('guided', guided, 0)
      if (count === null || places.names.includes('guided')) return places
      leave(places)
      counts.set('guided', count)
      return { names: ['guided'] }
    },
    leave,
    mayMakePage: ({ names }, at) => {
      const taken: [string, Count][] = []
      for (const name of names) {
        const turns = pageTurns.get(name.split(' ')[0] ?? '')
        const count = countOf(name)
        const pagesBusyUntil = turns === undefined ? at : mayGo(count.pagesBusyUntil, at, turns)
        if (pagesBusyUntil === null) return false
        taken.push([name, { ...count, pagesBusyUntil }])
      }
      for (const [name, count] of taken) counts.set(name, count)
      return true
    },
    forgetIdle: (at) => {
      for (const [name, { inside, busyUntil, pagesBusyUntil }] of counts) {
        if (inside === 0 && Math.max(busyUntil, pagesBusyUntil) <= at) counts.delete(name)
      }
    },
    size: () => counts.size,
  }
}
