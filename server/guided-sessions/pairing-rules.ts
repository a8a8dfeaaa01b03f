/** How often a helper may type a code that nobody shows. */

/** The wrong codes of one helper: how many, and when the first of them came, in milliseconds of the clock. */
export interface WrongCodes {
  readonly count: number
  readonly since: number
  /** Until when no code is taken from this helper. */
  readonly closedUntil: number
}

const mostWrongCodes = 5
const countedMilliseconds = 300_000
const closedMilliseconds = 300_000

export const noWrongCodes: WrongCodes = { count: 0, since: 0, closedUntil: 0 }

/** Milliseconds until a code is taken again; 0 where one is taken now. */
export function closedFor(wrong: WrongCodes, at: number): number {
  return Math.max(0, wrong.closedUntil - at)
}

/** After one more wrong code. Wrong codes of long ago are forgotten. */
export function afterWrongCode(wrong: WrongCodes, at: number): WrongCodes {
  const recent = wrong.count > 0 && at < wrong.since + countedMilliseconds
  const count = recent ? wrong.count + 1 : 1
  if (count >= mostWrongCodes) return { count: 0, since: at, closedUntil: at + closedMilliseconds }
  return { count, since: recent ? wrong.since : at, closedUntil: wrong.closedUntil }
}
