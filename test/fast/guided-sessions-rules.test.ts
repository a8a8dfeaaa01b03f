/** The rules of a guided session, of its codes, and of what may pass: every sequence, not only the usual one. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { type Command, messagesOf, type PatientAct } from '../../server/guided-sessions/messages.ts'
import { afterWrongCode, closedFor, noWrongCodes } from '../../server/guided-sessions/pairing-rules.ts'
import { pathOf, placesOf } from '../../server/guided-sessions/place-rules.ts'
import { lengthClassOf, recordSchema } from '../../server/guided-sessions/record-messages.ts'
import {
  afterAct as afterActKnowing,
  afterCommand,
  afterHappening,
  called,
  companionView,
  type GuidedSession,
  guidedSessionTimes,
  type Happening,
  isLost,
  patientView,
  type Screen,
  sessionAt,
} from '../../server/guided-sessions/rules.ts'
import { words } from '../support/addresses.ts'

const places = placesOf(belgium)
const { isPrivateStep, pageIds, placeAt, placeIds, sheetIds, sheetOf, stepIds } = places
const { actFrom, actSchema, commandFrom, commandSchema, companionViewSchema, patientViewSchema } = messagesOf(
  places,
  belgium.languages,
)

function afterAct(session: GuidedSession, act: PatientAct, screen: Screen, at: number): GuidedSession {
  return afterActKnowing(session, act, screen, at, isPrivateStep)
}

const anna = { id: 'anna', name: 'Anna' }
const screenOf = (place: Screen['place'] = 'guide/check-consent'): Screen => ({
  place,
  language: 'fr',
  shown: true,
})
const here = screenOf()
const privateStep = stepIds.find(isPrivateStep) ?? stepIds[0]
const openStep = stepIds.find((step) => step.startsWith('check-consent/') && !isPrivateStep(step))

function together(): GuidedSession {
  const asking = afterHappening(called(0), { kind: 'claim', helper: anna }, here, 1)
  return afterAct(asking, { kind: 'accept' }, here, 2)
}

/** Anything that either side, the visit or the clock can do, at any time. */
type Event =
  | { readonly from: 'patient'; readonly act: PatientAct }
  | { readonly from: 'helper'; readonly command: Command }
  | { readonly from: 'elsewhere'; readonly happening: Happening }

const step = fc.constantFrom(...stepIds)
const kinds = <Kind extends string>(...names: readonly Kind[]) =>
  fc.constantFrom(...names).map((kind) => ({ kind }))

/** What ends a session is rare, so that most stories are long. */
const often = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ arbitrary, weight: 20 })
const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ arbitrary, weight: 1 })

const act: fc.Arbitrary<PatientAct> = fc.oneof(
  often(step.map((id) => ({ kind: 'stuck', step: id }) as const)),
  often(
    fc
      .constantFrom(...pageIds, ...sheetIds, 'explain' as const)
      .map((offer) => ({ kind: 'take', offer }) as const),
  ),
  often(kinds('accept', 'type-code', 'done', 'pause', 'alone', 'resume', 'refuse-offer')),
  seldom(kinds('decline', 'end')),
)
const command: fc.Arbitrary<Command> = fc.oneof(
  often(step.map((id) => ({ kind: 'point', step: id }) as const)),
  often(fc.constantFrom(...pageIds).map((page) => ({ kind: 'suggest', page }) as const)),
  often(fc.constantFrom(...sheetIds).map((sheet) => ({ kind: 'offer', sheet }) as const)),
  often(kinds('explain', 'withdraw')),
  seldom(kinds('leave')),
)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  often(fc.constantFrom('anna', 'bert').map((id) => ({ kind: 'claim', helper: { id, name: id } }) as const)),
  often(kinds('screen', 'heard', 'clock')),
  seldom(kinds('visit-over', 'helper-gone')),
)
const event: fc.Arbitrary<Event> = fc.oneof(
  act.map((value) => ({ from: 'patient', act: value }) as const),
  command.map((value) => ({ from: 'helper', command: value }) as const),
  happening.map((value) => ({ from: 'elsewhere', happening: value }) as const),
)
const screen: fc.Arbitrary<Screen> = fc.record({
  place: fc.constantFrom(...placeIds),
  language: fc.constantFrom(...words.languages),
  shown: fc.boolean(),
})
const moment = fc.record({ event, screen, passed: fc.integer({ min: 0, max: 20_000 }) })
/** Most stories begin with a yes, so that they go somewhere. */
const story = fc.record({
  fromTogether: fc.boolean(),
  moments: fc.array(moment, { minLength: 20, maxLength: 60 }),
})

