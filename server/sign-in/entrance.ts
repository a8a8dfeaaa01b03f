/** The way into an area by cookies: who is let in, who is turned away, and that nobody signs in at a kiosk. */

import type { Context, MiddlewareHandler } from 'hono'
import { type Account, type Area, type Mediator, mediatorOf } from '../accounts/rules.ts'
import type { CookieKind, Cookies } from '../web/cookies.ts'
import { socketAddressOf } from '../web/network.ts'
import { NotAtKiosk, NotInClear, SignInNeeded } from '../web/refusals.ts'
import { sendOnceMore } from '../web/same-page.ts'
import type { NewHalfWay } from './half-ways-live.ts'
import type { Entered, SignIns } from './live.ts'
import type { NewSignIn } from './new-sign-ins-live.ts'
import { waysOutOfAreas } from './rules.ts'
import type { Origin } from './tries-live.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** The mediator who is signed in, behind the guard of the companion. */
    mediator: Mediator
    /** The host who is signed in, behind the guard of the host's pages. */
    hostAccount: Account
  }
}

/** The cookies of an area. */
interface AreaCookies {
  readonly signIn: TokenCookie
  readonly device: TokenCookie
  /** Between the passphrase and the second factor. It is no sign-in, and only the pages of the second factor look at it. */
  readonly halfWay: TokenCookie
}

type TokenCookie = Exclude<CookieKind, 'visit' | 'language'>

const cookiesOf: Readonly<Record<Area, AreaCookies>> = {
  companion: { signIn: 'mediator', device: 'mediatorDevice', halfWay: 'mediatorHalfWay' },
  host: { signIn: 'host', device: 'hostDevice', halfWay: 'hostHalfWay' },
}

export interface Entrance {
  readonly area: Area
  readonly signIns: SignIns
  /** The token of a sign-in in a Cookie header, by its form alone; null where there is none. */
  readonly tokenIn: (cookieHeader: string | undefined) => string | null
  /** The same, of the request. */
  readonly tokenOf: (c: Context) => string | null
  /** The token of somebody whose passphrase was right, by its form alone. */
  readonly halfWayTokenOf: (c: Context) => string | null
  /** Where a try to sign in comes from. The address is the socket's: a header could say anything. */
  readonly originOf: (c: Context) => Origin
  /** Who is signed in, behind `admit`. */
  readonly personOf: (c: Context) => { readonly id: string; readonly name: string }
  /** Puts a new sign-in into the browser; an earlier one of this browser ends. Throws at a kiosk, and in clear. */
  readonly signIn: (c: Context, signIn: NewSignIn) => Promise<void>
  /** Puts into the browser that its passphrase was right; one of before ends. Throws at a kiosk, and in clear. */
  readonly goHalfWay: (c: Context, halfWay: NewHalfWay) => Promise<void>
  /** Takes somebody where they have got to: in, to a place of the area, or to the second factor. */
  readonly enter: (c: Context, entered: Entered, place: string) => Promise<Response>
  /** Takes the sign-in out of the browser. The device stays known, so that its next sign-in cannot be slowed. */
  readonly signOut: (c: Context) => void
  /**
   * At a kiosk nothing of an area is there, whatever leads to it: passphrase, invitation, passkey, first start, or a sign-in of
   * before, which ends. Nor is it there where a passphrase would pass a network in clear. It goes before everything of the area.
   */
  readonly guard: MiddlewareHandler
  /** Lets in who is signed in, and nobody else. */
  readonly admit: MiddlewareHandler
}

interface EntranceParts {
  readonly area: Area
  readonly signIns: SignIns
  readonly cookies: Cookies
  /** Whether sign-ins would pass a network in clear, and the site has not said that they may. */
  readonly signInsAreOff: boolean
  /** The kiosk that a browser is, by its Cookie header; null where it is none. */
  readonly kioskOf: (cookieHeader: string | undefined) => string | null
}

/** Where a browser goes next that leaves an area because it has become a kiosk's. */
const nextAfter: Readonly<Record<Area, string>> = { host: waysOutOfAreas.companion, companion: '/' }

