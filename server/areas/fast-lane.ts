/** Public pages, once made, go out without being handled again: the page and the headers of its first answer are kept. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { type Encoding, encodingFor, type Pages } from '../pages/respond.ts'
import { comesFromElsewhere, type Door } from '../visits/door.ts'
import { addressOfWire } from '../web/network.ts'
import { type Answered, routeOf } from '../web/request-log.ts'

interface ReadyAnswer {
  readonly headers: Readonly<Record<string, string>>
  /** Whether people come to it through the door. */
  readonly byTheDoor: boolean
  readonly route: string
}

export interface FastLane {
  /** Notes the answer to a public page, as the app gave it. It goes outside all other middleware. */
  readonly remember: MiddlewareHandler
  /** Answers a request whose page is ready; null where the app has to answer. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<Answered | null>
}

const readMethods = new Set<string | undefined>(['GET', 'HEAD'])

/** Whoever sends something is no reader. What stands after a question mark changes nothing on a public page. */
function keyOf(method: string | undefined, path: string, encoding: Encoding): string | null {
  return readMethods.has(method) ? `${encoding} ${path}` : null
}

/** Headers that belong to one answer, not to the page. */
const ofOneAnswer = new Set(['set-cookie', 'content-length'])

export function createFastLane(pages: Pages, door: Door): FastLane {
  const ready = new Map<string, ReadyAnswer>()
  return {
    remember: async (c, next) => {
      await next()
      const { path } = c.req
      const key = keyOf(c.req.method, path, encodingFor(c.req.header('accept-encoding')))
      // Whatever else answers under this address is not its page, and belongs to one visitor.
      if (c.req.method !== 'GET' || key === null || c.res.status !== 200 || c.get('publicPage') !== path)
        return
      const headers = Object.fromEntries([...c.res.headers].filter(([name]) => !ofOneAnswer.has(name)))
      ready.set(key, { headers, byTheDoor: c.get('slots') !== undefined, route: routeOf(c) })
    },
    answer: async (request, response) => {
      const [path = ''] = (request.url ?? '').split('?', 1)
      const encoding = encodingFor(request.headers['accept-encoding'])
      const key = keyOf(request.method, path, encoding)
      const known = key === null ? undefined : ready.get(key)
      const { cookie, 'sec-fetch-site': site } = request.headers
      if (known === undefined || comesFromElsewhere(door, site, cookie)) return null
      const admission = known.byTheDoor
        ? await door.admit(request, {
            cookie,
            path,
            address: addressOfWire(request),
            // Whoever asks for the head alone sees no page, and is nowhere.
            place: request.method === 'GET' ? path : null,
          })
        : ({ kind: 'page', id: null, slots: pages.usualSlots, headers: {} } as const)
      // Whoever has to go elsewhere is led there by the app, which also renders, and tells whoever asks too fast.
      if (admission.kind !== 'page') return null
      if (pages.isMadeForVisit(path, admission.slots, encoding)) {
        if (!pages.isRendered(path) || !(await door.mayMakePage(cookie))) return null
      }
      const bytes = pages.known(path, admission.slots, encoding)
      if (bytes === undefined) return null
      response.writeHead(200, { ...known.headers, ...admission.headers, 'content-length': bytes.length })
      response.end(bytes)
      return { route: known.route, status: 200 }
    },
  }
}
