/** The sign-ins and the devices that are known from them: the only SQL about them, and all that begins or ends them at once. */

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Account, AccountKind } from '../accounts/rules.ts'
import {
  type AccountRow,
  accountColumns,
  accountOf,
  addFirstAccount,
  endInvitations,
  endPassphrase,
  hasPassphrase,
  putInvitation,
  putPassphrase,
  spendInvitation,
} from '../accounts/store.ts'
import type { Database } from '../database/schema.ts'

/** What a browser gets at a sign-in, as it is kept: hashes of its two secrets, and how long they count. */
export interface SignInEntry {
  readonly tokenHash: string
  readonly expiresAt: number
  readonly knownDeviceHash: string
  /** The last day on which the device is known, yyyy-mm-dd. */
  readonly knownDeviceUntil: string
}

/** `second-factor`: all that was sent is written, but the sign-in is not, since the site asks for more. */
export type Written = 'written' | 'second-factor' | 'gone'

/** By what somebody may change how they sign in: the passphrase that was typed again, in a sign-in that goes on. */
export interface FreshProof {
  readonly passphraseHash: string
  readonly signInHash: string
}

/** A host who has just typed the passphrase. */
export interface HostProof extends FreshProof {
  readonly accountId: string
}

/** A sign-in that goes on, as its owner sees it. */
export interface StoredSignIn {
  readonly tokenHash: string
  readonly expiresAt: number
}

/** What a sign-in asks of second factors, and ends of them, within its own transaction. Their room brings it. */
export interface FactorsOfSignIns {
  /** Whether the site asks for a second factor after the passphrase. */
  readonly isAsked: (transaction: Transaction<Database>) => Promise<boolean>
  readonly endPasskeys: (transaction: Transaction<Database>, accountId: string) => Promise<void>
  /** Takes app and card out, and lets the account begin anew. */
  readonly endCodes: (transaction: Transaction<Database>, accountId: string) => Promise<void>
  /** Who has just chosen a new passphrase, signed in, begins with it where nothing else is left. */
  readonly letBeginWhereNothingIsLeft: (
    transaction: Transaction<Database>,
    accountId: string,
  ) => Promise<void>
}

/**
 * Tokens come in hashed only: whoever reads the database cannot sign in with it. Looking at what somebody shows takes a
 * while, and it may count no longer: so a sign-in is written only where it still stands, in one transaction.
 */
export interface SignInStore {
  /** Puts the first account of its kind in, signed in; `gone` where there is one already. */
  readonly addFirst: (account: Account, passphraseHash: string, entry: SignInEntry) => Promise<Written>
  /**
   * Puts a passphrase in the place of the one that was checked, ends every sign-in, known device, passkey and open link
   * of the account, and signs this browser in. False where the checked one, or the sign-in, no longer stands.
   */
  readonly setPassphrase: (
    accountId: string,
    checked: FreshProof,
    passphraseHash: string,
    entry: SignInEntry,
    now: number,
  ) => Promise<boolean>
  /**
   * Ends all that an account signs in with, passphrase and second factors too, and puts an invitation in its place. False
   * where there is no such account, or what the host has shown no longer stands; an administrator shows nothing.
   */
  readonly startAnew: (
    kind: AccountKind,
    id: string,
    invitation: { readonly tokenHash: string; readonly expiresOn: string },
    by: HostProof | null,
    now: number,
  ) => Promise<boolean>
  /**
   * Sets the passphrase that an invitation was for, ends what there was before, and signs in; `gone` where somebody else
   * was first.
   */
  readonly spendInvitation: (
    tokenHash: string,
    accountId: string,
    passphraseHash: string,
    entry: SignInEntry,
  ) => Promise<Written>
  /** Signs in by the passphrase of a hash; `gone` where it no longer counts, or the account has gone. */
  readonly signIn: (accountId: string, passphraseHash: string, entry: SignInEntry) => Promise<Written>
  readonly signedIn: (kind: AccountKind, tokenHash: string, now: number) => Promise<Account | null>
  readonly removeSignIn: (tokenHash: string) => Promise<void>
  /** The sign-ins of an account that go on, the oldest first. */
  readonly signIns: (accountId: string, now: number) => Promise<readonly StoredSignIn[]>
  /** Ends every sign-in, known device and passkey of an account. */
  readonly endEverywhere: (accountId: string) => Promise<void>
  readonly isKnownDevice: (tokenHash: string, accountId: string, today: string) => Promise<boolean>
  /** Takes out what has expired. */
  readonly tidy: (now: number, today: string) => Promise<void>
}

/** Lets a browser in, and knows it from then on. */
export async function addSignIn(
  transaction: Transaction<Database>,
  accountId: string,
  { tokenHash, expiresAt, knownDeviceHash, knownDeviceUntil }: SignInEntry,
): Promise<void> {
  await transaction
    .insertInto('sign_in')
    .values({ token_hash: tokenHash, account_id: accountId, expires_at: expiresAt })
    .execute()
  await transaction
    .insertInto('known_device')
    .values({ token_hash: knownDeviceHash, account_id: accountId, expires_on: knownDeviceUntil })
    .execute()
}

