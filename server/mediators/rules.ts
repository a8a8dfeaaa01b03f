/** Mediators, trained helpers, as other rooms know them. */

import type { Account } from '../accounts/rules.ts'

export interface Mediator {
  readonly id: string
  readonly name: string
  readonly trained: boolean
}

export function mediatorOf({ id, name, trained }: Account): Mediator {
  return { id, name, trained }
}
