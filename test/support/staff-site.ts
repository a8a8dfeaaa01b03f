/** A site with a host, mediators and a kiosk, set up without its pages, and the addresses of the pages that these people have. */

import { hashToken } from '../../server/web/tokens.ts'
import { openTestSite, type TestSite } from './browser.ts'

export const passphrase = 'trois girafes dorment debout'

/** What a mediator and a host bring. */
export interface Tokens {
  readonly mediator: string
  readonly host: string
  readonly invitation: string
  readonly mediatorId: string
  readonly kioskId: string
}

export interface UnpreparedSite {
  readonly site: TestSite
  readonly setUpToken: string
}

/** On this machine browsers give passkeys by the name "localhost" only. */
export async function openStaffSite(): Promise<UnpreparedSite> {
  const site = await openTestSite({ PUBLIC_URL: '', HOST: 'localhost' })
  return { site, setUpToken: (await site.services.setUp.open()) ?? '' }
}

export async function prepare({ site, setUpToken }: UnpreparedSite): Promise<Tokens> {
  const { staff, kiosks, setUp } = site.services
  const { accounts, signIns } = staff.companion
  const choice = { passphrase, again: passphrase }
  const first = await accounts.invite('Aïcha Vandenbroucke', true)
  const second = await accounts.invite('Bernard', false)
  const host = await setUp.finish(setUpToken, 'Hilde', choice, 'Pharmacie du Parc')
  if (first.kind !== 'invited' || second.kind !== 'invited' || host.kind !== 'signed-in') {
    throw new Error('The site could not be prepared')
  }
  const accepted = await signIns.accept(first.token, choice)
  if (accepted.kind !== 'signed-in') throw new Error(accepted.kind)
  const kiosk = await kiosks.add('Comptoir')
  return {
    mediator: accepted.signIn.token,
    host: host.signIn.token,
    invitation: second.token,
    mediatorId: first.account.id,
    kioskId: kiosk.id,
  }
}

/** From now on the site asks for a second factor: as its host switches it on. */
export async function askForSecondFactor({ site }: UnpreparedSite, tokens: Tokens): Promise<void> {
  const { signIns, secondFactors } = site.services.staff.host
  const account = await signIns.signedIn(tokens.host)
  if (account === null) throw new Error('The host is not signed in')
  const checked = await signIns.proveAgain(account.id, passphrase, { address: '', knownDevice: null })
  if (checked.kind !== 'right') throw new Error(checked.kind)
  const proof = { accountId: account.id, passphraseHash: checked.hash, signInHash: hashToken(tokens.host) }
  if (!(await secondFactors.ask(true, proof))) throw new Error('It was not switched on')
}

/** Every page that answers a GET, for who is signed in; the pages without a sign-in come out the same. */
export function staffAddresses(tokens: Tokens): readonly string[] {
  return [
    '/companion/sign-in',
    `/companion/invitation/${tokens.invitation}`,
    '/companion/invitation/AAAAAAAAAAAAAAAAAAAAAA',
    '/companion',
    '/companion/account',
    '/companion/pair?code=123456',
    '/companion/session',
    '/companion/look',
    '/companion/look/guide/check-consent',
    '/companion/look/explainer/share-my-data',
    '/companion/guide',
    '/companion/no-such-page',
    '/host/sign-in',
    '/host/set-up/AAAAAAAAAAAAAAAAAAAAAA',
    '/host',
    '/host/account',
    `/host/mediators/${tokens.mediatorId}/remove`,
    `/host/mediators/${tokens.mediatorId}/new-start`,
    `/host/kiosks/${tokens.kioskId}`,
    `/host/kiosks/${tokens.kioskId}/remove`,
  ]
}

/** One page of each kind, told by the first three parts of their addresses; ids have capital letters or figures. */
export function onePageOfEachStaffTemplate(addresses: readonly string[]): readonly string[] {
  const templateOf = (address: string) =>
    (address.split('?')[0] ?? '')
      .split('/')
      .slice(0, 4)
      .map((part) => (/[A-Z0-9]/.test(part) ? ':id' : part))
      .join('/')
  const byTemplate = new Map([...addresses].reverse().map((address) => [templateOf(address), address]))
  return [...byTemplate.values()].reverse()
}
