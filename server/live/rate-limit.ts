/** A limit on how often something may happen: a steady pace, and some at once. */

export interface Turns {
  readonly everyMilliseconds: number
  /** How many may come at once after a pause. */
  readonly atOnce: number
}

/**
 * Whether one more may go at a time, with all that is remembered of the earlier ones: until when they keep the limit
 * busy. Gives the new value of that, or null where it may not go.
 */
export function mayGo(busyUntil: number, at: number, { everyMilliseconds, atOnce }: Turns): number | null {
  const next = Math.max(busyUntil, at) + everyMilliseconds
  return next - at > everyMilliseconds * atOnce ? null : next
}

/** The same value with one turn given back that was taken. */
export function givenBack(busyUntil: number, { everyMilliseconds }: Turns): number {
  return busyUntil - everyMilliseconds
}
