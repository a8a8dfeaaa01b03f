/** Second factors as they are kept: whether the site asks for one, who has which, and what begins or ends with one. */

import type { Kysely, Transaction } from 'kysely'
import type { AccountKind } from '../accounts/rules.ts'
import { hasPassphrase } from '../accounts/store.ts'
import type { Database } from '../database/schema.ts'
import {
  addSignIn,
  type FactorsOfSignIns,
  type FreshProof,
  type HostProof,
  isFresh,
  type SignInEntry,
} from '../sign-in/store.ts'
import {
  endCodesOf,
  findApp,
  listCardCodes,
  type NewCodes,
  putCodes,
  type StoredApp,
  spendCode,
  type UsedCode,
} from './code-store.ts'
import {
  endPasskey,
  endPasskeys,
  findPasskey,
  listPasskeys,
  notePasskeyUse,
  putPasskey,
  type StoredPasskey,
  type UsedPasskey,
} from './passkey-store.ts'
import type { FactorKind } from './rules.ts'

/** What somebody sets up to sign in with. */
export type NewFactor = NewCodes | { readonly kind: 'passkey'; readonly passkey: StoredPasskey }

/** What somebody has shown who has no second factor yet, and may set the first one up before the first sign-in. */
export interface FirstProof {
  readonly passphraseHash: string
  readonly signInHash: null
}

/** What an account has, to be shown to whose it is. */
export interface OwnFactors {
  readonly app: boolean
  readonly cardCodesLeft: number
  readonly passkeys: number
}

