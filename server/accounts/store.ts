/** The accounts, their invitations, sign-ins, known devices and passkeys: the only SQL about them. */

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/schema.ts'
import {
  ask,
  endCodes,
  isAsked,
  letBeginWhereNothingIsLeft,
  mayBeginAlone,
  type NewCodes,
  noteSecondFactor,
  putCodes,
  removeFactor,
  spend,
  type UsedCode,
} from './factor-store.ts'
import { nameKey } from './name-rules.ts'
import type { Account, AccountKind } from './rules.ts'
import type { FactorKind } from './second-factor-rules.ts'

/** A passkey as it is kept: nothing of it is secret. */
export interface StoredPasskey {
  readonly id: string
  readonly accountId: string
  /** In base64url. */
  readonly publicKey: string
  readonly uses: number
  /** Day, yyyy-mm-dd. */
  readonly addedOn: string
}

interface StoredInvitation {
  readonly account: Account
  readonly expiresOn: string
  readonly spent: boolean
}

/** What a browser gets at a sign-in, as it is kept: hashes of its two secrets, and how long they count. */
export interface SignInEntry {
  readonly tokenHash: string
  readonly expiresAt: number
  readonly knownDeviceHash: string
  /** The last day on which the device is known, yyyy-mm-dd. */
  readonly knownDeviceUntil: string
}

/**
 * What somebody has shown to be let in. Looking at it took a while, and it may count no longer: so the sign-in is
 * written only where it still stands, in one transaction. A code comes with the hash of the passphrase before it.
 */
type Proof =
  | { readonly kind: 'passphrase'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly id: string; readonly uses: number }
  | { readonly kind: 'code'; readonly hash: string; readonly code: UsedCode }

/** `second-factor`: all that was sent is written, but the sign-in is not, since the site asks for more. */
export type Written = 'written' | 'second-factor' | 'gone'

/** What somebody sets up to sign in with. */
export type NewFactor = NewCodes | { readonly kind: 'passkey'; readonly passkey: StoredPasskey }

/** By what somebody may add a passkey: the passphrase that was typed again, in a sign-in that goes on. */
export interface FreshProof {
  readonly passphraseHash: string
  readonly signInHash: string
}

/** What somebody has shown who has no second factor yet, and may set the first one up before the first sign-in. */
export interface FirstProof {
  readonly passphraseHash: string
  readonly signInHash: null
}

/** A sign-in that goes on, as its owner sees it. */
export interface StoredSignIn {
  readonly tokenHash: string
  readonly expiresAt: number
}

