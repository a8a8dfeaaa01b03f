/** The guard of the patients' pages: nobody reads one but by the door. */

import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { addressOfRequest, wireOf } from '../web/network.ts'
import { NoRoom } from '../web/refusals.ts'
import { sendOnceMore } from '../web/same-page.ts'
import { comesFromElsewhere, type Door } from './door.ts'
import type { LiveVisits } from './live.ts'

/**
 * Such a browser is sent to the same page once more, from our own site: then it brings its cookie if it has one. A begin is no
 * page: asked for from here, it would be somebody's own.
 */
export function askAgainFromHere({ door }: { readonly door: Door }): MiddlewareHandler {
  return async (c, next) => {
    const { path, method } = c.req
    const elsewhere = comesFromElsewhere(door, c.req.header('sec-fetch-site'), c.req.header('cookie'))
    if (!elsewhere || method !== 'GET' || /^\/[^/]+\/begin$/.test(path)) return next()
    return sendOnceMore(c)
  }
}

/** Admits people to the start and to the pages of a language. */
export function admitVisitors(services: {
  readonly door: Door
  readonly visits: LiveVisits
}): MiddlewareHandler {
  const { door, visits } = services
  return async (c, next) => {
    const { path, method } = c.req
    const cookie = c.req.header('cookie')
    const address = addressOfRequest(c)
    const admission = await door.admit(wireOf(c) ?? c.req.raw, { cookie, path, address, place: null })
    if (admission.kind === 'closed') {
      c.set('doorClosed', true)
      return next()
    }
    for (const [name, value] of Object.entries(admission.headers)) c.header(name, value)
    if (admission.kind === 'elsewhere') return c.redirect(admission.path, 303)
    const { id } = admission
    // Answering a form costs more than sending a page that is ready: for visits only, and at a person's pace.
    const sends = method !== 'GET' && method !== 'HEAD'
    if (sends && id === null) throw new NoRoom()
    if (sends && id !== null && !(await visits.mayTakeTurn(id))) throw new HTTPException(429)
    c.set('slots', admission.slots)
    // A form has taken its turn.
    if (!sends) c.set('mayMakePage', () => door.mayMakePage(cookie))
    const begins = 'set-cookie' in admission.headers
    c.set('visitId', begins ? null : id)
    await next()
    if (method === 'GET' && c.res.status === 200 && id !== null) {
      await visits.happen(id, { kind: begins ? 'arrive' : 'open', place: path })
    }
  }
}
