/** Signing in and out, invitations and passphrases of one kind of account: rules, store and hashing brought together. */

import type { OwnWords, PassphraseObjection, Passphrases, Turn } from '../web/passphrases.ts'
import {
  type Account,
  type AccountKind,
  dayOf,
  type InvitationState,
  invitationDays,
  invitationState,
  isName,
  knownDeviceDays,
  nameKey,
  signInMilliseconds,
  tidyName,
} from './accounts.ts'
import { type Attempts, freeFailures, freeFailuresOfNetwork, isEverybodys, networkOf } from './attempts.ts'
import type { AccountStore, Proof, SignInEntry } from './store.ts'

/** Where a try comes from. */
export interface Origin {
  /** Of the socket; empty where there is none. */
  readonly address: string
  /** What the browser brought of an earlier sign-in. */
  readonly knownDevice: string | null
}

/** What a browser gets when somebody signs in: both are secrets of that browser. */
export interface NewSignIn {
  readonly account: Account
  readonly token: string
  readonly tokenSeconds: number
  readonly knownDevice: string
  readonly knownDeviceSeconds: number
}

/** `wait`: too many failures; `busy`: too many others at once. */
export type Delay = { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'busy' }

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly signIn: NewSignIn }
  | { readonly kind: 'refused' }
  | Delay

/** What was typed twice into a form that chooses a passphrase. */
export interface Choice {
  readonly passphrase: string
  readonly again: string
}

export type ChoiceFailure =
  | { readonly kind: 'objection'; readonly objection: PassphraseObjection }
  | { readonly kind: 'busy' }

export type NameFailure = { readonly kind: 'name-missing' } | { readonly kind: 'name-taken' }

export type Invited =
  | { readonly kind: 'invited'; readonly account: Account; readonly token: string }
  | NameFailure

export type InvitationPage =
  | { readonly state: InvitationState; readonly account: Account }
  | { readonly state: 'unknown' }

export interface SignIns {
  readonly list: () => Promise<readonly Account[]>
  readonly find: (id: string) => Promise<Account | null>
  readonly invite: (name: string, trained: boolean) => Promise<Invited>
  /** A new link for somebody who forgot the passphrase; null where there is no such account. */
  readonly inviteAgain: (id: string) => Promise<{ readonly account: Account; readonly token: string } | null>
  /** Taking the training away tells those who listen for it. */
  readonly setTrained: (id: string, trained: boolean) => Promise<void>
  readonly remove: (id: string) => Promise<boolean>
  /** Looks, and spends nothing. */
  readonly invitation: (token: string) => Promise<InvitationPage>
  /** Sets the passphrase that an invitation asks for, and signs in. `closed`: it is no longer open. */
  readonly accept: (
    token: string,
    choice: Choice,
  ) => Promise<
    { readonly kind: 'signed-in'; readonly signIn: NewSignIn } | { readonly kind: 'closed' } | ChoiceFailure
  >
  /** The first account of its kind, with a passphrase; `closed` where there is one already. */
  readonly addFirst: (
    name: string,
    choice: Choice,
    own: Omit<OwnWords, 'name'>,
  ) => Promise<
    | { readonly kind: 'signed-in'; readonly signIn: NewSignIn }
    | { readonly kind: 'closed' }
    | NameFailure
    | ChoiceFailure
  >
  readonly signIn: (name: string, passphrase: string, origin: Origin) => Promise<SignInResult>
  /** Signs in by a passkey that was shown to be at hand. Null where it, or the account, has gone meanwhile. */
  readonly open: (accountId: string, passkey: UsedPasskey) => Promise<NewSignIn | null>
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
  /** Sets a new passphrase where the old one is right, and ends all that signs in; gives this browser a new sign-in. */
  readonly changePassphrase: (
    account: Account,
    old: string,
    choice: Choice,
    origin: Origin,
  ) => Promise<SignInResult | ChoiceFailure>
  /** Told when all sign-ins of an account end: sign-out everywhere, removal, a new passphrase. */
  readonly onSignInsEnded: (listener: (accountId: string) => void) => void
  /** Told when the training of an account is taken away: it may help nobody from then on. */
  readonly onTrainingTaken: (listener: (accountId: string) => void) => void
  /** Told when one browser signs out. */
  readonly onSignOut: (listener: (accountId: string) => void) => void
}