/** Tokens come in hashed only: whoever reads the database cannot sign in with it. */
export interface AccountStore {
  readonly list: (kind: AccountKind) => Promise<readonly Account[]>
  readonly find: (kind: AccountKind, id: string) => Promise<Account | null>
  readonly findByName: (
    kind: AccountKind,
    name: string,
  ) => Promise<{ readonly account: Account; readonly passphraseHash: string | null } | null>
  readonly passphraseHash: (accountId: string) => Promise<string | null>
  /** False where the name is taken. */
  readonly add: (account: Account, passphraseHash: string | null) => Promise<boolean>
  /** Puts the first account of its kind in, signed in; `gone` where there is one already. */
  readonly addFirst: (account: Account, passphraseHash: string, entry: SignInEntry) => Promise<Written>
  readonly setTrained: (accountId: string, trained: boolean) => Promise<void>
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
  /** Puts another hash of the same passphrase in the place of one, if that one still stands. */
  readonly renewHash: (accountId: string, hash: string, better: string) => Promise<boolean>
  /** Takes the account out with all that belongs to it; false where there is none. */
  readonly remove: (kind: AccountKind, id: string) => Promise<boolean>
  /** Puts an invitation in the place of all earlier ones of the account. */
  readonly invite: (accountId: string, tokenHash: string, expiresOn: string) => Promise<void>
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
  readonly invitation: (tokenHash: string) => Promise<StoredInvitation | null>
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
  /** Signs in by what was shown; `gone` where that no longer stands, or the account has gone. */
  readonly signIn: (accountId: string, proof: Proof, entry: SignInEntry) => Promise<Written>
  readonly signedIn: (kind: AccountKind, tokenHash: string, now: number) => Promise<Account | null>
  readonly removeSignIn: (tokenHash: string) => Promise<void>
  /** The sign-ins of an account that go on, the oldest first. */
  readonly signIns: (accountId: string, now: number) => Promise<readonly StoredSignIn[]>
  /** Ends every sign-in, known device and passkey of an account. */
  readonly endEverywhere: (accountId: string) => Promise<void>
  readonly isKnownDevice: (tokenHash: string, accountId: string, today: string) => Promise<boolean>
  /** Takes out what has expired. */
  readonly tidy: (now: number, today: string) => Promise<void>
  readonly passkeys: (accountId: string) => Promise<readonly StoredPasskey[]>
  readonly passkey: (kind: AccountKind, id: string) => Promise<StoredPasskey | null>
  /**
   * False where what was shown for it no longer stands, or somebody has this passkey already. `entry` is the sign-in that
   * the first one gives; null for whoever is signed in already.
   */
  readonly addFactor: (
    accountId: string,
    factor: NewFactor,
    proof: FreshProof | FirstProof,
    entry: SignInEntry | null,
    now: number,
  ) => Promise<boolean>
  /** `last`: the site asks for one, and there would be none left. `gone`: what was shown for it no longer stands. */
  readonly removeCodes: (
    accountId: string,
    kind: FactorKind,
    proof: FreshProof,
    now: number,
  ) => Promise<'removed' | 'last' | 'gone'>
  /** False where it is the last second factor, and the site asks for one. */
  readonly removePasskey: (accountId: string, id: string) => Promise<boolean>
  /** Whether the site asks for a second factor; false where what the host has shown no longer stands. */
  readonly ask: (asked: boolean, by: HostProof, now: number) => Promise<boolean>
}

/** A host who has just typed the passphrase. */
export interface HostProof extends FreshProof {
  readonly accountId: string
}

const accountColumns = [
  'account.id',
  'account.kind',
  'account.name',
  'account.trained',
  'account.passphrase_hash',
] as const

interface AccountRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly trained: number
  readonly passphrase_hash: string | null
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    kind: row.kind === 'host' ? 'host' : 'mediator',
    name: row.name,
    trained: row.trained === 1,
    hasPassphrase: row.passphrase_hash !== null,
  }
}

function rowOf(account: Account, passphraseHash: string | null) {
  return {
    id: account.id,
    kind: account.kind,
    name: account.name,
    name_key: nameKey(account.name),
    trained: account.trained ? 1 : 0,
    passphrase_hash: passphraseHash,
  }
}

function passkeyOf(row: Database['passkey']): StoredPasskey {
  return {
    id: row.id,
    accountId: row.account_id,
    publicKey: row.public_key,
    uses: Number(row.uses),
    addedOn: row.added_on,
  }
}

/** A passkey may have been added by somebody who held the device for a moment, so it ends with the rest. */
async function endEverything(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await transaction.deleteFrom('sign_in').where('account_id', '=', accountId).execute()
  await transaction.deleteFrom('known_device').where('account_id', '=', accountId).execute()
  await transaction.deleteFrom('passkey').where('account_id', '=', accountId).execute()
}

/** In the place of all earlier ones. */
async function putInvitation(
  transaction: Transaction<Database>,
  accountId: string,
  tokenHash: string,
  expiresOn: string,
): Promise<void> {
  await transaction.deleteFrom('invitation').where('account_id', '=', accountId).execute()
  await transaction
    .insertInto('invitation')
    .values({ token_hash: tokenHash, account_id: accountId, expires_on: expiresOn, spent: 0 })
    .execute()
}

