/** The headers that every answer carries, and what is refused from other sites. */

import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Cookies } from './cookies.ts'

/**
 * Scripts and styles are files of ours, nothing is inline, so a page can be kept whole and the policy stays strict. Only where
 * a page `usesHtmx`, which makes elements out of our own markup, may a script do that.
 */
export function securityHeaders(
  services: { readonly configuration: { readonly tls: object | null } },
  usesHtmx: (path: string) => boolean,
): MiddlewareHandler {
  const ownTls = services.configuration.tls !== null
  const everywhere = headersWith("'none'", ownTls)
  const withHtmx = headersWith('htmx', ownTls)
  return (c, next) => (usesHtmx(c.req.path) ? withHtmx : everywhere)(c, next)
}

/**
 * A year, for this host alone: what else stands below its name is not ours to decide on, nor is it for a list that browsers
 * bring with them.
 */
const strictTransportSecurity = 'max-age=31536000'

function headersWith(trustedTypesPolicy: string, ownTls: boolean): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: [trustedTypesPolicy],
    },
    // Official portals do not learn which page a person came from.
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    crossOriginEmbedderPolicy: false,
    // A plain-http site on a local network must stay reachable; where TLS is a reverse proxy's, so is this.
    strictTransportSecurity: ownTls && strictTransportSecurity,
    permissionsPolicy: {
      camera: [],
      microphone: [],
      geolocation: [],
      usb: [],
      serial: [],
      hid: [],
      midi: [],
      accelerometer: [],
      gyroscope: [],
      magnetometer: [],
      payment: [],
      displayCapture: [],
      browsingTopics: [],
    },
  })
}

/**
 * Whether pages of a path say where their forms come from. So do those of mediators and hosts, and the one that makes a screen a
 * kiosk: there may be no cookie yet that tells, and one that is there goes with a form of another port of this host as well.
 */
type NamesItself = (path: string) => boolean

/** Such pages name themselves to our own server, and to nobody else. It goes outside the other headers. */
export function referrersAtHome(namesItself: NamesItself): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (namesItself(c.req.path)) c.res.headers.set('referrer-policy', 'same-origin')
  }
}

/** What has no lifetime of its own is in no cache: it may belong to a visit, or lead somewhere because of one. */
export function keepOutOfCaches(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { headers } = c.res
    // Not `c.header`: once there is an answer, that makes a whole web Response of it, and a stream of its body.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  }
}

/** What they ask for changes nothing, and they bring nothing. */
const safeMethods = new Set(['GET', 'HEAD'])

/**
 * A form of ticks is small; whatever is larger is not ours. Where passphrases are typed there are up to three of them, of 128
 * signs each: one that a keyboard sends in three parts of three bytes takes 27 in a form.
 */
const mostBodyBytes = { patients: 4096, staff: 16_384 } as const

/** `isOfStaff` says whether a path is of mediators or hosts. */
export function refuseLargeBodies(isOfStaff: (path: string) => boolean): MiddlewareHandler {
  const refuse = () => {
    throw new HTTPException(413)
  }
  const bounded = (maxSize: number): MiddlewareHandler => {
    const whileItComes = bodyLimit({ maxSize, onError: refuse })
    return (c, next) => {
      // Node gives these no body, and cuts another at the length that it says. Looking for it would make a whole request of the web
      // out of each.
      if (safeMethods.has(c.req.method)) return next()
      const length =
        c.req.header('transfer-encoding') === undefined ? c.req.header('content-length') : undefined
      if (length === undefined) return whileItComes(c, next)
      return Number(length) <= maxSize ? next() : refuse()
    }
  }
  const [forPatients, forStaff] = [bounded(mostBodyBytes.patients), bounded(mostBodyBytes.staff)]
  return (c, next) => (isOfStaff(c.req.path) ? forStaff(c, next) : forPatients(c, next))
}

/**
 * Requests that change something come from our own pages only, whatever sends them: a form, a script, htmx. Browsers
 * say where a request comes from in Sec-Fetch-Site (over TLS and on the same machine) or in Origin; a program that is
 * no browser says neither, and nobody can make it act for somebody else. Because patients' pages send no referrer, a form
 * of theirs on a plain-http network says "null", as a foreign one may: there the visit's cookie decides, which browsers
 * keep from other sites. Where somebody signs in, "null" is never ours.
 */
export function refuseForeignPosts(
  services: { readonly publicUrl: string; readonly cookies: Pick<Cookies, 'visitIn'> },
  namesItself: NamesItself,
): MiddlewareHandler {
  const own = new URL(services.publicUrl)
  return async (c, next) => {
    if (safeMethods.has(c.req.method)) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    if (origin === 'null' && namesItself(c.req.path)) throw new HTTPException(403)
    if (site !== undefined ? site !== 'same-origin' : isForeign(origin)) throw new HTTPException(403)
    return next()

    function isForeign(from: string | undefined): boolean {
      if (from === undefined) return false
      if (from === 'null') return services.cookies.visitIn(c.req.header('cookie')).kind !== 'id'
      if (!URL.canParse(from)) return true
      const { protocol, host, origin } = new URL(from)
      if (origin === own.origin) return false
      // The name of the site over another scheme is somebody in between.
      return host === own.host || !/^https?:$/.test(protocol) || host !== c.req.header('host')
    }
  }
}
