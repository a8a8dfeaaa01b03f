/** What a kiosk's supervisor and the server say to each other, once for both (decision 24). */

import { z } from 'zod'

// Either may be the older one: what is new in a message is passed over where it is not known, and what is missing and has a usual
// value is taken to have it.

/** Where the supervisor asks. */
export const kioskPaths = {
  events: '/kiosk/events',
  report: '/kiosk/report',
  visit: '/kiosk/visit',
  entry: '/kiosk/entry',
} as const

const languageSchema = z.string().regex(/^[a-z]{2}$/)
const seconds = z.number().positive()

export const textSizes = ['usual', 'large', 'largest'] as const

/** The event `state`: the whole of what a supervisor is told. */
export const serverStateSchema = z.object({
  privacyScreenAfterSeconds: seconds,
  eraseAfterSeconds: seconds,
  /** The visit at this kiosk. Each has a larger number than the one before, by which a supervisor knows what it has erased. */
  visit: z
    .object({
      number: z.number().int(),
      phase: z.enum(['active', 'hidden', 'warned']),
      language: languageSchema,
      size: z.enum(textSizes),
    })
    .nullable(),
  /** The official page that the patient wants open; the number grows with each opening. */
  portal: z
    .object({ number: z.number().int(), page: z.string(), address: z.url({ protocol: /^https?$/ }) })
    .nullable(),
})
export type ServerState = z.infer<typeof serverStateSchema>
export type TextSize = (typeof textSizes)[number]

/** The event `act`: what a patient asks of the machine itself, once for each tap. */
export const machineActs = ['print-document', 'close-document', 'close-window'] as const
export type MachineAct = (typeof machineActs)[number]
export const machineActSchema = z.enum(machineActs)

/** Why an official page went that the patient had open. */
export const closingReasons = ['card', 'crash', 'not-allowed', 'window'] as const
export type ClosingReason = (typeof closingReasons)[number]
export const printerStates = ['ready', 'no-paper', 'jam', 'not-working', 'none'] as const
export type PrinterState = (typeof printerStates)[number]
/** What a printer that still prints asks for: paper, ink or toner, or something else. */
export const printerWarnings = ['none', 'paper', 'ink', 'other'] as const
export type PrinterWarning = (typeof printerWarnings)[number]

/** More windows than a screen can hold are a fault, and the number is all that counts. */
const mostWindows = 100
const openingNumber = z.number().int().min(0)

/** What a supervisor says of its machine: ids and numbers, never what stands on an official page. */
export const reportSchema = z.object({
  portal: z
    .discriminatedUnion('is', [
      z.object({ number: openingNumber, is: z.enum(['opening', 'open']), because: z.null() }),
      z.object({ number: openingNumber, is: z.literal('closed'), because: z.enum(closingReasons) }),
    ])
    .nullable(),
  windows: z.number().int().min(0).max(mostWindows),
  document: z.enum(['none', 'shown', 'refused']),
  printer: z.enum(printerStates),
  /** For the host alone. */
  printerWarning: z.enum(printerWarnings).default('none'),
})
export type Report = z.infer<typeof reportSchema>

/** What a supervisor does to the visit at its kiosk, and the number of that visit; null where there is none. */
export const visitActs = ['touch', 'ask', 'hide', 'erase'] as const
export type VisitAct = (typeof visitActs)[number]
export const visitActSchema = z.object({ act: z.enum(visitActs) })
export const actedSchema = z.object({ visit: z.number().int().nullable() })

/** Where the guide's fresh browser begins, and the address by which it comes in. */
export const entryWishSchema = z.object({
  /** Whether it goes on with the visit, after a browser that crashed. */
  resume: z.boolean(),
  page: z.enum(['start', 'erased']),
  language: languageSchema,
})
export type EntryWish = z.infer<typeof entryWishSchema>
export const entrySchema = z.object({ path: z.string().regex(/^\/kiosk\/entry\/[A-Za-z0-9_-]+$/) })
