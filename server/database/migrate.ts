/** Brings the database to the newest form. */

import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { DatabaseNewer } from './failures.ts'
import * as addressOverride from './migrations/0001-address-override.ts'
import * as accounts from './migrations/0002-accounts.ts'
import * as guidedSessionRecord from './migrations/0003-guided-session-record.ts'
import * as twoSecretsOfAKiosk from './migrations/0004-two-secrets-of-a-kiosk.ts'
import * as secondFactors from './migrations/0005-second-factors.ts'
import * as nameKeys from './migrations/0006-name-keys.ts'
import type { Database } from './schema.ts'

const migrations = {
  '0001-address-override': addressOverride,
  '0002-accounts': accounts,
  '0003-guided-session-record': guidedSessionRecord,
  '0004-two-secrets-of-a-kiosk': twoSecretsOfAKiosk,
  '0005-second-factors': secondFactors,
  '0006-name-keys': nameKeys,
}

/**
 * Runs what has not run yet. Throws what the failed migration threw; the database then stays as it was. Throws
 * `DatabaseNewer` where a newer version of this program has changed it.
 */
export async function migrate(database: Kysely<Database>): Promise<void> {
  await changesOf(database)
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** How many migrations have run; none in a new database. Throws `DatabaseNewer` as `migrate` does. */
export async function changesOf(database: Kysely<Database>): Promise<number> {
  const names = await namesRun(database)
  const unknown = names.filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0) throw new DatabaseNewer(unknown)
  return names.length
}

async function namesRun(database: Kysely<Database>): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database)
  return rows.map(({ name }) => name)
}
