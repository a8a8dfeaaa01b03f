/** The cookies of those who sign in, the middleware that lets only them in, and the one that lets in nobody at a kiosk. */

import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { parse, serialize } from 'hono/utils/cookie'
import type { Account, Area } from '../accounts/accounts.ts'
import type { NewHalfWay } from '../accounts/half-ways.ts'
import type { NewSignIn } from '../accounts/new-sign-ins.ts'
import type { Entered, SignIns } from '../accounts/sign-ins.ts'
import type { Origin } from '../accounts/tries.ts'
import type { Mediator, Mediators } from '../mediators/mediators.ts'
import type { Door } from './admission.ts'
import { socketAddressOf } from './network.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** The mediator who is signed in, on the pages behind `admitMediators`. */
    mediator: Mediator
    /** The host who is signed in, on the pages behind `admitHosts`. */
    hostAccount: Account
  }
}

const cookieNames: Readonly<Record<Area, string>> = { companion: 'mediator', host: 'host' }
const knownDeviceName = 'known-device'
/** Between the passphrase and the second factor. It is no sign-in, and only the pages of the second factor look at it. */
const halfWayName = 'half-way'

/** 128 random bits, as they stand in a cookie. */
const tokenForm = /^[A-Za-z0-9_-]{22}$/

function tokenOf(cookieHeader: string | undefined, name: string): string | null {
  const value = cookieHeader === undefined ? undefined : parse(cookieHeader, name)[name]
  return value !== undefined && tokenForm.test(value) ? value : null
}

/** The token of a sign-in that a browser brings, by its form alone. */
export function signInToken(area: Area, cookieHeader: string | undefined): string | null {
  return tokenOf(cookieHeader, cookieNames[area])
}

/** The token of somebody whose passphrase was right, by its form alone. */
export function halfWayToken(cookieHeader: string | undefined): string | null {
  return tokenOf(cookieHeader, halfWayName)
}

/** What is kept of a token: whoever reads it cannot sign in with it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Where a try comes from. The address is the socket's: a header could say anything. */
export function originOf(c: Context): Origin {
  return {
    address: socketAddressOf(c) ?? '',
    knownDevice: tokenOf(c.req.header('cookie'), knownDeviceName),
  }
}

function setCookie(c: Context, publicUrl: string, area: Area, name: string, value: string, seconds: number) {
  const { host, protocol } = new URL(publicUrl)
  const cookie = serialize(name, value, {
    path: `/${area}`,
    httpOnly: true,
    sameSite: 'Strict',
    // A site reached by TLS at one address and without it at another needs both to work.
    secure: protocol === 'https:' && c.req.header('host') === host,
    maxAge: seconds,
  })
  c.header('set-cookie', cookie, { append: true })
}

/** Somebody wants to sign in, or to go on being signed in, at a kiosk. */
export class NotAtKiosk extends HTTPException {
  constructor() {
    super(403)
  }
}

/** What tells whether a browser is a kiosk's. */
interface KioskKnower {
  readonly publicUrl: string
  readonly door: Pick<Door, 'kioskOf'>
}

/** A kiosk is everybody's: a sign-in there would outlast the visit, and be the next person's. */
function isAtKiosk(c: Context, { door }: KioskKnower): boolean {
  return door.kioskOf(c.req.header('cookie')) !== null
}

/**
 * Where a browser goes that has just become a kiosk's. The cookies of helpers go with the paths of their area alone, so each
 * area ends its own; what was opened before is then over on the server too.
 */
export const waysOutOfAreas: Readonly<Record<Area, string>> = {
  host: '/host/at-kiosk',
  companion: '/companion/at-kiosk',
}
const nextAfter: Readonly<Record<Area, string>> = { host: waysOutOfAreas.companion, companion: '/' }

/**
 * At a kiosk nothing of an area is there, whatever leads to it: passphrase, invitation, passkey, first start, or a sign-in of
 * before, which ends. It goes before everything of the area.
 */
export function keepOutKiosks(
  services: KioskKnower & { readonly mediators: Pick<Mediators, 'signIns'>; readonly hosts: SignIns },
  area: Area,
): MiddlewareHandler {
  const signIns = area === 'companion' ? services.mediators.signIns : services.hosts
  return async (c, next) => {
    if (!isAtKiosk(c, services)) return next()
    const cookie = c.req.header('cookie')
    const token = signInToken(area, cookie)
    if (token !== null) await signIns.signOut(token)
    const halfWay = halfWayToken(cookie)
    if (halfWay !== null) await signIns.secondFactors.end(halfWay)
    for (const name of [cookieNames[area], knownDeviceName, halfWayName]) {
      if (tokenOf(cookie, name) !== null) setCookie(c, services.publicUrl, area, name, '', 0)
    }
    if (c.req.path === waysOutOfAreas[area]) return c.redirect(nextAfter[area], 303)
    throw new NotAtKiosk()
  }
}

