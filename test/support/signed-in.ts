/** A mediator who is signed in, without the pages for it. */

import type { Services } from '../../server/services.ts'

export const usualPassphrase = 'trois girafes dorment debout'

/** Invites and signs in a mediator of a new name; the token stands in their browser's cookie. */
export async function newMediator(
  services: Services,
  name: string,
  trained = true,
): Promise<{ readonly id: string; readonly token: string }> {
  const { accounts, signIns } = services.staff.companion
  const invited = await accounts.invite(name, trained)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  const choice = { passphrase: usualPassphrase, again: usualPassphrase }
  const accepted = await signIns.accept(invited.token, choice)
  if (accepted.kind !== 'signed-in') throw new Error(accepted.kind)
  return { id: invited.account.id, token: accepted.signIn.token }
}
