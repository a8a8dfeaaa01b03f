/** The addresses of official pages that a site has corrected. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { AddressOverride } from './rules.ts'

export interface AddressOverrides {
  readonly list: () => Promise<readonly AddressOverride[]>
  /** Sets or replaces one address; `changedOn` is a day, yyyy-mm-dd. */
  readonly set: (override: AddressOverride, changedOn: string) => Promise<void>
  /** Goes back to the address the software brings; true where there was a correction. */
  readonly remove: (officialPageId: string, language: string) => Promise<boolean>
}

export function createAddressOverrides(database: Kysely<Database>): AddressOverrides {
  return {
    list: async () => {
      const rows = await database.selectFrom('address_override').selectAll().execute()
      return rows.map((row) => ({
        officialPageId: row.official_page_id,
        language: row.language,
        address: row.address,
      }))
    },
    set: async ({ officialPageId, language, address }, changedOn) => {
      await database
        .insertInto('address_override')
        .values({ official_page_id: officialPageId, language, address, changed_on: changedOn })
        .onConflict((conflict) =>
          conflict.columns(['official_page_id', 'language']).doUpdateSet({ address, changed_on: changedOn }),
        )
        .execute()
    },
    remove: async (officialPageId, language) => {
      const result = await database
        .deleteFrom('address_override')
        .where('official_page_id', '=', officialPageId)
        .where('language', '=', language)
        .executeTakeFirst()
      return result.numDeletedRows > 0n
    },
  }
}
