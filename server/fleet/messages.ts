/** The closed set of what a supervisor may send. */

import { z } from 'zod'
import {
  closingReasons,
  documentStates,
  portalStates,
  printerStates,
  printerWarnings,
  supervisorActs,
} from './rules.ts'

/** More windows than a screen can hold are a fault, and the number is all that counts. */
const mostWindows = 100

export const reportSchema = z.strictObject({
  portal: z
    .strictObject({
      number: z.number().int().min(0),
      is: z.enum(portalStates),
      because: z.enum(closingReasons).nullable(),
    })
    .nullable(),
  windows: z.number().int().min(0).max(mostWindows),
  document: z.enum(documentStates),
  printer: z.enum(printerStates),
  // A supervisor of before says nothing of it.
  printerWarning: z.enum(printerWarnings).default('none'),
})

export const visitActSchema = z.strictObject({ act: z.enum(supervisorActs) })

/** Where the guide's fresh browser begins. */
export interface EntryWish {
  readonly resume: boolean
  readonly page: 'start' | 'erased'
  readonly language: string
}

export function entrySchema(languages: readonly string[]): z.ZodType<EntryWish> {
  return z.strictObject({
    resume: z.boolean(),
    page: z.enum(['start', 'erased']),
    language: z.string().refine((language) => languages.includes(language)),
  })
}
