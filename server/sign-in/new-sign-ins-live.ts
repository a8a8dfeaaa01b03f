/** The two secrets that a browser gets when somebody signs in, and what is kept of them. */

import { type Account, dayOf } from '../accounts/rules.ts'
import { knownDeviceDays, signInMilliseconds } from './rules.ts'
import type { SignInEntry, SignInStore } from './store.ts'

/** What a browser gets when somebody signs in: both are secrets of that browser. */
export interface NewSignIn {
  readonly account: Account
  readonly token: string
  readonly tokenSeconds: number
  readonly knownDevice: string
  readonly knownDeviceSeconds: number
}

/** Makes a sign-in and gives it with what was written; a sign-in that was not written opens nothing. */
export type BeginSignIn = <Result>(
  account: Account,
  write: (entry: SignInEntry) => Promise<Result>,
) => Promise<{ readonly signIn: NewSignIn; readonly result: Result }>

export function createBeginSignIn(parts: {
  readonly store: Pick<SignInStore, 'tidy'>
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Milliseconds of the day's clock. */
  readonly now: () => number
}): BeginSignIn {
  const { store, newId, hashToken, now } = parts
  return async (account, write) => {
    const [token, knownDevice] = [newId(), newId()]
    await store.tidy(now(), dayOf(now()))
    const result = await write({
      tokenHash: hashToken(token),
      expiresAt: now() + signInMilliseconds,
      knownDeviceHash: hashToken(knownDevice),
      knownDeviceUntil: dayOf(now(), knownDeviceDays),
    })
    const signIn = {
      account,
      token,
      tokenSeconds: signInMilliseconds / 1000,
      knownDevice,
      knownDeviceSeconds: knownDeviceDays * 86_400,
    }
    return { signIn, result }
  }
}