function next(
  session: GuidedSession,
  { event: one, screen: seen }: { event: Event; screen: Screen },
  at: number,
) {
  switch (one.from) {
    case 'patient':
      return afterAct(session, one.act, seen, at)
    case 'helper': {
      const result = afterCommand(session, one.command, at)
      return result.ok ? result.session : sessionAt(session, at)
    }
    case 'elsewhere':
      return afterHappening(session, one.happening, seen, at)
  }
}

/** Plays a story and looks at each of its moments. */
function play(
  {
    fromTogether,
    moments,
  }: { fromTogether: boolean; moments: readonly { event: Event; screen: Screen; passed: number }[] },
  look: (
    before: GuidedSession,
    after: GuidedSession,
    one: { event: Event; screen: Screen },
    at: number,
  ) => void,
): void {
  let at = 2
  let session: GuidedSession = fromTogether ? together() : called(0)
  for (const one of moments) {
    at += one.passed
    const before = session
    session = next(before, one, at)
    look(before, session, one, at)
  }
}

const runs = { numRuns: 2000 }

describe('for any sequence of what both sides do', () => {
  test('the companion is told ids of the catalogue and nothing else', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (_before, after, _one, at) => {
          expect(companionViewSchema.parse(companionView(after))).toEqual(companionView(after))
          expect(patientViewSchema.parse(patientView(after, at))).toEqual(patientView(after, at))
        }),
      ),
      runs,
    )
  })

  test('in a private moment what the companion is told does not change at all, until the patient or the end ends it', () => {
    let privateMoments = 0
    fc.assert(
      fc.property(story, (told) =>
        play(told, (before, after, { event: one }, at) => {
          if (sessionAt(before, at).phase !== 'private') return
          privateMoments += 1
          expect(companionView(before)).toEqual({ phase: 'private' })
          if (after.phase === 'private') expect(companionView(after)).toEqual({ phase: 'private' })
          else if (after.phase === 'ended') {
            expect(['patient-ended', 'visit-over', 'helper-gone']).toContain(after.reason)
          } else expect(one).toEqual({ from: 'patient', act: { kind: 'done' } })
        }),
      ),
      runs,
    )
    expect(privateMoments).toBeGreaterThan(1000)
  })

  test('a private moment holds no page: only who helps, and when the companion was heard of', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (_before, after) => {
          if (after.phase === 'private')
            expect(Object.keys(after).sort()).toEqual(['heardAt', 'helper', 'pace', 'phase', 'since'])
        }),
      ),
      runs,
    )
  })

  test('only the patient’s own yes lets a helper in, and nobody else comes in after', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (before, after, { event: one }) => {
          const wasIn = before.phase === 'together' || before.phase === 'private'
          if (after.phase === 'together' && !wasIn)
            expect(one).toEqual({ from: 'patient', act: { kind: 'accept' } })
          if (wasIn && 'helper' in after) expect(after.helper).toEqual(before.helper)
        }),
      ),
      runs,
    )
  })

  test('no command of a helper changes where the patient is, or makes or ends a private moment', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (before, after, { event: one }, at) => {
          if (one.from !== 'helper') return
          const now = sessionAt(before, at)
          if (now.phase === 'together' && after.phase === 'together') {
            const { place, language, shown, pace, stuckAt } = now
            expect(after).toMatchObject({ place, language, shown, pace, stuckAt })
          } else if (after.phase !== 'ended') expect(after.phase).toBe(now.phase)
        }),
      ),
      runs,
    )
  })

  test('what has ended stays ended, for the same reason', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (before, after) => {
          if (before.phase === 'ended') expect(after).toEqual(before)
        }),
      ),
      runs,
    )
  })
})