export function createEntrance({ area, signIns, cookies, signInsAreOff, kioskOf }: EntranceParts): Entrance {
  const names = cookiesOf[area]
  const broughtBy = (c: Context) => c.req.header('cookie')
  const tokenIn = (header: string | undefined) => cookies.tokenIn(header, names.signIn)
  const tokenOf = (c: Context) => tokenIn(broughtBy(c))
  const halfWayTokenOf = (c: Context) => cookies.tokenIn(broughtBy(c), names.halfWay)
  const set = (c: Context, kind: CookieKind, value: string, seconds: number) =>
    c.header('set-cookie', cookies.write(kind, value, seconds), { append: true })

  /**
   * A kiosk is everybody's: a sign-in there would outlast the visit, and be the next person's. A kiosk's cookie that is there
   * twice names no kiosk, but a browser that has one is no place to sign in.
   */
  const isAtKiosk = (c: Context) =>
    kioskOf(broughtBy(c)) !== null || cookies.isRepeated(broughtBy(c), 'kiosk')

  function refuseHere(c: Context): void {
    if (isAtKiosk(c)) throw new NotAtKiosk()
    if (signInsAreOff) throw new NotInClear()
  }

  async function endHalfWay(c: Context): Promise<boolean> {
    const token = halfWayTokenOf(c)
    if (token !== null) await signIns.endHalfWay(token)
    return token !== null
  }

  async function signIn(c: Context, { account, ...given }: NewSignIn): Promise<void> {
    refuseHere(c)
    if (await endHalfWay(c)) set(c, names.halfWay, '', 0)
    const before = tokenOf(c)
    if (before !== null) await signIns.replace(before, account)
    set(c, names.signIn, given.token, given.tokenSeconds)
    set(c, names.device, given.knownDevice, given.knownDeviceSeconds)
  }

  async function goHalfWay(c: Context, { token, seconds }: NewHalfWay): Promise<void> {
    refuseHere(c)
    await endHalfWay(c)
    set(c, names.halfWay, token, seconds)
  }

  /**
   * Pages lead to the sign-in, and from there to where one wanted to go. What is sent is refused in words, and a stream of
   * events is not there: its script would take a page for an answer.
   */
  async function turnAway(c: Context): Promise<Response> {
    const { method, path, url } = c.req
    if (path.endsWith('/events')) return c.notFound()
    if (method !== 'GET' && method !== 'HEAD') throw new SignInNeeded()
    // A link of another site makes the browser hold our cookie back.
    const heldBack = c.req.header('sec-fetch-site') === 'cross-site'
    if (heldBack && tokenOf(c) === null) return sendOnceMore(c)
    const wanted = path + new URL(url).search
    const query = wanted === `/${area}` ? '' : `?to=${encodeURIComponent(wanted)}`
    return c.redirect(`/${area}/sign-in${query}`, 303)
  }

  return {
    area,
    signIns,
    tokenIn,
    tokenOf,
    halfWayTokenOf,
    originOf: (c) => ({
      address: socketAddressOf(c) ?? '',
      knownDevice: cookies.tokenIn(broughtBy(c), names.device),
    }),
    personOf: (c) => (area === 'companion' ? c.get('mediator') : c.get('hostAccount')),
    signIn,
    goHalfWay,
    enter: async (c, entered, place) => {
      if (entered.kind === 'half-way') {
        await goHalfWay(c, entered.halfWay)
        return c.redirect(`/${area}/second-factor`, 303)
      }
      await signIn(c, entered.signIn)
      return c.redirect(place, 303)
    },
    signOut: (c) => set(c, names.signIn, '', 0),
    guard: async (c, next) => {
      if (!isAtKiosk(c)) {
        if (signInsAreOff) throw new NotInClear()
        return next()
      }
      const token = tokenOf(c)
      if (token !== null) await signIns.signOut(token)
      await endHalfWay(c)
      for (const kind of [names.signIn, names.device, names.halfWay]) {
        if (cookies.tokenIn(broughtBy(c), kind) !== null) set(c, kind, '', 0)
      }
      if (c.req.path === waysOutOfAreas[area]) return c.redirect(nextAfter[area], 303)
      throw new NotAtKiosk()
    },
    admit: async (c, next) => {
      // A form can be on its way for seconds: whoever is let in by its first line may have been signed out, removed or
      // untrained by the last one. So all of it is waited for before the look at who it is.
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') await c.req.text()
      const token = tokenOf(c)
      const account = token === null ? null : await signIns.signedIn(token)
      if (account === null) return turnAway(c)
      if (area === 'companion') c.set('mediator', mediatorOf(account))
      else c.set('hostAccount', account)
      return next()
    },
  }
}
