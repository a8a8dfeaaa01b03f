/** Somebody with a browser's cookies, who asks the real app and keeps what it sets. */

import type { Hono } from 'hono'

export interface Visitor {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly post: (
    path: string,
    form?: Readonly<Record<string, string>> | URLSearchParams,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>
  /** The cookie as it would be sent now; empty before the first page. */
  readonly cookie: () => string
}

export function createVisitor(app: Hono, startCookie = ''): Visitor {
  let cookie = startCookie
  async function send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) }
    const answer = await app.request(path, { ...init, headers })
    const set = answer.headers.get('set-cookie')
    if (set !== null) cookie = /Max-Age=0/.test(set) ? '' : (set.split(';')[0] ?? '')
    return answer
  }
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, form = {}, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers }),
    cookie: () => cookie,
  }
}
