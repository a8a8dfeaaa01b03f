/** The time that rooms are handed, whatever becomes of the machine's clocks: no visit lasts longer and no limit gives more. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterWrongCode, closedFor, noWrongCodes } from '../../server/guided-sessions/pairing-rules.ts'
import { createClock } from '../../server/live/clock.ts'
import { mayGo, type Turns } from '../../server/live/rate-limit.ts'
import { begun, type SiteTimes, type Visit, visitAfter } from '../../server/visits/rules.ts'

const site: SiteTimes = { privacyScreenAfterSeconds: 60, eraseAfterSeconds: 120 }
const start = Date.parse('2026-11-20T10:00:30Z')
const hour = 3_600_000

type Kind = 'awake' | 'asleep' | 'set'

interface Step {
  readonly kind: Kind
  readonly milliseconds: number
}

/** A machine that is awake, sleeps, and whose day's clock is set; `real` is what has truly passed. */
function machineAt(startMilliseconds: number) {
  let real = 0
  let slept = 0
  let set = 0
  let looksAtBoot = 0
  const clock = createClock(() => ({
    dayMilliseconds: startMilliseconds + real + set,
    steadyMilliseconds: real - slept,
    bootMilliseconds: () => {
      looksAtBoot += 1
      return 500_000 + real
    },
  }))
  return {
    clock,
    real: () => real,
    day: () => startMilliseconds + real + set,
    looksAtBoot: () => looksAtBoot,
    pass: ({ kind, milliseconds }: Step) => {
      if (kind === 'set') set += milliseconds
      else real += milliseconds
      if (kind === 'asleep') slept += milliseconds
      return clock()
    },
  }
}

const awake = fc.record({ kind: fc.constant<Kind>('awake'), milliseconds: fc.nat(90_000) })
const asleep = fc.record({
  kind: fc.constant<Kind>('asleep'),
  milliseconds: fc.oneof(fc.integer({ min: 1000, max: 90_000 }), fc.constant(hour)),
})
const set = fc.record({
  kind: fc.constant<Kind>('set'),
  milliseconds: fc.oneof(fc.integer({ min: -90_000, max: 90_000 }), fc.constantFrom(-hour, hour)),
})
const anySteps = fc.array(fc.oneof(awake, asleep, set), { maxLength: 60 })
const runs = { numRuns: 500 }

/** Steps after none of which the day's clock is further than at the start: set back, and forth again, as often as one likes. */
const neverAhead = anySteps.map((steps) => {
  let sum = 0
  return steps.map((step): Step => {
    if (step.kind !== 'set') return step
    const milliseconds = Math.min(step.milliseconds, -sum)
    sum += milliseconds
    return { ...step, milliseconds }
  })
})

describe('the time of live state', () => {
  test('is the time of day, in whole milliseconds, so that another process and the next start could read it', () => {
    const { clock, pass } = machineAt(start + 0.4)
    expect(clock()).toBe(start)
    expect(pass({ kind: 'awake', milliseconds: 60_000 })).toBe(start + 60_000)
    expect(pass({ kind: 'asleep', milliseconds: hour })).toBe(start + 60_000 + hour)
    expect(pass({ kind: 'set', milliseconds: hour })).toBe(start + 60_000 + 2 * hour)
  })

  test('never goes back nor stands still, is never behind the day’s clock, and loses nothing of what has passed', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { clock, pass, day } = machineAt(start)
        let last = clock()
        for (const step of steps) {
          const now = pass(step)
          expect(now - last).toBeGreaterThanOrEqual(step.kind === 'set' ? 0 : step.milliseconds)
          expect(now).toBeGreaterThanOrEqual(day())
          last = now
        }
      }),
      runs,
    )
  })

  test('runs no faster where the day’s clock is set back and forth, or is read a million times a second', () => {
    fc.assert(
      fc.property(neverAhead, (steps) => {
        const { pass, real } = machineAt(start)
        for (const step of steps) expect(pass(step)).toBe(start + real())
      }),
      runs,
    )
    const { clock, pass, looksAtBoot } = machineAt(start)
    const before = looksAtBoot()
    for (let step = 0; step < 1000; step += 1) {
      pass({ kind: 'set', milliseconds: step % 10 === 0 ? 9 : -1 })
      pass({ kind: 'awake', milliseconds: 1 })
    }
    expect(clock() - start).toBeLessThanOrEqual(1009)
    expect(looksAtBoot()).toBe(before)
  })
})

