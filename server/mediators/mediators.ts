/** Mediators: trained helpers, signed in on their own device. */

import type { Account } from '../accounts/accounts.ts'
import type { SignIns } from '../accounts/sign-ins.ts'

export interface Mediator {
  readonly id: string
  readonly name: string
  readonly trained: boolean
}

/** What other rooms ask about mediators. */
export interface Mediators extends Pick<SignIns, 'onSignInsEnded' | 'onTrainingTaken' | 'onSignOut'> {
  /** Who the browser's cookies belong to, if their sign-in goes on. */
  readonly signedIn: (cookieHeader: string | undefined) => Promise<Mediator | null>
  readonly signIns: SignIns
}

/** An account as other rooms know a mediator. */
export function mediatorOf({ id, name, trained }: Account): Mediator {
  return { id, name, trained }
}

export function createMediators(
  signIns: SignIns,
  tokenIn: (cookieHeader: string | undefined) => string | null,
): Mediators {
  return {
    signedIn: async (cookieHeader) => {
      const token = tokenIn(cookieHeader)
      const account = token === null ? null : await signIns.signedIn(token)
      return account === null ? null : mediatorOf(account)
    },
    onSignInsEnded: signIns.onSignInsEnded,
    onTrainingTaken: signIns.onTrainingTaken,
    onSignOut: signIns.onSignOut,
    signIns,
  }
}
