/** The accounts of one kind: who has one, who is invited to choose a passphrase, and who is trained. */

import { isName, tidyName } from './name-rules.ts'
import {
  type Account,
  type AccountKind,
  dayOf,
  type InvitationState,
  invitationDays,
  invitationState,
} from './rules.ts'
import type { AccountStore } from './store.ts'

export type NameFailure = { readonly kind: 'name-missing' } | { readonly kind: 'name-taken' }

type Invited = { readonly kind: 'invited'; readonly account: Account; readonly token: string } | NameFailure

type Invitation =
  | { readonly state: InvitationState; readonly account: Account }
  | { readonly state: 'unknown' }

/** An account is removed by the room of sign-ins, which ends all that goes on with it. */
export interface Accounts {
  readonly list: () => Promise<readonly Account[]>
  readonly find: (id: string) => Promise<Account | null>
  readonly invite: (name: string, trained: boolean) => Promise<Invited>
  /** A new link for somebody who forgot the passphrase; null where there is no such account. */
  readonly inviteAgain: (id: string) => Promise<{ readonly account: Account; readonly token: string } | null>
  /** Looks, and spends nothing. */
  readonly invitation: (token: string) => Promise<Invitation>
  /** Taking the training away tells those who listen for it. */
  readonly setTrained: (id: string, trained: boolean) => Promise<void>
  /** Told when the training of an account is taken away: it may help nobody from then on. */
  readonly onTrainingTaken: (listener: (accountId: string) => void) => void
}

export function createAccounts(parts: {
  readonly kind: AccountKind
  readonly store: AccountStore
  /** A token that nobody can guess. */
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Milliseconds of the day's clock. */
  readonly now: () => number
}): Accounts {
  const { kind, store, newId, hashToken, now } = parts
  const trainingListeners: ((accountId: string) => void)[] = []

  /** Gives the token of a new link. */
  async function inviteTo(accountId: string): Promise<string> {
    const token = newId()
    await store.invite(accountId, hashToken(token), dayOf(now(), invitationDays))
    return token
  }

  return {
    list: () => store.list(kind),
    find: (id) => store.find(kind, id),
    invite: async (given, trained) => {
      const name = tidyName(given)
      if (!isName(name)) return { kind: 'name-missing' }
      const account: Account = { id: newId(), kind, name, trained, hasPassphrase: false }
      if (!(await store.add(account, null))) return { kind: 'name-taken' }
      return { kind: 'invited', account, token: await inviteTo(account.id) }
    },
    inviteAgain: async (id) => {
      const account = await store.find(kind, id)
      return account === null ? null : { account, token: await inviteTo(id) }
    },
    invitation: async (token) => {
      const invitation = await store.invitation(hashToken(token))
      return invitation === null || invitation.account.kind !== kind
        ? { state: 'unknown' }
        : { state: invitationState(invitation, dayOf(now())), account: invitation.account }
    },
    setTrained: async (id, trained) => {
      await store.setTrained(id, trained)
      if (!trained) for (const listener of trainingListeners) listener(id)
    },
    onTrainingTaken: (listener) => void trainingListeners.push(listener),
  }
}
