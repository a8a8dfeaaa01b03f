/** The rules of a visit for any sequence of events, and the live state that keeps it. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryState } from '../../server/live/live-state.ts'
import {
  begun,
  endsAt,
  leastSecondsToAnswer,
  type SiteTimes,
  timesOf,
  usualDisplay,
  type Visit,
  type VisitEvent,
  visitAfter,
} from '../../server/visits/rules.ts'

const site: SiteTimes = { privacyScreenAfterSeconds: 60, eraseAfterSeconds: 120 }

const siteTimes = fc
  .tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: leastSecondsToAnswer, max: 600 }))
  .map(([hide, answer]): SiteTimes => ({ privacyScreenAfterSeconds: hide, eraseAfterSeconds: hide + answer }))

const anyEvent = fc.constantFrom<VisitEvent>(
  { kind: 'open', place: '/fr/guides/check-consent' },
  { kind: 'open', place: null },
  { kind: 'touch' },
  { kind: 'hide' },
  { kind: 'ask' },
  { kind: 'go-on' },
  { kind: 'more-time' },
  { kind: 'display', display: { size: 'largest', contrast: 'dark' } },
  { kind: 'look' },
  { kind: 'erase' },
)

/** Events with the milliseconds that pass before each: mostly seconds, at times around the limits, at times hours. */
const anyStory = fc.array(
  fc.record({
    event: anyEvent,
    afterMilliseconds: fc.oneof(
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer({ min: 0, max: 1_300_000 }),
      fc.constant(86_400_000),
    ),
  }),
  { maxLength: 40 },
)

/** What brings or keeps content on screen, if the visit is not over. */
const reveals = new Set<VisitEvent['kind']>(['go-on', 'more-time'])

function startOf(times: SiteTimes): Visit {
  return begun('/fr', 0, times)
}

