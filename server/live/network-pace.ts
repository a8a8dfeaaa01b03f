/** Rate limits for each network on what strangers ask of the app: that costs more than a page that is ready to go out. */

import { createMemoryState, type LiveState } from './live-state.ts'
import { isEverybodys, networkOf } from './networks.ts'
import { mayGo, type Turns } from './rate-limit.ts'

/**
 * 200 people behind one address each open a page or two at the same moment; whoever asks on and on takes a fifth of one
 * processor, at two milliseconds for an answer.
 */
export const answerTurns: Turns = { everyMilliseconds: 10, atOnce: 1000 }

/**
 * Challenges for passkeys, to whoever asks: a room full of people, and then one every fifth of a second. So one network pushes
 * nobody's out in the two minutes that one lasts.
 */
export const challengeTurns: Turns = { everyMilliseconds: 200, atOnce: 200 }

/** The networks that asked longest ago are forgotten first: each has its turns again. */
const mostNetworks = 10_000

export interface NetworkTurns {
  /** Whether the network of an address has a turn left; it counts. Where nobody can tell the network, nobody is held. */
  readonly take: (address: string | null) => Promise<boolean>
  /** Forgets the networks whose turns are all free again. */
  readonly forgetIdle: () => Promise<void>
  /** How many networks are remembered. */
  readonly count: () => Promise<number>
}

/** Keeps no address: `mark` is a hash with a key. `clock` gives milliseconds. */
export function createNetworkTurns(
  { clock, mark }: { readonly clock: () => number; readonly mark: (network: string) => string },
  turns: Turns,
): NetworkTurns {
  /** Until when each network keeps its limit busy. */
  const busyUntil: LiveState<number> = createMemoryState(mostNetworks)
  return {
    take: async (address) => {
      if (address === null || isEverybodys(address)) return true
      const at = clock()
      return busyUntil.updateOrAdd(mark(networkOf(address)), at, (until) => {
        const next = mayGo(until, at, turns)
        return { value: next ?? until, result: next !== null }
      })
    },
    forgetIdle: () => {
      const now = clock()
      return busyUntil.keep((until) => until > now)
    },
    count: () => busyUntil.count(),
  }
}

interface Asker {
  readonly method: string | undefined
  /** Null where it cannot be told. */
  readonly address: string | null
  readonly cookie: string | undefined
  readonly authorization: string | undefined
}

export interface NetworkPace {
  /**
   * Whether an answer may be made; it counts. Never held are whoever sends something (an erase, an act, a passphrase: these
   * have limits of their own), somebody whose visit goes on, a kiosk's supervisor, and whoever's network cannot be told.
   */
  readonly mayAsk: (asker: Asker) => Promise<boolean>
}

export function createNetworkPace(parts: {
  readonly turns: NetworkTurns
  readonly isVisitor: (cookie: string | undefined) => Promise<boolean>
  readonly isSupervisor: (authorization: string | undefined) => boolean
}): NetworkPace {
  const { turns, isVisitor, isSupervisor } = parts
  return {
    mayAsk: async ({ method, address, cookie, authorization }) => {
      const isRead = method === 'GET' || method === 'HEAD'
      if (!isRead || isSupervisor(authorization) || (await isVisitor(cookie))) return true
      return turns.take(address)
    },
  }
}
