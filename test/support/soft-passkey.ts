/** A passkey of software: what a phone with a fingerprint reader answers, for tests without a browser. */

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface SoftPasskey {
  /** The answer to the options for adding a passkey, as the page's script sends it. */
  readonly register: (options: unknown) => string
  /** The answer to the options for signing in. */
  readonly answer: (options: unknown) => string
}

const atHand = 0x01
const knowsWho = 0x04
const bringsKey = 0x40

function sha256(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function challengeOf(options: unknown): string {
  const { challenge } = options as { readonly challenge: string }
  return challenge
}

/** A passkey for one site, with an ES256 key of its own. `looks`: whether the device looks who holds it. */
export function createSoftPasskey(origin = 'https://site.example', looks = true): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  let uses = 0
  const held = atHand | (looks ? knowsWho : 0)

  function authenticatorData(flags: number, more: readonly Buffer[] = []): Buffer {
    const head = Buffer.alloc(37)
    sha256(new URL(origin).hostname).copy(head)
    head.writeUInt8(flags, 32)
    uses += 1
    head.writeUInt32BE(uses, 33)
    return Buffer.concat([head, ...more])
  }

  function written(type: string, options: unknown, response: (clientData: Buffer) => Record<string, Buffer>) {
    const clientData = Buffer.from(
      JSON.stringify({ type, challenge: challengeOf(options), origin, crossOrigin: false }),
    )
    const parts = Object.entries({ clientDataJSON: clientData, ...response(clientData) })
    const base64url = id.toString('base64url')
    return JSON.stringify({
      id: base64url,
      rawId: base64url,
      type: 'public-key',
      response: Object.fromEntries(parts.map(([name, bytes]) => [name, bytes.toString('base64url')])),
    })
  }

  /** CBOR by hand: { fmt: "none", attStmt: {}, authData }. */
  function attestation(data: Buffer): Buffer {
    const length = Buffer.from([0x58, data.length])
    return Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      length,
      data,
    ])
  }

  /** The public key as COSE writes it: EC2, ES256, P-256. */
  function coseKey(): Buffer {
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(x, 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(y, 'base64url'),
    ])
  }

  return {
    register: (options) =>
      written('webauthn.create', options, () => {
        const key = [Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey()]
        return { attestationObject: attestation(authenticatorData(held | bringsKey, key)) }
      }),
    answer: (options) =>
      written('webauthn.get', options, (clientData) => {
        const data = authenticatorData(held)
        const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), privateKey)
        return { authenticatorData: data, signature }
      }),
  }
}
