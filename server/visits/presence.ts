/** Who taps on a page of a visit: whether the visit goes on, whether its page is on screen, and where to go where not. */

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { addressOfRequest } from '../web/network.ts'
import { NoRoom } from '../web/refusals.ts'
import type { Door } from './door.ts'
import type { LiveVisits } from './live.ts'
import type { Visit } from './rules.ts'

export interface Present {
  readonly id: string
  readonly visit: Visit
}

export interface Presence {
  /** The visit that a browser brings. A tap of the patient counts as a touch; a page that asks by itself does not. */
  readonly going: (c: Context, tapped: boolean) => Promise<Present | null>
  /** The same, if its page is on screen. */
  readonly present: (c: Context, tapped?: boolean) => Promise<Present | null>
  /** Where somebody goes whose visit is over, or whose page is hidden. */
  readonly elsewhere: (c: Context, language: string) => Promise<Response>
  /** A visit sends no more than fingers can. */
  readonly takeTurn: (id: string) => Promise<void>
}

export function createPresence({
  door,
  visits,
}: {
  readonly door: Door
  readonly visits: LiveVisits
}): Presence {
  async function going(c: Context, tapped: boolean): Promise<Present | null> {
    const brought = door.brought(c.req.header('cookie'))
    if (brought.kind !== 'id') return null
    const visit = await visits.happen(brought.id, tapped ? { kind: 'open', place: null } : { kind: 'look' })
    return visit === null ? null : { id: brought.id, visit }
  }
  return {
    going,
    present: async (c, tapped = true) => {
      const here = await going(c, tapped)
      return here?.visit.state.phase === 'active' ? here : null
    },
    elsewhere: async (c, language) => {
      if (await door.hasNoRoom(c.req.header('cookie'), addressOfRequest(c))) throw new NoRoom()
      const known = door.brought(c.req.header('cookie')).kind === 'id'
      return c.redirect(known ? `/${language}/privacy-screen` : '/', 303)
    },
    takeTurn: async (id) => {
      if (!(await visits.mayTakeTurn(id))) throw new HTTPException(429)
    },
  }
}
