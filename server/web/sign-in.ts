/** Signing in by cookies, the middleware that lets only them in, and the one that lets in nobody at a kiosk. */

import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Account, Area } from '../accounts/accounts.ts'
import type { NewHalfWay } from '../accounts/half-ways.ts'
import type { NewSignIn } from '../accounts/new-sign-ins.ts'
import type { Entered, SignIns } from '../accounts/sign-ins.ts'
import type { Origin } from '../accounts/tries.ts'
import type { Mediator, Mediators } from '../mediators/mediators.ts'
import type { Door } from './admission.ts'
import type { Cookies } from './cookies.ts'
import { socketAddressOf } from './network.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** The mediator who is signed in, on the pages behind `admitMediators`. */
    mediator: Mediator
    /** The host who is signed in, on the pages behind `admitHosts`. */
    hostAccount: Account
  }
}

/** The cookie of a sign-in in an area. */
export const signInCookies = { companion: 'mediator', host: 'host' } as const satisfies Record<Area, string>
const deviceCookies = { companion: 'mediatorDevice', host: 'hostDevice' } as const satisfies Record<
  Area,
  string
>
/** Between the passphrase and the second factor. It is no sign-in, and only the pages of the second factor look at it. */
const halfWayCookies = { companion: 'mediatorHalfWay', host: 'hostHalfWay' } as const satisfies Record<
  Area,
  string
>

/** The token of somebody whose passphrase was right, by its form alone. */
export function halfWayToken(
  c: Context,
  { cookies }: { readonly cookies: Cookies },
  area: Area,
): string | null {
  return cookies.tokenIn(c.req.header('cookie'), halfWayCookies[area])
}

/** What is kept of a token: whoever reads it cannot sign in with it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Where a try to sign in to an area comes from. The address is the socket's: a header could say anything. */
export function originOf(c: Context, { cookies }: { readonly cookies: Cookies }, area: Area): Origin {
  return {
    address: socketAddressOf(c) ?? '',
    knownDevice: cookies.tokenIn(c.req.header('cookie'), deviceCookies[area]),
  }
}

/** Somebody wants to sign in, or to go on being signed in, at a kiosk. */
export class NotAtKiosk extends HTTPException {
  constructor() {
    super(403)
  }
}

/** Somebody wants to sign in, or to go on being signed in, where everybody on the network can read along. */
export class NotInClear extends HTTPException {
  constructor() {
    super(403)
  }
}

/** What tells whether anybody may sign in here. */
interface Guarded {
  /** Whether sign-ins would pass a network in clear, and the site has not said that they may. */
  readonly signInsAreOff: boolean
  readonly cookies: Cookies
  readonly door: Pick<Door, 'kioskOf'>
}

/**
 * A kiosk is everybody's: a sign-in there would outlast the visit, and be the next person's. A kiosk's cookie that is there twice
 * names no kiosk, but a browser that has one is no place to sign in.
 */
