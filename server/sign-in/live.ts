/** Signing in and out of one kind of account, and what ends a sign-in: rules, store and hashing brought together. */

import type { Accounts, NameFailure } from '../accounts/live.ts'
import { isName, nameKey, tidyName } from '../accounts/name-rules.ts'
import { type Account, type AccountKind, dayOf, invitationDays } from '../accounts/rules.ts'
import type { AccountStore } from '../accounts/store.ts'
import type { OwnWords, Passphrases } from '../passphrases/live.ts'
import { createEndedSignIns } from './ended-sign-ins-live.ts'
import type { HalfWays, NewHalfWay } from './half-ways-live.ts'
import type { BeginSignIn, NewSignIn } from './new-sign-ins-live.ts'
import { signInMilliseconds } from './rules.ts'
import type { HostProof, SignInEntry, SignInStore, StoredSignIn, Written } from './store.ts'
import type { Origin, Tries } from './tries-live.ts'
import {
  type Checked,
  type Choice,
  type ChoiceFailure,
  createTypedPassphrases,
  type Delay,
} from './typed-passphrases-live.ts'

/** `half-way`: the passphrase was right or is chosen, and the site asks for a second factor before anybody is in. */
export type Entered =
  | { readonly kind: 'signed-in'; readonly signIn: NewSignIn }
  | { readonly kind: 'half-way'; readonly halfWay: NewHalfWay }

export type SignInResult = Entered | { readonly kind: 'refused' } | Delay

export interface SignIns {
  /** Removes an account, with all that signs it in; false where there is none. */
  readonly remove: (id: string) => Promise<boolean>
  /**
   * Ends all that somebody signs in with at once, passphrase and second factors too, and gives a new link instead. Null
   * where there is no such account, or what the host has shown no longer stands; an administrator shows nothing.
   */
  readonly startAnew: (
    id: string,
    by: HostProof | null,
  ) => Promise<{ readonly account: Account; readonly token: string } | null>
  /** Sets the passphrase that an invitation asks for, and signs in. `closed`: it is no longer open. */
  readonly accept: (
    token: string,
    choice: Choice,
  ) => Promise<Entered | { readonly kind: 'closed' } | ChoiceFailure>
  /** The first account of its kind, with a passphrase; `closed` where there is one already. */
  readonly addFirst: (
    name: string,
    choice: Choice,
    own: Omit<OwnWords, 'name'>,
  ) => Promise<Entered | { readonly kind: 'closed' } | NameFailure | ChoiceFailure>
  /** `wanted` is where to go afterwards, kept where somebody is half-way. */
  readonly signIn: (
    name: string,
    passphrase: string,
    origin: Origin,
    wanted?: string,
  ) => Promise<SignInResult>
  readonly signedIn: (token: string) => Promise<Account | null>
  /** Ends a sign-in in whose place the same browser gets another; somebody else's has signed out by it. */
  readonly replace: (token: string, by: Account) => Promise<void>
  readonly signOut: (token: string) => Promise<void>
  /** Ends all sign-ins, known devices and passkeys of an account. */
  readonly signOutEverywhere: (accountId: string) => Promise<void>
  /** The sign-ins of an account that go on; `token` is the one of the browser that asks. */
  readonly listOf: (accountId: string, token: string | null) => Promise<readonly OwnSignIn[]>
  /** Ends one of them, by its id in the list; that browser has signed out by it. */
  readonly endOne: (accountId: string, id: string) => Promise<void>
  /** Asks for the passphrase once more, before something that lasts longer than a sign-in. */
  readonly proveAgain: (accountId: string, passphrase: string, origin: Origin) => Promise<Checked>
  /**
   * Sets a new passphrase where the old one is right and the sign-in of `token` goes on, and ends all that signs in;
   * gives this browser a new sign-in.
   */
  readonly changePassphrase: (
    account: Account,
    old: string,
    choice: Choice,
    origin: Origin,
    token: string,
  ) => Promise<SignInResult | ChoiceFailure>
  /** Takes out of the database what could not be taken out when it ended. */
  readonly endLeft: () => Promise<void>
  /** Ends what stands between a passphrase and the second factor. */
  readonly endHalfWay: (token: string) => Promise<void>
  /** Told when all sign-ins of an account end: sign-out everywhere, removal, a new passphrase. */
  readonly onSignInsEnded: (listener: (accountId: string) => void) => void
  /** Told when one browser signs out. */
  readonly onSignOut: (listener: (accountId: string) => void) => void
}

