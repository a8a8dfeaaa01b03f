/** Signing in by a device's own lock: which challenges are open, and whose passkeys are whose. */

import { type AccountKind, dayOf } from '../accounts/rules.ts'
import type { LiveState } from '../live/live-state.ts'
import type { FreshProof } from '../sign-in/store.ts'
import type { Answer, Authentication, Registration } from './passkey-messages.ts'
import type { StoredPasskey, UsedPasskey } from './passkey-store.ts'
import type { FactorStore, FirstProof } from './store.ts'
import type { WebAuthn } from './webauthn.ts'

/** What a challenge was given for: an account that adds a passkey, or anybody of a kind who signs in. */
export interface OpenChallenge {
  readonly kind: AccountKind
  readonly adding: { readonly accountId: string; readonly proof: FreshProof | FirstProof } | null
  readonly until: number
}

const challengeMilliseconds = 120_000
/** So many that a flood has to be large before it pushes somebody's challenge out. */
export const mostOpenChallenges = 10_000

interface Person {
  readonly id: string
  readonly name: string
}

export interface Passkeys {
  readonly list: (accountId: string) => Promise<readonly StoredPasskey[]>
  /** False where it is the last second factor, and the site asks for one. */
  readonly remove: (accountId: string, id: string) => Promise<boolean>
  /** Whoever holds a device for a moment could add a lasting way in: so it takes a proof from just now. */
  readonly optionsToAdd: (
    kind: AccountKind,
    person: Person,
    proof: FreshProof | FirstProof,
  ) => Promise<unknown>
  /** The new passkey that an answer brings; null where the answer is to no open challenge of this person, or proves nothing. */
  readonly register: (
    kind: AccountKind,
    person: Pick<Person, 'id'>,
    answer: Answer<Registration>,
  ) => Promise<{ readonly passkey: StoredPasskey; readonly proof: FreshProof | FirstProof } | null>
  /** False where the answer is to no open challenge of this person, or proves nothing, or the proof no longer stands. */
  readonly add: (kind: AccountKind, person: Person, answer: Answer<Registration>) => Promise<boolean>
  readonly optionsToSignIn: (kind: AccountKind) => Promise<unknown>
  /** The passkey that the answer proves to be at hand, and whose it is; null where it proves nothing. */
  readonly used: (
    kind: AccountKind,
    answer: Answer<Authentication>,
  ) => Promise<{ readonly accountId: string; readonly passkey: UsedPasskey } | null>
}

export function createPasskeys(parts: {
  readonly store: Pick<FactorStore, 'add' | 'passkey' | 'passkeys' | 'removePasskey'>
  /** Apart: a flood of strangers at the sign-in pushes out nobody who is adding a passkey. */
  readonly challenges: {
    readonly adding: LiveState<OpenChallenge>
    readonly signIn: LiveState<OpenChallenge>
  }
  readonly webAuthn: WebAuthn
  readonly newId: () => string
  readonly clock: () => number
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}): Passkeys {
  const { store, challenges, webAuthn, newId, clock, now, siteName } = parts

  async function open(kind: AccountKind, adding: OpenChallenge['adding']): Promise<string> {
    const challenge = newId()
    const place = adding === null ? challenges.signIn : challenges.adding
    await place.add(challenge, { kind, adding, until: clock() + challengeMilliseconds })
    return challenge
  }

  /** What a challenge was for, once, whatever becomes of the answer; null where it is not open. */
  async function spend(
    place: keyof typeof challenges,
    challenge: string,
    kind: AccountKind,
  ): Promise<Pick<OpenChallenge, 'adding'> | null> {
    return challenges[place].update(challenge, (known) => ({
      value: null,
      result: known.kind === kind && clock() < known.until ? known : null,
    }))
  }

  async function register(
    kind: AccountKind,
    person: Pick<Person, 'id'>,
    answer: Answer<Registration>,
  ): ReturnType<Passkeys['register']> {
    const adding = (await spend('adding', answer.challenge, kind))?.adding
    if (adding?.accountId !== person.id) return null
    const key = await webAuthn.register(answer)
    if (key === null) return null
    return {
      passkey: { ...key, accountId: person.id, addedOn: dayOf(now()) },
      proof: adding.proof,
    }
  }

  return {
    list: store.passkeys,
    remove: store.removePasskey,
    optionsToAdd: async (kind, person, proof) => {
      const known = (await store.passkeys(person.id)).map(({ id }) => id)
      const challenge = await open(kind, { accountId: person.id, proof })
      return webAuthn.registrationOptions(person, challenge, siteName(), known)
    },
    add: async (kind, person, answer) => {
      const found = await register(kind, person, answer)
      if (found === null || found.proof.signInHash === null) return false
      return store.add(person.id, { kind: 'passkey', passkey: found.passkey }, found.proof, null, now())
    },
    register,
    optionsToSignIn: async (kind) => webAuthn.authenticationOptions(await open(kind, null)),
    used: async (kind, answer) => {
      const spent = await spend('signIn', answer.challenge, kind)
      if (spent === null) return null
      const passkey = await store.passkey(kind, answer.response.id)
      if (passkey === null) return null
      const uses = await webAuthn.authenticate(answer, passkey)
      return uses === null ? null : { accountId: passkey.accountId, passkey: { id: passkey.id, uses } }
    },
  }
}
