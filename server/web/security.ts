/** The headers that every answer carries, and what is refused from other sites. */

import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { areaOf } from './helper-page.ts'
import { signInToken } from './sign-in.ts'
import { broughtVisit } from './visit-cookie.ts'

/**
 * Scripts and styles are files of ours, nothing is inline, so a page can be kept whole and the policy stays strict. On
 * the companion alone htmx makes elements out of our own markup; no other page lets a script do that.
 */
export function securityHeaders(): MiddlewareHandler {
  const everywhere = headersWith("'none'")
  const onTheCompanion = headersWith('htmx')
  return (c, next) => (areaOf(c.req.path) === 'companion' ? onTheCompanion : everywhere)(c, next)
}

function headersWith(trustedTypesPolicy: string): MiddlewareHandler {
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
    // A plain-http site on a local network must stay reachable; TLS and its HSTS are the reverse proxy's.
    strictTransportSecurity: false,
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
 * Forms of mediators and hosts, and the one that makes a screen a kiosk, have to say where they come from, since there may be no cookie yet that tells: their
 * pages name themselves to our own server, and to nobody else. It goes outside the other headers.
 */
export function referrersAtHome(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (areaOf(c.req.path) !== null || c.req.path.startsWith('/kiosks/'))
      c.header('referrer-policy', 'same-origin')
  }
}

/** What has no lifetime of its own is in no cache: it may belong to a visit, or lead somewhere because of one. */
export function keepOutOfCaches(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  }
}

/** A form of ticks is small; whatever is larger is not ours. */
const mostBodyBytes = 4096

export function refuseLargeBodies(): MiddlewareHandler {
  return bodyLimit({
    maxSize: mostBodyBytes,
    onError: () => {
      throw new HTTPException(413)
    },
  })
}

const safeMethods = new Set(['GET', 'HEAD'])

/**
 * Requests that change something come from our own pages only, whatever sends them: a form, a script, htmx. Browsers
 * say where a request comes from in Sec-Fetch-Site (over TLS and on the same machine) or in Origin; a program that is
 * no browser says neither, and nobody can make it act for somebody else. Because our pages send no referrer, a form
 * of ours on a plain-http network says "null", as a foreign one may: there a cookie of ours decides, the visit's or a
 * sign-in's, which browsers keep from other sites.
 */
export function refuseForeignPosts(services: { readonly publicUrl: string }): MiddlewareHandler {
  const publicHost = new URL(services.publicUrl).host
  return async (c, next) => {
    if (safeMethods.has(c.req.method)) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    if (site !== undefined ? site !== 'same-origin' : isForeign(origin)) throw new HTTPException(403)
    return next()

    function isForeign(from: string | undefined): boolean {
      if (from === undefined) return false
      if (from === 'null') {
        const cookie = c.req.header('cookie')
        const area = areaOf(c.req.path)
        return area === null ? broughtVisit(cookie).kind !== 'id' : signInToken(area, cookie) === null
      }
      const host = URL.canParse(from) ? new URL(from).host : ''
      return host !== c.req.header('host') && host !== publicHost
    }
  }
}