/** A sign-in as its owner sees it: nothing that opens anything, and nothing of the device, which we do not know. */
interface OwnSignIn {
  readonly id: string
  /** Milliseconds of the day's clock. */
  readonly since: number
  readonly isHere: boolean
}

interface SignInsParts {
  readonly kind: AccountKind
  readonly accounts: Pick<Accounts, 'find' | 'invitation'>
  readonly accountStore: Pick<AccountStore, 'findByName' | 'passphraseHash' | 'remove' | 'renewHash'>
  readonly store: SignInStore
  readonly tries: Pick<Tries, 'ofPassphrase' | 'take' | 'giveBack' | 'forgive'>
  readonly beginSignIn: BeginSignIn
  readonly halfWays: Pick<HalfWays, 'begin' | 'end' | 'endAllOf' | 'endBehind'>
  readonly passphrases: Passphrases
  /** A token that nobody can guess. */
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}

export function createSignIns(parts: SignInsParts): SignIns {
  const { kind, accounts, accountStore, store, beginSignIn, halfWays, newId, hashToken, now, siteName } =
    parts
  const typed = createTypedPassphrases({ ...parts, store: accountStore })
  const endListeners: ((accountId: string) => void)[] = []
  const signOutListeners: ((accountId: string) => void)[] = []
  const ended = createEndedSignIns(store.removeSignIn)

  async function tellEnded(accountId: string): Promise<void> {
    await halfWays.endAllOf(accountId)
    for (const listener of endListeners) listener(accountId)
  }

  function tellSignedOut(accountId: string): void {
    for (const listener of signOutListeners) listener(accountId)
  }

  async function whose(tokenHash: string): Promise<Account | null> {
    return (await ended.has(tokenHash)) ? null : store.signedIn(kind, tokenHash, now())
  }

  /** Ends one sign-in, and gives whose it was. */
  async function end(token: string): Promise<Account | null> {
    const tokenHash = hashToken(token)
    // Where not even that can be read, the cookie goes all the same.
    const account = await whose(tokenHash).catch(() => 'unknown' as const)
    // Nobody's sign-in is nothing to remember.
    if (account === null) return null
    await endByHash(tokenHash, account === 'unknown')
    return account === 'unknown' ? null : account
  }

  async function endByHash(tokenHash: string, mayBeMadeUp = false): Promise<void> {
    await halfWays.endBehind(tokenHash)
    await ended.end(tokenHash, mayBeMadeUp)
  }

  async function signInsOf(accountId: string): Promise<readonly StoredSignIn[]> {
    const stored = await store.signIns(accountId, now())
    const goOn = await Promise.all(stored.map(async (one) => ((await ended.has(one.tokenHash)) ? [] : [one])))
    return goOn.flat()
  }

  /** In, or half-way where the site asks for a second factor; null where what was shown no longer stood. `hash` is that of the passphrase. */
  async function enter(
    account: Account,
    hash: string,
    wanted: string,
    write: (entry: SignInEntry) => Promise<Written>,
  ): Promise<Entered | null> {
    const { signIn, result } = await beginSignIn(account, write)
    if (result === 'written') return { kind: 'signed-in', signIn }
    if (result === 'gone') return null
    const { id: accountId } = account
    const halfWay = { kind, accountId, passphraseHash: hash, signInHash: null, to: wanted }
    return { kind: 'half-way', halfWay: await halfWays.begin(halfWay) }
  }

  /** What stands on a page for a sign-in: not what the database keeps of it. */
  function listIdOf(tokenHash: string): string {
    return hashToken(`in a list ${tokenHash}`)
  }

  return {
    startAnew: async (id, by) => {
      const account = await accounts.find(id)
      if (account === null) return null
      const token = newId()
      const invitation = { tokenHash: hashToken(token), expiresOn: dayOf(now(), invitationDays) }
      if (!(await store.startAnew(kind, id, invitation, by, now()))) return null
      await tellEnded(id)
      return { account, token }
    },
    remove: async (id) => {
      const removed = await accountStore.remove(kind, id)
      if (removed) await tellEnded(id)
      return removed
    },
    accept: async (token, choice) => {
      const invitation = await accounts.invitation(token)
      if (invitation.state !== 'open') return { kind: 'closed' }
      const { account } = invitation
      const tokenHash = hashToken(token)
      const own = { name: account.name, siteName: siteName() }
      const result = await typed.chosen(choice, own, `link ${tokenHash}`)
      if (result.kind !== 'hash') return result
      const entered = await enter(account, result.hash, '', async (entry) => {
        const written = await store.spendInvitation(tokenHash, account.id, result.hash, entry)
        if (written !== 'gone') await tellEnded(account.id)
        return written
      })
      return entered ?? { kind: 'closed' }
    },
    addFirst: async (given, choice, own) => {
      const name = tidyName(given)
      if (!isName(name)) return { kind: 'name-missing' }
      const result = await typed.chosen(choice, { ...own, name }, 'set-up')
      if (result.kind !== 'hash') return result
      const account: Account = { id: newId(), kind, name, trained: false, hasPassphrase: true }
      const entered = await enter(account, result.hash, '', (entry) =>
        store.addFirst(account, result.hash, entry),
      )
      return entered ?? { kind: 'closed' }
    },
    signIn: async (name, passphrase, origin, wanted = '') => {
      const found = await accountStore.findByName(kind, name)
      const checked = await typed.check(nameKey(name), found, passphrase, origin)
      if (checked.kind !== 'right') return checked
      if (found === null) return { kind: 'refused' }
      const { account } = found
      const { hash } = checked
      const entered = await enter(account, hash, wanted, (entry) => store.signIn(account.id, hash, entry))
      return entered ?? { kind: 'refused' }
    },
    signedIn: (token) => whose(hashToken(token)),
    replace: async (token, by) => {
      const account = await end(token)
      if (account !== null && account.id !== by.id) tellSignedOut(account.id)
    },
    signOut: async (token) => {
      const account = await end(token)
      if (account !== null) tellSignedOut(account.id)
    },
    signOutEverywhere: async (accountId) => {
      try {
        await store.endEverywhere(accountId)
      } catch (error) {
        // Passkeys stay, so this has failed; but nobody is signed in any more.
        for (const { tokenHash } of await signInsOf(accountId)) await ended.remember(tokenHash)
        throw error
      } finally {
        await tellEnded(accountId)
      }
    },
    listOf: async (accountId, token) => {
      const own = token === null ? null : hashToken(token)
      return (await signInsOf(accountId)).map(({ tokenHash, expiresAt }) => ({
        id: listIdOf(tokenHash),
        since: expiresAt - signInMilliseconds,
        isHere: tokenHash === own,
      }))
    },
    endOne: async (accountId, id) => {
      const meant = (await signInsOf(accountId)).find(({ tokenHash }) => listIdOf(tokenHash) === id)
      if (meant === undefined) return
      await endByHash(meant.tokenHash)
      tellSignedOut(accountId)
    },
    proveAgain: async (accountId, passphrase, origin) => {
      const account = await accounts.find(accountId)
      return account === null ? { kind: 'refused' } : typed.checkOwn(account, passphrase, origin)
    },
    changePassphrase: async (account, old, choice, origin, token) => {
      const checked = await typed.checkOwn(account, old, origin)
      if (checked.kind !== 'right') return checked
      const result = await typed.chosen(
        choice,
        { name: account.name, siteName: siteName() },
        typed.shareOf(account, origin),
      )
      if (result.kind !== 'hash') return result
      const { signIn, result: isSet } = await beginSignIn(account, (entry) =>
        store.setPassphrase(
          account.id,
          { passphraseHash: checked.hash, signInHash: hashToken(token) },
          result.hash,
          entry,
          now(),
        ),
      )
      if (!isSet) return { kind: 'refused' }
      await tellEnded(account.id)
      return { kind: 'signed-in', signIn }
    },
    endLeft: ended.tryAgain,
    endHalfWay: halfWays.end,
    onSignInsEnded: (listener) => void endListeners.push(listener),
    onSignOut: (listener) => void signOutListeners.push(listener),
  }
}
