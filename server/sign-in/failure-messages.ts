/** What people read when they could not sign in, or not choose a passphrase. */

import type { NameFailure } from '../accounts/live.ts'
import type { PageStatus } from '../pages/respond.ts'
import type { Translate } from '../pages/words.ts'
import type { SignInResult } from './live.ts'
import type { ChoiceFailure } from './typed-passphrases-live.ts'

/** A sentence about what went wrong, and the status that says it to programs. */
export interface Failure {
  readonly text: string
  readonly status: PageStatus
  readonly waitSeconds?: number
  /** The fields that it is about; none where it is about the moment. */
  readonly about: 'sign-in' | 'name' | 'new-passphrase' | null
}

/** What to say of a failed try; null where it did not fail. `refused` is the sentence for a wrong passphrase. */
export function failureOf(
  t: Translate,
  result: SignInResult | ChoiceFailure | NameFailure | { readonly kind: 'closed' },
  refused: string,
): Failure | null {
  switch (result.kind) {
    case 'signed-in':
    case 'half-way':
    case 'closed':
      return null
    case 'refused':
      return { text: refused, status: 403, about: 'sign-in' }
    case 'wait':
      return {
        text: t('accounts:wait', { seconds: result.seconds }),
        status: 429,
        waitSeconds: result.seconds,
        about: null,
      }
    case 'busy':
      return { text: t('accounts:busy'), status: 503, about: null }
    case 'name-missing':
      return { text: t('accounts:nameMissing'), status: 422, about: 'name' }
    case 'name-taken':
      return { text: t('accounts:nameTaken'), status: 422, about: 'name' }
    case 'objection':
      return { text: t(`accounts:objections.${result.objection}`), status: 422, about: 'new-passphrase' }
  }
}
