/** The tables, as Kysely sees them. Nothing of a patient stands in any of them. */

import type { Generated } from 'kysely'

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
  account: {
    id: string
    kind: string
    name: string
    /** The name as it is compared: no two accounts of a kind share one. */
    name_key: string
    /** 0 or 1. */
    trained: number
    /** Null until a passphrase was chosen. */
    passphrase_hash: string | null
    /** 0, or 1 once somebody has signed in with a second factor: from then on the passphrase alone sets none up. */
    second_factor: Generated<number>
  }
  authenticator_app: {
    account_id: string
    /** In base32, readable: codes are made from it. */
    secret: string
    /** The last step of 30 seconds whose code was used; PostgreSQL gives it as a string. */
    last_step: number | string
  }
  /** The codes of a card that are left. */
  card_code: {
    code_hash: string
    account_id: string
  }
  invitation: {
    token_hash: string
    account_id: string
    /** The last day on which it counts, yyyy-mm-dd. */
    expires_on: string
    /** 0 or 1: kept after it was spent, so that the page can say so. */
    spent: number
  }
  sign_in: {
    token_hash: string
    account_id: string
    /** Milliseconds of the day's clock; PostgreSQL gives it as a string. */
    expires_at: number | string
  }
  known_device: {
    token_hash: string
    account_id: string
    /** The last day on which it counts, yyyy-mm-dd. */
    expires_on: string
  }
  passkey: {
    id: string
    account_id: string
    public_key: string
    /** The authenticator's own count; PostgreSQL gives it as a string. */
    uses: number | string
    /** Day, yyyy-mm-dd. */
    added_on: string
  }
  kiosk: {
    id: string
    name: string
    /** Of what its supervisor's token makes for the guide's browser; null until a token was made. */
    supervisor_hash: string | null
    /** Of the cookie of the browser that a link was opened in; null until one was. */
    browser_hash: string | null
  }
  site_setting: {
    setting: string
    value: string
  }
}
