/** The door to every page of a language: begins a visit, goes on with one, or leads elsewhere. */

import type { RoomFiller, Slots } from '../pages/slots.ts'
import type { BroughtVisit, Cookies } from '../web/cookies.ts'
import { languageOf } from '../web/paths.ts'
import type { LiveVisits } from './live.ts'
import type { Visit } from './rules.ts'

/** What the door looks at, the same for a request on the wire and in the app. */
interface Arrival {
  readonly cookie: string | undefined
  readonly path: string
  /** Of the browser; null where it cannot be told. */
  readonly address: string | null
  /** Where the person will be, if the page is known to exist. */
  readonly place: string | null
}

/** `closed`: the start, for a browser in which a visit has ended. */
type Admission =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'page'
      /** Of the visit that this page belongs to; null where there is none. */
      readonly id: string | null
      readonly slots: Slots
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly kind: 'elsewhere'; readonly path: string; readonly headers: Readonly<Record<string, string>> }

export interface Door {
  /**
   * Admits somebody, which has effects: a visit begins, or moves. `request` is the request itself: whoever looks at it later gets
   * the same admission, and nobody is admitted twice.
   */
  readonly admit: (request: object, arrival: Arrival) => Promise<Admission>
  /** What a page shows of the visit that a browser brings, where nobody has to be admitted: an error. */
  readonly slotsOf: (cookie: string | undefined) => Promise<Slots>
  readonly brought: (cookie: string | undefined) => BroughtVisit
  /** Whether a browser brings a visit that goes on. */
  readonly isInVisit: (cookie: string | undefined) => Promise<boolean>
  /** The kiosk that a browser is, or null. */
  readonly kioskOf: (cookie: string | undefined) => string | null
  /** The kiosk at which a visit begins in a browser, or null: knowing a kiosk's cookie is not standing there. */
  readonly beginsAt: (cookie: string | undefined) => Promise<string | null>
  /** Whether a page that is not kept may be made for the visit that a browser brings; it counts. */
  readonly mayMakePage: (cookie: string | undefined) => Promise<boolean>
  /** Whether a browser that has no visit would get none now, because there is no room. */
  readonly hasNoRoom: (cookie: string | undefined, address: string | null) => Promise<boolean>
  /** The header that puts an id into the browser; null takes it out, where too many begin at once. */
  readonly cookieHeader: (id: string | null) => Readonly<Record<string, string>>
  /**
   * What goes with the end of a visit: a new id, which no visit has, so that the browser's back button finds the door
   * closed; and the request to the browser to forget the files and everything else that the pages brought.
   */
  readonly endHeaders: () => Readonly<Record<string, string>>
}

interface DoorParts {
  readonly visits: LiveVisits
  readonly newId: () => string
  readonly cookies: Cookies
  readonly languages: readonly string[]
  /** The kiosk that a kiosk's cookie is of; null where there is none. */
  readonly kioskOf: (kioskCookie: string | null) => string | null
  /** Whether a visit may begin at a kiosk in the browser that has this guide's cookie. */
  readonly mayBeginAt: (kioskId: string, guideCookie: string | null) => Promise<boolean>
  /** Of the rooms that put something into pages, in the order in which it shows. */
  readonly fillers: readonly RoomFiller[]
}

