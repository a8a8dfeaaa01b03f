/** Passkeys as they are kept: nothing of them is secret. */

import type { Kysely, Transaction } from 'kysely'
import type { AccountKind } from '../accounts/rules.ts'
import type { Database } from '../database/schema.ts'

export interface StoredPasskey {
  readonly id: string
  readonly accountId: string
  /** In base64url. */
  readonly publicKey: string
  readonly uses: number
  /** Day, yyyy-mm-dd. */
  readonly addedOn: string
}

/** A passkey that has just answered, and how often it was used by its own count. */
export interface UsedPasskey {
  readonly id: string
  readonly uses: number
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

/** The passkeys of an account, the oldest first. */
export async function listPasskeys(
  database: Kysely<Database>,
  accountId: string,
): Promise<readonly StoredPasskey[]> {
  const rows = await database
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('added_on')
    .execute()
  return rows.map(passkeyOf)
}

/** A passkey by its id; null where nobody of this kind has it. */
export async function findPasskey(
  database: Kysely<Database>,
  kind: AccountKind,
  id: string,
): Promise<StoredPasskey | null> {
  const row = await database
    .selectFrom('passkey')
    .innerJoin('account', 'account.id', 'passkey.account_id')
    .selectAll('passkey')
    .where('account.kind', '=', kind)
    .where('passkey.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : passkeyOf(row)
}

/** False where somebody has this passkey already: it stays theirs. */
export async function putPasskey(
  transaction: Transaction<Database>,
  passkey: StoredPasskey,
): Promise<boolean> {
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

/** Notes how often a passkey was used; false where it has gone meanwhile. */
export async function notePasskeyUse(
  transaction: Transaction<Database>,
  accountId: string,
  { id, uses }: UsedPasskey,
): Promise<boolean> {
  const counted = await transaction
    .updateTable('passkey')
    .set({ uses })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return counted.numUpdatedRows > 0n
}

/** Takes one passkey of an account out. */
export async function endPasskey(
  transaction: Transaction<Database>,
  accountId: string,
  id: string,
): Promise<void> {
  await transaction.deleteFrom('passkey').where('account_id', '=', accountId).where('id', '=', id).execute()
}

/** Takes all passkeys of an account out. */
export async function endPasskeys(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await transaction.deleteFrom('passkey').where('account_id', '=', accountId).execute()
}
