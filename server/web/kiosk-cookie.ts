/** The cookies of a kiosk's browser: which machine it is, and whether its supervisor has begun it. Nothing of who stands there. */

import type { Context } from 'hono'
import { parse, serialize } from 'hono/utils/cookie'

const name = 'kiosk'
const guideName = 'guide'
const seconds = 365 * 86_400
const tokenForm = /^[A-Za-z0-9_-]{22}$/

function tokenIn(cookieHeader: string | undefined, of: string): string | null {
  const value = cookieHeader?.includes(of) ? parse(cookieHeader, of)[of] : undefined
  return value !== undefined && tokenForm.test(value) ? value : null
}

/** By which a kiosk is known, by its form alone. */
export function kioskToken(cookieHeader: string | undefined): string | null {
  return tokenIn(cookieHeader, name)
}

/** By which a browser shows that a kiosk's supervisor has begun it, by its form alone. */
export function guideToken(cookieHeader: string | undefined): string | null {
  return tokenIn(cookieHeader, guideName)
}

/** A site reached by TLS at one address and without it at another (a kiosk's own) needs both to work. */
function isSecure(c: Context, publicUrl: string): boolean {
  const { protocol, host } = new URL(publicUrl)
  return protocol === 'https:' && c.req.header('host') === host
}

const everywhere = { path: '/', httpOnly: true, sameSite: 'Strict' } as const

/** Makes a browser the kiosk's, for a year. */
export function setKioskCookie(c: Context, publicUrl: string, token: string): void {
  const settings = { ...everywhere, secure: isSecure(c, publicUrl), maxAge: seconds }
  c.header('set-cookie', serialize(name, token, settings), { append: true })
}

/** Goes with the browser, which the supervisor ends after each visit. */
export function setGuideCookie(c: Context, publicUrl: string, token: string): void {
  const settings = { ...everywhere, secure: isSecure(c, publicUrl) }
  c.header('set-cookie', serialize(guideName, token, settings), { append: true })
}
