/** Between the passphrase and the second factor: in memory, for minutes, in one browser, once. It is no sign-in and opens no page. */

import type { AccountKind } from '../accounts/rules.ts'
import type { LiveState } from '../live/live-state.ts'
import { halfWayMilliseconds } from './rules.ts'

/** How far somebody is: the passphrase was right. */
export interface HalfWay {
  readonly kind: AccountKind
  readonly accountId: string
  /** The hash that was checked: nothing is written where it counts no longer. */
  readonly passphraseHash: string
  /** The sign-in of somebody who changes a second factor of their own; null for whoever is signing in. */
  readonly signInHash: string | null
  /** Where one wanted to go. */
  readonly to: string
  /** Milliseconds of the clock that never goes back. */
  readonly until: number
  readonly wrongCodes: number
  /** The secret that an app is offered; null until then. */
  readonly secret: string | null
  /** While a code is looked at it is there for nobody, and can end. */
  readonly isTaken: boolean
}

/** What the browser gets of it. */
export interface NewHalfWay {
  readonly token: string
  readonly seconds: number
}

/** Whoever gets one has typed a right passphrase. */
export const mostHalfWays = 1_000

export interface HalfWays {
  readonly begin: (
    halfWay: Pick<HalfWay, 'kind' | 'accountId' | 'passphraseHash' | 'signInHash' | 'to'>,
  ) => Promise<NewHalfWay>
  /** Null where there is none, or its time is over. */
  readonly look: (kind: AccountKind, token: string) => Promise<HalfWay | null>
  /** The same, which from then on nobody else finds: of two at once, one does. */
  readonly take: (kind: AccountKind, token: string) => Promise<HalfWay | null>
  /** Lets it be found again, where it has not ended meanwhile. */
  readonly putBack: (token: string, halfWay: HalfWay) => Promise<void>
  /** Ends one that was taken; false where something else has ended it meanwhile. */
  readonly spend: (token: string) => Promise<boolean>
  /** The secret that it offers to an app: the same one each time. */
  readonly offer: (kind: AccountKind, token: string, newSecret: () => string) => Promise<string | null>
  readonly end: (token: string) => Promise<void>
  readonly endAllOf: (accountId: string) => Promise<void>
  /** Ends what was begun behind a sign-in. */
  readonly endBehind: (signInHash: string) => Promise<void>
}

export function createHalfWays(parts: {
  readonly state: LiveState<HalfWay>
  readonly clock: () => number
  readonly newId: () => string
  readonly hashToken: (token: string) => string
}): HalfWays {
  const { state, clock, newId, hashToken } = parts

  function isGoing(halfWay: HalfWay, kind: AccountKind): boolean {
    return halfWay.kind === kind && !halfWay.isTaken && clock() < halfWay.until
  }

  async function change(
    kind: AccountKind,
    token: string,
    next: (halfWay: HalfWay) => HalfWay | null,
  ): Promise<HalfWay | null> {
    return state.update(hashToken(token), (halfWay) =>
      isGoing(halfWay, kind) ? { value: next(halfWay), result: halfWay } : { value: halfWay, result: null },
    )
  }

  return {
    begin: async (halfWay) => {
      const token = newId()
      await state.keep(({ until }) => clock() < until)
      await state.add(hashToken(token), {
        ...halfWay,
        until: clock() + halfWayMilliseconds,
        wrongCodes: 0,
        secret: null,
        isTaken: false,
      })
      return { token, seconds: halfWayMilliseconds / 1000 }
    },
    look: (kind, token) => change(kind, token, (halfWay) => halfWay),
    take: (kind, token) => change(kind, token, (halfWay) => ({ ...halfWay, isTaken: true })),
    putBack: async (token, halfWay) => {
      await state.update(hashToken(token), () => ({ value: { ...halfWay, isTaken: false }, result: null }))
    },
    spend: async (token) =>
      (await state.update(hashToken(token), ({ isTaken }) => ({ value: null, result: isTaken }))) ?? false,
    offer: async (kind, token, newSecret) => {
      return state.update(hashToken(token), (halfWay) => {
        if (!isGoing(halfWay, kind)) return { value: halfWay, result: null }
        const secret = halfWay.secret ?? newSecret()
        return { value: { ...halfWay, secret }, result: secret }
      })
    },
    end: (token) => state.remove(hashToken(token)),
    endBehind: (behind) => state.keep(({ signInHash }) => signInHash !== behind),
    endAllOf: (ofAccount) => state.keep(({ accountId }) => accountId !== ofAccount),
  }
}
