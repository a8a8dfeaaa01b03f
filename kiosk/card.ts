/** The identity card: its module made known to each portal's fresh profile, and whether a card is in the reader. */

import { mkdir } from 'node:fs/promises'
import type { Processes } from './processes.ts'

export interface Card {
  /** Makes the NSS database that each portal's browser begins with. It holds the module's name, and no key. */
  readonly prepare: () => Promise<boolean>
  /** How many cards there are; null where it cannot be told. */
  readonly count: () => Promise<number | null>
}

/** How many readers hold a card, by what `opensc-tool --list-readers` says; null where it sees no reader. */
export function cardsInReaders(said: string): number | null {
  const readers = [...said.matchAll(/^\d+\s+(Yes|No)\b/gm)]
  return readers.length === 0 ? null : readers.filter(([, holdsCard]) => holdsCard === 'Yes').length
}

/**
 * How many slots hold a card, by what `pkcs11-tool --list-slots` says. Without any slot it is null: no reader, no pcscd,
 * or a module that sees nothing, which is not the same as a card that was pulled out.
 */
export function cardsIn(said: string): number | null {
  const count = (line: RegExp) => said.match(line)?.length ?? 0
  const slots = count(/^Slot \d/gm)
  if (slots === 0 || said.includes('GetSlotInfo failed')) return null
  return slots - count(/^\s+\(empty\)/gm) - count(/^\s+token state:\s+uninitialized/gm)
}

/** `module` is the file of a PKCS#11 module; null where the site has none. */
export function createCard({ run }: Processes, module: string | null, databaseDirectory: string): Card {
  const database = `sql:${databaseDirectory}`
  return {
    prepare: async () => {
      await mkdir(databaseDirectory, { recursive: true, mode: 0o700 })
      if (!(await run('certutil', ['-N', '-d', database, '--empty-password'])).ok) return false
      if (module === null) return true
      const added = await run('modutil', ['-dbdir', database, '-add', 'card', '-libfile', module, '-force'])
      return added.ok
    },
    count: async () => {
      if (module === null) return null
      // Asked of the reader: a module talks to the card for seconds, and the official page's browser would wait.
      const readers = await run('opensc-tool', ['--list-readers'])
      if (!readers.ok) return null
      const inReaders = cardsInReaders(readers.output)
      if (inReaders !== null) return inReaders
      const { ok, output } = await run('pkcs11-tool', ['--module', module, '--list-slots'])
      return ok ? cardsIn(output) : null
    },
  }
}
