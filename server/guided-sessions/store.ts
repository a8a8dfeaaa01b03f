/** The records of guided sessions: nobody's name, no visit, no time but the month. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { GuidedSessionRecord } from './records.ts'

export interface GuidedSessionRecords {
  /** `id` says nothing and has no order; `month` is yyyy-mm. */
  readonly add: (id: string, month: string, record: GuidedSessionRecord) => Promise<void>
  readonly count: () => Promise<number>
}

export function createGuidedSessionRecords(database: Kysely<Database>): GuidedSessionRecords {
  return {
    add: async (id, month, { language, themes, outcome, placeKind, length }) => {
      await database
        .insertInto('guided_session_record')
        .values({
          id,
          month,
          language,
          themes: [...themes].sort().join(' '),
          outcome,
          place_kind: placeKind,
          length,
        })
        .execute()
    },
    count: async () => {
      const { total } = await database
        .selectFrom('guided_session_record')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      return Number(total)
    },
  }
}
