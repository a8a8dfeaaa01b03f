/** The settings of a site: the only SQL about them. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'

interface HostStore {
  /** Null where the host has not named the site. */
  readonly siteName: () => Promise<string | null>
  readonly setSiteName: (name: string) => Promise<void>
  /** Writes down the day, yyyy-mm-dd; throws where nothing can be written. */
  readonly tryToWrite: (day: string) => Promise<void>
}

export function createHostStore(database: Kysely<Database>): HostStore {
  const set = async (setting: string, value: string) => {
    await database
      .insertInto('site_setting')
      .values({ setting, value })
      .onConflict((conflict) => conflict.column('setting').doUpdateSet({ value }))
      .execute()
  }
  return {
    siteName: async () => {
      const row = await database
        .selectFrom('site_setting')
        .select('value')
        .where('setting', '=', 'site-name')
        .executeTakeFirst()
      return row?.value ?? null
    },
    setSiteName: (name) => set('site-name', name),
    // Nothing of anybody is replaced, so nothing has to be wiped.
    tryToWrite: async (day) => {
      await database
        .insertInto('site_setting')
        .orReplace()
        .values({ setting: 'last-written', value: day })
        .execute()
    },
  }
}
