/** Public pages, once made, go out without being handled again: the bytes and headers of the first answer are kept. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { acceptsBrotli, type Pages } from './respond.ts'

interface ReadyAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

export interface FastLane {
  /** Notes the answer to a public page, as the app gave it. It goes outside all other middleware. */
  readonly remember: MiddlewareHandler
  /** Answers a request whose page is ready; false where the app has to. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean
}

/** Only a request whose answer depends on the path alone: no query, a plain GET. */
function keyOf(
  method: string | undefined,
  url: string | undefined,
  acceptEncoding: string | undefined,
): string | null {
  if (method !== 'GET' || url === undefined || url.includes('?')) return null
  return `${acceptsBrotli(acceptEncoding) ? 'br' : 'plain'} ${url}`
}

export function createFastLane(pages: Pages): FastLane {
  const ready = new Map<string, ReadyAnswer>()
  return {
    remember: async (c, next) => {
      await next()
      const page = pages.known(c.req.path)
      const key = keyOf(c.req.method, c.req.path, c.req.header('accept-encoding'))
      if (page === undefined || key === null || c.res.status !== 200) return
      const bytes = key.startsWith('br ') ? page.brotli : page.bytes
      const headers = { ...Object.fromEntries(c.res.headers), 'content-length': String(bytes.length) }
      ready.set(key, { headers, bytes })
    },
    answer: (request, response) => {
      const key = keyOf(request.method, request.url, request.headers['accept-encoding'])
      const known = key === null ? undefined : ready.get(key)
      if (known === undefined) return false
      response.writeHead(200, known.headers)
      response.end(known.bytes)
      return true
    },
  }
}