/** What was shown is looked at once more within the transaction that writes: it may count no longer. */
export interface FactorStore {
  /** Whether the site asks for a second factor after the passphrase. */
  readonly isAsked: () => Promise<boolean>
  /** Sets whether the site asks for a second factor; false where what the host has shown no longer stands. */
  readonly ask: (asked: boolean, by: HostProof, now: number) => Promise<boolean>
  readonly of: (accountId: string) => Promise<OwnFactors>
  /** Whether the passphrase alone may set up the first one: there is none, and there never was. */
  readonly mayBeginAlone: (accountId: string) => Promise<boolean>
  readonly app: (accountId: string) => Promise<StoredApp | null>
  /** The hashes of the codes that are left. */
  readonly cardCodes: (accountId: string) => Promise<readonly string[]>
  readonly passkeys: (accountId: string) => Promise<readonly StoredPasskey[]>
  readonly passkey: (kind: AccountKind, id: string) => Promise<StoredPasskey | null>
  /**
   * False where what was shown for it no longer stands, or somebody has this passkey already. `entry` is the sign-in that
   * the first one gives; null for whoever is signed in already.
   */
  readonly add: (
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
  /** Signs in by a code after a passphrase, and spends the code; false where either counts no longer. */
  readonly signInByCode: (
    accountId: string,
    passphraseHash: string,
    code: UsedCode,
    entry: SignInEntry,
  ) => Promise<boolean>
  /** Signs in by a passkey; false where it has gone. */
  readonly signInByPasskey: (accountId: string, used: UsedPasskey, entry: SignInEntry) => Promise<boolean>
}

type Queries = Kysely<Database> | Transaction<Database>

const setting = 'second-factor'

async function isAsked(queries: Queries): Promise<boolean> {
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

async function mayBeginAlone(queries: Queries, accountId: string): Promise<boolean> {
  const account = await queries
    .selectFrom('account')
    .select('second_factor')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return account?.second_factor === 0 && ways(await factorsOf(queries, accountId)) === 0
}

/** Whether what was shown lets somebody set one up. */
async function mayAdd(
  transaction: Transaction<Database>,
  accountId: string,
  proof: FreshProof | FirstProof,
  now: number,
): Promise<boolean> {
  if (proof.signInHash !== null) return isFresh(transaction, accountId, proof, now)
  const isRight = await hasPassphrase(transaction, accountId, proof.passphraseHash)
  return isRight && mayBeginAlone(transaction, accountId)
}

/** Where the site asks: the passphrase alone sets up nothing more for this account, whatever becomes of what it has. */
async function noteWhereAsked(transaction: Transaction<Database>, accountId: string): Promise<void> {
  if (!(await isAsked(transaction))) return
  await transaction.updateTable('account').set({ second_factor: 1 }).where('id', '=', accountId).execute()
}

async function letBegin(transaction: Transaction<Database>, accountId: string): Promise<void> {
  await transaction.updateTable('account').set({ second_factor: 0 }).where('id', '=', accountId).execute()
}

/** Switches the question on or off. Who has nothing then may begin with the passphrase, as everybody did at first. */
async function ask(transaction: Transaction<Database>, asked: boolean): Promise<void> {
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

/** Takes one out; false where it is the last one at a site that asks for one. */
async function remove(
  transaction: Transaction<Database>,
  accountId: string,
  factor: FactorKind | { readonly passkey: string },
): Promise<boolean> {
  const before = await factorsOf(transaction, accountId)
  const isLast = ways(before) === 1 && holds(before, factor)
  if (isLast && (await isAsked(transaction))) return false
  if (typeof factor === 'string') await endCodesOf(transaction, accountId, factor)
  else await endPasskey(transaction, accountId, factor.passkey)
  return true
}

function holds(before: OwnFactors, factor: FactorKind | { readonly passkey: string }): boolean {
  if (factor === 'app') return before.app
  return factor === 'card' ? before.cardCodesLeft > 0 : before.passkeys > 0
}

/** For the transactions of sign-ins. */
export const factorsOfSignIns: FactorsOfSignIns = {
  isAsked,
  endPasskeys,
  endCodes: async (transaction, accountId) => {
    await endCodesOf(transaction, accountId, 'app')
    await endCodesOf(transaction, accountId, 'card')
    await letBegin(transaction, accountId)
  },
  letBeginWhereNothingIsLeft: async (transaction, accountId) => {
    if (ways(await factorsOf(transaction, accountId)) === 0) await letBegin(transaction, accountId)
  },
}

export function createFactorStore(database: Kysely<Database>): FactorStore {
  return {
    isAsked: () => isAsked(database),
    ask: async (asked, by, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, by.accountId, by, now))) return false
        await ask(transaction, asked)
        return true
      }),
    of: (accountId) => factorsOf(database, accountId),
    mayBeginAlone: (accountId) => mayBeginAlone(database, accountId),
    app: (accountId) => findApp(database, accountId),
    cardCodes: (accountId) => listCardCodes(database, accountId),
    passkeys: (accountId) => listPasskeys(database, accountId),
    passkey: (kind, id) => findPasskey(database, kind, id),
    add: async (accountId, factor, proof, entry, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await mayAdd(transaction, accountId, proof, now))) return false
        if (factor.kind !== 'passkey') await putCodes(transaction, accountId, factor)
        else if (!(await putPasskey(transaction, factor.passkey))) return false
        await noteWhereAsked(transaction, accountId)
        if (entry !== null) await addSignIn(transaction, accountId, entry)
        return true
      }),
    removeCodes: async (accountId, kind, proof, now) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isFresh(transaction, accountId, proof, now))) return 'gone'
        return (await remove(transaction, accountId, kind)) ? 'removed' : 'last'
      }),
    removePasskey: (accountId, id) =>
      database.transaction().execute((transaction) => remove(transaction, accountId, { passkey: id })),
    signInByCode: async (accountId, passphraseHash, code, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await hasPassphrase(transaction, accountId, passphraseHash))) return false
        if (!(await spendCode(transaction, accountId, code))) return false
        await noteWhereAsked(transaction, accountId)
        await addSignIn(transaction, accountId, entry)
        return true
      }),
    signInByPasskey: async (accountId, used, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await notePasskeyUse(transaction, accountId, used))) return false
        await noteWhereAsked(transaction, accountId)
        await addSignIn(transaction, accountId, entry)
        return true
      }),
  }
}