describe('whatever the clocks do', () => {
  test('a visit is hidden and ends when its time has passed, and no clock that is set back keeps it', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { clock, pass, real } = machineAt(start)
        let kept: Visit | null = begun('/fr', clock(), site)
        let truth: Visit | null = begun('/fr', 0, site)
        for (const step of steps) {
          const at = pass(step)
          if (kept !== null) kept = visitAfter(kept, { kind: 'look' }, at, site)
          if (truth !== null) truth = visitAfter(truth, { kind: 'look' }, real(), site)
          if (truth === null) expect(kept).toBeNull()
          else if (truth.state.phase !== 'active') expect(kept?.state.phase).not.toBe('active')
        }
      }),
      runs,
    )
  })

  test('a visit over which nobody set the clock forward lasts to the millisecond as long as it says', () => {
    fc.assert(
      fc.property(neverAhead, (steps) => {
        const { clock, pass, real } = machineAt(start)
        const kept = begun('/fr', clock(), site)
        const truth = begun('/fr', 0, site)
        for (const step of steps) {
          const at = pass(step)
          const seen = visitAfter(kept, { kind: 'look' }, at, site)?.state.phase
          expect(seen).toBe(visitAfter(truth, { kind: 'look' }, real(), site)?.state.phase)
        }
      }),
      runs,
    )
  })

  const turns: Turns = { everyMilliseconds: 500, atOnce: 5 }

  test('a rate limit lets nobody through more often, and a clock that was set back locks nobody out', () => {
    fc.assert(
      fc.property(neverAhead, (steps) => {
        const { pass, real } = machineAt(start)
        let [kept, truth] = [0, 0]
        for (const step of steps) {
          pass(step)
          for (let again = 0; again < 8; again += 1) {
            const at = pass({ kind: 'awake', milliseconds: 100 })
            const [granted, due] = [mayGo(kept, at, turns), mayGo(truth, real(), turns)]
            expect(granted === null).toBe(due === null)
            kept = granted ?? kept
            truth = due ?? truth
          }
        }
      }),
      runs,
    )
  })

  test('a rate limit gives by all jumps forward together no more than the day’s clock has gained', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { clock, pass } = machineAt(start)
        let busyUntil = 0
        let granted = 0
        for (const step of steps) {
          const at = pass(step)
          for (let again = 0; again < 10; again += 1) {
            const next = mayGo(busyUntil, at, turns)
            if (next === null) break
            busyUntil = next
            granted += 1
          }
          expect(granted).toBeLessThanOrEqual(turns.atOnce + (clock() - start) / turns.everyMilliseconds)
          // Nobody waits longer for the next turn than one takes.
          expect(mayGo(busyUntil, at + turns.everyMilliseconds, turns)).not.toBeNull()
        }
      }),
      runs,
    )
  })

  test('a helper who typed five wrong codes waits five minutes and no longer', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { clock, pass, real } = machineAt(start)
        let wrong = noWrongCodes
        for (let typed = 0; typed < 5; typed += 1) wrong = afterWrongCode(wrong, clock())
        expect(closedFor(wrong, clock())).toBe(300_000)
        for (const step of steps) {
          expect(closedFor(wrong, pass(step))).toBeLessThanOrEqual(Math.max(0, 300_000 - real()))
        }
      }),
      runs,
    )
  })
})
