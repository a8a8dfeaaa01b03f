/** The settings of a site: the only SQL about them. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'

export interface HostStore {
  /** Null where the host has not named the site. */
  readonly siteName: () => Promise<string | null>
  readonly setSiteName: (name: string) => Promise<void>
}

export function createHostStore(database: Kysely<Database>): HostStore {
  return {
    siteName: async () => {
      const row = await database
        .selectFrom('site_setting')
        .select('value')
        .where('setting', '=', 'site-name')
        .executeTakeFirst()
      return row?.value ?? null
    },
    setSiteName: async (name) => {
      await database
        .insertInto('site_setting')
        .values({ setting: 'site-name', value: name })
        .onConflict((conflict) => conflict.column('setting').doUpdateSet({ value: name }))
        .execute()
    },
  }
}
