/** How fast passphrases may be tried: free at first, then slower and slower, never closed for good. */

import type { LiveState } from '../live-state/live-state.ts'

/** What is remembered of failures in one place. */
export interface Failures {
  readonly count: number
  readonly lastAt: number
}

const freeFailures = 5
const firstWaitMilliseconds = 10_000
const longestWaitMilliseconds = 300_000
/** Failures are forgotten after so long without another. */
const windowMilliseconds = 900_000

/** Everything together stays bounded; the pairs tried longest ago are forgotten first. */
export const mostRememberedFailures = 10_000

/** Until the next try, in milliseconds; 0 where it may come at once. */
export function waitAfter(failures: Failures, at: number): number {
  if (failures.count < freeFailures) return 0
  const wait = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** (failures.count - freeFailures))
  return Math.max(0, failures.lastAt + wait - at)
}

/** The failures with one more. */
export function withFailure(failures: Failures, at: number): Failures {
  const goesOn = at < failures.lastAt + windowMilliseconds
  return { count: goesOn ? failures.count + 1 : 1, lastAt: at }
}

/**
 * The network that an address belongs to, as far as one customer goes: a household has 2^64 addresses of version 6, and
 * could try each passphrase from another one.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.toLowerCase()
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

export interface Attempts {
  /**
   * Takes one try in a place: 0 where it may go on, else the milliseconds to wait. It counts as failed until it is
   * forgiven, so that many at once are no more than one after the other.
   */
  readonly take: (place: string) => Promise<number>
  /** Takes a try back that could not be made: nobody looked at what was typed. */
  readonly giveBack: (place: string) => Promise<void>
  /** After a success. */
  readonly forgive: (place: string) => Promise<void>
}

export function createAttempts(state: LiveState<Failures>, clock: () => number): Attempts {
  return {
    take: async (place) => {
      const at = clock()
      let wait = 0
      await state.changeOrAdd(place, { count: 0, lastAt: at }, (failures) => {
        wait = waitAfter(failures, at)
        return wait > 0 ? failures : withFailure(failures, at)
      })
      return wait
    },
    giveBack: async (place) => {
      await state.change(place, ({ count, lastAt }) => (count <= 1 ? null : { count: count - 1, lastAt }))
    },
    forgive: async (place) => {
      await state.change(place, () => null)
    },
  }
}
