/** What passes between the supervisor and the server: a closed list, checked on arrival (decision 24). */

import { z } from 'zod'

const seconds = z.number().positive()

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

/** The visit at this kiosk, which has a larger number than the one before, and the official page that the patient wants open. */
export type ServerState = z.infer<typeof serverStateSchema>
export type TextSize = NonNullable<ServerState['visit']>['size']

export const patientActs = ['print-document', 'close-document', 'close-window'] as const
export type PatientAct = (typeof patientActs)[number]

/** What the supervisor does to the visit. */
export type VisitAct = 'touch' | 'ask' | 'erase'

export type PrinterState = 'ready' | 'no-paper' | 'jam' | 'not-working' | 'none'

/** What a printer that still prints asks for. */
export type PrinterWarning = 'none' | 'paper' | 'ink' | 'other'

export type ClosedBecause = 'card' | 'crash' | 'not-allowed' | 'window'

/** What the supervisor says of the screen; ids and numbers, nothing of what stands on it. */
export interface Report {
  readonly portal:
    | { readonly number: number; readonly is: 'opening' | 'open'; readonly because: null }
    | { readonly number: number; readonly is: 'closed'; readonly because: ClosedBecause }
    | null
  readonly windows: number
  readonly document: 'none' | 'shown' | 'refused'
  readonly printer: PrinterState
  readonly printerWarning: PrinterWarning
}

/** Where the guide's fresh browser begins. */
export interface Entry {
  /** The visit that goes on, after a browser that crashed. */
  readonly resume: boolean
  readonly page: 'start' | 'erased'
  readonly language: string
}
