/** Every cookie of ours: its name, its path, how it is written and how it is read. No other file knows any of it. */

import { serialize } from 'hono/utils/cookie'
import { tokenForm } from './tokens.ts'

/** Every cookie there is. A device is known to each area apart, under one name. */
const cookies = {
  visit: { name: 'visit', path: '/' },
  kiosk: { name: 'kiosk', path: '/' },
  guide: { name: 'guide', path: '/' },
  language: { name: 'language', path: '/' },
  mediator: { name: 'mediator', path: '/companion' },
  mediatorDevice: { name: 'known-device', path: '/companion' },
  mediatorHalfWay: { name: 'half-way', path: '/companion' },
  host: { name: 'host', path: '/host' },
  hostDevice: { name: 'known-device', path: '/host' },
  hostHalfWay: { name: 'half-way', path: '/host' },
} as const

export type CookieKind = keyof typeof cookies

/** What a browser brings: no cookie, or one with what may be an id. */
export type BroughtVisit =
  | { readonly kind: 'none' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'malformed' }

export interface Cookies {
  /** Whether the site is reached by TLS, and so no cookie of it passes a network in clear. */
  readonly secure: boolean
  readonly nameOf: (kind: CookieKind) => string
  /** The visit in a request's Cookie header, by its form alone. */
  readonly visitIn: (header: string | undefined) => BroughtVisit
  /** A token of 128 bits in a request's Cookie header, by its form alone; null where there is none. */
  readonly tokenIn: (
    header: string | undefined,
    kind: Exclude<CookieKind, 'visit' | 'language'>,
  ) => string | null
  /** Whether a cookie is there more than once: one of them is not ours. */
  readonly isRepeated: (header: string | undefined, kind: CookieKind) => boolean
  /** What was chosen here, whatever it is. */
  readonly languageIn: (header: string | undefined) => string | undefined
  /**
   * The value of a Set-Cookie header. `seconds` is how long the browser keeps it; null: until its window closes; 0 takes the
   * cookie out.
   */
  readonly write: (kind: CookieKind, value: string, seconds: number | null) => string
}

/**
 * The value of a cookie in a Cookie header; undefined where it is not there, or is there twice: one of the two is not ours,
 * and nothing tells which.
 */
function onlyValue(header: string | undefined, name: string): string | undefined {
  const values = valuesOf(header, name)
  return values.length === 1 ? values[0] : undefined
}

function valuesOf(header: string | undefined, name: string): readonly string[] {
  if (!header?.includes(name)) return []
  return header.split(';').flatMap((pair) => {
    const end = pair.indexOf('=')
    return end >= 0 && withoutSpace(pair.slice(0, end)) === name ? [withoutSpace(pair.slice(end + 1))] : []
  })
}

/**
 * Space and tab alone (RFC 6265): `trim` takes a no-break space as well, and a browser lets any neighbour set a name that begins
 * with one, prefix or not. Without a regular expression, since V8 keeps the last text that one has read (RegExp.$_).
 */
function withoutSpace(text: string): string {
  const isSpace = (at: number) => text[at] === ' ' || text[at] === '\t'
  let [from, to] = [0, text.length]
  while (from < to && isSpace(from)) from += 1
  while (from < to && isSpace(to - 1)) to -= 1
  return text.slice(from, to)
}

/**
 * Where the site is reached by TLS, every cookie is `Secure`, and its name begins with what browsers let nobody else set: another
 * host of the same domain cannot put a cookie in the place of ours. Only the site's own address counts; a proxy writes the
 * request's host as it likes. On this machine itself browsers take such cookies without TLS too, so a kiosk that is one
 * with the server works. `publicUrl` is the address that people use.
 */
export function createCookies(publicUrl: string): Cookies {
  const secure = new URL(publicUrl).protocol === 'https:'
  const nameOf = (kind: CookieKind) => {
    const { name, path } = cookies[kind]
    if (!secure) return name
    return path === '/' ? `__Host-${name}` : `__Secure-${name}`
  }
  return {
    secure,
    nameOf,
    visitIn: (header) => {
      const value = onlyValue(header, nameOf('visit'))
      if (value === undefined) return { kind: 'none' }
      return tokenForm.test(value) ? { kind: 'id', id: value } : { kind: 'malformed' }
    },
    tokenIn: (header, kind) => {
      const value = onlyValue(header, nameOf(kind))
      return value !== undefined && tokenForm.test(value) ? value : null
    },
    isRepeated: (header, kind) => valuesOf(header, nameOf(kind)).length > 1,
    languageIn: (header) => onlyValue(header, nameOf('language')),
    write: (kind, value, seconds) =>
      serialize(nameOf(kind), value, {
        path: cookies[kind].path,
        httpOnly: true,
        sameSite: 'Strict',
        secure,
        ...(seconds === null ? {} : { maxAge: seconds }),
      }),
  }
}
