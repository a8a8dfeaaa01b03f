/** The second factor of one kind of account: asked for after the passphrase, set up, changed, and ended. */

import type { Accounts } from '../accounts/live.ts'
import type { Account, AccountKind } from '../accounts/rules.ts'
import type { Passphrases } from '../passphrases/live.ts'
import type { HalfWay, HalfWays, NewHalfWay } from '../sign-in/half-ways-live.ts'
import type { BeginSignIn, NewSignIn } from '../sign-in/new-sign-ins-live.ts'
import type { FreshProof, HostProof } from '../sign-in/store.ts'
import type { Origin, Tries } from '../sign-in/tries-live.ts'
import type { UsedCode } from './code-store.ts'
import type { StoredPasskey, UsedPasskey } from './passkey-store.ts'
import {
  type FactorKind,
  mostWrongCodes,
  type NewNumber,
  newCardCodes,
  newSecret,
  readCode,
} from './rules.ts'
import type { FactorStore, FirstProof, NewFactor, OwnFactors } from './store.ts'
import type { Totp } from './totp.ts'

/** What comes next for somebody whose passphrase was right. */
export interface Standing {
  readonly account: Account
  /** `answer`: a code, or a passkey. `set-up`: the first one. `change`: signed in already. */
  readonly step: 'answer' | 'set-up' | 'change'
  readonly to: string
  readonly proof: FreshProof | FirstProof
}

/** `over`: not half-way any more, whatever the reason; the passphrase comes first again. */
export type Over = { readonly kind: 'over' }

/** `wait`: too many wrong codes; `busy`: too many others at once; `too-many`: half-way no more, by wrong codes. */
export type Answered =
  | { readonly kind: 'signed-in'; readonly signIn: NewSignIn; readonly to: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'busy' }
  | Over

/** `signIn` is null for whoever was signed in already. */
export type Added = { readonly kind: 'added'; readonly signIn: NewSignIn | null; readonly to: string }

export interface SecondFactors {
  /** Whether the site asks for one. */
  readonly isAsked: () => Promise<boolean>
  /** False where what the host has shown no longer stands. */
  readonly ask: (asked: boolean, by: HostProof) => Promise<boolean>
  readonly of: (accountId: string) => Promise<OwnFactors>
  /** For somebody signed in, who changes their own by what they have shown. */
  readonly begin: (accountId: string, proof: FreshProof, to: string) => Promise<NewHalfWay>
  readonly look: (token: string) => Promise<Standing | null>
  readonly answer: (token: string, typed: string, origin: Origin) => Promise<Answered>
  /** A secret for an app, and the address of its QR code. */
  readonly offerApp: (
    token: string,
  ) => Promise<{ readonly secret: string; readonly address: string; readonly standing: Standing } | null>
  /** Takes the app that was offered, once it gives a right code. */
  readonly confirmApp: (token: string, typed: string) => Promise<Added | { readonly kind: 'refused' } | Over>
  readonly makeCard: (
    token: string,
  ) => Promise<(Added & { readonly codes: readonly string[] }) | { readonly kind: 'busy' } | Over>
  readonly addPasskey: (token: string, passkey: StoredPasskey) => Promise<Added | Over>
  /** Only for whoever is signed in. */
  readonly remove: (token: string, kind: FactorKind) => Promise<'removed' | 'last' | 'over'>
  /** Signs in by a passkey that was shown to be at hand. Null where it, or the account, has gone meanwhile. */
  readonly signInBy: (accountId: string, passkey: UsedPasskey) => Promise<NewSignIn | null>
}

