/** All that passes between a visit and a companion: one closed set of ids, checked when it is sent and when it comes in. */

import { z } from 'zod'
import type { Places } from './place-rules.ts'

/** Who acts: both, nobody for a while, or the patient alone. */
const pace = z.enum(['together', 'paused', 'alone'])

export type Pace = z.infer<typeof pace>

const endReason = z.enum([
  'patient-ended',
  'helper-ended',
  'declined',
  'no-answer',
  'code-too-old',
  'visit-over',
  'helper-gone',
])

export type EndReason = z.infer<typeof endReason>

const ended = z.strictObject({ phase: z.literal('ended'), reason: endReason })

const only = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) })

/** The schemas of a country with these places and languages; types are taken from them, so that none can lack a variant. */
function schemasOf(
  { pageIds, placeIds, sheetIds, stepIds }: Pick<Places, 'pageIds' | 'placeIds' | 'sheetIds' | 'stepIds'>,
  languages: readonly string[],
) {
  const step = z.enum(stepIds)
  const page = z.enum(pageIds)
  const sheet = z.enum(sheetIds)
  const offer = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('page'), page }),
    z.strictObject({ kind: z.literal('sheet'), sheet }),
    only('explain'),
  ])
  const offerName = z.enum([...pageIds, ...sheetIds, 'explain'])
  return {
    offer,
    offerName,
    command: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('point'), step }),
      z.strictObject({ kind: z.literal('suggest'), page }),
      z.strictObject({ kind: z.literal('offer'), sheet }),
      only('explain'),
      only('withdraw'),
      only('leave'),
    ]),
    act: z.discriminatedUnion('kind', [
      only('accept'),
      only('decline'),
      z.strictObject({ kind: z.literal('stuck'), step }),
      only('type-code'),
      only('done'),
      only('pause'),
      only('alone'),
      only('resume'),
      z.strictObject({ kind: z.literal('take'), offer: offerName }),
      only('refuse-offer'),
      only('end'),
    ]),
    companionView: z.discriminatedUnion('phase', [
      z.strictObject({ phase: z.literal('none') }),
      z.strictObject({ phase: z.literal('asking') }),
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
      z.strictObject({ phase: z.literal('private') }),
      ended,
    ]),
    patientView: z.discriminatedUnion('phase', [
      z.strictObject({ phase: z.literal('none') }),
      z.strictObject({ phase: z.literal('waiting') }),
      z.strictObject({ phase: z.literal('asking') }),
      z.strictObject({
        phase: z.literal('together'),
        lost: z.boolean(),
        pointedAt: step.nullable(),
        offer: offer.nullable(),
        pace,
      }),
      z.strictObject({ phase: z.literal('private'), lost: z.boolean() }),
      ended,
    ]),
  }
}

type Schemas = ReturnType<typeof schemasOf>
type Of<Name extends keyof Schemas> = Readonly<z.infer<Schemas[Name]>>

/** What a helper can propose; the patient takes it or not. `explain` is the question "shall I explain?". */
export type Offer = Of<'offer'>

/** An offer by name. */
export type OfferId = z.infer<Schemas['offerName']>

/** What the patient does. An offer is taken by name: another one may have come in its place. */
export type PatientAct = Of<'act'>

/** What the helper does on the companion. */
export type Command = Of<'command'>

/** What the companion shows of the session. */
export type CompanionView = Of<'companionView'>

/** What the patient's page shows of the session, who helps apart. */
export type PatientView = Of<'patientView'>

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
export function messagesOf(places: Places, languages: readonly string[]): Messages {
  const { act, command, companionView, patientView } = schemasOf(places, languages)
  return {
    commandSchema: command,
    actSchema: act,
    companionViewSchema: companionView,
    patientViewSchema: patientView,
    actFrom: (form) => act.safeParse(messageFrom(form, { stuck: 'step', take: 'offer' })).data ?? null,
    commandFrom: (form) =>
      command.safeParse(messageFrom(form, { point: 'step', suggest: 'page', offer: 'sheet' })).data ?? null,
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