/** Puts a new sign-in into the browser; an earlier one of this browser ends. */
export async function signInHere(
  c: Context,
  services: KioskKnower,
  area: Area,
  signIns: Pick<SignIns, 'replace' | 'secondFactors'>,
  signIn: NewSignIn,
): Promise<void> {
  if (isAtKiosk(c, services)) throw new NotAtKiosk()
  const halfWay = halfWayToken(c.req.header('cookie'))
  if (halfWay !== null) {
    await signIns.secondFactors.end(halfWay)
    setCookie(c, services.publicUrl, area, halfWayName, '', 0)
  }
  const before = signInToken(area, c.req.header('cookie'))
  if (before !== null) await signIns.replace(before, signIn.account)
  const { publicUrl } = services
  setCookie(c, publicUrl, area, cookieNames[area], signIn.token, signIn.tokenSeconds)
  setCookie(c, publicUrl, area, knownDeviceName, signIn.knownDevice, signIn.knownDeviceSeconds)
}

/** Puts into the browser that its passphrase was right; one of before ends. */
export async function goHalfWayHere(
  c: Context,
  services: KioskKnower,
  area: Area,
  signIns: Pick<SignIns, 'secondFactors'>,
  { token, seconds }: NewHalfWay,
): Promise<void> {
  if (isAtKiosk(c, services)) throw new NotAtKiosk()
  const before = halfWayToken(c.req.header('cookie'))
  if (before !== null) await signIns.secondFactors.end(before)
  setCookie(c, services.publicUrl, area, halfWayName, token, seconds)
}

/** Takes somebody where they have got to: in, to a place of the area, or to the second factor. */
export async function enterHere(
  c: Context,
  services: KioskKnower,
  area: Area,
  signIns: Pick<SignIns, 'replace' | 'secondFactors'>,
  entered: Entered,
  place: string,
): Promise<Response> {
  if (entered.kind === 'half-way') {
    await goHalfWayHere(c, services, area, signIns, entered.halfWay)
    return c.redirect(`/${area}/second-factor`, 303)
  }
  await signInHere(c, services, area, signIns, entered.signIn)
  return c.redirect(place, 303)
}

/** Takes the sign-in out of the browser. The device stays known, so that its next sign-in cannot be slowed. */
export function signOutHere(c: Context, services: { readonly publicUrl: string }, area: Area): void {
  setCookie(c, services.publicUrl, area, cookieNames[area], '', 0)
}

/** Somebody sent something without being signed in, or no longer. */
export class SignInNeeded extends HTTPException {
  constructor() {
    super(403)
  }
}

/**
 * Pages lead to the sign-in, and from there to where one wanted to go. What is sent is refused in words, and a stream
 * of events is not there: its script would take a page for an answer.
 */
async function turnAway(c: Context, area: Area): Promise<Response> {
  const { method, path, url } = c.req
  if (path.endsWith('/events')) return c.notFound()
  if (method !== 'GET' && method !== 'HEAD') throw new SignInNeeded()
  // A link of another site makes the browser hold our cookie back; asked from here, it brings it if it has one.
  const heldBack = c.req.header('sec-fetch-site') === 'cross-site'
  if (heldBack && signInToken(area, c.req.header('cookie')) === null) {
    return c.html('<!doctype html><title>Trois Clics</title><meta http-equiv="refresh" content="0">')
  }
  const wanted = path + new URL(url).search
  const query = wanted === `/${area}` ? '' : `?to=${encodeURIComponent(wanted)}`
  return c.redirect(`/${area}/sign-in${query}`, 303)
}

/**
 * Waits until all of a request is there. A form can be on its way for seconds: whoever is let in by its first line may
 * have been signed out, removed or untrained by the last one. So this goes before the look at who it is.
 */
async function arrived(c: Context): Promise<void> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') await c.req.text()
}

/** Lets signed-in mediators in, as `c.var.mediator`. It goes before the pages of the companion that need it. */
export function admitMediators(services: {
  readonly mediators: Pick<Mediators, 'signedIn'>
}): MiddlewareHandler {
  return async (c, next) => {
    await arrived(c)
    const mediator = await services.mediators.signedIn(c.req.header('cookie'))
    if (mediator === null) return turnAway(c, 'companion')
    c.set('mediator', mediator)
    return next()
  }
}

/** Lets signed-in hosts in, as `c.var.hostAccount`. */
export function admitHosts(services: { readonly hosts: Pick<SignIns, 'signedIn'> }): MiddlewareHandler {
  return async (c, next) => {
    await arrived(c)
    const token = signInToken('host', c.req.header('cookie'))
    const account = token === null ? null : await services.hosts.signedIn(token)
    if (account === null) return turnAway(c, 'host')
    c.set('hostAccount', account)
    return next()
  }
}
