/** All that passes between a visit and a companion: one closed set of ids, checked when it is sent and when it comes in. */

import { z } from 'zod'
import { pageIds, placeIds, sheetIds, stepIds } from './place-rules.ts'
import type { Command, CompanionView, PatientAct, PatientView } from './rules.ts'

const step = z.enum(stepIds)
const page = z.enum(pageIds)
const sheet = z.enum(sheetIds)
const pace = z.enum(['together', 'paused', 'alone'])
const offer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), page }),
  z.strictObject({ kind: z.literal('sheet'), sheet }),
  z.strictObject({ kind: z.literal('explain') }),
])
const ended = z.strictObject({
  phase: z.literal('ended'),
  reason: z.enum([
    'patient-ended',
    'helper-ended',
    'declined',
    'no-answer',
    'code-too-old',
    'visit-over',
    'helper-gone',
  ]),
})

const plain = <Kind extends string>(...kinds: readonly [Kind, ...Kind[]]) =>
  z.strictObject({ kind: z.enum(kinds) })

/** What a companion may send. */
export const commandSchema: z.ZodType<Command> = z.union([
  z.strictObject({ kind: z.literal('point'), step }),
  z.strictObject({ kind: z.literal('suggest'), page }),
  z.strictObject({ kind: z.literal('offer'), sheet }),
  plain('explain', 'withdraw', 'leave'),
])

/** What a patient's page may send. */
export const actSchema: z.ZodType<PatientAct> = z.union([
  z.strictObject({ kind: z.literal('stuck'), step }),
  z.strictObject({ kind: z.literal('take'), offer: z.enum([...pageIds, ...sheetIds, 'explain']) }),
  plain('accept', 'decline', 'type-code', 'done', 'pause', 'alone', 'resume', 'refuse-offer', 'end'),
])

/** What a companion is sent, in a site with these languages. */
export function companionViewSchema(languages: readonly string[]): z.ZodType<CompanionView> {
  return z.union([
    z.strictObject({ phase: z.enum(['none', 'asking', 'private']) }),
    z.strictObject({
      phase: z.literal('together'),
      place: z.enum(placeIds),
      language: z.enum(languages),
      shown: z.boolean(),
      stuckAt: step.nullable(),
      pointedAt: step.nullable(),
      offer: offer.nullable(),
      answer: z.enum(['taken', 'refused']).nullable(),
      pace,
    }),
    ended,
  ])
}

/** What a patient's page is sent. */
export const patientViewSchema: z.ZodType<PatientView> = z.union([
  z.strictObject({ phase: z.enum(['none', 'waiting', 'asking']) }),
  z.strictObject({ phase: z.literal('private'), lost: z.boolean() }),
  z.strictObject({
    phase: z.literal('together'),
    lost: z.boolean(),
    pointedAt: step.nullable(),
    offer: offer.nullable(),
    pace,
  }),
  ended,
])

/** A form's button says one thing: the name of an id's kind with the id, or `kind` with the word for an act. */
function messageFrom(form: URLSearchParams, kindByName: Readonly<Record<string, string>>): unknown {
  const [entry, ...more] = [...form]
  if (entry === undefined || more.length > 0) return null
  const [name, value] = entry
  if (name === 'kind') return { kind: value }
  const argument = kindByName[name]
  return argument === undefined ? null : { kind: name, [argument]: value }
}

/** The act of a form, or null where it is none of the closed set. */
export function actFrom(form: URLSearchParams): PatientAct | null {
  return actSchema.safeParse(messageFrom(form, { stuck: 'step', take: 'offer' })).data ?? null
}

/** The command of a form, or null where it is none of the closed set. */
export function commandFrom(form: URLSearchParams): Command | null {
  return (
    commandSchema.safeParse(messageFrom(form, { point: 'step', suggest: 'page', offer: 'sheet' })).data ??
    null
  )
}
