/** Passphrases whose slow part takes as long as a test wants: for what happens meanwhile. */

import { createHash } from 'node:crypto'
import type { DeriveKey } from '../../server/passphrases/hashes.ts'

export interface HeldHashes {
  readonly deriveKey: DeriveKey
  /** Holds back the next one that begins: `begun` resolves when it is there, and it goes on when it is let go. */
  readonly holdNext: () => { readonly begun: Promise<void>; readonly letGo: () => void }
  /** What every one of them waits for; null for nothing. */
  wait: (() => Promise<void>) | null
}

/** A key at once, for tests that are about the order of things. */
const quickKey: DeriveKey = async (passphrase, salt) =>
  createHash('sha256').update(salt).update(passphrase.normalize('NFC')).digest()

/** What somebody waits at, and the way to open it. */
function gate(): readonly [Promise<void>, () => void] {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return [opened, () => open()]
}

export function createHeldHashes(): HeldHashes {
  const holds: { readonly begin: () => void; readonly until: Promise<void> }[] = []
  const held: HeldHashes = {
    wait: null,
    deriveKey: async (passphrase, salt, cost) => {
      const hold = holds.shift()
      hold?.begin()
      await hold?.until
      await held.wait?.()
      return quickKey(passphrase, salt, cost)
    },
    holdNext: () => {
      const [begun, begin] = gate()
      const [until, letGo] = gate()
      holds.push({ begin, until })
      return { begun, letGo }
    },
  }
  return held
}
