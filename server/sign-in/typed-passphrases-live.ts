/** Passphrases that somebody types: whether one is right, at the pace of tries, and whether a new one can be kept. */

import { nameKey } from '../accounts/name-rules.ts'
import type { Account } from '../accounts/rules.ts'
import type { AccountStore } from '../accounts/store.ts'
import { networkOf } from '../live/networks.ts'
import type { OwnWords, PassphraseObjection, Passphrases, Turn } from '../passphrases/live.ts'
import type { Origin, Tries } from './tries-live.ts'

/** `wait`: too many failures; `busy`: too many others at once. */
export type Delay = { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'busy' }

/** `right` comes with the hash that was checked: by the time of the answer it may no longer be the one that counts. */
export type Checked = { readonly kind: 'right'; readonly hash: string } | { readonly kind: 'refused' } | Delay

/** What was typed twice into a form that chooses a passphrase. */
export interface Choice {
  readonly passphrase: string
  readonly again: string
}

export type ChoiceFailure =
  | { readonly kind: 'objection'; readonly objection: PassphraseObjection }
  | { readonly kind: 'busy' }

interface TypedPassphrases {
  /** Of whoever signs in: `found` is the account of the name, null where nobody has it. */
  readonly check: (
    name: string,
    found: { readonly account: Account; readonly passphraseHash: string | null } | null,
    passphrase: string,
    origin: Origin,
  ) => Promise<Checked>
  /** Of somebody who has a sign-in already. */
  readonly checkOwn: (account: Account, passphrase: string, origin: Origin) => Promise<Checked>
  /** The hash of a new passphrase; `share` is whose turn of the queue it takes. */
  readonly chosen: (
    choice: Choice,
    own: OwnWords,
    share: string,
  ) => Promise<{ readonly kind: 'hash'; readonly hash: string } | ChoiceFailure>
  /** Of the queue, for somebody who is signed in: whoever stole a sign-in does not hold up its owner. */
  readonly shareOf: (account: Account, origin: Origin) => string
}

export function createTypedPassphrases(parts: {
  readonly store: Pick<AccountStore, 'passphraseHash' | 'renewHash'>
  readonly tries: Pick<Tries, 'ofPassphrase' | 'take' | 'giveBack' | 'forgive'>
  readonly passphrases: Passphrases
  readonly hashToken: (token: string) => string
}): TypedPassphrases {
  const { store, tries, passphrases, hashToken } = parts

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

  function shareOf({ id }: Account, { address, knownDevice }: Origin): string {
    return `account ${id} ${hashToken(knownDevice ?? networkOf(address))}`
  }

  return {
    check: (name, found, passphrase, origin) => check(name, found, passphrase, origin),
    checkOwn: async (account, passphrase, origin) => {
      const passphraseHash = await store.passphraseHash(account.id)
      const turn = { share: shareOf(account, origin), first: true }
      return check(nameKey(account.name), { account, passphraseHash }, passphrase, origin, turn)
    },
    chosen: async ({ passphrase, again }, own, share) => {
      const turn = { share, first: true }
      const objection = await passphrases.objection(passphrase, again, own, turn)
      if (objection === 'busy') return { kind: 'busy' }
      if (objection !== null) return { kind: 'objection', objection }
      const hash = await passphrases.hash(passphrase, turn)
      return hash === null ? { kind: 'busy' } : { kind: 'hash', hash }
    },
    shareOf,
  }
}