export function createSecondFactors(parts: {
  readonly kind: AccountKind
  readonly accounts: Pick<Accounts, 'find'>
  readonly store: FactorStore
  readonly halfWays: HalfWays
  readonly tries: Tries
  readonly passphrases: Pick<Passphrases, 'hashCodes' | 'matchingCode'>
  readonly totp: Totp
  readonly beginSignIn: BeginSignIn
  readonly newNumber: NewNumber
  /** Milliseconds of the day's clock. */
  readonly now: () => number
  readonly siteName: () => string
}): SecondFactors {
  const { kind, accounts, store, halfWays, tries, passphrases, totp, beginSignIn, newNumber, now } = parts

  function proofOf({ passphraseHash, signInHash }: HalfWay): FreshProof | FirstProof {
    return signInHash === null ? { passphraseHash, signInHash } : { passphraseHash, signInHash }
  }

  async function standingOf(halfWay: HalfWay): Promise<Standing | null> {
    const account = await accounts.find(halfWay.accountId)
    if (account === null) return null
    const first = halfWay.signInHash === null
    const step = !first ? 'change' : (await store.mayBeginAlone(account.id)) ? 'set-up' : 'answer'
    return { account, step, to: halfWay.to, proof: proofOf(halfWay) }
  }

  async function look(token: string): Promise<Standing | null> {
    const halfWay = await halfWays.look(kind, token)
    return halfWay === null ? null : standingOf(halfWay)
  }

  /** What a typed code proves; null where it proves nothing, `busy` where nothing was looked at. */
  async function looked(
    accountId: string,
    typed: string,
    turn: Parameters<Passphrases['matchingCode']>[2],
  ): Promise<UsedCode | 'busy' | null> {
    const read = readCode(typed)
    if (read?.kind === 'app') {
      const app = await store.app(accountId)
      const step = app === null ? null : await totp.stepOf(app.secret, read.code, now(), app.lastStep)
      return app === null || step === null ? null : { kind: 'app', secret: app.secret, step }
    }
    if (read === null) return null
    const found = await passphrases.matchingCode(read.code, await store.cardCodes(accountId), turn)
    if (found === null) return 'busy'
    return found.hash === null ? null : { kind: 'card', codeHash: found.hash }
  }

  /** Writes what somebody set up, and their sign-in with it where they had none. */
  async function add(halfWay: HalfWay, factor: NewFactor): Promise<Added | Over> {
    const { accountId, to } = halfWay
    const account = await accounts.find(accountId)
    if (account === null) return { kind: 'over' }
    const proof = proofOf(halfWay)
    if (proof.signInHash !== null) {
      const added = await store.add(accountId, factor, proof, null, now())
      return added ? { kind: 'added', signIn: null, to } : { kind: 'over' }
    }
    const { signIn, result } = await beginSignIn(account, (entry) =>
      store.add(accountId, factor, proof, entry, now()),
    )
    return result ? { kind: 'added', signIn, to } : { kind: 'over' }
  }

  return {
    isAsked: store.isAsked,
    ask: (asked, by) => store.ask(asked, by, now()),
    of: store.of,
    begin: (accountId, { passphraseHash, signInHash }, to) =>
      halfWays.begin({ kind, accountId, passphraseHash, signInHash, to }),
    look,
    answer: async (token, typed, origin) => {
      const halfWay = await halfWays.take(kind, token)
      const account = halfWay === null ? null : await accounts.find(halfWay.accountId)
      if (halfWay === null || account === null || halfWay.signInHash !== null) return { kind: 'over' }
      const place = await tries.ofCode(account.id, origin)
      const wait = await tries.take(place)
      if (wait > 0) {
        await halfWays.putBack(token, halfWay)
        return { kind: 'wait', seconds: Math.ceil(wait / 1000) }
      }
      const code = await looked(account.id, typed, place.turn)
      if (code === 'busy') {
        await tries.giveBack(place)
        await halfWays.putBack(token, halfWay)
        return { kind: 'busy' }
      }
      if (code === null) {
        const wrongCodes = halfWay.wrongCodes + 1
        if (wrongCodes >= mostWrongCodes) {
          await halfWays.end(token)
          return { kind: 'too-many' }
        }
        await halfWays.putBack(token, { ...halfWay, wrongCodes })
        return { kind: 'refused' }
      }
      if (!(await halfWays.spend(token))) return { kind: 'over' }
      await tries.forgive(place)
      const { signIn, result } = await beginSignIn(account, (entry) =>
        store.signInByCode(account.id, halfWay.passphraseHash, code, entry),
      )
      return result ? { kind: 'signed-in', signIn, to: halfWay.to } : { kind: 'over' }
    },
    offerApp: async (token) => {
      const standing = await look(token)
      if (standing === null || standing.step === 'answer') return null
      const secret = await halfWays.offer(kind, token, () => newSecret(newNumber))
      if (secret === null) return null
      const of = { place: parts.siteName(), name: standing.account.name }
      return { secret, address: await totp.address(secret, of), standing }
    },
    confirmApp: async (token, typed) => {
      const halfWay = await halfWays.take(kind, token)
      if (halfWay === null || halfWay.secret === null) return { kind: 'over' }
      const { secret } = halfWay
      const read = readCode(typed)
      const step = read?.kind === 'app' ? await totp.stepOf(secret, read.code, now(), -1) : null
      if (step === null) {
        await halfWays.putBack(token, halfWay)
        return { kind: 'refused' }
      }
      if (!(await halfWays.spend(token))) return { kind: 'over' }
      return add(halfWay, { kind: 'app', secret, step })
    },
    makeCard: async (token) => {
      const standing = await look(token)
      if (standing === null || standing.step === 'answer') return { kind: 'over' }
      const halfWay = await halfWays.take(kind, token)
      if (halfWay === null) return { kind: 'over' }
      const codes = newCardCodes(newNumber)
      const turn = { share: `account ${halfWay.accountId}`, first: true }
      const codeHashes = await passphrases.hashCodes(codes, turn)
      if (codeHashes === null) {
        await halfWays.putBack(token, halfWay)
        return { kind: 'busy' }
      }
      if (!(await halfWays.spend(token))) return { kind: 'over' }
      const added = await add(halfWay, { kind: 'card', codeHashes })
      return added.kind === 'added' ? { ...added, codes } : added
    },
    addPasskey: async (token, passkey) => {
      const halfWay = await halfWays.take(kind, token)
      if (halfWay === null || halfWay.accountId !== passkey.accountId) return { kind: 'over' }
      return add(halfWay, { kind: 'passkey', passkey })
    },
    remove: async (token, factor) => {
      const halfWay = await halfWays.take(kind, token)
      if (halfWay === null) return 'over'
      const proof = proofOf(halfWay)
      if (proof.signInHash === null) return 'over'
      const removed = await store.removeCodes(halfWay.accountId, factor, proof, now())
      if (removed === 'gone') return 'over'
      if (removed === 'last') await halfWays.putBack(token, halfWay)
      return removed
    },
    signInBy: async (accountId, passkey) => {
      const account = await accounts.find(accountId)
      if (account === null) return null
      const { signIn, result } = await beginSignIn(account, (entry) =>
        store.signInByPasskey(account.id, passkey, entry),
      )
      return result ? signIn : null
    },
  }
}
