/** The first table: addresses of official pages that a site has corrected. */

import type { Kysely } from 'kysely'

export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('address_override')
    .addColumn('official_page_id', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('changed_on', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('address_override_key', ['official_page_id', 'language'])
    .execute()
}
