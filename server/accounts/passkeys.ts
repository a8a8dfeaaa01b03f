/** Signing in by a device's own lock: which challenges are open, and whose passkeys are whose. */

import type { LiveState } from '../live-state/live-state.ts'
import type { Answer, Authentication, Registration, WebAuthn } from '../web/webauthn.ts'
import { type AccountKind, dayOf } from './accounts.ts'
import type { UsedPasskey } from './sign-ins.ts'
import type { AccountStore, StoredPasskey } from './store.ts'

/** What a challenge was given for: an account that adds a passkey, or anybody of a kind who signs in. */
export interface OpenChallenge {
  readonly kind: AccountKind
  readonly accountId: string | null
  readonly until: number
}

const challengeMilliseconds = 120_000
/** So many that a flood has to be large before it pushes somebody's challenge out. */
export const mostOpenChallenges = 10_000

export interface Person {
  readonly id: string
  readonly name: string
}

export interface Passkeys {
  readonly list: (accountId: string) => Promise<readonly StoredPasskey[]>
  readonly remove: (accountId: string, id: string) => Promise<void>
  readonly optionsToAdd: (kind: AccountKind, person: Person) => Promise<unknown>
  /** False where the answer is to no open challenge of this person, or proves nothing. */
  readonly add: (kind: AccountKind, person: Person, answer: Answer<Registration>) => Promise<boolean>
  readonly optionsToSignIn: (kind: AccountKind) => Promise<unknown>
  /** The passkey that the answer proves to be at hand, and whose it is; null where it proves nothing. */
  readonly used: (
    kind: AccountKind,
    answer: Answer<Authentication>,
  ) => Promise<{ readonly accountId: string; readonly passkey: UsedPasskey } | null>
}

export function createPasskeys(parts: {
  readonly store: AccountStore
  readonly challenges: LiveState<OpenChallenge>
  readonly webAuthn: WebAuthn
  readonly newId: () => string
  readonly clock: () => number
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}): Passkeys {
  const { store, challenges, webAuthn, newId, clock, now, siteName } = parts

  async function open(kind: AccountKind, accountId: string | null): Promise<string> {
    const challenge = newId()
    await challenges.add(challenge, { kind, accountId, until: clock() + challengeMilliseconds })
    return challenge
  }

  /** Each challenge counts once, whatever becomes of the answer. */
  async function spend(challenge: string, kind: AccountKind, accountId: string | null): Promise<boolean> {
    let counts = false
    await challenges.change(challenge, (known) => {
      counts = known.kind === kind && known.accountId === accountId && clock() < known.until
      return null
    })
    return counts
  }

  return {
    list: store.passkeys,
    remove: store.removePasskey,
    optionsToAdd: async (kind, person) => {
      const known = (await store.passkeys(person.id)).map(({ id }) => id)
      return webAuthn.registrationOptions(person, await open(kind, person.id), siteName(), known)
    },
    add: async (kind, person, answer) => {
      if (!(await spend(answer.challenge, kind, person.id))) return false
      const key = await webAuthn.register(answer)
      // A passkey that somebody has already stays theirs.
      if (key === null || (await store.isPasskey(key.id))) return false
      await store.addPasskey({ ...key, accountId: person.id, addedOn: dayOf(now()) })
      return true
    },
    optionsToSignIn: async (kind) => webAuthn.authenticationOptions(await open(kind, null)),
    used: async (kind, answer) => {
      if (!(await spend(answer.challenge, kind, null))) return null
      const passkey = await store.passkey(kind, answer.response.id)
      if (passkey === null) return null
      const uses = await webAuthn.authenticate(answer, passkey)
      return uses === null ? null : { accountId: passkey.accountId, passkey: { id: passkey.id, uses } }
    },
  }
}
