/** The room for visits for any sequence of starts, pages and ends: what is refused leaves no trace, and nothing is lost. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayGo } from '../../server/live/rate-limit.ts'
import { createCapacity, type Places, type Starter } from '../../server/visits/capacity-live.ts'
import {
  type Bound,
  guided,
  kiosk,
  kiosks,
  network,
  pageTurns,
  readers,
} from '../../server/visits/capacity-rules.ts'

const bounds: Readonly<Record<string, Bound>> = { readers, network, kiosks, kiosk, guided }

/** The same room, decided for all names at once, as where nobody else is there. */
function createModel() {
  const inside = new Map<string, number>()
  const busy = new Map<string, number>()
  const insideOf = (name: string) => inside.get(name) ?? 0
  const boundOf = (name: string) => bounds[name.split(' ')[0] ?? ''] ?? { most: 0, turns: null }

  /** Takes a turn of each, or of none. */
  function takeTurns(wanted: readonly { readonly of: string; readonly turns: Bound['turns'] }[], at: number) {
    const taken = wanted.map(({ of, turns }) => (turns === null ? 0 : mayGo(busy.get(of) ?? 0, at, turns)))
    if (taken.includes(null)) return false
    for (const [index, { of }] of wanted.entries()) busy.set(of, taken[index] ?? 0)
    return true
  }

  return {
    enter: (names: readonly string[], at: number) => {
      if (names.some((name) => insideOf(name) >= boundOf(name).most)) return false
      if (
        !takeTurns(
          names.map((name) => ({ of: `start ${name}`, turns: boundOf(name).turns })),
          at,
        )
      )
        return false
      for (const name of names) inside.set(name, insideOf(name) + 1)
      return true
    },
    page: (names: readonly string[], at: number) => {
      const held = names.map((name) => ({
        of: `page ${name}`,
        turns: pageTurns.get(name.split(' ')[0] ?? '') ?? null,
      }))
      return takeTurns(held, at)
    },
    leave: (names: readonly string[]) => {
      for (const name of names) inside.set(name, insideOf(name) - 1)
    },
  }
}

const starters: readonly (readonly [Starter, readonly string[]])[] = [
  [{ kiosk: null, network: 'one' }, ['readers', 'network one']],
  [{ kiosk: null, network: 'two' }, ['readers', 'network two']],
  [{ kiosk: null, network: null }, ['readers']],
  [{ kiosk: 'counter', network: 'one' }, ['kiosks', 'kiosk counter']],
  [{ kiosk: 'hall', network: 'one' }, ['kiosks', 'kiosk hall']],
]

/** So many of a kind at the same moment: more than any pace allows at once, now and then. */
const anySteps = fc.array(
  fc.record({
    does: fc.constantFrom('enter', 'enter', 'page', 'leave', 'find a helper'),
    starter: fc.constantFrom(...starters),
    times: fc.oneof(fc.nat(5), fc.nat(600), fc.constant(1500)),
    afterMilliseconds: fc.oneof(fc.constant(0), fc.nat(5000), fc.constant(400_000)),
  }),
  { maxLength: 20 },
)

test('a start or a page that is refused takes nothing from anybody, and who leaves gives all back', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const capacity = createCapacity()
      const model = createModel()
      const inside: Places[] = []
      let at = Date.parse('2026-11-20T10:00:30Z')

      async function enter(starter: Starter, names: readonly string[]): Promise<boolean> {
        const isFull = await capacity.isFull(starter, at)
        const places = await capacity.enter(starter, at)
        const isIn = model.enter(names, at)
        if (isFull === isIn || (places !== null) !== isIn) return false
        if (places !== null) inside.push(places)
        return true
      }

      async function leave(places: Places): Promise<void> {
        inside.splice(inside.indexOf(places), 1)
        model.leave(places.names)
        await capacity.leave(places)
      }

      for (const { does, starter, times, afterMilliseconds } of steps) {
        at += afterMilliseconds
        for (let time = 0; time < times; time += 1) {
          const one = inside[time % Math.max(1, inside.length)]
          if (does === 'enter') expect(await enter(...starter)).toBe(true)
          else if (one === undefined) break
          else if (does === 'page') {
            expect(await capacity.mayMakePage(one, at)).toBe(model.page(one.names, at))
          } else {
            await leave(one)
            if (does !== 'find a helper') continue
            const places = await capacity.enterGuided()
            expect(places !== null).toBe(model.enter(['guided'], at))
            if (places !== null) inside.push(places)
          }
        }
      }

      // More than all kiosks together have room for.
      for (let time = 0; time <= kiosks.most; time += 1) {
        await capacity
          .enter({ kiosk: 'hall', network: null }, at)
          .then((places) => places && capacity.leave(places))
      }
      for (const places of [...inside]) await leave(places)
      await capacity.forgetIdle(at)
      for (let round = 0; round < 12; round += 1) {
        at += 400_000
        for (let someone = 0; someone < 20; someone += 1) {
          const places = await capacity.enter({ kiosk: 'counter', network: null }, at)
          expect(places).not.toBeNull()
          if (places !== null) await capacity.leave(places)
        }
      }
    }),
    { numRuns: 60 },
  )
})
