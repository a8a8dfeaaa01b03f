/** A server or a kiosk that was updated first still understands the other. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as today from '../../contract/kiosk.ts'
import * as released from '../support/kiosk-contract-0.1.ts'
import { acted, acts, entries, reports, states, visitMessages, wishes } from '../support/kiosk-messages.ts'

/** Each message, who takes it today, and who took it at the last release. */
const messages: readonly (readonly [
  name: string,
  any_: fc.Arbitrary<unknown>,
  now: z.ZodType,
  then: z.ZodType,
])[] = [
  ['a report', reports, today.reportSchema, released.reportSchema],
  ['an act on the visit', visitMessages, today.visitActSchema, released.visitActSchema],
  ['the number of the visit', acted, today.actedSchema, released.actedSchema],
  ['a wish for an entry', wishes, today.entryWishSchema, released.entryWishSchema],
  ['an entry', entries, today.entrySchema, released.entrySchema],
  ['the state', states, today.serverStateSchema, released.serverStateSchema],
  ['an act of the patient', acts, today.machineActSchema, released.patientActSchema],
]

/** The same, with a field more in each part. */
function withMore(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message
  const parts = Object.entries(message).map(([name, value]) => [name, withMore(value)] as const)
  return { ...Object.fromEntries(parts), newerThanThat: 'anything' }
}

describe.each(messages)('%s', (_name, message, now, then) => {
  test('of today is understood by the last release, so that a kiosk or a server may be updated first', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(then.safeParse(sent)).toEqual({ success: true, data: sent })
      }),
    )
  })

  test('of today is understood today, also with what a later release adds', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(now.safeParse(sent)).toEqual({ success: true, data: sent })
        expect(now.safeParse(withMore(sent))).toEqual({ success: true, data: sent })
      }),
    )
  })

  test('is refused where it is none', () => {
    for (const wrong of [
      null,
      7,
      'erase everything',
      [],
      {},
      { act: 'open' },
      { visit: 'x' },
      { path: '/fr' },
    ]) {
      expect(now.safeParse(wrong).success).toBe(false)
    }
  })
})

test('of what the last release said of a printer, what was not said yet is taken as usual', () => {
  const before = { portal: null, windows: 0, document: 'none', printer: 'ready' }
  expect(today.reportSchema.parse(before)).toEqual({ ...before, printerWarning: 'none' })
})
