/** Whoever reads our data with a program finds each answer described, and gets what is described. */

import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import type { describeInterface } from '../../server/openapi/rules.ts'
import { openTestApp, type TestApp } from '../support/app.ts'

type Described = ReturnType<typeof describeInterface>

let site: TestApp
let described: Described
const schemas = addFormats.default(new Ajv2020({ strict: false }))
beforeAll(async () => {
  site = await openTestApp()
  described = (await (await site.app.request('/openapi.json')).json()) as Described
  schemas.addSchema(described, 'description')
})
afterAll(() => site.close())

const openApi = new Validator()

/** What is wrong with a document in OpenAPI; null where nothing is. */
async function faultOf(document: Record<string, unknown>): Promise<unknown> {
  const { valid, errors } = await openApi.validate(structuredClone(document))
  return valid ? null : errors
}

/** What is wrong with an answer, by the schema that the description has for its status; null where nothing is. */
function complaintAbout(path: string, status: number, body: unknown): unknown {
  const answer = described.paths[path]?.get.responses[status]
  if (answer === undefined) return `${path} with status ${status} is not described`
  const { $ref } = answer.content['application/json'].schema
  const isValid = schemas.getSchema(`description${$ref}`)
  if (isValid === undefined) return `${$ref} is not there`
  return isValid(body) ? null : isValid.errors
}

describe('the description', () => {
  test('is OpenAPI 3.1: programs that make clients of it read it', async () => {
    expect(described.openapi).toMatch(/^3\.1\./)
    expect(await faultOf(described)).toBeNull()
  })

  test.each([
    ['a version that is none', '"openapi":"3.1', '"openapi":"9.1'],
    ['no title', /"title":"[^"]*",/, ''],
    ['an answer without words', /"description":"[^"]*","content"/, '"content"'],
    ['a status that is none', '"503":', '"5033":'],
    ['a licence by two names', '"identifier":', '"url":"https://x.example","identifier":'],
    ['a key that nobody knows', '"operationId":', '"operation":'],
  ])('with %s is refused', async (_, before, after) => {
    const written = JSON.stringify(described)
    const broken = written.replace(before, after)
    expect(broken).not.toBe(written)
    expect(await faultOf(JSON.parse(broken))).not.toBeNull()
  })
})

describe('an answer', () => {
  test('of each address that is described is what its schema says', async () => {
    for (const path of Object.keys(described.paths)) {
      const answer = await site.app.request(path)
      expect(answer.headers.get('content-type'), path).toMatch(/^application\/json\b/)
      expect(complaintAbout(path, answer.status, await answer.json()), path).toBeNull()
    }
  })

  test('of a server that cannot work as well', async () => {
    const checkDatabase = () => Promise.reject(new Error('disk I/O error'))
    const answer = await createApp({ ...site.services, checkDatabase }).request('/healthz')
    expect(answer.status).toBe(503)
    expect(complaintAbout('/healthz', 503, await answer.json())).toBeNull()
  })

  test.each([
    ['/facts.json', { confidence: 'C' }, { confidence: 'sure' }],
    ['/facts.json', { checkedOn: '2026-11-20' }, { checkedOn: '20/11/2026' }],
    ['/facts.json', { url: null }, { url: 'no address' }],
    ['/facts.json', {}, { newKey: true }],
    ['/facts.json', {}, { sourceTitle: undefined }],
  ])('of %s with %j made %j is found wrong', async (path, right, wrong) => {
    const [fact] = (await (await site.app.request(path)).json()) as readonly object[]
    expect(complaintAbout(path, 200, [{ ...fact, ...right }])).toBeNull()
    const sent = JSON.parse(JSON.stringify([{ ...fact, ...wrong }]))
    expect(complaintAbout(path, 200, sent)).not.toBeNull()
  })
})

/** Below a language stand the pages of patients: what they send as JSON is between a page and its script. */
const isOfPages = (path: string) =>
  site.services.words.languages.some((language) => path.startsWith(`/${language}/`))

test('every address where a stranger reads JSON is described', async () => {
  const asked = site.app.routes.filter(({ method, path }) => method === 'GET' && !isOfPages(path))
  const answering: string[] = []
  for (const path of new Set(asked.map(({ path }) => path))) {
    const answer = await site.app.request(path.replaceAll(/:\w+|\*/g, 'x'), {
      headers: { accept: 'application/json' },
    })
    if (/\bjson\b/.test(answer.headers.get('content-type') ?? '')) answering.push(path)
  }
  expect(answering.sort()).toEqual(Object.keys(described.paths).sort())
})
