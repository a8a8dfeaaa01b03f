/** What is kept of a guided session: five ticks in classes so wide that nobody can be found again in them. */

import { z } from 'zod'
import type { Country } from '../content/rules.ts'

export const outcomes = ['understood', 'done-with-help', 'done-alone', 'passed-on'] as const
export const placeKinds = ['epn', 'pharmacy', 'social-service', 'hospital', 'elsewhere'] as const
export const lengths = ['under-5', '5-to-15', '15-to-30', 'over-30'] as const

export type Outcome = (typeof outcomes)[number]
export type PlaceKind = (typeof placeKinds)[number]
export type LengthClass = (typeof lengths)[number]

/** The class of a guided session's length. */
export function lengthClassOf(milliseconds: number): LengthClass {
  const minutes = milliseconds / 60_000
  if (minutes < 5) return 'under-5'
  if (minutes < 15) return '5-to-15'
  return minutes < 30 ? '15-to-30' : 'over-30'
}

/** The form of a record; it has no field for a text. */
export function recordSchema({ languages, themes }: Pick<Country, 'languages' | 'themes'>) {
  return z.strictObject({
    language: z.enum(languages),
    themes: z.array(z.enum(themes.map(({ id }) => id))).max(themes.length),
    outcome: z.enum(outcomes),
    placeKind: z.enum(placeKinds),
    length: z.enum(lengths),
  })
}

export type GuidedSessionRecord = z.infer<ReturnType<typeof recordSchema>>

/** What the form proposes after a session, until the helper has sent or passed over it. */
export type RecordDraft = Pick<GuidedSessionRecord, 'language' | 'themes' | 'length'>
