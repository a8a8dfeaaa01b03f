/** Refuses addresses that no page of ours has, before anything looks at them. */

import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

const longestPath = 200

/** What @hono/node-server hands on: the request as it stood on the wire, before URL parsing tidied it. */
interface Wire {
  readonly incoming?: { readonly url?: string }
}

/** Doubled slashes, encoded dots, slashes and NUL, dot segments, and over-long paths get a plain 400. */
export function refuseStrangePaths(): MiddlewareHandler {
  return async (c, next) => {
    const wire = c.env as Wire | undefined
    const path = (wire?.incoming?.url ?? c.req.path).split('?')[0] ?? ''
    if (path.length > longestPath || /\/\/|%(?:00|2e|2f|5c)|\\|\/\.\.?(?:\/|$)/i.test(path)) {
      throw new HTTPException(400)
    }
    await next()
  }
}
