/** What a host looks after: the kiosks of the site, and its name. */

import type { Kiosk, PrinterTrouble } from '../kiosks/kiosks.ts'

/** A kiosk as the host sees it: whether somebody is there, and nothing of who or what. */
export interface KioskInList extends Kiosk {
  readonly inUse: boolean
  /** Whether its supervisor is connected. */
  readonly answers: boolean
  readonly printerTrouble: PrinterTrouble | null
}

const longestPlaceName = 60

/** The name of a site or a kiosk as it is kept; null where it cannot be. */
export function placeName(given: string): string | null {
  const name = given.normalize('NFC').trim().replace(/\s+/gu, ' ')
  const isName = name !== '' && name.length <= longestPlaceName && !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(name)
  return isName ? name : null
}
