/** All that passes between a visit and a companion: one closed set of ids, checked when it is sent and when it comes in. */

import { z } from 'zod'
import type { Places } from './place-rules.ts'
import type { Command, CompanionView, PatientAct, PatientView } from './rules.ts'

const pace = z.enum(['together', 'paused', 'alone'])
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

/** All that may pass in a country, and how it is read out of forms. */
export interface Messages {
  /** What a companion may send. */
  readonly commandSchema: z.ZodType<Command>
  /** What a patient's page may send. */
  readonly actSchema: z.ZodType<PatientAct>
  /** What a companion is sent. */
  readonly companionViewSchema: z.ZodType<CompanionView>
  /** What a patient's page is sent. */
  readonly patientViewSchema: z.ZodType<PatientView>
  /** The act of a form, or null where it is none of the closed set. */
  readonly actFrom: (form: URLSearchParams) => PatientAct | null
  /** The command of a form, or null where it is none of the closed set. */
  readonly commandFrom: (form: URLSearchParams) => Command | null
}

/** The closed set of a country with these places and languages. */
export function messagesOf(
  { pageIds, placeIds, sheetIds, stepIds }: Places,
  languages: readonly string[],
): Messages {
  const step = z.enum(stepIds)
  const page = z.enum(pageIds)
  const sheet = z.enum(sheetIds)
  const offer = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('page'), page }),
    z.strictObject({ kind: z.literal('sheet'), sheet }),
    z.strictObject({ kind: z.literal('explain') }),
  ])
  const commandSchema: z.ZodType<Command> = z.union([
    z.strictObject({ kind: z.literal('point'), step }),
    z.strictObject({ kind: z.literal('suggest'), page }),
    z.strictObject({ kind: z.literal('offer'), sheet }),
    plain('explain', 'withdraw', 'leave'),
  ])
  const actSchema: z.ZodType<PatientAct> = z.union([
    z.strictObject({ kind: z.literal('stuck'), step }),
    z.strictObject({ kind: z.literal('take'), offer: z.enum([...pageIds, ...sheetIds, 'explain']) }),
    plain('accept', 'decline', 'type-code', 'done', 'pause', 'alone', 'resume', 'refuse-offer', 'end'),
  ])
  return {
    commandSchema,
    actSchema,
    companionViewSchema: z.union([
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
    ]),
    patientViewSchema: z.union([
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
    ]),
    actFrom: (form) => actSchema.safeParse(messageFrom(form, { stuck: 'step', take: 'offer' })).data ?? null,
    commandFrom: (form) =>
      commandSchema.safeParse(messageFrom(form, { point: 'step', suggest: 'page', offer: 'sheet' })).data ??
      null,
  }
}

/** A form's button says one thing: the name of an id's kind with the id, or `kind` with the word for an act. */
function messageFrom(form: URLSearchParams, kindByName: Readonly<Record<string, string>>): unknown {
  const [entry, ...more] = [...form]
  if (entry === undefined || more.length > 0) return null
  const [name, value] = entry
  if (name === 'kind') return { kind: value }
  const argument = kindByName[name]
  return argument === undefined ? null : { kind: name, [argument]: value }
}
