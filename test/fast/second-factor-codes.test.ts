/** The codes of authenticator apps, as RFC 6238 publishes them. */

import { describe, expect, test } from 'vitest'
import { createTotp } from '../../server/second-factor/totp.ts'

describe('the codes of an app', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const totp = createTotp()

  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those that RFC 6238 publishes: after %i seconds', async (seconds, published) => {
    const step = await totp.stepOf(secret, published.slice(-6), seconds * 1000, -1)
    expect(step).toBe(Math.floor(seconds / 30))
  })

  test('count one step too early or too late and no more, and each once', async () => {
    const at = (step: number, last = -1) => totp.stepOf(secret, '287082', step * 30_000 + 15_000, last)
    expect(await Promise.all([0, 1, 2].map((step) => at(step)))).toEqual([1, 1, 1])
    expect([await at(3), await at(1, 1), await at(2, 1), await at(1, 0)]).toEqual([null, null, null, 1])
  })

  test('come from a secret that the app reads from the square or the person types', async () => {
    const address = await totp.address(secret, { place: 'Pharmacie du Parc', name: 'Aïcha D.' })
    const { protocol, host, searchParams } = new URL(address)
    expect([protocol, host]).toEqual(['otpauth:', 'totp'])
    expect(Object.fromEntries(searchParams)).toMatchObject({
      issuer: 'Pharmacie du Parc',
      secret,
      digits: '6',
      period: '30',
    })
  })
})
