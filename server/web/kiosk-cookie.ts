/** The cookie by which a kiosk is known: it says which machine it is, and nothing of who stands there. */

import { parse, serialize } from 'hono/utils/cookie'

const name = 'kiosk'
const seconds = 365 * 86_400
const tokenForm = /^[A-Za-z0-9_-]{22}$/

export function kioskToken(cookieHeader: string | undefined): string | null {
  const value = cookieHeader?.includes(name) ? parse(cookieHeader, name)[name] : undefined
  return value !== undefined && tokenForm.test(value) ? value : null
}

/** The header's value. */
export function kioskCookie(token: string, secure: boolean): string {
  return serialize(name, token, { path: '/', httpOnly: true, sameSite: 'Strict', secure, maxAge: seconds })
}
