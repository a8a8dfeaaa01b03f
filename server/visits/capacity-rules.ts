/** How many visits may go on, and how fast they may begin: by screen, by network, and in all. */

import type { Turns } from '../live/rate-limit.ts'

export interface Bound {
  /** How many go on at once. */
  readonly most: number
  /** How fast they may begin. */
  readonly turns: Turns | null
}

/**
 * The numbers hold for the times that a site has without settings of its own: a visit that nobody comes back to lasts
 * 6 minutes, so at a pace of one in 40 ms 9,000 are there, and with the 800 at once the room of 10,000 is not full.
 */
export const readers: Bound = { most: 10_000, turns: { everyMilliseconds: 40, atOnce: 800 } }

/**
 * Behind one address are a household, a pharmacy, an EPN, or a hospital with 200 people at once: all 200 begin in the same
 * second, and then 120 a minute, each with five windows that somebody left open. Visits that nobody comes back to are
 * 920 at most at this pace, so a flood of starts leaves room in its own network, and ten such fill the whole house.
 */
export const network: Bound = { most: 1000, turns: { everyMilliseconds: 500, atOnce: 200 } }

/**
 * Fingers begin a visit every few seconds. Whoever has stolen a kiosk's cookie begins 20 at once and 30 a minute: 200 of
 * them in 6 minutes, at that kiosk alone.
 */
export const kiosk: Bound = { most: 200, turns: { everyMilliseconds: 2000, atOnce: 20 } }
export const kiosks: Bound = { most: 2000, turns: null }

/** With a helper, whom only a signed-in, trained mediator can be. */
export const guided: Bound = { most: 4000, turns: null }

/** Everything together stays bounded: some 9 MB where all rooms are full. */
export const mostVisits = readers.most + kiosks.most + guided.most

/**
 * Pages that are made for one visit cost about 2 ms each. All 200 people of a hospital may turn a page every 2 seconds, and take
 * a fifth of a processor; everybody together takes half of one.
 */
export const pageTurns: ReadonlyMap<string, Turns> = new Map([
  ['network', { everyMilliseconds: 10, atOnce: 400 }],
  ['readers', { everyMilliseconds: 4, atOnce: 1000 }],
])
