/** Where the tries of somebody who signs in are counted: a device that is known, a name or an account, a network. */

import type { AccountKind } from '../accounts/rules.ts'
import { isEverybodys, networkOf } from '../live/networks.ts'
import type { Turn } from '../passphrases/live.ts'
import { type Attempts, freeFailures, freeFailuresOfNetwork } from './attempts-live.ts'

/** Where a try comes from. */
export interface Origin {
  /** Of the socket; empty where there is none. */
  readonly address: string
  /** What the browser brought of an earlier sign-in. */
  readonly knownDevice: string | null
}

/** Where a try is counted, and the turn of its hash. */
export interface Place {
  readonly own: string
  readonly ofNetwork: string | null
  readonly turn: Turn
}

export interface Tries {
  readonly ofPassphrase: (name: string, accountId: string | null, origin: Origin) => Promise<Place>
  readonly ofCode: (accountId: string, origin: Origin) => Promise<Place>
  /** Takes a try of the network and one of one's own: 0, or the milliseconds to wait where there is none. */
  readonly take: (place: Place) => Promise<number>
  /** Nothing was looked at. */
  readonly giveBack: (place: Place) => Promise<void>
  /** It was right. */
  readonly forgive: (place: Place) => Promise<void>
}

export function createTries(parts: {
  readonly kind: AccountKind
  /** One's own tries, at a pace of their own; those of networks are counted together for all. */
  readonly attempts: Attempts
  readonly networkAttempts: Attempts
  readonly isKnownDevice: (tokenHash: string, accountId: string) => Promise<boolean>
  readonly hashToken: (token: string) => string
}): Tries {
  const { kind, attempts, networkAttempts, isKnownDevice, hashToken } = parts

  /**
   * A device from which the account has signed in before has failures and a turn of its own: a stranger cannot slow it.
   * Everybody else is counted by what is `theirs` and by the network, where that says who comes.
   */
  async function placeOf(accountId: string | null, origin: Origin, theirs: string): Promise<Place> {
    const { address, knownDevice } = origin
    const deviceHash = knownDevice === null ? null : hashToken(knownDevice)
    if (deviceHash !== null && accountId !== null && (await isKnownDevice(deviceHash, accountId))) {
      const own = `${kind} device ${deviceHash} ${accountId}`
      return { own, ofNetwork: null, turn: { share: own, first: true } }
    }
    const own = `${kind} ${theirs}`
    if (isEverybodys(address)) return { own, ofNetwork: null, turn: { share: own, first: false } }
    const ofNetwork = `network ${hashToken(networkOf(address))}`
    return { own, ofNetwork, turn: { share: ofNetwork, first: false } }
  }

  return {
    ofPassphrase: (name, accountId, origin) =>
      placeOf(accountId, origin, hashToken(`${networkOf(origin.address)} ${name}`)),
    // Whoever tries codes knows the passphrase: all networks together have the tries of one.
    ofCode: async (accountId, origin) => {
      const place = await placeOf(accountId, origin, `account ${accountId}`)
      return { ...place, turn: { share: place.turn.share, first: true } }
    },
    take: async ({ own, ofNetwork }) => {
      const wait = ofNetwork === null ? 0 : await networkAttempts.take(ofNetwork, freeFailuresOfNetwork)
      if (wait > 0) return wait
      const waitOwn = await attempts.take(own, freeFailures)
      if (waitOwn > 0 && ofNetwork !== null) await networkAttempts.giveBack(ofNetwork)
      return waitOwn
    },
    giveBack: async ({ own, ofNetwork }) => {
      await attempts.giveBack(own)
      if (ofNetwork !== null) await networkAttempts.giveBack(ofNetwork)
    },
    forgive: async ({ own, ofNetwork }) => {
      await attempts.forgive(own)
      if (ofNetwork !== null) await networkAttempts.giveBack(ofNetwork)
    },
  }
}
