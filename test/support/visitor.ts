/** Somebody with a browser's cookies, who asks the real app and keeps what it sets. */

import type { Hono } from 'hono'

export interface Visitor {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly head: (path: string) => Promise<Response>
  readonly post: (
    path: string,
    /** A text is sent as it is, as scripts do. */
    form?: Readonly<Record<string, string>> | URLSearchParams | string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>
  /** The cookies as they would be sent now to a page; empty before the first page. */
  readonly cookie: (path?: string) => string
}

interface Kept {
  readonly value: string
  readonly path: string
}

/** Cookies go with the pages below their path only, as in a browser. */
function goesWith({ path }: Kept, page: string): boolean {
  return path === '/' || page === path || page.startsWith(`${path}/`)
}

/** A form whose text is asked for, and sent when a test says so: `asked` resolves when somebody waits for it. */
export function slowForm(text: string) {
  let ask = () => {}
  let send = () => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  const sent = new Promise<void>((resolve) => {
    send = resolve
  })
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        ask()
        await sent
        controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-length': String(text.length) } }
  return { init, asked, send: () => send() }
}

/** `address` is that of the network they come from; without one they come from nowhere in particular. */
export function createVisitor(app: Hono, startCookie = '', address = ''): Visitor {
  const wire = address === '' ? {} : { incoming: { socket: { remoteAddress: address } } }
  const kept = new Map<string, Kept>()
  for (const pair of startCookie.split('; ').filter(Boolean)) {
    const [name = '', ...rest] = pair.split('=')
    kept.set(`/ ${name}`, { value: rest.join('='), path: '/' })
  }
  function cookieFor(page: string): string {
    return [...kept]
      .filter(([, cookie]) => goesWith(cookie, page))
      .map(([key, { value }]) => `${key.split(' ')[1]}=${value}`)
      .join('; ')
  }
  function keep(set: string): void {
    const [pair = ''] = set.split(';')
    const [name = '', ...rest] = pair.split('=')
    const path = /; Path=([^;]+)/.exec(set)?.[1] ?? '/'
    if (/Max-Age=0(?:;|$)/.test(set)) kept.delete(`${path} ${name}`)
    else kept.set(`${path} ${name}`, { value: rest.join('='), path })
  }
  async function send(path: string, init: RequestInit): Promise<Response> {
    const cookie = cookieFor(path.split('?')[0] ?? '')
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) }
    const answer = await app.request(path, { ...init, headers }, wire)
    for (const set of answer.headers.getSetCookie()) keep(set)
    return answer
  }
  return {
    get: (path, headers = {}) => send(path, { headers }),
    head: (path) => send(path, { method: 'HEAD' }),
    post: (path, form = {}, headers = {}) =>
      send(path, {
        method: 'POST',
        body: typeof form === 'string' ? form : new URLSearchParams(form),
        headers,
      }),
    cookie: (path = '/') => cookieFor(path),
  }
}
