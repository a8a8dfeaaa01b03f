/** The public JSON, described in OpenAPI 3.1 from the schemas of the rooms that send it. */

import { type ZodType, z } from 'zod'
import { catalogueSchema } from '../catalogue/rules.ts'
import { publishedFactsSchema } from '../facts/published-rules.ts'
import { healthySchema, unhealthySchema } from '../health/rules.ts'

/** Of the form of what is sent: the first number rises where a program that reads it may fail, the second where something comes in. */
const version = '1.0.0'

const schemas = {
  Catalogue: catalogueSchema,
  Facts: publishedFactsSchema,
  Healthy: healthySchema,
  Unhealthy: unhealthySchema,
  Description: z.looseObject({ openapi: z.string(), info: z.looseObject({ version: z.string() }) }),
} as const satisfies Readonly<Record<string, ZodType>>

type SchemaName = keyof typeof schemas

interface Operation {
  readonly id: string
  readonly summary: string
  /** What comes, by status. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema: SchemaName }>>
}

const operations: Readonly<Record<string, Operation>> = {
  '/catalogue.json': {
    id: 'catalogue',
    summary: 'Every public page, with its sheet of paper and the facts that it cites.',
    answers: { 200: { description: 'The catalogue of the site’s country.', schema: 'Catalogue' } },
  },
  '/facts.json': {
    id: 'facts',
    summary: 'Every fact in use, with its sources and the day by which it is to be checked again.',
    answers: { 200: { description: 'The facts of the site’s country.', schema: 'Facts' } },
  },
  '/healthz': {
    id: 'health',
    summary: 'Whether the server can work; looked at every 5 seconds at most.',
    answers: {
      200: { description: 'It can.', schema: 'Healthy' },
      503: { description: 'It cannot, and one word says why.', schema: 'Unhealthy' },
    },
  },
  '/openapi.json': {
    id: 'description',
    summary: 'This description.',
    answers: { 200: { description: 'A document in OpenAPI 3.1.', schema: 'Description' } },
  },
}

function schemaOf(schema: ZodType) {
  const { $schema, ...described } = z.toJSONSchema(schema)
  return described
}

function operationOf({ id, summary, answers }: Operation) {
  const responses = Object.entries(answers).map(([status, { description, schema }]) => [
    status,
    { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } },
  ])
  return { get: { operationId: id, summary, security: [], responses: Object.fromEntries(responses) } }
}

/** A document in OpenAPI 3.1, as it is sent. */
export function describeInterface() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Trois Clics: public data',
      version,
      summary: 'What programs may read of a site, without a key.',
      description:
        'What else a site sends as JSON is between its pages and their scripts, or its kiosks, and changes without a word. ' +
        'Too many requests from one network get status 429.',
      license: { name: 'CC BY 4.0', identifier: 'CC-BY-4.0' },
    },
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, operation]) => [path, operationOf(operation)]),
    ),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)])),
    },
  }
}
