/** The kiosks of a site: kept in the database, and known in memory, so that a visit begins without asking for them. */

import type { Kiosk } from './host.ts'
import type { HostStore } from './store.ts'

export interface Kiosks {
  readonly list: () => readonly Kiosk[]
  /** Gives the token that the machine is known by from then on; it is kept nowhere. */
  readonly add: (name: string) => Promise<{ readonly kiosk: Kiosk; readonly token: string }>
  readonly remove: (id: string) => Promise<void>
  /** The id of the kiosk that a token belongs to, or null. */
  readonly kioskOf: (token: string | null) => string | null
}

export async function createKiosks(parts: {
  readonly store: Pick<HostStore, 'kiosks' | 'addKiosk' | 'removeKiosk'>
  readonly newId: () => string
  readonly hashToken: (token: string) => string
}): Promise<Kiosks> {
  const { store, newId, hashToken } = parts
  const byTokenHash = new Map<string, Kiosk>()
  for (const { id, name, tokenHash } of await store.kiosks()) byTokenHash.set(tokenHash, { id, name })
  return {
    list: () => [...byTokenHash.values()].sort((one, other) => one.name.localeCompare(other.name)),
    add: async (name) => {
      const [kiosk, token] = [{ id: newId(), name }, newId()]
      await store.addKiosk(kiosk, hashToken(token))
      byTokenHash.set(hashToken(token), kiosk)
      return { kiosk, token }
    },
    remove: async (id) => {
      await store.removeKiosk(id)
      for (const [tokenHash, kiosk] of byTokenHash) if (kiosk.id === id) byTokenHash.delete(tokenHash)
    },
    kioskOf: (token) => (token === null ? null : (byTokenHash.get(hashToken(token))?.id ?? null)),
  }
}
