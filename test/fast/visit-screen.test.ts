/** When a page covers itself and when its visit ends, for any sequence of touches, hides, answers, clocks and other tabs' words. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  coveredUntil,
  opened,
  type Screen,
  type ScreenEvent,
  screenAfter,
  type Times,
  tellIn,
  timeAfter,
} from '../../views/visit-rules.client.ts'

const times: Times = { hideAfter: 60_000, answerWithin: 60_000 }

function screenOf(
  events: readonly (readonly [at: number, event: ScreenEvent])[],
  from = opened(0, times),
): Screen {
  return events.reduce((screen, [at, event]) => screenAfter(screen, event, at, times), from)
}

describe('a page of a visit', () => {
  test('is on screen until nobody has touched it for its time, and then waits for an answer', () => {
    expect(screenOf([[59_999, { kind: 'tick' }]]).phase).toBe('open')
    expect(screenOf([[60_000, { kind: 'tick' }]])).toEqual({ phase: 'covered', turn: 1, endAt: 120_000 })
    const touched = [[50_000, { kind: 'touch' }] as const]
    expect(screenOf([...touched, [109_999, { kind: 'tick' }]]).phase).toBe('open')
    expect(screenOf([...touched, [110_400, { kind: 'tick' }]])).toMatchObject({ endAt: 170_000 })
  })

  test('is covered at once when it is hidden, and has both times then', () => {
    for (const kind of ['hide', 'hide-elsewhere'] as const) {
      expect(screenOf([[10_000, { kind }]])).toEqual({ phase: 'covered', turn: 1, endAt: 130_000 })
    }
    expect(screenOf([[10_000, { kind: 'ask' }]])).toMatchObject({ phase: 'covered', endAt: 70_000 })
    const told = { kind: 'cover', millisecondsLeft: 5000 } as const
    expect(screenOf([[10_000, told]])).toMatchObject({ phase: 'covered', endAt: 15_000 })
  })

  test('does not get more time by being hidden, touched or spoken of again', () => {
    const first = screenOf([[0, { kind: 'hide' }]])
    for (const kind of ['hide', 'hide-elsewhere', 'ask', 'touch', 'tick'] as const) {
      expect(screenOf([[30_000, { kind }]], first), kind).toMatchObject({ phase: 'covered', endAt: 120_000 })
    }
  })

  test('comes back by the answer to the last question alone, and by another tab that went on', () => {
    const asked = screenOf([
      [0, { kind: 'hide' }],
      [1000, { kind: 'ask-to-go-on' }],
    ])
    const { turn } = asked
    expect(screenOf([[2000, { kind: 'answered', turn }]], asked)).toMatchObject({
      phase: 'open',
      hideAt: 62_000,
    })
    expect(screenOf([[2000, { kind: 'answered', turn: turn - 1 }]], asked).phase).toBe('covered')
    const leftAgain = screenOf([[1500, { kind: 'hide' }]], asked)
    expect(screenOf([[2000, { kind: 'answered', turn }]], leftAgain).phase).toBe('covered')
    expect(screenOf([[2000, { kind: 'go-on' }]], leftAgain).phase).toBe('open')
    // Other tabs say late what this one knows: who goes on here is not held up by it.
    const toldLate = screenOf([[1500, { kind: 'hide-elsewhere' }]], asked)
    expect(screenOf([[2000, { kind: 'answered', turn }]], toldLate).phase).toBe('open')
  })

  test('that is the privacy screen itself ends in its time', () => {
    expect(screenOf([[4999, { kind: 'tick' }]], coveredUntil(5000)).phase).toBe('covered')
    expect(screenOf([[5000, { kind: 'tick' }]], coveredUntil(5000)).phase).toBe('ending')
  })

  test('tells the server of the first touch at once, and then as often as the shortest time asks for', () => {
    expect(tellIn(Number.NEGATIVE_INFINITY, 0, times)).toBe(0)
    expect(tellIn(1000, 2000, times)).toBe(4000)
    expect(tellIn(1000, 9000, times)).toBe(0)
    expect(tellIn(0, 0, { hideAfter: 8000, answerWithin: 60_000 })).toBe(2000)
  })
})

const anyTimes = fc.record({
  hideAfter: fc.integer({ min: 1000, max: 600_000 }),
  answerWithin: fc.integer({ min: 20_000, max: 600_000 }),
})

/** What happens to a page. An answer is to a question of this story: the last one, or one before it. */
const anyEvent = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.constantFrom<ScreenEvent>(
      { kind: 'touch' },
      { kind: 'hide' },
      { kind: 'hide-elsewhere' },
      { kind: 'ask' },
      { kind: 'ask-to-go-on' },
      { kind: 'go-on' },
      { kind: 'tick' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 0, max: 1_200_000 })
      .map((millisecondsLeft): ScreenEvent => ({ kind: 'cover', millisecondsLeft })),
  },
  {
    weight: 4,
    arbitrary: fc.nat({ max: 2 }).map((questionsAgo) => ({ kind: 'answer' as const, questionsAgo })),
  },
  // Rarely, so that most stories go on.
  { weight: 1, arbitrary: fc.constant<ScreenEvent>({ kind: 'end' }) },
)

