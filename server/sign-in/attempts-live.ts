/** How fast passphrases may be tried: free at first, then slower and slower, never closed for good. */

import type { LiveState } from '../live/live-state.ts'

/** What is remembered of failures in one place. */
export interface Failures {
  readonly count: number
  readonly lastAt: number
}

/** So many failures cost no time: of one name in one network. */
export const freeFailures = 5
/** Of all names together in one network: a room full of people who type. */
export const freeFailuresOfNetwork = 30
const firstWaitMilliseconds = 10_000

/** How slow it gets. */
export interface Pace {
  readonly longestWaitMilliseconds: number
  /** Failures are forgotten after so long without another. */
  readonly windowMilliseconds: number
}

const passphrasePace: Pace = { longestWaitMilliseconds: 300_000, windowMilliseconds: 900_000 }
/** Three of a million codes are right at a time, and whoever tries them knows the passphrase: some thirty a day. */
export const codePace: Pace = { longestWaitMilliseconds: 3_600_000, windowMilliseconds: 86_400_000 }

/** Everything together stays bounded; the pairs tried longest ago are forgotten first. */
export const mostRememberedFailures = 10_000

/** Until the next try, in milliseconds; 0 where it may come at once. */
function waitAfter(failures: Failures, at: number, free = freeFailures, pace: Pace = passphrasePace): number {
  if (failures.count < free) return 0
  const wait = Math.min(pace.longestWaitMilliseconds, firstWaitMilliseconds * 2 ** (failures.count - free))
  return Math.max(0, failures.lastAt + wait - at)
}

/** The failures with one more. */
function withFailure(failures: Failures, at: number, pace: Pace = passphrasePace): Failures {
  const goesOn = at < failures.lastAt + pace.windowMilliseconds
  return { count: goesOn ? failures.count + 1 : 1, lastAt: at }
}

export interface Attempts {
  /**
   * Takes one try in a place: 0 where it may go on, else the milliseconds to wait. It counts as failed until it is
   * forgiven, so that many at once are no more than one after the other. So many are `free`.
   */
  readonly take: (place: string, free: number) => Promise<number>
  /** Takes a try back that is no failure of that place. */
  readonly giveBack: (place: string) => Promise<void>
  /** After a success. */
  readonly forgive: (place: string) => Promise<void>
}

export function createAttempts(
  state: LiveState<Failures>,
  clock: () => number,
  pace: Pace = passphrasePace,
): Attempts {
  return {
    take: async (place, free) => {
      const at = clock()
      return state.updateOrAdd(place, { count: 0, lastAt: at }, (failures) => {
        const wait = waitAfter(failures, at, free, pace)
        return { value: wait > 0 ? failures : withFailure(failures, at, pace), result: wait }
      })
    },
    giveBack: async (place) => {
      await state.update(place, ({ count, lastAt }) => ({
        value: count <= 1 ? null : { count: count - 1, lastAt },
        result: null,
      }))
    },
    forgive: state.remove,
  }
}
