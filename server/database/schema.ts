/** The tables, as Kysely sees them. Nothing of a patient stands in any of them. */

export interface Database {
  address_override: {
    official_page_id: string
    language: string
    address: string
    /** Day of the correction, yyyy-mm-dd. */
    changed_on: string
  }
  guided_session_record: {
    id: string
    /** yyyy-mm: no day and no time, so that nobody who was there can find a row again. */
    month: string
    language: string
    /** Ids of themes, in alphabetical order, with a space between them. */
    themes: string
    outcome: string
    place_kind: string
    length: string
  }
}
