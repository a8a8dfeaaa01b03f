/** How long a sign-in and what belongs to it count, and where its ways lead. Pure. */

import type { Area } from '../accounts/rules.ts'

/** A working day, so that nobody stays signed in overnight on a shared tablet. */
export const signInMilliseconds = 12 * 3_600_000
export const knownDeviceDays = 365
export const halfWayMilliseconds = 300_000

/**
 * Where a browser goes that has just become a kiosk's. The cookies of staff go with the paths of their area alone, so each
 * area ends its own; what was opened before is then over on the server too.
 */
export const waysOutOfAreas: Readonly<Record<Area, string>> = {
  host: '/host/at-kiosk',
  companion: '/companion/at-kiosk',
}

const places: Readonly<Record<Area, RegExp>> = {
  companion: placesOf('companion'),
  host: placesOf('host'),
}

/** Short words after the area, and at most one short value: nothing that could lead to another site. */
function placesOf(area: Area): RegExp {
  return new RegExp(`^/${area}(?:/[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)*(?:\\?[a-z]{1,20}=[A-Za-z0-9_-]{1,64})?$`)
}

/** Where to go after signing in: where one wanted to go, if that is a page of the area, and no sign-in or sign-out. */
export function placeAfterSignIn(area: Area, wanted: string | null | undefined): string {
  const isPlace =
    typeof wanted === 'string' &&
    places[area].test(wanted) &&
    !wanted.startsWith(`/${area}/sign-`) &&
    !wanted.startsWith(`/${area}/second-factor`)
  return isPlace ? wanted : `/${area}`
}
