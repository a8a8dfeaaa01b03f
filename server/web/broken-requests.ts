/** Answers what the app does not see: headers without end, garbage on the wire, what comes too fast. */

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Hono } from 'hono'
import type { Answered } from './request-log.ts'

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

interface RefusalPage {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

/** The same page as bytes, asked of the app once: a thousand connections may be refused in the same moment. */
function createRefusalPage(app: Hono): () => Promise<RefusalPage> {
  let page: Promise<RefusalPage> | undefined
  async function make(): Promise<RefusalPage> {
    const refused = await refuseRequest(app)
    const body = Buffer.from(await refused.arrayBuffer())
    return { headers: [...refused.headers, ['content-length', String(body.length)]], body }
  }
  return () => {
    page ??= make()
    return page
  }
}

/** Says "too fast" (429) at next to no cost. */
export function createHasteRefusal(app: Hono) {
  const refusalPage = createRefusalPage(app)
  return async (response: ServerResponse): Promise<Answered> => {
    const { headers, body } = await refusalPage()
    response.writeHead(429, { ...Object.fromEntries(headers), 'retry-after': '1' })
    response.end(body)
    return { route: 'none', status: 429 }
  }
}

/** The listener for a server's `clientError`. Words of ours do not go into the middle of an answer. */
export function answerBrokenRequests(
  app: Hono,
  { isWaiting }: { readonly isWaiting: (socket: Socket) => boolean },
) {
  const refusalPage = createRefusalPage(app)
  async function answer(error: NodeJS.ErrnoException, socket: Socket): Promise<unknown> {
    const { headers, body } = await refusalPage()
    if (!socket.writable) return socket.destroy()
    const head = [
      `HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}`,
      ...[...headers, ['connection', 'close']].map(([name, value]) => `${name}: ${value}`),
    ]
    // An end from here alone leaves the other half open for as long as the other side likes.
    const late = setTimeout(() => socket.destroy(), readAnswerMilliseconds)
    socket.once('close', () => clearTimeout(late))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.end(body)
  }
  return (error: NodeJS.ErrnoException, socket: Socket) => {
    if (isWaiting(socket)) socket.destroy()
    else answer(error, socket).catch(() => socket.destroy())
  }
}
