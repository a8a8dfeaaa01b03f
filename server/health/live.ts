/** Whether the server can do its work: looked at by writing, at a bounded pace, whoever asks and however often. */

import type { Clock } from '../live/clock.ts'

/** A watching program asks more seldom; everybody else gets what was found last. */
export const lookAtMostEveryMilliseconds = 5000

interface HealthParts {
  /** Writes something; throws where nothing can be written. */
  readonly write: () => Promise<void>
  readonly clock: Clock
}

/** Gives a function that resolves where the database takes a write, and throws what it said where it does not. */
export function createHealth({ write, clock }: HealthParts): () => Promise<void> {
  let last: { readonly at: number; readonly found: Promise<void> } | null = null
  return () => {
    const now = clock()
    if (last === null || now - last.at >= lookAtMostEveryMilliseconds) last = { at: now, found: write() }
    return last.found
  }
}