describe('a guided session', () => {
  test('a step where a secret is typed begins a private moment by itself', () => {
    expect(privateStep).toBeDefined()
    const session = afterAct(
      together(),
      { kind: 'stuck', step: privateStep ?? 'check-consent/none' },
      here,
      3,
    )
    expect(session.phase).toBe('private')
  })

  test('after a private moment the companion sees where the patient is now, not where they were', () => {
    const before = afterAct(together(), { kind: 'type-code' }, here, 3)
    const moved = afterHappening(before, { kind: 'screen' }, screenOf('theme/help'), 4)
    const after = afterAct(moved, { kind: 'done' }, screenOf('home'), 5000)
    expect(companionView(after)).toMatchObject({
      phase: 'together',
      place: 'home',
      stuckAt: null,
      offer: null,
    })
  })

  test('while the patient is asked about one helper, another cannot take that place', () => {
    const asking = afterHappening(called(0), { kind: 'claim', helper: anna }, here, 1)
    const bert = { id: 'bert', name: 'Bert' }
    expect(afterHappening(asking, { kind: 'claim', helper: bert }, here, 2)).toBe(asking)
  })

  test('a second tap in the same place does not end a private moment that has just begun', () => {
    const session = afterAct(together(), { kind: 'type-code' }, here, 1000)
    expect(afterAct(session, { kind: 'done' }, here, 2499).phase).toBe('private')
    expect(afterAct(session, { kind: 'done' }, here, 2500).phase).toBe('together')
  })

  test('a pause and the wish to go on alone outlast a private moment', () => {
    const alone = afterAct(together(), { kind: 'alone' }, here, 3)
    const after = afterAct(afterAct(alone, { kind: 'type-code' }, here, 4), { kind: 'done' }, here, 5000)
    expect(after).toMatchObject({ phase: 'together', pace: 'alone' })
  })

  test('a secret that is typed before the yes makes the yes a private moment', () => {
    for (const before of [called(0), afterHappening(called(0), { kind: 'claim', helper: anna }, here, 1)]) {
      const typing = afterAct(before, { kind: 'type-code' }, here, 2)
      const asking = afterHappening(typing, { kind: 'claim', helper: anna }, here, 3)
      expect(afterAct(asking, { kind: 'accept' }, here, 4).phase).toBe('private')
    }
  })

  test('a yes takes the offer that was read, and not one that came in its place', () => {
    const explain = afterCommand(together(), { kind: 'explain' }, 3)
    const swapped = afterCommand(
      explain.ok ? explain.session : together(),
      { kind: 'suggest', page: 'theme/help' },
      4,
    )
    const session = swapped.ok ? swapped.session : together()
    expect(afterAct(session, { kind: 'take', offer: 'explain' }, here, 5)).toBe(session)
    expect(afterAct(session, { kind: 'take', offer: 'theme/help' }, here, 5)).toMatchObject({
      answer: 'taken',
    })
  })

  test('a code too old, a question without an answer, and a companion away too long end it', () => {
    expect(sessionAt(called(0), guidedSessionTimes.codeMilliseconds)).toMatchObject({
      reason: 'code-too-old',
    })
    const asking = afterHappening(called(0), { kind: 'claim', helper: anna }, here, 0)
    expect(sessionAt(asking, guidedSessionTimes.answerMilliseconds)).toMatchObject({ reason: 'no-answer' })
    expect(sessionAt(together(), 1 + guidedSessionTimes.goneAfterMilliseconds)).toMatchObject({
      reason: 'helper-gone',
    })
  })

  test('a companion is shown as lost after 10 seconds, and no longer once it is heard', () => {
    const session = together()
    expect(isLost(session, 10_000)).toBe(false)
    expect(isLost(session, 10_001)).toBe(true)
    expect(isLost(afterHappening(session, { kind: 'heard' }, here, 10_002), 10_003)).toBe(false)
  })

  test('whoever wants a pause or to go on alone is left in peace', () => {
    for (const kind of ['pause', 'alone'] as const) {
      const session = afterAct(together(), { kind }, here, 3)
      const tried = afterCommand(session, { kind: 'explain' }, 4)
      expect(tried).toEqual({ ok: false, refusal: 'not-now' })
      const resumed = afterAct(session, { kind: 'resume' }, here, 5)
      expect(afterCommand(resumed, { kind: 'explain' }, 6).ok).toBe(true)
    }
  })

  test('a helper points at a step of the open page alone', () => {
    const other = stepIds.find((id) => !id.startsWith('check-consent/')) ?? stepIds[0]
    expect(other && afterCommand(together(), { kind: 'point', step: other }, 3)).toEqual({
      ok: false,
      refusal: 'other-page',
    })
    expect(openStep && afterCommand(together(), { kind: 'point', step: openStep }, 3).ok).toBe(true)
  })

  test('on another page what was pointed at and offered is gone', () => {
    const offered = afterCommand(together(), { kind: 'explain' }, 3)
    const session = offered.ok ? offered.session : together()
    const moved = afterHappening(session, { kind: 'screen' }, screenOf('theme/help'), 4)
    expect(companionView(moved)).toMatchObject({ offer: null, pointedAt: null, place: 'theme/help' })
  })
})

