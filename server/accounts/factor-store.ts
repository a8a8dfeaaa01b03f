/** Second factors as they are kept: whether the site asks for one, and the apps, cards and passkeys that people have. */

import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { FactorKind } from './second-factor-rules.ts'

/** What somebody sets up; an app or a card takes the place of the one before. */
export type NewCodes =
  | { readonly kind: 'app'; readonly secret: string; readonly step: number }
  | { readonly kind: 'card'; readonly codeHashes: readonly string[] }

/** A code that was right when it was looked at. */
export type UsedCode =
  | { readonly kind: 'app'; readonly secret: string; readonly step: number }
  | { readonly kind: 'card'; readonly codeHash: string }

interface StoredApp {
  readonly secret: string
  /** The last step of 30 seconds whose code was used. */
  readonly lastStep: number
}

/** What an account has, to be shown to whose it is. */
export interface OwnFactors {
  readonly app: boolean
  readonly cardCodesLeft: number
  readonly passkeys: number
}

export interface FactorStore {
  /** Whether the site asks for a second factor after the passphrase. */
  readonly isAsked: () => Promise<boolean>
  readonly app: (accountId: string) => Promise<StoredApp | null>
  /** The hashes of the codes that are left. */
  readonly cardCodes: (accountId: string) => Promise<readonly string[]>
  readonly of: (accountId: string) => Promise<OwnFactors>
  /** Whether the passphrase alone may set up the first one: there is none, and there never was. */
  readonly mayBeginAlone: (accountId: string) => Promise<boolean>
}

type Queries = Kysely<Database> | Transaction<Database>

const setting = 'second-factor'

export async function isAsked(queries: Queries): Promise<boolean> {
  const row = await queries
    .selectFrom('site_setting')
    .select('value')
    .where('setting', '=', setting)
    .executeTakeFirst()
  return row !== undefined
}

async function factorsOf(queries: Queries, accountId: string): Promise<OwnFactors> {
  const countIn = async (table: 'authenticator_app' | 'card_code' | 'passkey') => {
    const row = await queries
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('count'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }
  return {
    app: (await countIn('authenticator_app')) > 0,
    cardCodesLeft: await countIn('card_code'),
    passkeys: await countIn('passkey'),
  }
}

function ways({ app, cardCodesLeft, passkeys }: OwnFactors): number {
  return Number(app) + Number(cardCodesLeft > 0) + passkeys
}

export async function mayBeginAlone(queries: Queries, accountId: string): Promise<boolean> {
  const account = await queries
    .selectFrom('account')
    .select('second_factor')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return account?.second_factor === 0 && ways(await factorsOf(queries, accountId)) === 0
}

/** From now on the passphrase alone sets up nothing for this account, whatever becomes of what it has. */
export async function noteSecondFactor(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await transaction.updateTable('account').set({ second_factor: 1 }).where('id', '=', accountId).execute()
}

/** Who has just chosen a new passphrase, signed in, begins with it where nothing else is left. */
export async function letBeginWhereNothingIsLeft(
  transaction: Transaction<Database>,
  accountId: string,
): Promise<void> {
  if (ways(await factorsOf(transaction, accountId)) > 0) return
  await transaction.updateTable('account').set({ second_factor: 0 }).where('id', '=', accountId).execute()
}

/** Switches the question on or off. Who has nothing then may begin with the passphrase, as everybody did at first. */
export async function ask(transaction: Transaction<Database>, asked: boolean): Promise<void> {
  await transaction.deleteFrom('site_setting').where('setting', '=', setting).execute()
  if (!asked) return
  await transaction.insertInto('site_setting').values({ setting, value: 'asked' }).execute()
  const holders = (table: 'authenticator_app' | 'card_code' | 'passkey') =>
    transaction.selectFrom(table).select('account_id')
  await transaction
    .updateTable('account')
    .set({ second_factor: 0 })
    .where('id', 'not in', holders('authenticator_app'))
    .where('id', 'not in', holders('card_code'))
    .where('id', 'not in', holders('passkey'))
    .execute()
}

/** Counts a code as used; false where it was used meanwhile, or belongs to what is no longer there. */
export async function spend(
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
  await remove(transaction, accountId, codes.kind)
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

async function remove(
  transaction: Transaction<Database>,
  accountId: string,
  kind: FactorKind,
): Promise<void> {
  const table = kind === 'app' ? 'authenticator_app' : 'card_code'
  await transaction.deleteFrom(table).where('account_id', '=', accountId).execute()
}

/** Takes one out; false where it is the last one at a site that asks for one. */
export async function removeFactor(
  transaction: Transaction<Database>,
  accountId: string,
  factor: FactorKind | { readonly passkey: string },
): Promise<boolean> {
  const before = await factorsOf(transaction, accountId)
  const isLast = ways(before) === 1 && holds(before, factor)
  if (isLast && (await isAsked(transaction))) return false
  if (typeof factor === 'string') await remove(transaction, accountId, factor)
  else {
    await transaction
      .deleteFrom('passkey')
      .where('account_id', '=', accountId)
      .where('id', '=', factor.passkey)
      .execute()
  }
  return true
}

function holds(before: OwnFactors, factor: FactorKind | { readonly passkey: string }): boolean {
  if (factor === 'app') return before.app
  return factor === 'card' ? before.cardCodesLeft > 0 : before.passkeys > 0
}

/** Takes app and card out, and lets the account begin anew. */
export async function endCodes(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await remove(transaction, accountId, 'app')
  await remove(transaction, accountId, 'card')
  await transaction.updateTable('account').set({ second_factor: 0 }).where('id', '=', accountId).execute()
}

export function createFactorStore(database: Kysely<Database>): FactorStore {
  return {
    isAsked: () => isAsked(database),
    app: async (accountId) => {
      const row = await database
        .selectFrom('authenticator_app')
        .select(['secret', 'last_step'])
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : { secret: row.secret, lastStep: Number(row.last_step) }
    },
    cardCodes: async (accountId) => {
      const rows = await database
        .selectFrom('card_code')
        .select('code_hash')
        .where('account_id', '=', accountId)
        .orderBy('code_hash')
        .execute()
      return rows.map(({ code_hash }) => code_hash)
    },
    of: (accountId) => factorsOf(database, accountId),
    mayBeginAlone: (accountId) => mayBeginAlone(database, accountId),
  }
}
