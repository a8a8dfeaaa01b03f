/** One time out of two clocks: it never goes back, and whatever either clock says has passed, has passed. */

/** What the machine's clocks say, in milliseconds. */
export interface ClockReading {
  /** The time of day: it runs on while the machine sleeps, and somebody may set it. */
  readonly dayMilliseconds: number
  /** Time since the start: nobody can set it, and it stands still while the machine sleeps. */
  readonly steadyMilliseconds: number
}

/** Gives milliseconds since its own start. */
export type Clock = () => number

/** Clocks that differ by less are the same clock, read at two moments or gently corrected. */
const jumpMilliseconds = 1000

/**
 * A clock set back changes nothing, since the steady one counts on. A clock set forward, or a machine that slept, lets
 * that much time pass: a visit then ends too early rather than too late.
 */
export function createClock(read: () => ClockReading): Clock {
  const start = read()
  let ahead = start.dayMilliseconds - start.steadyMilliseconds
  let jumped = 0
  return () => {
    const { dayMilliseconds, steadyMilliseconds } = read()
    const jump = dayMilliseconds - steadyMilliseconds - ahead
    if (Math.abs(jump) >= jumpMilliseconds) {
      jumped += Math.max(0, jump)
      ahead += jump
    }
    return steadyMilliseconds - start.steadyMilliseconds + jumped
  }
}
