/** Who has an account, hosts and mediators, which area is whose, and how long an invitation counts. Pure. */

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

/** A mediator, a trained helper, as other rooms know one. */
export interface Mediator {
  readonly id: string
  readonly name: string
  readonly trained: boolean
}

/** What other rooms know of an account. */
export function mediatorOf({ id, name, trained }: Account): Mediator {
  return { id, name, trained }
}

/** Who signs in to an area. */
export const kindOfArea = { companion: 'mediator', host: 'host' } as const satisfies Record<Area, AccountKind>

const day = 86_400_000

export const invitationDays = 7

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
