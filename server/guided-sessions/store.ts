/** The records of guided sessions: nobody's name, no visit, no time but the month. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import type { GuidedSessionRecord } from './record-messages.ts'

export interface GuidedSessionRecords {
  readonly add: (record: GuidedSessionRecord) => Promise<void>
  readonly count: () => Promise<number>
}

export function createGuidedSessionRecords(
  database: Kysely<Database>,
  newId: () => string,
  /** The day's clock, in milliseconds. */
  now: () => number,
): GuidedSessionRecords {
  return {
    add: async ({ language, themes, outcome, placeKind, length }) => {
      await database
        .insertInto('guided_session_record')
        .values({
          // It says nothing, and has no order.
          id: newId(),
          month: new Date(now()).toISOString().slice(0, 7),
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
