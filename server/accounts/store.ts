/** The accounts, the hashes of their passphrases, and their invitations: the only SQL about them. */

import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/schema.ts'
import { nameKey } from './name-rules.ts'
import type { Account, AccountKind } from './rules.ts'

interface StoredInvitation {
  readonly account: Account
  readonly expiresOn: string
  readonly spent: boolean
}

/** Tokens come in hashed only: whoever reads the database cannot use an invitation. */
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
  readonly setTrained: (accountId: string, trained: boolean) => Promise<void>
  /** Puts another hash of the same passphrase in the place of one, if that one still stands. */
  readonly renewHash: (accountId: string, hash: string, better: string) => Promise<boolean>
  /** Takes the account out with all that belongs to it; false where there is none. */
  readonly remove: (kind: AccountKind, id: string) => Promise<boolean>
  /** Puts an invitation in the place of all earlier ones of the account. */
  readonly invite: (accountId: string, tokenHash: string, expiresOn: string) => Promise<void>
  readonly invitation: (tokenHash: string) => Promise<StoredInvitation | null>
}

/** What `accountOf` reads. */
export const accountColumns = [
  'account.id',
  'account.kind',
  'account.name',
  'account.trained',
  'account.passphrase_hash',
] as const

export interface AccountRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly trained: number
  readonly passphrase_hash: string | null
}

/** An account of a row, of `accountColumns`. */
export function accountOf(row: AccountRow): Account {
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

/** Puts the first account of its kind in; false where there is one already. */
export async function addFirstAccount(
  transaction: Transaction<Database>,
  account: Account,
  passphraseHash: string,
): Promise<boolean> {
  const other = await transaction
    .selectFrom('account')
    .select('id')
    .where('kind', '=', account.kind)
    .executeTakeFirst()
  if (other !== undefined) return false
  await transaction.insertInto('account').values(rowOf(account, passphraseHash)).execute()
  return true
}

/** Whether the hash of a passphrase that was checked is still the one that counts. */
export async function hasPassphrase(
  transaction: Transaction<Database>,
  accountId: string,
  passphraseHash: string,
): Promise<boolean> {
  const account = await transaction
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .where('passphrase_hash', '=', passphraseHash)
    .executeTakeFirst()
  return account !== undefined
}

/** In the place of the passphrase of before. */
export async function putPassphrase(
  transaction: Transaction<Database>,
  accountId: string,
  passphraseHash: string,
): Promise<void> {
  await transaction
    .updateTable('account')
    .set({ passphrase_hash: passphraseHash })
    .where('id', '=', accountId)
    .execute()
}

/** Leaves an account without a passphrase; false where there is no such account. */
export async function endPassphrase(
  transaction: Transaction<Database>,
  kind: AccountKind,
  accountId: string,
): Promise<boolean> {
  const ended = await transaction
    .updateTable('account')
    .set({ passphrase_hash: null })
    .where('kind', '=', kind)
    .where('id', '=', accountId)
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

/** In the place of all earlier ones. */
export async function putInvitation(
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

/** False where somebody else was first. */
export async function spendInvitation(
  transaction: Transaction<Database>,
  accountId: string,
  tokenHash: string,
): Promise<boolean> {
  const spent = await transaction
    .updateTable('invitation')
    .set({ spent: 1 })
    .where('token_hash', '=', tokenHash)
    .where('account_id', '=', accountId)
    .where('spent', '=', 0)
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

/** Spends every open link of an account. */
export async function endInvitations(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await transaction.updateTable('invitation').set({ spent: 1 }).where('account_id', '=', accountId).execute()
}

export function createAccountStore(database: Kysely<Database>): AccountStore {
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
      const row = await database
        .selectFrom('account')
        .select(accountColumns)
        .where('kind', '=', kind)
        .where('id', '=', id)
        .executeTakeFirst()
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
  }
}
