/** The tables, as Kysely sees them. Nothing of a patient stands in any of them. */

export interface Database {
  address_override: {
    official_page_id: string
    language: string
    address: string
    /** Day of the correction, yyyy-mm-dd. */
    changed_on: string
  }
}
