/** The kiosks of a site: kept in the database, and known in memory, so that a visit begins without asking for them. */

import type { Kiosk } from './kiosks.ts'
import type { KioskStore } from './store.ts'

export interface Kiosks {
  readonly list: () => readonly Kiosk[]
  /** Gives the token by which the machine's supervisor is known from then on; it is kept nowhere. */
  readonly add: (name: string) => Promise<{ readonly kiosk: Kiosk; readonly token: string }>
  readonly remove: (id: string) => Promise<void>
  /** The id of the kiosk that a browser's cookie belongs to, or null. */
  readonly kioskOf: (cookie: string | null) => string | null
  /** The id of the kiosk that a supervisor's token belongs to, or null. A browser's cookie is no such token. */
  readonly supervisedBy: (token: string | null) => string | null
  /** What the browser of a token's kiosk carries. */
  readonly cookieOf: (token: string) => string
}

/** As many signs as a token has. */
const cookieLength = 22

/**
 * The cookie is made of the token, one way, and the hash of the cookie is stored: so both can be told, and whoever reads the
 * cookie out of a kiosk's browser cannot speak for its supervisor.
 */
export async function createKiosks(parts: {
  readonly store: KioskStore
  readonly newId: () => string
  readonly hashToken: (token: string) => string
}): Promise<Kiosks> {
  const { store, newId, hashToken } = parts
  const cookieOf = (token: string) => hashToken(`kiosk ${token}`).slice(0, cookieLength)
  const byCookieHash = new Map<string, Kiosk>()
  for (const { id, name, tokenHash } of await store.list()) byCookieHash.set(tokenHash, { id, name })
  const kioskOf = (cookie: string | null) =>
    cookie === null ? null : (byCookieHash.get(hashToken(cookie))?.id ?? null)
  return {
    list: () => [...byCookieHash.values()].sort((one, other) => one.name.localeCompare(other.name)),
    add: async (name) => {
      const [kiosk, token] = [{ id: newId(), name }, newId()]
      const tokenHash = hashToken(cookieOf(token))
      await store.add(kiosk, tokenHash)
      byCookieHash.set(tokenHash, kiosk)
      return { kiosk, token }
    },
    remove: async (id) => {
      await store.remove(id)
      for (const [hash, kiosk] of byCookieHash) if (kiosk.id === id) byCookieHash.delete(hash)
    },
    kioskOf,
    supervisedBy: (token) => (token === null ? null : kioskOf(cookieOf(token))),
    cookieOf,
  }
}
