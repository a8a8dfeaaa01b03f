/** What a host looks after: the kiosks of the site, and its name. */

export interface Kiosk {
  readonly id: string
  readonly name: string
}

/** A kiosk as the host sees it: whether somebody is there, and nothing of who or what. */
export interface KioskInList extends Kiosk {
  readonly inUse: boolean
}

const longestPlaceName = 60

/** The name of a site or a kiosk as it is kept; null where it cannot be. */
export function placeName(given: string): string | null {
  const name = given.normalize('NFC').trim().replace(/\s+/gu, ' ')
  const isName = name !== '' && name.length <= longestPlaceName && !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(name)
  return isName ? name : null
}
