/** The same page once more: for a browser that held a cookie of ours back because a link of another site led here. */

import type { Context } from 'hono'

/** Asked for from here, the browser brings the cookie if it has one. */
export function sendOnceMore(c: Context): Response | Promise<Response> {
  return c.html('<!doctype html><title>Trois Clics</title><meta http-equiv="refresh" content="0">')
}
