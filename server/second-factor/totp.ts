/** Codes of authenticator apps (RFC 6238): SHA-1, 6 digits, 30 seconds. The library comes only when somebody uses one. */

const stepMilliseconds = 30_000
/** A clock may be so many steps too early or too late. */
const window = 1

const usual = { algorithm: 'SHA1', digits: 6, period: stepMilliseconds / 1000 } as const

export interface Totp {
  /** What a QR code tells an app. `secret` is in base32. */
  readonly address: (secret: string, of: { readonly place: string; readonly name: string }) => Promise<string>
  /**
   * The step of 30 seconds whose code this is, now or one step aside; null where it is none of them. A step up to
   * `lastStep` counts no longer. The time is that of the day's clock, in milliseconds.
   */
  readonly stepOf: (secret: string, code: string, at: number, lastStep: number) => Promise<number | null>
}

const library = () => import('otpauth')

export function createTotp(): Totp {
  return {
    address: async (secret, { place, name }) => {
      const { Secret, TOTP } = await library()
      return new TOTP({ ...usual, secret: Secret.fromBase32(secret), issuer: place, label: name }).toString()
    },
    stepOf: async (secret, code, at, lastStep) => {
      const { Secret, TOTP } = await library()
      const totp = new TOTP({ ...usual, secret: Secret.fromBase32(secret) })
      const now = Math.floor(at / stepMilliseconds)
      for (let step = Math.max(0, now - window, lastStep + 1); step <= now + window; step += 1) {
        // The library compares in constant time.
        if (totp.validate({ token: code, timestamp: step * stepMilliseconds, window: 0 }) === 0) return step
      }
      return null
    },
  }
}
