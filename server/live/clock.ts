/** The time that rooms are handed: the time of day, except that it never goes back and never loses time that has passed. */

/** What the machine's clocks say, in milliseconds. */
export interface ClockReading {
  /** The time of day, since 1970: it runs on while the machine sleeps, and somebody may set it. */
  readonly dayMilliseconds: number
  /** Time since the start of the process: nobody can set it, and it stands still while the machine sleeps. */
  readonly steadyMilliseconds: number
  /** Time since the start of the machine, its sleep with it: nobody can set it. It takes 27 times as long to read as both others. */
  readonly bootMilliseconds: () => number
}

/** Gives whole milliseconds since 1970. */
export type Clock = () => number

/** The two clocks are read a moment apart; where they part by more, the day's clock was set or the machine slept. */
const stepMilliseconds = 50

/**
 * Time that has passed, awake or asleep, always counts, so that a clock set back keeps nothing on screen for longer. Where the
 * day's clock is further than ever, time goes on from there; set back and forth it gives nobody a turn more. Why:
 * docs/decisions/0050-one-time-for-live-state.md.
 */
export function createClock(read: () => ClockReading): Clock {
  const first = read()
  const bootAhead = first.bootMilliseconds() - first.steadyMilliseconds
  let dayAhead = first.dayMilliseconds - first.steadyMilliseconds
  let slept = 0
  /** How far the day's clock was at most before the time that has passed. */
  let mostAhead = dayAhead
  return () => {
    const { dayMilliseconds, steadyMilliseconds, bootMilliseconds } = read()
    const ahead = dayMilliseconds - steadyMilliseconds
    if (Math.abs(ahead - dayAhead) >= stepMilliseconds) {
      slept = Math.max(slept, bootMilliseconds() - steadyMilliseconds - bootAhead)
    }
    dayAhead = ahead
    mostAhead = Math.max(mostAhead, ahead - slept)
    return Math.floor(steadyMilliseconds + slept + mostAhead)
  }
}