describe('for any sequence of events', () => {
  test('nothing stays on screen past its time, and what was hidden stays so until somebody goes on', () => {
    fc.assert(
      fc.property(siteTimes, anyStory, (times, story) => {
        let visit: Visit | null = startOf(times)
        let at = 0
        let lastContact = 0
        let covered = false
        for (const { event, afterMilliseconds } of story) {
          at += afterMilliseconds
          if (visit === null) return
          // Without any act, seen only by looking: is content on screen later than it may be?
          const pace = timesOf(visit, times)
          const seen: Visit | null = visitAfter(visit, { kind: 'look' }, at, times)
          if (seen?.state.phase === 'active') {
            expect(covered).toBe(false)
            expect(at - lastContact).toBeLessThan(pace.hideAfterMilliseconds)
          } else {
            covered = true
          }
          const next = visitAfter(visit, event, at, times)
          if (next === null) {
            if (event.kind !== 'erase') expect(seen).toBeNull()
          } else if (next.state.phase === 'active') {
            expect(!covered || reveals.has(event.kind)).toBe(true)
            covered = false
            if (event.kind !== 'look') lastContact = at
          } else {
            covered = true
          }
          visit = next
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('nobody who goes on is thrown out, however often and however late within the time', () => {
    fc.assert(
      fc.property(
        siteTimes,
        fc.array(
          fc.record({
            part: fc.double({ min: 0, max: 0.999, noNaN: true }),
            hides: fc.boolean(),
            kind: fc.constantFrom<'go-on' | 'more-time'>('go-on', 'more-time'),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        (times, extensions) => {
          let visit: Visit = startOf(times)
          let at = 0
          for (const { part, hides, kind } of extensions) {
            if (hides) visit = visitAfter(visit, { kind: 'hide' }, at, times) ?? fail()
            at += Math.floor((endsAt(visit.state, timesOf(visit, times)) - at) * part)
            visit = visitAfter(visit, { kind }, at, times) ?? fail()
            expect(visit.state.phase).toBe('active')
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('whoever finds the screen hidden by the clock has had at least 20 seconds to answer before the erase', () => {
    fc.assert(
      fc.property(siteTimes, anyStory, (times, story) => {
        let visit: Visit | null = startOf(times)
        let at = 0
        for (const { event, afterMilliseconds } of story) {
          if (visit === null) return
          if (visit.state.phase !== 'warned') {
            const pace = timesOf(visit, times)
            const asks = endsAt(visit.state, pace) - pace.answerWithinMilliseconds
            expect(
              visitAfter(visit, { kind: 'look' }, asks + leastSecondsToAnswer * 1000 - 1, times),
            ).not.toBe(null)
          }
          at += afterMilliseconds
          visit = visitAfter(visit, event, at, times)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a visit that has ended by the clock is not brought back by anything', () => {
    fc.assert(
      fc.property(siteTimes, anyEvent, (times, event) => {
        const visit = startOf(times)
        const end = endsAt(visit.state, timesOf(visit, times))
        expect(visitAfter(visit, event, end, times)).toBeNull()
      }),
    )
  })
})

function fail(): never {
  throw new Error('The visit ended')
}

describe('a visit', () => {
  const felt: Visit = visitAfter(startOf(site), { kind: 'touch' }, 0, site) ?? fail()

  test('is hidden after 60 seconds without a touch and erased after 120, as the site has set it', () => {
    expect(visitAfter(felt, { kind: 'look' }, 59_999, site)?.state.phase).toBe('active')
    expect(visitAfter(felt, { kind: 'look' }, 60_000, site)?.state.phase).toBe('warned')
    expect(visitAfter(felt, { kind: 'look' }, 119_999, site)?.state.phase).toBe('warned')
    expect(visitAfter(felt, { kind: 'look' }, 120_000, site)).toBeNull()
  })

  test('asked for more time lasts ten times as long', () => {
    const slow = visitAfter(felt, { kind: 'more-time' }, 0, site) ?? fail()
    expect(visitAfter(slow, { kind: 'look' }, 599_999, site)?.state.phase).toBe('active')
    expect(visitAfter(slow, { kind: 'look' }, 1_199_999, site)?.state.phase).toBe('warned')
    expect(visitAfter(slow, { kind: 'look' }, 1_200_000, site)).toBeNull()
  })

  test('without a script stays longer on screen, and no longer than others when it is hidden', () => {
    const still = startOf(site)
    expect(visitAfter(still, { kind: 'look' }, 299_999, site)?.state.phase).toBe('active')
    expect(visitAfter(still, { kind: 'look' }, 300_000, site)?.state.phase).toBe('warned')
    expect(visitAfter(still, { kind: 'look' }, 360_000, site)).toBeNull()
  })

  test('that is hidden again does not get more time by it, and keeps its place and its display', () => {
    const hidden = visitAfter(felt, { kind: 'hide' }, 1000, site) ?? fail()
    expect(visitAfter(hidden, { kind: 'hide' }, 50_000, site)).toEqual(hidden)
    const opened = visitAfter(hidden, { kind: 'open', place: '/fr/guides/other' }, 2000, site)
    expect(opened).toEqual(hidden)
    const changed = visitAfter(
      hidden,
      { kind: 'display', display: { size: 'large', contrast: 'dark' } },
      2000,
      site,
    )
    expect(changed?.display).toEqual(usualDisplay)
    expect(visitAfter(hidden, { kind: 'go-on' }, 2000, site)).toMatchObject({
      place: '/fr',
      state: { phase: 'active' },
    })
  })
})

describe('live state', () => {
  const more = (by: number) => (value: number) => ({ value: value + by, result: value })

  test('has room for so many, and the one that was changed longest ago goes first', async () => {
    const state = createMemoryState<number>(3)
    for (const id of ['a', 'b', 'c']) await state.add(id, 1)
    await state.update('a', more(1))
    await state.add('d', 1)
    expect(await state.count()).toBe(3)
    expect(await state.find('b')).toBeNull()
    expect(await state.find('a')).toBe(2)
  })

  test('takes what only looked, or was refused, for no change', async () => {
    const state = createMemoryState<number>(2)
    await state.add('a', 1)
    await state.add('b', 1)
    expect(await state.update('a', (value) => ({ value, result: value }))).toBe(1)
    expect(await state.updateOrAdd('a', 5, (value) => ({ value, result: value }))).toBe(1)
    await state.add('c', 1)
    expect([await state.find('a'), await state.find('b')]).toEqual([null, 1])
  })

  test('takes none out for another where that is asked for, and says that there is no room', async () => {
    const state = createMemoryState<number>(2)
    const taken = await Promise.all(['a', 'b', 'c'].map((id) => state.addIfRoom(id, 1)))
    expect(taken).toEqual([true, true, false])
    expect(await state.find('a')).toBe(1)
    await state.remove('a')
    expect(await state.addIfRoom('c', 1)).toBe(true)
  })

  test('begins an entry once, though two come first at the same moment, and tells each what it found', async () => {
    const state = createMemoryState<number>(2)
    const found = await Promise.all([1, 2, 3].map((by) => state.updateOrAdd('a', 10, more(by))))
    expect(found).toEqual([10, 11, 13])
    expect(await state.find('a')).toBe(16)
    await state.add('b', 1)
    await state.updateOrAdd('c', 0, more(0))
    expect(await state.find('a')).toBeNull()
    expect(await state.count()).toBe(2)
  })

  test('takes what another process could read, and no connection, function or map', () => {
    createMemoryState<{ readonly names: readonly string[]; readonly by: { readonly at: number } | null }>(1)
    // @ts-expect-error A listener lives in one process.
    createMemoryState<{ readonly ring: () => void }>(1)
    // @ts-expect-error A map says nothing as JSON.
    createMemoryState<{ readonly visits: ReadonlyMap<string, number> }>(1)
    // @ts-expect-error Nor does what may be undefined.
    createMemoryState<{ readonly at: number | undefined }>(1)
  })

  test('keeps nothing of an entry that was taken out', async () => {
    const state = createMemoryState<number>(3)
    await state.add('a', 1)
    expect(await state.update('a', (value) => ({ value: null, result: value }))).toBe(1)
    expect(await state.update('a', more(1))).toBeNull()
    await state.add('b', 1)
    await state.add('c', 2)
    expect(await state.updateAll((value) => ({ value: value === 1 ? null : value, result: value }))).toEqual([
      1, 2,
    ])
    expect(await state.count()).toBe(1)
    await state.keep((value) => value !== 2)
    expect(await state.count()).toBe(0)
  })
})
