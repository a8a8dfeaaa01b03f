/** Who signs in, hosts and mediators: pure rules of days and lifetimes. */

export type AccountKind = 'host' | 'mediator'

/** The pages of mediators and those of hosts, as their addresses begin. */
export type Area = 'companion' | 'host'

/** The area whose pages a path belongs to, or null. */
export function areaOf(path: string): Area | null {
  const [, first] = path.split('/', 2)
  return first === 'companion' || first === 'host' ? first : null
}

export interface Account {
  readonly id: string
  readonly kind: AccountKind
  readonly name: string
  readonly trained: boolean
  /** Whether a passphrase was ever chosen: an account without one is only invited. */
  readonly hasPassphrase: boolean
}

/**
 * Where a browser goes that has just become a kiosk's. The cookies of helpers go with the paths of their area alone, so each
 * area ends its own; what was opened before is then over on the server too.
 */
export const waysOutOfAreas: Readonly<Record<Area, string>> = {
  host: '/host/at-kiosk',
  companion: '/companion/at-kiosk',
}

/** Who signs in to an area. */
export const kindOfArea = { companion: 'mediator', host: 'host' } as const satisfies Record<Area, AccountKind>

const hour = 3_600_000
const day = 24 * hour

/** A working day, so that nobody stays signed in overnight on a shared tablet. */
export const signInMilliseconds = 12 * hour
export const invitationDays = 7
export const knownDeviceDays = 365

/** The day, yyyy-mm-dd, so many days after a moment. */
export function dayOf(milliseconds: number, daysLater = 0): string {
  return new Date(milliseconds + daysLater * day).toISOString().slice(0, 10)
}

export type InvitationState = 'open' | 'spent' | 'expired'

/** What an invitation is worth on a day. */
export function invitationState(
  invitation: { readonly spent: boolean; readonly expiresOn: string },
  today: string,
): InvitationState {
  if (invitation.spent) return 'spent'
  return today <= invitation.expiresOn ? 'open' : 'expired'
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
