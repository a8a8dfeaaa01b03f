/** The accounts, their invitations, sign-ins, known devices and passkeys: the only SQL about them. */

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/schema.ts'
import { type Account, type AccountKind, nameKey } from './accounts.ts'

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

export interface StoredInvitation {
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
 * written only where it still stands, in one transaction.
 */
export type Proof =
  | { readonly kind: 'passphrase'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly id: string; readonly uses: number }

/** By what somebody may add a passkey: the passphrase that was typed again, in a sign-in that goes on. */
export interface FreshProof {
  readonly passphraseHash: string
  readonly signInHash: string
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
  /** Puts the first account of its kind in, signed in; false where there is one already. */
  readonly addFirst: (account: Account, passphraseHash: string, entry: SignInEntry) => Promise<boolean>
  readonly setTrained: (accountId: string, trained: boolean) => Promise<void>
  /**
   * Puts a passphrase in the place of the one that was checked, ends every sign-in, known device, passkey and open link
   * of the account, and signs this browser in. False where the checked one no longer stands.
   */
  readonly setPassphrase: (
    accountId: string,
    checkedHash: string,
    passphraseHash: string,
    entry: SignInEntry,
  ) => Promise<boolean>
  /** Takes the account out with all that belongs to it; false where there is none. */
  readonly remove: (kind: AccountKind, id: string) => Promise<boolean>
  /** Puts an invitation in the place of all earlier ones of the account. */
  readonly invite: (accountId: string, tokenHash: string, expiresOn: string) => Promise<void>
  readonly invitation: (tokenHash: string) => Promise<StoredInvitation | null>
  /** Sets the passphrase that an invitation was for, and signs in; false where somebody else was first. */
  readonly spendInvitation: (
    tokenHash: string,
    accountId: string,
    passphraseHash: string,
    entry: SignInEntry,
  ) => Promise<boolean>
  /** Signs in by what was shown; false where that no longer stands, or the account has gone. */
  readonly signIn: (accountId: string, proof: Proof, entry: SignInEntry) => Promise<boolean>
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
  /** False where what was shown for it no longer stands, or somebody has this passkey already. */
  readonly addPasskey: (passkey: StoredPasskey, proof: FreshProof, now: number) => Promise<boolean>
  readonly removePasskey: (accountId: string, id: string) => Promise<void>
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

/** Whether what was shown still counts; a passkey's own count goes on by it. */
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
  return account !== undefined
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
        if (other !== undefined) return false
        await transaction.insertInto('account').values(rowOf(account, passphraseHash)).execute()
        await addSignIn(transaction, account.id, entry)
        return true
      }),
    setTrained: async (accountId, trained) => {
      await database
        .updateTable('account')
        .set({ trained: trained ? 1 : 0 })
        .where('id', '=', accountId)
        .execute()
    },
    setPassphrase: async (accountId, checkedHash, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        const set = await transaction
          .updateTable('account')
          .set({ passphrase_hash: passphraseHash })
          .where('id', '=', accountId)
          .where('passphrase_hash', '=', checkedHash)
          .executeTakeFirst()
        if (set.numUpdatedRows === 0n) return false
        await endEverything(transaction, accountId)
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
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('invitation').where('account_id', '=', accountId).execute()
        await transaction
          .insertInto('invitation')
          .values({ token_hash: tokenHash, account_id: accountId, expires_on: expiresOn, spent: 0 })
          .execute()
      }),
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
    spendInvitation: async (tokenHash, accountId, passphraseHash, entry) =>
      database.transaction().execute(async (transaction) => {
        const spent = await transaction
          .updateTable('invitation')
          .set({ spent: 1 })
          .where('token_hash', '=', tokenHash)
          .where('account_id', '=', accountId)
          .where('spent', '=', 0)
          .executeTakeFirst()
        if (spent.numUpdatedRows === 0n) return false
        await transaction
          .updateTable('account')
          .set({ passphrase_hash: passphraseHash })
          .where('id', '=', accountId)
          .execute()
        await endEverything(transaction, accountId)
        await addSignIn(transaction, accountId, entry)
        return true
      }),
    signIn: async (accountId, proof, entry) =>
      database.transaction().execute(async (transaction) => {
        if (!(await stands(transaction, accountId, proof))) return false
        await addSignIn(transaction, accountId, entry)
        return true
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
    addPasskey: async (passkey, proof, now) =>
      database.transaction().execute(async (transaction) => {
        const stillThere = await transaction
          .selectFrom('account')
          .innerJoin('sign_in', 'sign_in.account_id', 'account.id')
          .select('account.id')
          .where('account.id', '=', passkey.accountId)
          .where('account.passphrase_hash', '=', proof.passphraseHash)
          .where('sign_in.token_hash', '=', proof.signInHash)
          .where('sign_in.expires_at', '>', now)
          .executeTakeFirst()
        if (stillThere === undefined) return false
        const added = await transaction
          .insertInto('passkey')
          .values({
            id: passkey.id,
            account_id: passkey.accountId,
            public_key: passkey.publicKey,
            uses: passkey.uses,
            added_on: passkey.addedOn,
          })
          // A passkey that somebody has already stays theirs.
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst()
        return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
      }),
    removePasskey: async (accountId, id) => {
      await database.deleteFrom('passkey').where('account_id', '=', accountId).where('id', '=', id).execute()
    },
  }
}
