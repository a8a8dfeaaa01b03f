/** Mediators, signed in on their own device: what other rooms ask and hear about them. */

import type { SignIns } from '../accounts/live.ts'
import { type Mediator, mediatorOf } from './rules.ts'

export interface Mediators extends Pick<SignIns, 'onSignInsEnded' | 'onTrainingTaken' | 'onSignOut'> {
  /** Who the browser's cookies belong to, if their sign-in goes on. */
  readonly signedIn: (cookieHeader: string | undefined) => Promise<Mediator | null>
  readonly signIns: SignIns
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