/** Each with what the day's clock and the steady one say has passed since the one before: either may be set back or stand still. */
const anyStory = fc.array(
  fc.record({
    event: anyEvent,
    byDay: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
      { weight: 2, arbitrary: fc.integer({ min: -3_600_000, max: 1_300_000 }) },
      { weight: 1, arbitrary: fc.constant(86_400_000) },
    ),
    bySteadyClock: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.constant(0)),
  }),
  { maxLength: 50 },
)

interface Moment {
  readonly before: Screen
  readonly event: ScreenEvent
  readonly after: Screen
  readonly at: number
  /** The turns of the questions asked before the last hide, all of whose answers are too late. */
  readonly late: ReadonlySet<number>
}

/** A story as the page lives it: the clocks joined, answers to what was asked in it. */
function lived(
  story: readonly (typeof anyStory extends fc.Arbitrary<(infer One)[]> ? One : never)[],
  times: Times,
) {
  let screen = opened(0, times)
  let [at, day, steady] = [0, 0, 0]
  const asked: number[] = []
  const late = new Set<number>()
  const moments: Moment[] = []
  for (const { event: told, byDay, bySteadyClock } of story) {
    day += byDay
    steady += bySteadyClock
    at = timeAfter(at, day, steady)
    const event: ScreenEvent =
      told.kind === 'answer' ? { kind: 'answered', turn: asked.at(-1 - told.questionsAgo) ?? -1 } : told
    const before = screen
    screen = screenAfter(before, event, at, times)
    moments.push({ before, event, after: screen, at, late: new Set(late) })
    if (event.kind === 'ask-to-go-on') asked.push(screen.turn)
    if (event.kind === 'hide' || (before.phase === 'open' && screen.phase === 'covered')) {
      for (const turn of asked) late.add(turn)
    }
  }
  return moments
}

/** For any story, what has to hold at each of its moments. */
function always(holds: (moment: Moment, times: Times) => void): void {
  fc.assert(
    fc.property(anyTimes, anyStory, (times, story) => {
      for (const moment of lived(story, times)) holds(moment, times)
    }),
    { numRuns: 2000 },
  )
}

describe('for any sequence of touches, hides, answers early and late, clocks set back and other tabs’ words', () => {
  test('nothing is on screen after its time', () => {
    fc.assert(
      fc.property(anyTimes, anyStory, (times, story) => {
        let lastContact = 0
        for (const { before, event, after, at } of lived(story, times)) {
          if (event.kind === 'touch' && before.phase === 'open') lastContact = at
          if (before.phase === 'covered' && after.phase === 'open') lastContact = at
          const seen = screenAfter(after, { kind: 'tick' }, at, times)
          if (seen.phase === 'open') expect(at - lastContact).toBeLessThan(times.hideAfter)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('nothing that was asked before the last hide brings the content back, and nothing but going on does', () => {
    always(({ before, event, after, late }) => {
      if (before.phase !== 'covered' || after.phase !== 'open') return
      expect(['answered', 'go-on']).toContain(event.kind)
      if (event.kind === 'answered') {
        expect(event.turn).toBe(before.turn)
        expect(late).not.toContain(event.turn)
      }
    })
  })

  test('a covered page ends in its time, which nothing makes longer but going on', () => {
    always(({ before, event, after, at }, times) => {
      if (before.phase === 'covered' && after.phase === 'covered') expect(after.endAt).toBe(before.endAt)
      if (before.phase === 'covered' && event.kind === 'tick' && at >= before.endAt) {
        expect(after.phase).toBe('ending')
      }
      if (after.phase !== 'covered') return
      expect(screenAfter(after, { kind: 'tick' }, after.endAt, times).phase).toBe('ending')
      if (before.phase === 'open' && event.kind !== 'cover') {
        expect(after.endAt - at).toBeLessThanOrEqual(times.hideAfter + times.answerWithin)
      }
    })
  })

  test('a page that nobody touches is over after both its times, two ticks later at most', () => {
    always(({ after }, times) => {
      if (after.phase !== 'open') return
      const end = after.hideAt + times.answerWithin
      const tick: ScreenEvent = { kind: 'tick' }
      expect(screenAfter(screenAfter(after, tick, end, times), tick, end, times).phase).toBe('ending')
    })
  })

  test('what has ended stays so', () => {
    always(({ before, after }) => {
      if (before.phase === 'ending') expect(after).toBe(before)
    })
  })

  test('time never goes back, and is never behind the clock that went further', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer(), fc.integer(), (latest, day, steady) => {
        const at = timeAfter(latest, day, steady)
        expect(at).toBeGreaterThanOrEqual(latest)
        expect(at).toBeGreaterThanOrEqual(Math.max(day, steady))
      }),
    )
  })

  test('the stories reach every phase, and answers that come too late', () => {
    const seen = new Set<string>()
    for (const [times, story] of fc.sample(fc.tuple(anyTimes, anyStory), 500)) {
      for (const { before, event, after, late } of lived(story, times)) {
        seen.add(`${before.phase} ${event.kind} ${after.phase}`)
        if (event.kind === 'answered' && late.has(event.turn)) seen.add('late')
      }
    }
    for (const step of [
      'open hide covered',
      'open tick covered',
      'covered tick ending',
      'covered answered open',
      'covered go-on open',
      'late',
    ]) {
      expect(seen).toContain(step)
    }
  })
})
