/** Answers what the app does not see: headers without end, garbage on the wire, what comes too fast. */

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Hono } from 'hono'
import type { FastAnswer } from './fast-lane.ts'

/** What Node's parser says, and the status that says it to a browser. */
const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** For whoever reads the answer; whoever does not would keep the place of a connection for good. */
const readAnswerMilliseconds = 1000

/** The app's own page for a bad request, with all its headers. */
export async function refuseRequest(app: Hono): Promise<Response> {
  return app.request('//')
}

/** Says "too fast" (429) at next to no cost: the page is asked of the app once. */
export function createHasteRefusal(app: Hono) {
  let page: Promise<{ readonly headers: Headers; readonly body: Buffer }> | undefined
  async function make() {
    const refused = await refuseRequest(app)
    return { headers: refused.headers, body: Buffer.from(await refused.arrayBuffer()) }
  }
  return async (response: ServerResponse): Promise<FastAnswer> => {
    page ??= make()
    const { headers, body } = await page
    response.writeHead(429, {
      ...Object.fromEntries(headers),
      'content-length': String(body.length),
      'retry-after': '1',
    })
    response.end(body)
    return { route: 'none', status: 429 }
  }
}

/** The listener for a server's `clientError`. */
export function answerBrokenRequests(app: Hono) {
  async function answer(error: NodeJS.ErrnoException, socket: Socket): Promise<unknown> {
    const refused = await refuseRequest(app)
    const body = Buffer.from(await refused.arrayBuffer())
    if (!socket.writable) return socket.destroy()
    const headers = [...refused.headers, ['content-length', String(body.length)], ['connection', 'close']]
    const head = [
      `HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
    ]
    // An end from here alone leaves the other half open for as long as the other side likes.
    const late = setTimeout(() => socket.destroy(), readAnswerMilliseconds)
    socket.once('close', () => clearTimeout(late))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.end(body)
  }
  return (error: NodeJS.ErrnoException, socket: Socket) => {
    answer(error, socket).catch(() => socket.destroy())
  }
}