/** `right` comes with the hash that was checked: by the time of the answer it may no longer be the one that counts. */
export type Checked = { readonly kind: 'right'; readonly hash: string } | { readonly kind: 'refused' } | Delay

/** A sign-in as its owner sees it: nothing that opens anything, and nothing of the device, which we do not know. */
export interface OwnSignIn {
  readonly id: string
  /** Milliseconds of the day's clock. */
  readonly since: number
  readonly isHere: boolean
}

/** A passkey that has just answered, and how often it was used by its own count. */
export interface UsedPasskey {
  readonly id: string
  readonly uses: number
}

export interface SignInsParts {
  readonly kind: AccountKind
  readonly store: AccountStore
  readonly attempts: Attempts
  readonly passphrases: Passphrases
  /** A token that nobody can guess. */
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}

export function createSignIns(parts: SignInsParts): SignIns {
  const { kind, store, attempts, passphrases, newId, hashToken, now, siteName } = parts
  const endListeners: ((accountId: string) => void)[] = []
  const signOutListeners: ((accountId: string) => void)[] = []
  const trainingListeners: ((accountId: string) => void)[] = []
  const today = () => dayOf(now())

  function tellEnded(accountId: string): void {
    for (const listener of endListeners) listener(accountId)
  }

  function tellSignedOut(accountId: string): void {
    for (const listener of signOutListeners) listener(accountId)
  }

  /** Ends one sign-in, and gives whose it was. */
  async function end(token: string): Promise<Account | null> {
    const tokenHash = hashToken(token)
    const account = await store.signedIn(kind, tokenHash, now())
    await store.removeSignIn(tokenHash)
    return account
  }

  /** A new sign-in, what is kept of it, and what is written at the same time; null where that could not be. */
  async function begin(
    account: Account,
    write: (entry: SignInEntry) => Promise<boolean>,
  ): Promise<NewSignIn | null> {
    const [token, knownDevice] = [newId(), newId()]
    await store.tidy(now(), today())
    const written = await write({
      tokenHash: hashToken(token),
      expiresAt: now() + signInMilliseconds,
      knownDeviceHash: hashToken(knownDevice),
      knownDeviceUntil: dayOf(now(), knownDeviceDays),
    })
    if (!written) return null
    return {
      account,
      token,
      tokenSeconds: signInMilliseconds / 1000,
      knownDevice,
      knownDeviceSeconds: knownDeviceDays * 86_400,
    }
  }

  function beginBy(account: Account, proof: Proof): Promise<NewSignIn | null> {
    return begin(account, (entry) => store.signIn(account.id, proof, entry))
  }

  async function chosen(
    { passphrase, again }: Choice,
    own: OwnWords,
    share: string,
  ): Promise<{ readonly kind: 'hash'; readonly hash: string } | ChoiceFailure> {
    const turn = { share, first: true }
    const objection = await passphrases.objection(passphrase, again, own, turn)
    if (objection === 'busy') return { kind: 'busy' }
    if (objection !== null) return { kind: 'objection', objection }
    const hash = await passphrases.hash(passphrase, turn)
    return hash === null ? { kind: 'busy' } : { kind: 'hash', hash }
  }

  /**
   * A device from which the account has signed in before has failures and a turn of its own: a stranger who tries
   * passphrases cannot slow it. Everybody else is counted by account and network, and by the network alone.
   */
  async function countedAt(
    name: string,
    accountId: string | null,
    { address, knownDevice }: Origin,
  ): Promise<{ readonly own: string; readonly ofNetwork: string | null; readonly turn: Turn }> {
    const deviceHash = knownDevice === null ? null : hashToken(knownDevice)
    const isKnown =
      deviceHash !== null && accountId !== null && (await store.isKnownDevice(deviceHash, accountId, today()))
    if (isKnown) {
      const own = `${kind} device ${deviceHash} ${accountId}`
      return { own, ofNetwork: null, turn: { share: own, first: true } }
    }
    const own = `${kind} ${hashToken(`${networkOf(address)} ${name}`)}`
    if (isEverybodys(address)) return { own, ofNetwork: null, turn: { share: own, first: false } }
    const ofNetwork = `network ${hashToken(networkOf(address))}`
    return { own, ofNetwork, turn: { share: ofNetwork, first: false } }
  }

  /** Takes a try of the network and one of the name; gives how long to wait where there is none. */
  async function takeTry(own: string, ofNetwork: string | null): Promise<number> {
    const wait = ofNetwork === null ? 0 : await attempts.take(ofNetwork, freeFailuresOfNetwork)
    if (wait > 0) return wait
    const waitOwn = await attempts.take(own, freeFailures)
    if (waitOwn > 0 && ofNetwork !== null) await attempts.giveBack(ofNetwork)
    return waitOwn
  }

  /** `signedIn` is the turn of somebody who has a sign-in already. */
  async function check(
    name: string,
    found: { readonly account: Account; readonly passphraseHash: string | null } | null,
    passphrase: string,
    origin: Origin,
    signedIn?: Turn,
  ): Promise<Checked> {
    const { own, ofNetwork, turn } = await countedAt(name, found?.account.id ?? null, origin)
    const wait = await takeTry(own, ofNetwork)
    if (wait > 0) return { kind: 'wait', seconds: Math.ceil(wait / 1000) }
    const hash = found?.passphraseHash ?? null
    const right = await passphrases.matches(passphrase, hash, signedIn ?? turn)
    if (right !== false && ofNetwork !== null) await attempts.giveBack(ofNetwork)
    if (right === null) {
      await attempts.giveBack(own)
      return { kind: 'busy' }
    }
    if (!right || hash === null) return { kind: 'refused' }
    await attempts.forgive(own)
    return { kind: 'right', hash }
  }

  async function checkOwn(account: Account, passphrase: string, origin: Origin): Promise<Checked> {
    const passphraseHash = await store.passphraseHash(account.id)
    const turn = { share: shareOf(account, origin), first: true }
    return check(nameKey(account.name), { account, passphraseHash }, passphrase, origin, turn)
  }

  /** Of the queue, for somebody who is signed in: whoever stole a sign-in does not hold up its owner. */
  function shareOf({ id }: Account, { address, knownDevice }: Origin): string {
    return `account ${id} ${hashToken(knownDevice ?? networkOf(address))}`
  }

  /** What stands on a page for a sign-in: not what the database keeps of it. */
  function listIdOf(tokenHash: string): string {
    return hashToken(`in a list ${tokenHash}`)
  }

  return {
    list: () => store.list(kind),
    find: (id) => store.find(kind, id),
    invite: async (given, trained) => {
      const name = tidyName(given)
      if (!isName(name)) return { kind: 'name-missing' }
      const account: Account = { id: newId(), kind, name, trained, hasPassphrase: false }
      if (!(await store.add(account, null))) return { kind: 'name-taken' }
      const token = newId()
      await store.invite(account.id, hashToken(token), dayOf(now(), invitationDays))
      return { kind: 'invited', account, token }
    },
    inviteAgain: async (id) => {
      const account = await store.find(kind, id)
      if (account === null) return null
      const token = newId()
      await store.invite(account.id, hashToken(token), dayOf(now(), invitationDays))
      return { account, token }
    },
    setTrained: async (id, trained) => {
      await store.setTrained(id, trained)
      if (!trained) for (const listener of trainingListeners) listener(id)
    },
    remove: async (id) => {
      const removed = await store.remove(kind, id)
      if (removed) tellEnded(id)
      return removed
    },
    invitation: async (token) => {
      const invitation = await store.invitation(hashToken(token))
      return invitation === null || invitation.account.kind !== kind
        ? { state: 'unknown' }
        : { state: invitationState(invitation, today()), account: invitation.account }
    },
    accept: async (token, choice) => {
      const tokenHash = hashToken(token)
      const invitation = await store.invitation(tokenHash)
      if (
        invitation === null ||
        invitation.account.kind !== kind ||
        invitationState(invitation, today()) !== 'open'
      ) {
        return { kind: 'closed' }
      }
      const { account } = invitation
      const result = await chosen(choice, { name: account.name, siteName: siteName() }, `link ${tokenHash}`)
      if (result.kind !== 'hash') return result
      const signIn = await begin(account, (entry) =>
        store.spendInvitation(tokenHash, account.id, result.hash, entry),
      )
      if (signIn === null) return { kind: 'closed' }
      tellEnded(account.id)
      return { kind: 'signed-in', signIn }
    },
    addFirst: async (given, choice, own) => {
      const name = tidyName(given)
      if (!isName(name)) return { kind: 'name-missing' }
      const result = await chosen(choice, { ...own, name }, 'set-up')
      if (result.kind !== 'hash') return result
      const account: Account = { id: newId(), kind, name, trained: false, hasPassphrase: true }
      const signIn = await begin(account, (entry) => store.addFirst(account, result.hash, entry))
      return signIn === null ? { kind: 'closed' } : { kind: 'signed-in', signIn }
    },
    signIn: async (name, passphrase, origin) => {
      const found = await store.findByName(kind, name)
      const checked = await check(nameKey(name), found, passphrase, origin)
      if (checked.kind !== 'right') return checked
      const signIn =
        found === null ? null : await beginBy(found.account, { kind: 'passphrase', hash: checked.hash })
      return signIn === null ? { kind: 'refused' } : { kind: 'signed-in', signIn }
    },
    open: async (accountId, passkey) => {
      const account = await store.find(kind, accountId)
      return account === null ? null : beginBy(account, { kind: 'passkey', ...passkey })
    },
    signedIn: (token) => store.signedIn(kind, hashToken(token), now()),
    replace: async (token, by) => {
      const account = await end(token)
      if (account !== null && account.id !== by.id) tellSignedOut(account.id)
    },
    signOut: async (token) => {
      const account = await end(token)
      if (account !== null) tellSignedOut(account.id)
    },
    signOutEverywhere: async (accountId) => {
      await store.endEverywhere(accountId)
      tellEnded(accountId)
    },
    listOf: async (accountId, token) => {
      const own = token === null ? null : hashToken(token)
      return (await store.signIns(accountId, now())).map(({ tokenHash, expiresAt }) => ({
        id: listIdOf(tokenHash),
        since: expiresAt - signInMilliseconds,
        isHere: tokenHash === own,
      }))
    },
    endOne: async (accountId, id) => {
      const meant = (await store.signIns(accountId, now())).find(
        ({ tokenHash }) => listIdOf(tokenHash) === id,
      )
      if (meant === undefined) return
      await store.removeSignIn(meant.tokenHash)
      tellSignedOut(accountId)
    },
    proveAgain: async (accountId, passphrase, origin) => {
      const account = await store.find(kind, accountId)
      return account === null ? { kind: 'refused' } : checkOwn(account, passphrase, origin)
    },
    changePassphrase: async (account, old, choice, origin) => {
      const checked = await checkOwn(account, old, origin)
      if (checked.kind !== 'right') return checked
      const result = await chosen(
        choice,
        { name: account.name, siteName: siteName() },
        shareOf(account, origin),
      )
      if (result.kind !== 'hash') return result
      const signIn = await begin(account, (entry) =>
        store.setPassphrase(account.id, checked.hash, result.hash, entry),
      )
      if (signIn === null) return { kind: 'refused' }
      tellEnded(account.id)
      return { kind: 'signed-in', signIn }
    },
    onSignInsEnded: (listener) => void endListeners.push(listener),
    onTrainingTaken: (listener) => void trainingListeners.push(listener),
    onSignOut: (listener) => void signOutListeners.push(listener),
  }
}
