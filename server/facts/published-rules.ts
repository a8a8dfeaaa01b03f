/** A fact as re-users get it; its form is a contract. */

import { z } from 'zod'

const sourceSchema = z.object({
  title: z.string(),
  date: z.string().nullable().describe('The year or day that the source carries.'),
  url: z.url().nullable(),
})

const publishedFactSchema = z.object({
  id: z.string().describe('By this id the catalogue cites it.'),
  sourceTitle: z.string().describe('Of the main source.'),
  sourceDate: z.string().nullable().describe('The year or day that the main source carries.'),
  url: z.url().nullable().describe('Of the main source, where it is on the web.'),
  otherSources: z.array(sourceSchema).readonly(),
  checkedOn: z.iso.date(),
  reviewBy: z.iso.date().describe('The day by which it is to be checked again.'),
  confidence: z
    .enum(['C', 'N', 'N+', 'S', 'X'])
    .describe(
      'C: confirmed elsewhere. N: found in one other source; N+: in several. S: in the source document alone. ' +
        'X: the source document is contradicted, and the sentence says what stands instead.',
    ),
  sentences: z.record(z.string(), z.string()).describe('The fact in one sentence, by language.'),
})

export const publishedFactsSchema = z.array(publishedFactSchema).readonly()

export type PublishedFact = z.infer<typeof publishedFactSchema>
