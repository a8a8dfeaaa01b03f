/** The cookie that carries a visit's id, and nothing else. */

import { parse, serialize } from 'hono/utils/cookie'

const name = 'visit'

/** An id of 128 random bits, as it stands in the cookie. */
const idForm = /^[A-Za-z0-9_-]{22}$/

/** What a browser brings: no cookie, or one with what may be an id. */
export type BroughtVisit =
  | { readonly kind: 'none' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'malformed' }

export function broughtVisit(cookieHeader: string | undefined): BroughtVisit {
  const value = cookieHeader === undefined ? undefined : parse(cookieHeader, name)[name]
  if (value === undefined) return { kind: 'none' }
  return idForm.test(value) ? { kind: 'id', id: value } : { kind: 'malformed' }
}

/** The header's value. It has no lifetime, so it goes with the browser's window; null takes it out at once. */
export function visitCookie(id: string | null, secure: boolean): string {
  const lifetime = id === null ? { maxAge: 0 } : {}
  return serialize(name, id ?? '', { path: '/', httpOnly: true, sameSite: 'Strict', secure, ...lifetime })
}