/** Whether a passphrase and a sign-in, both looked at just now, still count. */
export async function isFresh(
  transaction: Transaction<Database>,
  accountId: string,
  proof: FreshProof,
  now: number,
): Promise<boolean> {
  const stillThere = await transaction
    .selectFrom('account')
    .innerJoin('sign_in', 'sign_in.account_id', 'account.id')
    .select('account.id')
    .where('account.id', '=', accountId)
    .where('account.passphrase_hash', '=', proof.passphraseHash)
    .where('sign_in.token_hash', '=', proof.signInHash)
    .where('sign_in.expires_at', '>', now)
    .executeTakeFirst()
  return stillThere !== undefined
}

export function createSignInStore(database: Kysely<Database>, factors: FactorsOfSignIns): SignInStore {
  /** Asked at each request of staff and each event of a companion: to write it out takes longer than to run it. */
  const signedIn = database
    .selectFrom('sign_in')
    .innerJoin('account', 'account.id', 'sign_in.account_id')
    .select(accountColumns)
    .where('sign_in.token_hash', '=', '')
    .where('sign_in.expires_at', '>', 0)
    .where('account.kind', '=', 'mediator')
    .compile()

  /** A passkey may have been added by somebody who held the device for a moment, so it ends with the rest. */
  async function endEverything(transaction: Transaction<Database>, accountId: string): Promise<void> {
    await transaction.deleteFrom('sign_in').where('account_id', '=', accountId).execute()
    await transaction.deleteFrom('known_device').where('account_id', '=', accountId).execute()
    await factors.endPasskeys(transaction, accountId)
  }

  /** Signs in where the site asks for nothing more. */
  async function signInUnlessAsked(
    transaction: Transaction<Database>,
    accountId: string,
    entry: SignInEntry,
  ): Promise<Written> {
    if (await factors.isAsked(transaction)) return 'second-factor'
    await addSignIn(transaction, accountId, entry)
    return 'written'
  }

  return {
    addFirst: async (account, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await addFirstAccount(transaction, account, passphraseHash))) return 'gone'
        return signInUnlessAsked(transaction, account.id, entry)
      }),
    setPassphrase: async (accountId, checked, passphraseHash, entry, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, accountId, checked, now))) return false
        await putPassphrase(transaction, accountId, passphraseHash)
        await endEverything(transaction, accountId)
        await factors.letBeginWhereNothingIsLeft(transaction, accountId)
        // A link from before leads to a passphrase as well, whoever holds it.
        await endInvitations(transaction, accountId)
        await addSignIn(transaction, accountId, entry)
        return true
      }),
    startAnew: async (kind, id, invitation, by, now) =>
      database.transaction().execute(async (transaction) => {
        if (by !== null && !(await isFresh(transaction, by.accountId, by, now))) return false
        if (!(await endPassphrase(transaction, kind, id))) return false
        await endEverything(transaction, id)
        await factors.endCodes(transaction, id)
        await putInvitation(transaction, id, invitation.tokenHash, invitation.expiresOn)
        return true
      }),
    spendInvitation: async (tokenHash, accountId, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await spendInvitation(transaction, accountId, tokenHash))) return 'gone'
        await putPassphrase(transaction, accountId, passphraseHash)
        await endEverything(transaction, accountId)
        await factors.endCodes(transaction, accountId)
        return signInUnlessAsked(transaction, accountId, entry)
      }),
    signIn: async (accountId, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await hasPassphrase(transaction, accountId, passphraseHash))) return 'gone'
        return signInUnlessAsked(transaction, accountId, entry)
      }),
    signedIn: async (kind, tokenHash, now) => {
      const { rows } = await database.executeQuery<AccountRow>({
        ...signedIn,
        parameters: [tokenHash, now, kind],
      })
      const [row] = rows
      return row === undefined ? null : accountOf(row)
    },
    removeSignIn: async (tokenHash) => {
      await database.deleteFrom('sign_in').where('token_hash', '=', tokenHash).execute()
    },
    signIns: async (accountId, now) => {
      const rows = await database
        .selectFrom('sign_in')
        .select(['token_hash', 'expires_at'])
        .where('account_id', '=', accountId)
        .where('expires_at', '>', now)
        .orderBy('expires_at')
        .execute()
      return rows.map((row) => ({ tokenHash: row.token_hash, expiresAt: Number(row.expires_at) }))
    },
    endEverywhere: (accountId) =>
      database.transaction().execute((transaction) => endEverything(transaction, accountId)),
    isKnownDevice: async (tokenHash, accountId, today) => {
      const row = await database
        .selectFrom('known_device')
        .select(sql<number>`1`.as('known'))
        .where('token_hash', '=', tokenHash)
        .where('account_id', '=', accountId)
        .where('expires_on', '>=', today)
        .executeTakeFirst()
      return row !== undefined
    },
    tidy: async (now, today) => {
      await database.deleteFrom('sign_in').where('expires_at', '<=', now).execute()
      await database.deleteFrom('known_device').where('expires_on', '<', today).execute()
    },
  }
}
