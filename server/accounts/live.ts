/** Signing in and out, invitations and passphrases of one kind of account: rules, store and hashing brought together. */

import { networkOf } from '../live/networks.ts'
import { createEndedSignIns } from './ended-sign-ins-live.ts'
import type { NewHalfWay } from './half-ways-live.ts'
import { isName, nameKey, tidyName } from './name-rules.ts'
import type { BeginSignIn, NewSignIn } from './new-sign-ins-live.ts'
import type { OwnWords, PassphraseObjection, Passphrases, Turn } from './passphrases.ts'
import {
  type Account,
  type AccountKind,
  dayOf,
  type InvitationState,
  invitationDays,
  invitationState,
  signInMilliseconds,
} from './rules.ts'
import type { SecondFactors } from './second-factors-live.ts'
import type { AccountStore, HostProof, SignInEntry, StoredSignIn, Written } from './store.ts'
import type { Origin, Tries } from './tries-live.ts'

/** `wait`: too many failures; `busy`: too many others at once. */
type Delay = { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'busy' }

/** `half-way`: the passphrase was right or is chosen, and the site asks for a second factor before anybody is in. */
export type Entered =
  | { readonly kind: 'signed-in'; readonly signIn: NewSignIn }
  | { readonly kind: 'half-way'; readonly halfWay: NewHalfWay }

export type SignInResult = Entered | { readonly kind: 'refused' } | Delay

export type { HostProof }

/** What was typed twice into a form that chooses a passphrase. */
export interface Choice {
  readonly passphrase: string
  readonly again: string
}

export type ChoiceFailure =
  | { readonly kind: 'objection'; readonly objection: PassphraseObjection }
  | { readonly kind: 'busy' }

export type NameFailure = { readonly kind: 'name-missing' } | { readonly kind: 'name-taken' }

type Invited = { readonly kind: 'invited'; readonly account: Account; readonly token: string } | NameFailure

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
  readonly secondFactors: SecondFactors
  /** Told when all sign-ins of an account end: sign-out everywhere, removal, a new passphrase. */
  readonly onSignInsEnded: (listener: (accountId: string) => void) => void
  /** Told when the training of an account is taken away: it may help nobody from then on. */
  readonly onTrainingTaken: (listener: (accountId: string) => void) => void
  /** Told when one browser signs out. */
  readonly onSignOut: (listener: (accountId: string) => void) => void
}

/** `right` comes with the hash that was checked: by the time of the answer it may no longer be the one that counts. */
type Checked = { readonly kind: 'right'; readonly hash: string } | { readonly kind: 'refused' } | Delay

