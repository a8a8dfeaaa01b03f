/** Refuses addresses that no page of ours has, before anything looks at them. */

import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

const longestPath = 200

/** Doubled slashes, encoded dots, slashes and NUL, and over-long paths get a plain 400. */
export function refuseStrangePaths(): MiddlewareHandler {
  return async (c, next) => {
    const { pathname } = new URL(c.req.url)
    if (pathname.length > longestPath || /\/\/|%(?:00|2e|2f|5c)|\\/i.test(pathname)) throw new HTTPException(400)
    await next()
  }
}
