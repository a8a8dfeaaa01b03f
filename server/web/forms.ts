/** Reads what a form of ours sends. */

import type { Context } from 'hono'

/** The texts of a form; whatever else was sent gives none. */
export async function formOf(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text())
}
