/** What a host looks after: the kiosks of the site, and its name. */

import type { PrinterWarning } from '../../contract/kiosk.ts'
import { isName, tidyName } from '../accounts/name-rules.ts'
import type { Kiosk, PrinterTrouble } from '../fleet/rules.ts'

/** A kiosk as the host sees it: whether somebody is there, and nothing of who or what. */
export interface KioskInList extends Kiosk {
  readonly inUse: boolean
  /** Whether its supervisor is connected. */
  readonly answers: boolean
  readonly printerTrouble: PrinterTrouble | null
  /** What it asks for while it still prints. */
  readonly printerWarning: PrinterWarning
}

/** The name of a site or a kiosk as it is kept; null where it cannot be. */
export function placeName(given: string): string | null {
  const name = tidyName(given)
  return isName(name) ? name : null
}
