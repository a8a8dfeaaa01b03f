/** What is kept of a guided session: five ticks and the month. */

import { type Kysely, sql } from 'kysely'

export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('guided_session_record')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('themes', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('place_kind', 'text', (column) => column.notNull())
    .addColumn('length', 'text', (column) => column.notNull())
    // SQLite would number the rows in the order in which they came.
    .modifyEnd(sql`without rowid`)
    .execute()
}
