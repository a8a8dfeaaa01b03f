/** Authenticator apps and cards of codes as they are kept. */

import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { FactorKind } from './rules.ts'

/** What somebody sets up; an app or a card takes the place of the one before. */
export type NewCodes =
  | { readonly kind: 'app'; readonly secret: string; readonly step: number }
  | { readonly kind: 'card'; readonly codeHashes: readonly string[] }

/** A code that was right when it was looked at. */
export type UsedCode =
  | { readonly kind: 'app'; readonly secret: string; readonly step: number }
  | { readonly kind: 'card'; readonly codeHash: string }

export interface StoredApp {
  readonly secret: string
  /** The last step of 30 seconds whose code was used. */
  readonly lastStep: number
}

/** The app of an account; null where it has none. */
export async function findApp(database: Kysely<Database>, accountId: string): Promise<StoredApp | null> {
  const row = await database
    .selectFrom('authenticator_app')
    .select(['secret', 'last_step'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row === undefined ? null : { secret: row.secret, lastStep: Number(row.last_step) }
}

/** The hashes of the codes that are left. */
export async function listCardCodes(
  database: Kysely<Database>,
  accountId: string,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('card_code')
    .select('code_hash')
    .where('account_id', '=', accountId)
    .orderBy('code_hash')
    .execute()
  return rows.map(({ code_hash }) => code_hash)
}

/** Counts a code as used; false where it was used meanwhile, or belongs to what is no longer there. */
export async function spendCode(
  transaction: Transaction<Database>,
  accountId: string,
  code: UsedCode,
): Promise<boolean> {
  if (code.kind === 'card') {
    const spent = await transaction
      .deleteFrom('card_code')
      .where('account_id', '=', accountId)
      .where('code_hash', '=', code.codeHash)
      .executeTakeFirst()
    return spent.numDeletedRows > 0n
  }
  const spent = await transaction
    .updateTable('authenticator_app')
    .set({ last_step: code.step })
    .where('account_id', '=', accountId)
    .where('secret', '=', code.secret)
    .where('last_step', '<', code.step)
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

/** Puts an app or a card in the place of the one before. */
export async function putCodes(
  transaction: Transaction<Database>,
  accountId: string,
  codes: NewCodes,
): Promise<void> {
  await endCodesOf(transaction, accountId, codes.kind)
  if (codes.kind === 'app') {
    await transaction
      .insertInto('authenticator_app')
      .values({ account_id: accountId, secret: codes.secret, last_step: codes.step })
      .execute()
    return
  }
  const rows = codes.codeHashes.map((code_hash) => ({ code_hash, account_id: accountId }))
  await transaction.insertInto('card_code').values(rows).execute()
}

/** Takes the app out, or the card. */
export async function endCodesOf(
  transaction: Transaction<Database>,
  accountId: string,
  kind: FactorKind,
): Promise<void> {
  const table = kind === 'app' ? 'authenticator_app' : 'card_code'
  await transaction.deleteFrom(table).where('account_id', '=', accountId).execute()
}