function isAtKiosk(c: Context, { door, cookies }: Pick<Guarded, 'door' | 'cookies'>): boolean {
  const brought = c.req.header('cookie')
  return door.kioskOf(brought) !== null || cookies.isRepeated(brought, 'kiosk')
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
 * before, which ends. Nor is it there where a passphrase would pass a network in clear. It goes before everything of the area.
 */
export function guardArea(
  services: Guarded & { readonly mediators: Pick<Mediators, 'signIns'>; readonly hosts: SignIns },
  area: Area,
): MiddlewareHandler {
  const { cookies } = services
  const signIns = area === 'companion' ? services.mediators.signIns : services.hosts
  return async (c, next) => {
    if (!isAtKiosk(c, services)) {
      if (services.signInsAreOff) throw new NotInClear()
      return next()
    }
    const brought = c.req.header('cookie')
    const token = cookies.tokenIn(brought, signInCookies[area])
    if (token !== null) await signIns.signOut(token)
    const halfWay = cookies.tokenIn(brought, halfWayCookies[area])
    if (halfWay !== null) await signIns.secondFactors.end(halfWay)
    for (const kind of [signInCookies[area], deviceCookies[area], halfWayCookies[area]]) {
      if (cookies.tokenIn(brought, kind) === null) continue
      c.header('set-cookie', cookies.write(kind, '', 0), { append: true })
    }
    if (c.req.path === waysOutOfAreas[area]) return c.redirect(nextAfter[area], 303)
    throw new NotAtKiosk()
  }
}

/** Puts a new sign-in into the browser; an earlier one of this browser ends. */
export async function signInHere(
  c: Context,
  services: Guarded,
  area: Area,
  signIns: Pick<SignIns, 'replace' | 'secondFactors'>,
  signIn: NewSignIn,
): Promise<void> {
  if (isAtKiosk(c, services)) throw new NotAtKiosk()
  if (services.signInsAreOff) throw new NotInClear()
  const { cookies } = services
  const brought = c.req.header('cookie')
  const halfWay = cookies.tokenIn(brought, halfWayCookies[area])
  if (halfWay !== null) {
    await signIns.secondFactors.end(halfWay)
    c.header('set-cookie', cookies.write(halfWayCookies[area], '', 0), { append: true })
  }
  const before = cookies.tokenIn(brought, signInCookies[area])
  if (before !== null) await signIns.replace(before, signIn.account)
  for (const set of [
    cookies.write(signInCookies[area], signIn.token, signIn.tokenSeconds),
    cookies.write(deviceCookies[area], signIn.knownDevice, signIn.knownDeviceSeconds),
  ]) {
    c.header('set-cookie', set, { append: true })
  }
}

/** Puts into the browser that its passphrase was right; one of before ends. */
export async function goHalfWayHere(
  c: Context,
  services: Guarded,
  area: Area,
  signIns: Pick<SignIns, 'secondFactors'>,
  { token, seconds }: NewHalfWay,
): Promise<void> {
  if (isAtKiosk(c, services)) throw new NotAtKiosk()
  if (services.signInsAreOff) throw new NotInClear()
  const before = halfWayToken(c, services, area)
  if (before !== null) await signIns.secondFactors.end(before)
  c.header('set-cookie', services.cookies.write(halfWayCookies[area], token, seconds), { append: true })
}

/** Takes somebody where they have got to: in, to a place of the area, or to the second factor. */
export async function enterHere(
  c: Context,
  services: Guarded,
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
export function signOutHere(c: Context, { cookies }: { readonly cookies: Cookies }, area: Area): void {
  c.header('set-cookie', cookies.write(signInCookies[area], '', 0), { append: true })
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
async function turnAway(c: Context, cookies: Cookies, area: Area): Promise<Response> {
  const { method, path, url } = c.req
  if (path.endsWith('/events')) return c.notFound()
  if (method !== 'GET' && method !== 'HEAD') throw new SignInNeeded()
  // A link of another site makes the browser hold our cookie back; asked from here, it brings it if it has one.
  const heldBack = c.req.header('sec-fetch-site') === 'cross-site'
  if (heldBack && cookies.tokenIn(c.req.header('cookie'), signInCookies[area]) === null) {
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
  readonly cookies: Cookies
  readonly mediators: Pick<Mediators, 'signedIn'>
}): MiddlewareHandler {
  return async (c, next) => {
    await arrived(c)
    const mediator = await services.mediators.signedIn(c.req.header('cookie'))
    if (mediator === null) return turnAway(c, services.cookies, 'companion')
    c.set('mediator', mediator)
    return next()
  }
}

/** Lets signed-in hosts in, as `c.var.hostAccount`. */
export function admitHosts(services: {
  readonly cookies: Cookies
  readonly hosts: Pick<SignIns, 'signedIn'>
}): MiddlewareHandler {
  return async (c, next) => {
    await arrived(c)
    const token = services.cookies.tokenIn(c.req.header('cookie'), signInCookies.host)
    const account = token === null ? null : await services.hosts.signedIn(token)
    if (account === null) return turnAway(c, services.cookies, 'host')
    c.set('hostAccount', account)
    return next()
  }
}
