/** The kiosks and the settings of a site: the only SQL about them. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { Kiosk } from './host.ts'

export interface HostStore {
  readonly kiosks: () => Promise<readonly (Kiosk & { readonly tokenHash: string })[]>
  readonly addKiosk: (kiosk: Kiosk, tokenHash: string) => Promise<void>
  readonly removeKiosk: (id: string) => Promise<void>
  /** Null where the host has not named the site. */
  readonly siteName: () => Promise<string | null>
  readonly setSiteName: (name: string) => Promise<void>
}

export function createHostStore(database: Kysely<Database>): HostStore {
  return {
    kiosks: async () => {
      const rows = await database.selectFrom('kiosk').selectAll().orderBy('name').execute()
      return rows.map(({ id, name, token_hash }) => ({ id, name, tokenHash: token_hash }))
    },
    addKiosk: async ({ id, name }, tokenHash) => {
      await database.insertInto('kiosk').values({ id, name, token_hash: tokenHash }).execute()
    },
    removeKiosk: async (id) => {
      await database.deleteFrom('kiosk').where('id', '=', id).execute()
    },
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