export function createDoor(parts: DoorParts): Door {
  const { visits, newId, cookies, languages, mayBeginAt, fillers } = parts
  const brought = cookies.visitIn
  /** As long as the request itself. */
  const admitted = new WeakMap<object, Promise<Admission>>()
  // It goes with the browser's window.
  const cookieHeader = (id: string | null) => ({
    'set-cookie': cookies.write('visit', id ?? '', id === null ? 0 : null),
  })
  const endHeaders = () => ({
    ...cookieHeader(newId()),
    // Not "cookies": that would take the new one away as well.
    'clear-site-data': '"cache", "storage"',
  })

  async function slotsOfVisit(cookie: string | undefined, id: string, visit: Visit): Promise<Slots> {
    const kioskId = kioskOf(cookie)
    const filled = await Promise.all(fillers.map((fill) => fill({ id, kioskId })))
    const rooms = filled.flatMap((room) => room ?? [])
    return { ...visits.slots(visit), ...(rooms.length === 0 ? {} : { rooms }) }
  }
  const kioskOf = (cookie: string | undefined) => parts.kioskOf(cookies.tokenIn(cookie, 'kiosk'))
  const beginsAt = async (cookie: string | undefined) => {
    const kiosk = kioskOf(cookie)
    return kiosk !== null && (await mayBeginAt(kiosk, cookies.tokenIn(cookie, 'guide'))) ? kiosk : null
  }

  async function isInVisit(cookie: string | undefined): Promise<boolean> {
    const theirs = brought(cookie)
    return theirs.kind === 'id' && (await visits.happen(theirs.id, { kind: 'look' })) !== null
  }

  async function admit(arrival: Arrival): Promise<Admission> {
    const { path, place, address } = arrival
    const language = languageOf(path, languages)
    const theirs = brought(arrival.cookie)
    const slots = visits.slots(null)
    if (language === undefined) {
      // The start: where a visit has ended, choosing a language has to open the door again.
      return theirs.kind === 'none' || (await isInVisit(arrival.cookie))
        ? { kind: 'page', id: null, slots, headers: {} }
        : { kind: 'closed' }
    }
    if (theirs.kind === 'none') {
      // Where too many begin at once, the page is shown all the same, without a visit.
      const begun = await visits.begin(place ?? `/${language}`, {
        kiosk: await beginsAt(arrival.cookie),
        address,
      })
      return {
        kind: 'page',
        id: begun?.id ?? null,
        slots: begun === null ? slots : await slotsOfVisit(arrival.cookie, begun.id, begun.visit),
        headers: begun === null ? {} : cookieHeader(begun.id),
      }
    }
    const id = theirs.kind === 'id' ? theirs.id : ''
    const visit = await visits.happen(id, { kind: 'open', place })
    if (visit === null) return { kind: 'elsewhere', path: '/', headers: endHeaders() }
    if (visit.state.phase === 'active') {
      return { kind: 'page', id, slots: await slotsOfVisit(arrival.cookie, id, visit), headers: {} }
    }
    return { kind: 'elsewhere', path: `/${language}/privacy-screen`, headers: {} }
  }

  return {
    kioskOf,
    beginsAt,
    isInVisit,
    mayMakePage: async (cookie) => {
      const theirs = brought(cookie)
      return theirs.kind !== 'id' || visits.mayMakePage(theirs.id)
    },
    hasNoRoom: async (cookie, address) =>
      brought(cookie).kind === 'none' && (await visits.isFull({ kiosk: await beginsAt(cookie), address })),
    slotsOf: async (cookie) => {
      const theirs = brought(cookie)
      const visit = theirs.kind === 'id' ? await visits.happen(theirs.id, { kind: 'look' }) : null
      return theirs.kind === 'id' && visit !== null
        ? slotsOfVisit(cookie, theirs.id, visit)
        : visits.slots(null)
    },
    brought,
    cookieHeader,
    endHeaders,
    admit: (request, arrival) => {
      const admission = admitted.get(request) ?? admit(arrival)
      admitted.set(request, admission)
      return admission
    },
  }
}

/**
 * Whether a browser may be holding back a cookie of ours: it does so where a link of another site led here, and again
 * each time its back button comes here. Only over TLS and on the same machine do browsers say so.
 */
export function comesFromElsewhere(
  door: Pick<Door, 'brought'>,
  secFetchSite: string | undefined,
  cookie: string | undefined,
): boolean {
  return secFetchSite === 'cross-site' && door.brought(cookie).kind === 'none'
}
