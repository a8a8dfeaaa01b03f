/** Makes heavy pages lighter while nobody waits for it: they go out as they are until then. */

import { compressAnew } from './compress.ts'
import type { KeptBytes } from './kept-bytes.ts'

/** What is lighter stays within the 5 kB of a further page, with the pictograms that it brings. */
const heavyBytes = 4400

interface LighterPages {
  /** Notes a compressed page that is kept under a name; it is replaced there, unless it has been already. */
  readonly note: (name: string, compressed: Buffer<ArrayBuffer>) => void
  /** Resolves once all that was noted is as light as it gets. */
  readonly settled: () => Promise<void>
}

/** Only where there is no memory for it. */
function staysAsItIs(): void {}

/** One page after the other, in one thread. */
export function createLighterPages(kept: Pick<KeptBytes, 'get' | 'put'>): LighterPages {
  let last = Promise.resolve()

  async function lighten(name: string, compressed: Buffer<ArrayBuffer>): Promise<void> {
    if (kept.get(name) !== compressed) return
    const lighter = await compressAnew(compressed)
    // It may have been forgotten since, because what stands on it has changed.
    if (kept.get(name) === compressed && lighter.length < compressed.length) kept.put(name, lighter)
  }

  return {
    note: (name, compressed) => {
      if (compressed.length > heavyBytes) last = last.then(() => lighten(name, compressed)).catch(staysAsItIs)
    },
    settled: () => last,
  }
}
