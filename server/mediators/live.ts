/** Mediators, signed in on their own device: what other rooms ask and hear about them. */

import type { Accounts } from '../accounts/live.ts'
import { type Mediator, mediatorOf } from '../accounts/rules.ts'
import type { SignIns } from '../sign-in/live.ts'

export interface Mediators
  extends Pick<SignIns, 'onSignInsEnded' | 'onSignOut'>,
    Pick<Accounts, 'onTrainingTaken'> {
  /** Who the browser's cookies belong to, if their sign-in goes on. */
  readonly signedIn: (cookieHeader: string | undefined) => Promise<Mediator | null>
}

export function createMediators(
  { accounts, signIns }: { readonly accounts: Accounts; readonly signIns: SignIns },
  tokenIn: (cookieHeader: string | undefined) => string | null,
): Mediators {
  return {
    signedIn: async (cookieHeader) => {
      const token = tokenIn(cookieHeader)
      const account = token === null ? null : await signIns.signedIn(token)
      return account === null ? null : mediatorOf(account)
    },
    onSignInsEnded: signIns.onSignInsEnded,
    onTrainingTaken: accounts.onTrainingTaken,
    onSignOut: signIns.onSignOut,
  }
}
