/**
 * What supervisors and servers of version 0.1 take, word for word: kiosks in the field stay at it until somebody comes by. It is
 * never changed; a later version gets a file of its own.
 */

import { z } from 'zod'

const seconds = z.number().positive()

/** Taken by the server. */
export const reportSchema = z.strictObject({
  portal: z
    .strictObject({
      number: z.number().int().min(0),
      is: z.enum(['opening', 'open', 'closed']),
      because: z.enum(['card', 'crash', 'not-allowed', 'window']).nullable(),
    })
    .nullable(),
  windows: z.number().int().min(0).max(100),
  document: z.enum(['none', 'shown', 'refused']),
  printer: z.enum(['ready', 'no-paper', 'jam', 'not-working', 'none']),
  printerWarning: z.enum(['none', 'paper', 'ink', 'other']).default('none'),
})
export const visitActSchema = z.strictObject({ act: z.enum(['touch', 'ask', 'hide', 'erase']) })
export const entryWishSchema = z.strictObject({
  resume: z.boolean(),
  page: z.enum(['start', 'erased']),
  language: z.enum(['fr', 'nl', 'de', 'en']),
})

/** Taken by the supervisor. */
export const serverStateSchema = z.strictObject({
  privacyScreenAfterSeconds: seconds,
  eraseAfterSeconds: seconds,
  visit: z
    .strictObject({
      number: z.number().int(),
      phase: z.enum(['active', 'hidden', 'warned']),
      language: z.string().regex(/^[a-z]{2}$/),
      size: z.enum(['usual', 'large', 'largest']),
    })
    .nullable(),
  portal: z
    .strictObject({ number: z.number().int(), page: z.string(), address: z.url({ protocol: /^https?$/ }) })
    .nullable(),
})
export const patientActSchema = z.enum(['print-document', 'close-document', 'close-window'])
export const actedSchema = z.strictObject({ visit: z.number().int().nullable() })
export const entrySchema = z.strictObject({ path: z.string().regex(/^\/kiosk\/entry\/[A-Za-z0-9_-]+$/) })