describe('what may pass', () => {
  test.each([
    ['a text where an id belongs', 'point=my code is 1234'],
    ['an id that there is not', 'suggest=guide/none'],
    ['a sheet where a page belongs', 'suggest=sheet/guide/check-consent'],
    ['two things at once', 'kind=explain&kind=leave'],
    ['a thing and more', 'kind=explain&note=hello'],
    ['nothing', ''],
    ['an act of the patient', 'kind=accept'],
    ['to end a private moment', 'kind=done'],
    ['the prototype of all things', '__proto__=x'],
  ])('a companion cannot send %s', (_what, body) => {
    expect(commandFrom(new URLSearchParams(body))).toBeNull()
  })

  test('every command and every act of the set can be sent by a form', () => {
    fc.assert(
      fc.property(command, (one) => {
        expect(commandSchema.parse(one)).toEqual(one)
        const { kind, ...rest } = one
        const [id] = Object.values(rest)
        const form = id === undefined ? { kind } : { [kind]: id }
        expect(commandFrom(new URLSearchParams(form))).toEqual(one)
      }),
    )
    fc.assert(
      fc.property(act, (one) => {
        expect(actSchema.parse(one)).toEqual(one)
        const { kind, ...rest } = one
        const [id] = Object.values(rest)
        expect(actFrom(new URLSearchParams(id === undefined ? { kind } : { [kind]: id }))).toEqual(one)
      }),
    )
  })

  test('no text of anybody gets through: whatever a form says, only the set comes out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 }), (entries) => {
        const sent = commandFrom(new URLSearchParams(entries))
        if (sent !== null) expect(commandSchema.safeParse(sent).success).toBe(true)
      }),
    )
  })
})

describe('places', () => {
  test('each page and sheet has a path in each language, and is found again by it', () => {
    for (const language of words.languages) {
      for (const place of [...pageIds, ...sheetIds]) {
        expect(placeAt(pathOf(place, language))).toEqual({ place, language })
      }
      expect(placeAt(`/${language}`)).toEqual({ place: 'home', language })
    }
  })

  test('what a person ticked is not to be seen from where they are', () => {
    expect(placeAt('/fr/print/explainer/share-my-data/mine').place).toBe('sheet/explainer/share-my-data')
    expect(placeAt('/fr/pictograms').place).toBe('elsewhere')
  })

  test('guides and explainers have a sheet to offer, themes have none', () => {
    expect(sheetOf('guide/check-consent')).toBe('sheet/guide/check-consent')
    expect(sheetOf('sheet/guide/check-consent')).toBe('sheet/guide/check-consent')
    expect(sheetOf('theme/help')).toBeNull()
  })
})

describe('codes', () => {
  test('five wrong ones close the door for five minutes, and time forgives fewer', () => {
    let wrong = noWrongCodes
    for (let count = 1; count <= 4; count += 1) wrong = afterWrongCode(wrong, count)
    expect(closedFor(wrong, 5)).toBe(0)
    expect(closedFor(afterWrongCode(wrong, 5), 5)).toBe(300_000)
    expect(closedFor(afterWrongCode(wrong, 5), 300_005)).toBe(0)
    expect(closedFor(afterWrongCode(wrong, 300_001), 300_001)).toBe(0)
  })

  test('for any pace of tries, no more than 5 are counted in 5 minutes without a closed door', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 80 }), (pauses) => {
        let at = 0
        let wrong = noWrongCodes
        const taken: number[] = []
        for (const pause of pauses) {
          at += pause
          if (closedFor(wrong, at) > 0) continue
          wrong = afterWrongCode(wrong, at)
          taken.push(at)
        }
        for (const start of taken) {
          expect(taken.filter((time) => time >= start && time < start + 300_000).length).toBeLessThanOrEqual(
            9,
          )
        }
      }),
      runs,
    )
  })
})

describe('the record', () => {
  const record = recordSchema(belgium)
  const right = {
    language: 'fr',
    themes: ['consent'],
    outcome: 'understood',
    placeKind: 'epn',
    length: 'under-5',
  }

  test('takes five ticks and no word', () => {
    expect(record.safeParse(right).success).toBe(true)
    expect(record.safeParse({ ...right, note: 'Mrs' }).success).toBe(false)
    expect(record.safeParse({ ...right, outcome: 'she was afraid' }).success).toBe(false)
  })

  test('says how long in classes', () => {
    expect([0, 299_999, 300_000, 900_000, 1_800_000].map(lengthClassOf)).toEqual([
      'under-5',
      'under-5',
      '5-to-15',
      '15-to-30',
      'over-30',
    ])
  })
})
