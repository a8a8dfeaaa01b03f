/** The kiosks of a site as they are kept: the only SQL about them. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { Kiosk } from './rules.ts'

/** What is kept of a kiosk: of each secret a hash, or null where there is none yet. */
export interface StoredKiosk extends Kiosk {
  readonly supervisorHash: string | null
  readonly browserHash: string | null
}

export interface KioskStore {
  readonly list: () => Promise<readonly StoredKiosk[]>
  readonly add: (kiosk: Kiosk) => Promise<void>
  readonly setSupervisorHash: (id: string, hash: string) => Promise<void>
  readonly setBrowserHash: (id: string, hash: string) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

export function createKioskStore(database: Kysely<Database>): KioskStore {
  const set = async (id: string, change: { supervisor_hash: string } | { browser_hash: string }) => {
    await database.updateTable('kiosk').set(change).where('id', '=', id).execute()
  }
  return {
    list: async () => {
      const rows = await database.selectFrom('kiosk').selectAll().orderBy('name').execute()
      return rows.map(({ id, name, supervisor_hash, browser_hash }) => ({
        id,
        name,
        supervisorHash: supervisor_hash,
        browserHash: browser_hash,
      }))
    },
    add: async ({ id, name }) => {
      await database.insertInto('kiosk').values({ id, name }).execute()
    },
    setSupervisorHash: (id, hash) => set(id, { supervisor_hash: hash }),
    setBrowserHash: (id, hash) => set(id, { browser_hash: hash }),
    remove: async (id) => {
      await database.deleteFrom('kiosk').where('id', '=', id).execute()
    },
  }
}
