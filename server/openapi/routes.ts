/** The description of the public JSON, for programs. */

import { Hono } from 'hono'
import { describeInterface } from './rules.ts'

export function openApiRoutes(): Hono {
  let written: string | undefined
  return new Hono().get('/openapi.json', (c) => {
    // Few ask for it, and none before the server has started.
    written ??= JSON.stringify(describeInterface())
    return c.body(written, 200, { 'content-type': 'application/json' })
  })
}
