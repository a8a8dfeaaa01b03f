/** A kiosk has two secrets that know nothing of each other. Those of before were one, and may stand in a browser's history. */

import type { Kysely } from 'kysely'

/** SQLite cannot take a unique column away, so the kiosks move; each keeps its id and its name. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const old = database as Kysely<{ kiosk: { id: string; name: string } }>
  const before = await old.selectFrom('kiosk').select(['id', 'name']).execute()
  await database.schema.dropTable('kiosk').execute()
  await database.schema
    .createTable('kiosk')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('supervisor_hash', 'text', (column) => column.unique())
    .addColumn('browser_hash', 'text', (column) => column.unique())
    .execute()
  if (before.length > 0) await old.insertInto('kiosk').values(before).execute()
}
