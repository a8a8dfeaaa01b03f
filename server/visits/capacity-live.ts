/** Who may begin a visit: bounds on how many go on and how fast they begin, so that no flood takes somebody's place. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { givenBack, mayGo } from '../live/rate-limit.ts'
import {
  type Bound,
  guided,
  kiosk,
  kiosks,
  mostVisits,
  network,
  pageTurns,
  readers,
} from './capacity-rules.ts'

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

/** What is counted under a name: visits, and until when their starts and their pages keep the limits busy. */
interface Count {
  readonly inside: number
  readonly busyUntil: number
  readonly pagesBusyUntil: number
}

interface Capacity {
  /** Takes the places of a visit that begins at a time, in milliseconds of the clock; null where one of them is not free. */
  readonly enter: (starter: Starter, at: number) => Promise<Places | null>
  /** Whether `enter` would give null. */
  readonly isFull: (starter: Starter, at: number) => Promise<boolean>
  /** Takes the places of a visit that has found a helper; null where there is no room. */
  readonly enterGuided: () => Promise<Places | null>
  readonly leave: (places: Places) => Promise<void>
  /** Whether one more page may be made for a visit in these places; it counts. Kiosks and helpers' patients are not held. */
  readonly mayMakePage: (places: Places, at: number) => Promise<boolean>
  /** Forgets the networks from which nobody is there. */
  readonly forgetIdle: (at: number) => Promise<void>
}

const nobody: Count = { inside: 0, busyUntil: 0, pagesBusyUntil: 0 }

/**
 * A name for each visit, and for each of those that have just ended: they begin at 25 a second, and a network is forgotten within
 * 105 seconds. So no name goes while somebody is there.
 */
const mostNames = 2 * mostVisits

/** Readers, kiosks, and whoever has a helper. */
const mostTotals = 3

const ofGuided = 'guided'

/** Whether these are the places of a visit that has found a helper. */
export function isGuided({ names }: Places): boolean {
  return names.includes(ofGuided)
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

/** The count with one more, or null where there is no room or no turn. */
function withOneMore(count: Count, { most, turns }: Bound, at: number): Count | null {
  const busyUntil = turns === null ? count.busyUntil : mayGo(count.busyUntil, at, turns)
  return busyUntil === null || count.inside >= most ? null : { ...count, inside: count.inside + 1, busyUntil }
}

/** Takes one after the other; where one cannot be had, those before are given back. */
async function takeAll<Item>(
  items: readonly Item[],
  take: (item: Item) => Promise<boolean>,
  giveBack: (item: Item) => Promise<void>,
): Promise<boolean> {
  for (const [index, item] of items.entries()) {
    if (await take(item)) continue
    for (const taken of items.slice(0, index)) await giveBack(taken)
    return false
  }
  return true
}

export function createCapacity(): Capacity {
  /** Of the bounds on all together: counted for everybody, and so apart from what is counted for a few. */
  const totals: LiveState<Count> = createMemoryState(mostTotals)
  const parts: LiveState<Count> = createMemoryState(mostNames)
  const countsOf = (name: string) => (name.includes(' ') ? parts : totals)

  function take(name: string, next: (count: Count) => Count | null): Promise<boolean> {
    return countsOf(name).updateOrAdd(name, nobody, (count) => {
      const value = next(count)
      return { value: value ?? count, result: value !== null }
    })
  }

  async function change(name: string, next: (count: Count) => Count): Promise<void> {
    await countsOf(name).update(name, (count) => ({ value: next(count), result: null }))
  }

  const withOneLess = (count: Count): Count => ({ ...count, inside: Math.max(0, count.inside - 1) })

  async function enter(wanted: readonly (readonly [string, Bound])[], at: number): Promise<Places | null> {
    const isIn = await takeAll(
      wanted,
      ([name, bound]) => take(name, (count) => withOneMore(count, bound, at)),
      ([name, { turns }]) =>
        change(name, (count) => ({
          ...withOneLess(count),
          busyUntil: turns === null ? count.busyUntil : givenBack(count.busyUntil, turns),
        })),
    )
    return isIn ? { names: wanted.map(([name]) => name) } : null
  }

  return {
    enter: (starter, at) => enter(placesOf(starter), at),
    isFull: async (starter, at) => {
      for (const [name, bound] of placesOf(starter)) {
        if (withOneMore((await countsOf(name).find(name)) ?? nobody, bound, at) === null) return true
      }
      return false
    },
    enterGuided: () => enter([[ofGuided, guided]], 0),
    leave: async ({ names }) => {
      for (const name of names) await change(name, withOneLess)
    },
    mayMakePage: ({ names }, at) => {
      const held = names.flatMap((name) => {
        const turns = pageTurns.get(name.split(' ')[0] ?? '')
        return turns === undefined ? [] : [{ name, turns }]
      })
      return takeAll(
        held,
        ({ name, turns }) =>
          take(name, (count) => {
            const pagesBusyUntil = mayGo(count.pagesBusyUntil, at, turns)
            return pagesBusyUntil === null ? null : { ...count, pagesBusyUntil }
          }),
        ({ name, turns }) =>
          change(name, (count) => ({ ...count, pagesBusyUntil: givenBack(count.pagesBusyUntil, turns) })),
      )
    },
    forgetIdle: (at) =>
      parts.keep(
        ({ inside, busyUntil, pagesBusyUntil }) => inside > 0 || Math.max(busyUntil, pagesBusyUntil) > at,
      ),
  }
}