async function addSignIn(
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
async function isFresh(
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

/** Signs in where the site asks for nothing more. */
async function signInUnlessAsked(
  transaction: Transaction<Database>,
  accountId: string,
  entry: SignInEntry,
): Promise<Written> {
  if (await isAsked(transaction)) return 'second-factor'
  await addSignIn(transaction, accountId, entry)
  return 'written'
}

/** False where somebody has this passkey already: it stays theirs. */
async function putPasskey(transaction: Transaction<Database>, passkey: StoredPasskey): Promise<boolean> {
  const added = await transaction
    .insertInto('passkey')
    .values({
      id: passkey.id,
      account_id: passkey.accountId,
      public_key: passkey.publicKey,
      uses: passkey.uses,
      added_on: passkey.addedOn,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Whether what was shown still counts; a passkey's own count goes on by it, and a code is spent. */
async function stands(transaction: Transaction<Database>, accountId: string, proof: Proof): Promise<boolean> {
  if (proof.kind === 'passkey') {
    const counted = await transaction
      .updateTable('passkey')
      .set({ uses: proof.uses })
      .where('id', '=', proof.id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return counted.numUpdatedRows > 0n
  }
  const account = await transaction
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .where('passphrase_hash', '=', proof.hash)
    .executeTakeFirst()
  if (account === undefined) return false
  return proof.kind === 'passphrase' || spend(transaction, accountId, proof.code)
}

export function createAccountStore(database: Kysely<Database>): AccountStore {
  const byId = (kind: AccountKind, id: string) =>
    database.selectFrom('account').select(accountColumns).where('kind', '=', kind).where('id', '=', id)
  return {
    list: async (kind) => {
      const rows = await database
        .selectFrom('account')
        .select(accountColumns)
        .where('kind', '=', kind)
        .orderBy('name_key')
        .execute()
      return rows.map(accountOf)
    },
    find: async (kind, id) => {
      const row = await byId(kind, id).executeTakeFirst()
      return row === undefined ? null : accountOf(row)
    },
    findByName: async (kind, name) => {
      const row = await database
        .selectFrom('account')
        .select(accountColumns)
        .where('kind', '=', kind)
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row === undefined ? null : { account: accountOf(row), passphraseHash: row.passphrase_hash }
    },
    passphraseHash: async (accountId) => {
      const row = await database
        .selectFrom('account')
        .select('passphrase_hash')
        .where('id', '=', accountId)
        .executeTakeFirst()
      return row?.passphrase_hash ?? null
    },
    add: async (account, passphraseHash) => {
      const result = await database
        .insertInto('account')
        .values(rowOf(account, passphraseHash))
        .onConflict((conflict) => conflict.columns(['kind', 'name_key']).doNothing())
        .executeTakeFirst()
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    addFirst: async (account, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        const other = await transaction
          .selectFrom('account')
          .select('id')
          .where('kind', '=', account.kind)
          .executeTakeFirst()
        if (other !== undefined) return 'gone'
        await transaction.insertInto('account').values(rowOf(account, passphraseHash)).execute()
        return signInUnlessAsked(transaction, account.id, entry)
      }),
    setTrained: async (accountId, trained) => {
      await database
        .updateTable('account')
        .set({ trained: trained ? 1 : 0 })
        .where('id', '=', accountId)
        .execute()
    },
    renewHash: async (accountId, hash, better) => {
      const { numUpdatedRows } = await database
        .updateTable('account')
        .set({ passphrase_hash: better })
        .where('id', '=', accountId)
        .where('passphrase_hash', '=', hash)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    setPassphrase: async (accountId, checked, passphraseHash, entry, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, accountId, checked, now))) return false
        await transaction
          .updateTable('account')
          .set({ passphrase_hash: passphraseHash })
          .where('id', '=', accountId)
          .execute()
        await endEverything(transaction, accountId)
        await letBeginWhereNothingIsLeft(transaction, accountId)
        // A link from before leads to a passphrase as well, whoever holds it.
        await transaction
          .updateTable('invitation')
          .set({ spent: 1 })
          .where('account_id', '=', accountId)
          .execute()
        await addSignIn(transaction, accountId, entry)
        return true
      }),
    remove: async (kind, id) => {
      const result = await database
        .deleteFrom('account')
        .where('kind', '=', kind)
        .where('id', '=', id)
        .executeTakeFirst()
      return result.numDeletedRows > 0n
    },
    invite: async (accountId, tokenHash, expiresOn) =>
      database
        .transaction()
        .execute((transaction) => putInvitation(transaction, accountId, tokenHash, expiresOn)),
    invitation: async (tokenHash) => {
      const row = await database
        .selectFrom('invitation')
        .innerJoin('account', 'account.id', 'invitation.account_id')
        .select([...accountColumns, 'invitation.expires_on', 'invitation.spent'])
        .where('invitation.token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row === undefined
        ? null
        : { account: accountOf(row), expiresOn: row.expires_on, spent: row.spent === 1 }
    },
    startAnew: async (kind, id, invitation, by, now) =>
      database.transaction().execute(async (transaction) => {
        if (by !== null && !(await isFresh(transaction, by.accountId, by, now))) return false
        const ended = await transaction
          .updateTable('account')
          .set({ passphrase_hash: null })
          .where('kind', '=', kind)
          .where('id', '=', id)
          .executeTakeFirst()
        if (ended.numUpdatedRows === 0n) return false
        await endEverything(transaction, id)
        await endCodes(transaction, id)
        await putInvitation(transaction, id, invitation.tokenHash, invitation.expiresOn)
        return true
      }),
    spendInvitation: async (tokenHash, accountId, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        const spent = await transaction
          .updateTable('invitation')
          .set({ spent: 1 })
          .where('token_hash', '=', tokenHash)
          .where('account_id', '=', accountId)
          .where('spent', '=', 0)
          .executeTakeFirst()
        if (spent.numUpdatedRows === 0n) return 'gone'
        await transaction
          .updateTable('account')
          .set({ passphrase_hash: passphraseHash })
          .where('id', '=', accountId)
          .execute()
        await endEverything(transaction, accountId)
        await endCodes(transaction, accountId)
        return signInUnlessAsked(transaction, accountId, entry)
      }),
    signIn: async (accountId, proof, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await stands(transaction, accountId, proof))) return 'gone'
        if (proof.kind === 'passphrase') return signInUnlessAsked(transaction, accountId, entry)
        if (await isAsked(transaction)) await noteSecondFactor(transaction, accountId)
        await addSignIn(transaction, accountId, entry)
        return 'written'
      }),
    signedIn: async (kind, tokenHash, now) => {
      const row = await database
        .selectFrom('sign_in')
        .innerJoin('account', 'account.id', 'sign_in.account_id')
        .select(accountColumns)
        .where('sign_in.token_hash', '=', tokenHash)
        .where('sign_in.expires_at', '>', now)
        .where('account.kind', '=', kind)
        .executeTakeFirst()
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
    passkeys: async (accountId) => {
      const rows = await database
        .selectFrom('passkey')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('added_on')
        .execute()
      return rows.map(passkeyOf)
    },
    passkey: async (kind, id) => {
      const row = await database
        .selectFrom('passkey')
        .innerJoin('account', 'account.id', 'passkey.account_id')
        .selectAll('passkey')
        .where('account.kind', '=', kind)
        .where('passkey.id', '=', id)
        .executeTakeFirst()
      return row === undefined ? null : passkeyOf(row)
    },
    addFactor: async (accountId, factor, proof, entry, now) =>
      database.transaction().execute(async (transaction) => {
        const may =
          proof.signInHash === null
            ? await mayBeginBy(transaction, accountId, proof.passphraseHash)
            : await isFresh(transaction, accountId, proof, now)
        if (!may) return false
        if (factor.kind !== 'passkey') await putCodes(transaction, accountId, factor)
        else if (!(await putPasskey(transaction, factor.passkey))) return false
        if (await isAsked(transaction)) await noteSecondFactor(transaction, accountId)
        if (entry !== null) await addSignIn(transaction, accountId, entry)
        return true
      }),
    removeCodes: async (accountId, kind, proof, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, accountId, proof, now))) return 'gone'
        return (await removeFactor(transaction, accountId, kind)) ? 'removed' : 'last'
      }),
    removePasskey: (accountId, id) =>
      database.transaction().execute((transaction) => removeFactor(transaction, accountId, { passkey: id })),
    ask: async (asked, by, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, by.accountId, by, now))) return false
        await ask(transaction, asked)
        return true
      }),
  }
}

/** Whether a passphrase still counts, and may alone set up the first second factor of its account. */
async function mayBeginBy(
  transaction: Transaction<Database>,
  accountId: string,
  passphraseHash: string,
): Promise<boolean> {
  const isRight = await stands(transaction, accountId, { kind: 'passphrase', hash: passphraseHash })
  return isRight && mayBeginAlone(transaction, accountId)
}
