/** Signed-in mediators in a new database, without 500 passphrases. */

import { createAccountStore } from '../server/accounts/store.ts'
import { connect } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrate.ts'
import { factorsOfSignIns } from '../server/second-factor/store.ts'
import { createSignInStore } from '../server/sign-in/store.ts'
import { hashToken } from '../server/web/tokens.ts'

/** `token` stands in the mediator's cookie: 22 letters or digits. */
export async function addMediators(
  directory: string,
  mediators: readonly { readonly name: string; readonly token: string }[],
): Promise<void> {
  const database = connect(directory)
  await migrate(database)
  const accounts = createAccountStore(database)
  const signIns = createSignInStore(database, factorsOfSignIns)
  for (const { name, token } of mediators) {
    const account = { id: name, kind: 'mediator', name, trained: true, hasPassphrase: true } as const
    await accounts.add(account, 'no passphrase')
    await signIns.signIn(account.id, 'no passphrase', {
      tokenHash: hashToken(token),
      expiresAt: Date.now() + 3_600_000,
      knownDeviceHash: hashToken(`device ${token}`),
      knownDeviceUntil: '2099-12-31',
    })
  }
  await database.destroy()
}
