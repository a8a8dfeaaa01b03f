/** The kiosks of a site as they are kept: the only SQL about them. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { Kiosk } from './kiosks.ts'

export interface KioskStore {
  readonly list: () => Promise<readonly (Kiosk & { readonly tokenHash: string })[]>
  readonly add: (kiosk: Kiosk, tokenHash: string) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

export function createKioskStore(database: Kysely<Database>): KioskStore {
  return {
    list: async () => {
      const rows = await database.selectFrom('kiosk').selectAll().orderBy('name').execute()
      return rows.map(({ id, name, token_hash }) => ({ id, name, tokenHash: token_hash }))
    },
    add: async ({ id, name }, tokenHash) => {
      await database.insertInto('kiosk').values({ id, name, token_hash: tokenHash }).execute()
    },
    remove: async (id) => {
      await database.deleteFrom('kiosk').where('id', '=', id).execute()
    },
  }
}