/** A sign-in as its owner sees it: nothing that opens anything, and nothing of the device, which we do not know. */
interface OwnSignIn {
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

interface SignInsParts {
  readonly kind: AccountKind
  readonly store: AccountStore
  readonly tries: Pick<Tries, 'ofPassphrase' | 'take' | 'giveBack' | 'forgive'>
  readonly beginSignIn: BeginSignIn
  readonly secondFactors: SecondFactors
  readonly passphrases: Passphrases
  /** A token that nobody can guess. */
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}

export function createSignIns(parts: SignInsParts): SignIns {
  const { kind, store, tries, beginSignIn, secondFactors, passphrases, newId, hashToken, now, siteName } =
    parts
  const endListeners: ((accountId: string) => void)[] = []
  const signOutListeners: ((accountId: string) => void)[] = []
  const trainingListeners: ((accountId: string) => void)[] = []
  const ended = createEndedSignIns(store.removeSignIn)
  const today = () => dayOf(now())

  async function tellEnded(accountId: string): Promise<void> {
    await secondFactors.endAllOf(accountId)
    for (const listener of endListeners) listener(accountId)
  }

  function tellSignedOut(accountId: string): void {
    for (const listener of signOutListeners) listener(accountId)
  }

  async function whose(tokenHash: string): Promise<Account | null> {
    return ended.has(tokenHash) ? null : store.signedIn(kind, tokenHash, now())
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
    await secondFactors.endBehind(tokenHash)
    await ended.end(tokenHash, mayBeMadeUp)
  }

  async function signInsOf(accountId: string): Promise<readonly StoredSignIn[]> {
    const stored = await store.signIns(accountId, now())
    return stored.filter(({ tokenHash }) => !ended.has(tokenHash))
  }

  /** A new sign-in where it was written; null where what was shown no longer stood. */
  async function begin(
    account: Account,
    write: (entry: SignInEntry) => Promise<boolean>,
  ): Promise<NewSignIn | null> {
    const { signIn, result } = await beginSignIn(account, write)
    return result ? signIn : null
  }

  /** The same where the site may ask for a second factor; `hash` is that of the passphrase that then counts. */
  async function enter(
    account: Account,
    hash: string,
    wanted: string,
    write: (entry: SignInEntry) => Promise<Written>,
  ): Promise<Entered | null> {
    const { signIn, result } = await beginSignIn(account, write)
    if (result === 'written') return { kind: 'signed-in', signIn }
    if (result === 'gone') return null
    return { kind: 'half-way', halfWay: await secondFactors.begin(account.id, hash, null, wanted) }
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

  /** `signedIn` is the turn of somebody who has a sign-in already. */
  async function check(
    name: string,
    found: { readonly account: Account; readonly passphraseHash: string | null } | null,
    passphrase: string,
    origin: Origin,
    signedIn?: Turn,
  ): Promise<Checked> {
    const place = await tries.ofPassphrase(name, found?.account.id ?? null, origin)
    const wait = await tries.take(place)
    if (wait > 0) return { kind: 'wait', seconds: Math.ceil(wait / 1000) }
    const hash = found?.passphraseHash ?? null
    const right = await passphrases.matches(passphrase, hash, signedIn ?? place.turn)
    if (right === null) {
      await tries.giveBack(place)
      return { kind: 'busy' }
    }
    if (!right || hash === null || found === null) return { kind: 'refused' }
    await tries.forgive(place)
    return { kind: 'right', hash: await renewed(found.account.id, passphrase, hash, signedIn ?? place.turn) }
  }

  /** The hash that stands for a passphrase that was right: made anew where it was made as nobody would today, and there is room. */
  async function renewed(accountId: string, passphrase: string, hash: string, turn: Turn): Promise<string> {
    if (!passphrases.isOutdated(hash)) return hash
    const better = await passphrases.hash(passphrase, turn)
    // Where nothing can be written, the one of before goes on.
    if (better === null) return hash
    if (await store.renewHash(accountId, hash, better).catch(() => false)) return better
    // Somebody else with the same passphrase was faster, or another one was chosen.
    const now = await store.passphraseHash(accountId)
    const isSame = now !== null && now !== hash && (await passphrases.matches(passphrase, now, turn)) === true
    return isSame ? now : hash
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
    startAnew: async (id, by) => {
      const account = await store.find(kind, id)
      if (account === null) return null
      const token = newId()
      const invitation = { tokenHash: hashToken(token), expiresOn: dayOf(now(), invitationDays) }
      if (!(await store.startAnew(kind, id, invitation, by, now()))) return null
      await tellEnded(id)
      return { account, token }
    },
    setTrained: async (id, trained) => {
      await store.setTrained(id, trained)
      if (!trained) for (const listener of trainingListeners) listener(id)
    },
    remove: async (id) => {
      const removed = await store.remove(kind, id)
      if (removed) await tellEnded(id)
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
      const result = await chosen(choice, { ...own, name }, 'set-up')
      if (result.kind !== 'hash') return result
      const account: Account = { id: newId(), kind, name, trained: false, hasPassphrase: true }
      const entered = await enter(account, result.hash, '', (entry) =>
        store.addFirst(account, result.hash, entry),
      )
      return entered ?? { kind: 'closed' }
    },
    signIn: async (name, passphrase, origin, wanted = '') => {
      const found = await store.findByName(kind, name)
      const checked = await check(nameKey(name), found, passphrase, origin)
      if (checked.kind !== 'right') return checked
      if (found === null) return { kind: 'refused' }
      const { account } = found
      const { hash } = checked
      const entered = await enter(account, hash, wanted, (entry) =>
        store.signIn(account.id, { kind: 'passphrase', hash }, entry),
      )
      return entered ?? { kind: 'refused' }
    },
    open: async (accountId, passkey) => {
      const account = await store.find(kind, accountId)
      if (account === null) return null
      return begin(account, async (entry) => {
        const written = await store.signIn(account.id, { kind: 'passkey', ...passkey }, entry)
        return written === 'written'
      })
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
        for (const { tokenHash } of await signInsOf(accountId)) ended.remember(tokenHash)
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
      const account = await store.find(kind, accountId)
      return account === null ? { kind: 'refused' } : checkOwn(account, passphrase, origin)
    },
    changePassphrase: async (account, old, choice, origin, token) => {
      const checked = await checkOwn(account, old, origin)
      if (checked.kind !== 'right') return checked
      const result = await chosen(
        choice,
        { name: account.name, siteName: siteName() },
        shareOf(account, origin),
      )
      if (result.kind !== 'hash') return result
      const signIn = await begin(account, (entry) =>
        store.setPassphrase(
          account.id,
          { passphraseHash: checked.hash, signInHash: hashToken(token) },
          result.hash,
          entry,
          now(),
        ),
      )
      if (signIn === null) return { kind: 'refused' }
      await tellEnded(account.id)
      return { kind: 'signed-in', signIn }
    },
    endLeft: ended.tryAgain,
    secondFactors,
    onSignInsEnded: (listener) => void endListeners.push(listener),
    onTrainingTaken: (listener) => void trainingListeners.push(listener),
    onSignOut: (listener) => void signOutListeners.push(listener),
  }
}
