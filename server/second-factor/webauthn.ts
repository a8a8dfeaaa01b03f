/** Passkeys, as browsers speak of them. The library comes only when somebody uses one. */

import { isIP } from 'node:net'
import type { Answer, Authentication, Registration } from './passkey-messages.ts'

/** Where passkeys of this site belong. */
interface RelyingParty {
  /** The host's name, without a port. */
  readonly id: string
  readonly origin: string
}

interface PublicKey {
  readonly id: string
  /** In base64url. */
  readonly publicKey: string
  readonly uses: number
}

/** Where passkeys work: browsers give them to sites that have a name and TLS, and to this machine itself; null elsewhere. */
export function relyingPartyOf(publicUrl: string): RelyingParty | null {
  const { protocol, hostname, origin } = new URL(publicUrl)
  const hasName = isIP(hostname) === 0 && !hostname.startsWith('[')
  return (protocol === 'https:' && hasName) || hostname === 'localhost' ? { id: hostname, origin } : null
}

export interface WebAuthn {
  /** What the browser's `create` takes, as JSON. */
  readonly registrationOptions: (
    person: { readonly id: string; readonly name: string },
    challenge: string,
    siteName: string,
    known: readonly string[],
  ) => Promise<unknown>
  /** The new passkey, or null where the answer proves nothing. */
  readonly register: (answer: Answer<Registration>) => Promise<PublicKey | null>
  /** What the browser's `get` takes, as JSON. */
  readonly authenticationOptions: (challenge: string) => Promise<unknown>
  /** How often the passkey was used by its own count, or null where the answer proves nothing. */
  readonly authenticate: (answer: Answer<Authentication>, key: PublicKey) => Promise<number | null>
}

/**
 * ES256, Ed25519 and RS256, by COSE's numbers: every device has one of them. What is newer is still an experiment in
 * Node, and its answers are larger than a form of ours.
 */
const supportedAlgorithmIDs = [-7, -8, -257]

const library = () => import('@simplewebauthn/server')

/** A challenge is text of ours; the library would take text for letters to be encoded once more. */
function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'))
}

export function createWebAuthn({ id: rpID, origin: expectedOrigin }: RelyingParty): WebAuthn {
  return {
    registrationOptions: async (person, challenge, siteName, known) => {
      const { generateRegistrationOptions } = await library()
      return generateRegistrationOptions({
        rpName: siteName,
        rpID,
        userName: person.name,
        userDisplayName: person.name,
        userID: new Uint8Array(Buffer.from(person.id)),
        challenge: bytesOf(challenge),
        excludeCredentials: known.map((id) => ({ id })),
        // It stands for a passphrase, so the device has to know who holds it; and nobody types a name.
        supportedAlgorithmIDs,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
    },
    register: async ({ challenge, response }) => {
      const { verifyRegistrationResponse } = await library()
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: { ...response, clientExtensionResults: {} },
        expectedChallenge: challenge,
        expectedOrigin,
        expectedRPID: rpID,
        requireUserVerification: true,
        supportedAlgorithmIDs,
      }).catch(() => ({ verified: false, registrationInfo: undefined }))
      if (!verified || registrationInfo === undefined) return null
      const { id, publicKey, counter } = registrationInfo.credential
      return { id, publicKey: Buffer.from(publicKey).toString('base64url'), uses: counter }
    },
    authenticationOptions: async (challenge) => {
      const { generateAuthenticationOptions } = await library()
      return generateAuthenticationOptions({
        rpID,
        challenge: bytesOf(challenge),
        userVerification: 'required',
      })
    },
    authenticate: async ({ challenge, response }, { id, publicKey, uses }) => {
      const { verifyAuthenticationResponse } = await library()
      const result = await verifyAuthenticationResponse({
        response: { ...response, clientExtensionResults: {} },
        expectedChallenge: challenge,
        expectedOrigin,
        expectedRPID: rpID,
        // It counts as both factors: something that one has, and the finger, face or code that unlocks it.
        requireUserVerification: true,
        credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: uses },
      }).catch(() => null)
      return result?.verified === true ? result.authenticationInfo.newCounter : null
    },
  }
}
