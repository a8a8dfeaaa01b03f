/** The kiosks of a site: kept in the database, and known in memory, so that a visit begins without asking for them. */

import type { Clock } from '../live/clock.ts'
import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { tokenForm } from '../web/tokens.ts'
import type { Kiosk } from './rules.ts'
import type { KioskStore, StoredKiosk } from './store.ts'

/** From the host's page to the screen of the kiosk, and not until somebody else reads that browser's history. */
const linkMilliseconds = 600_000
/** At most one for a kiosk: more than any site has. */
const mostLinks = 10_000

export interface Kiosks {
  readonly list: () => readonly Kiosk[]
  /** A kiosk without any secret: the host makes the one that it needs. */
  readonly add: (name: string) => Promise<Kiosk>
  readonly remove: (id: string) => Promise<void>
  /** A new token for the machine's supervisor; the one before is worth nothing. Null where there is no such kiosk. */
  readonly newToken: (id: string) => Promise<string | null>
  /** A new link for the screen's own browser; one that was not used yet is worth nothing. */
  readonly newLink: (id: string) => Promise<string | null>
  /** The kiosk that a link is for, while it can be used; looking spends nothing. */
  readonly linkTo: (link: string) => Promise<Kiosk | null>
  /** Spends a link, and gives the cookie of the browser in which that was done; the browser of before is any other. */
  readonly spendLink: (link: string) => Promise<string | null>
  /** The id of the kiosk that a browser's cookie belongs to, or null. */
  readonly kioskOf: (cookie: string | null) => string | null
  /** The id of the kiosk that a supervisor's token belongs to, or null. A browser's cookie is no such token. */
  readonly supervisedBy: (token: string | null) => string | null
  /** What the guide's browser carries that a token's supervisor starts. */
  readonly cookieOf: (token: string) => string
}

/** A link that was not used yet, under its hash. */
interface Link {
  readonly kioskId: string
  readonly until: number
}

/** The token in an Authorization header, or null. */
export function supervisorToken(authorization: string | undefined): string | null {
  const token = /^Bearer (.*)$/.exec(authorization ?? '')?.[1] ?? ''
  return tokenForm.test(token) ? token : null
}

/** As many signs as a token has. */
const cookieLength = 22

/**
 * A token, a link and the cookie that a link gives are drawn apart: none says anything of the others. The cookie of a
 * supervisor's browsers is made of the token, one way, and the hash of that cookie is stored: so the server knows both
 * after a restart, and whoever reads the cookie or the database cannot speak for the supervisor.
 */
export async function createKiosks(parts: {
  readonly store: KioskStore
  readonly newId: () => string
  readonly hashToken: (token: string) => string
  readonly clock: Clock
}): Promise<Kiosks> {
  const { store, newId, hashToken, clock } = parts
  const cookieOf = (token: string) => hashToken(`kiosk browser ${token}`).slice(0, cookieLength)
  // What the database says, at hand: every request of a kiosk asks for it.
  const known = new Map<string, StoredKiosk>()
  /** By the hash of what each carries. */
  const supervisors = new Map<string, string>()
  const browsers = new Map<string, string>()
  const links: LiveState<Link> = createMemoryState(mostLinks)

  function know(kiosk: StoredKiosk): void {
    forget(kiosk.id)
    known.set(kiosk.id, kiosk)
    if (kiosk.supervisorHash !== null) supervisors.set(kiosk.supervisorHash, kiosk.id)
    if (kiosk.browserHash !== null) browsers.set(kiosk.browserHash, kiosk.id)
  }

  function forget(id: string): void {
    known.delete(id)
    for (const owners of [supervisors, browsers]) {
      for (const [hash, owner] of owners) if (owner === id) owners.delete(hash)
    }
  }

  function forgetLinks(id: string): Promise<void> {
    const at = clock()
    return links.keep(({ kioskId, until }) => kioskId !== id && at < until)
  }

  function kioskAt(link: Link | null, at: number): StoredKiosk | null {
    return link === null || at >= link.until ? null : (known.get(link.kioskId) ?? null)
  }

  for (const kiosk of await store.list()) know(kiosk)
  return {
    list: () =>
      [...known.values()]
        .map(({ id, name }) => ({ id, name }))
        .sort((one, other) => one.name.localeCompare(other.name)),
    add: async (name) => {
      const kiosk = { id: newId(), name }
      await store.add(kiosk)
      know({ ...kiosk, supervisorHash: null, browserHash: null })
      return kiosk
    },
    remove: async (id) => {
      await store.remove(id)
      forget(id)
      await forgetLinks(id)
    },
    newToken: async (id) => {
      const token = newId()
      const supervisorHash = hashToken(cookieOf(token))
      await store.setSupervisorHash(id, supervisorHash)
      const kiosk = known.get(id)
      if (kiosk === undefined) return null
      know({ ...kiosk, supervisorHash })
      return token
    },
    newLink: async (id) => {
      await forgetLinks(id)
      if (!known.has(id)) return null
      const link = newId()
      await links.add(hashToken(link), { kioskId: id, until: clock() + linkMilliseconds })
      return link
    },
    linkTo: async (link) => {
      const kiosk = kioskAt(await links.find(hashToken(link)), clock())
      return kiosk === null ? null : { id: kiosk.id, name: kiosk.name }
    },
    spendLink: async (link) => {
      const spent = await links.update(hashToken(link), (found) => ({ value: null, result: found }))
      const found = kioskAt(spent, clock())
      if (found === null) return null
      const cookie = newId()
      const browserHash = hashToken(cookie)
      await store.setBrowserHash(found.id, browserHash)
      const kiosk = known.get(found.id)
      if (kiosk === undefined) return null
      know({ ...kiosk, browserHash })
      return cookie
    },
    kioskOf: (cookie) => {
      if (cookie === null) return null
      const hash = hashToken(cookie)
      return supervisors.get(hash) ?? browsers.get(hash) ?? null
    },
    supervisedBy: (token) => (token === null ? null : (supervisors.get(hashToken(cookieOf(token))) ?? null)),
    cookieOf,
  }
}
