/** Cookies of ours as tests read them and bring them, whatever prefix their names have at a site. */

import { type CookieKind, type Cookies, createCookies } from '../../server/web/cookies.ts'

/** A Cookie or Set-Cookie header's `name=value` of a cookie, with the prefix that it has; undefined where it is not there. */
export function pairIn(header: string | null | undefined, name: string): string | undefined {
  return new RegExp(`(?:^|; )((?:__(?:Host|Secure)-)?${name}=[\\w-]+)`).exec(header ?? '')?.[1]
}

/** The value of a cookie in a header; undefined where it is not there. */
export function valueIn(header: string | null | undefined, name: string): string | undefined {
  return pairIn(header, name)?.split('=')[1]
}

interface Site {
  readonly services: { readonly cookies: Cookies }
}

/** A site that runs as a program of its own, by the address that people use. */
export function siteAt(publicUrl: string): Site {
  return { services: { cookies: createCookies(publicUrl) } }
}

/** What a browser sends that has a cookie of a site. */
export function cookieOf({ services }: Site, kind: CookieKind, value: string): string {
  return `${services.cookies.nameOf(kind)}=${value}`
}

/** The same, for a real browser. */
export function browserCookie({ services }: Site, kind: 'mediator' | 'host', value: string, address: string) {
  const { hostname } = new URL(address)
  const path = kind === 'host' ? '/host' : '/companion'
  return {
    name: services.cookies.nameOf(kind),
    value,
    domain: hostname,
    path,
    secure: services.cookies.secure,
    sameSite: 'Strict',
  } as const
}
