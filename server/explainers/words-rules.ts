/** The parts that every explainer has in every language, as a schema that its words are checked against. */

import { z } from 'zod'
import { rowIds } from './rules.ts'

const text = z.string().min(1)
const texts = (least: number, most: number) =>
  z.record(z.string(), text).refine((lines) => {
    const count = Object.keys(lines).length
    return count >= least && count <= most
  }, `between ${least} and ${most} lines`)

const option = z.strictObject({
  name: text,
  ...(Object.fromEntries(rowIds.map((row) => [row, texts(1, 3)])) as Record<
    (typeof rowIds)[number],
    ReturnType<typeof texts>
  >),
})

export const explainerSchema = z.strictObject({
  title: text,
  situation: texts(1, 4),
  question: text.regex(/\?$/),
  ask: texts(1, 4),
  options: z.record(z.string(), option).refine((options) => {
    const count = Object.keys(options).length
    return count >= 2 && count <= 4
  }, 'two to four options'),
  unknowns: texts(1, 4),
  questions: texts(3, 6),
  statements: z
    .record(z.string(), z.strictObject({ claim: text, explanation: text }))
    .refine((statements) => {
      const count = Object.keys(statements).length
      return count >= 5 && count <= 7
    }, 'five to seven statements'),
})
