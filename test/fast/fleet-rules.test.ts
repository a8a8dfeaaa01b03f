/** The rules of a kiosk's screen: for any sequence of taps and reports, what is open, what is said, and what is forgotten. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Report, reportSchema, visitActs } from '../../contract/kiosk.ts'
import {
  type KioskScreen,
  portalClosed,
  portalOpened,
  reported,
  stripParts,
  toldVisit,
  unknownScreen,
  visitOver,
  wordOfAct,
  wordOfTime,
} from '../../server/fleet/rules.ts'
import { begun, type Visit, visitAfter } from '../../server/visits/rules.ts'
import { reportsOf } from '../support/kiosk-messages.ts'

const site = { privacyScreenAfterSeconds: 60, eraseAfterSeconds: 120 }
const firstNumber = 10

const anyReport = reportsOf(fc.integer({ min: firstNumber - 2, max: firstNumber + 8 }))

/** What can happen to a screen, each by itself. */
type Happening =
  | { readonly kind: 'open'; readonly page: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'over' }
  | { readonly kind: 'report'; readonly report: Report; readonly duringVisit: boolean }

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('open' as const), page: fc.constantFrom('portal', 'records', 'help') }),
  fc.record({ kind: fc.constant('close' as const) }),
  fc.record({ kind: fc.constant('over' as const) }),
  fc.record({ kind: fc.constant('report' as const), report: anyReport, duringVisit: fc.boolean() }),
)

function after(screen: KioskScreen, happening: Happening): KioskScreen {
  switch (happening.kind) {
    case 'open':
      return portalOpened(screen, happening.page, `https://${happening.page}.example/`)
    case 'close':
      return portalClosed(screen)
    case 'over':
      return visitOver(screen)
    case 'report':
      return reported(screen, happening.report, happening.duringVisit)
  }
}

/** Looks at each step of any sequence. */
function always(look: (before: KioskScreen, happening: Happening, next: KioskScreen) => void): void {
  fc.assert(
    fc.property(fc.array(anyHappening, { maxLength: 30 }), (happenings) => {
      let screen = unknownScreen(firstNumber)
      for (const happening of happenings) {
        const next = after(screen, happening)
        look(screen, happening, next)
        screen = next
      }
    }),
    { numRuns: 1000 },
  )
}

describe('for any sequence of taps and reports', () => {
  test('each opening has a larger number than any before, so that no late word is about the wrong one', () => {
    let highest = 0
    always((before, happening, next) => {
      if (before.lastNumber === firstNumber) highest = firstNumber
      expect(next.lastNumber).toBeGreaterThanOrEqual(before.lastNumber)
      const opened = next.portal !== null && next.portal.number !== before.portal?.number
      if (!opened) return
      expect(happening.kind).toBe('open')
      expect(next.portal?.number).toBeGreaterThan(highest)
      highest = next.portal?.number ?? 0
    })
  })

  test('the page in which somebody may have signed in is not begun anew by a second tap', () => {
    always((before, happening, next) => {
      if (happening.kind !== 'open' || before.portal?.page !== happening.page) return
      expect(next).toEqual(before)
    })
  })

  test('only a word about this very opening closes it', () => {
    always((before, happening, next) => {
      if (happening.kind !== 'report' || before.portal === null || next.portal !== null) return
      const { portal } = happening.report
      const closes = portal?.number === before.portal.number && portal.is === 'closed'
      expect(closes || !happening.duringVisit).toBe(true)
    })
  })

  test('after a visit nothing of it is left for the next person but the printer', () => {
    always((_before, happening, next) => {
      if (happening.kind !== 'over' && !(happening.kind === 'report' && !happening.duringVisit)) return
      const { lastNumber, printer, printerWarning } = next
      expect(next).toEqual({ ...unknownScreen(lastNumber), printer, printerWarning })
      expect(stripParts(next).every((part) => part.startsWith('printer-'))).toBe(true)
    })
  })

  test('the strip never offers to close what is not open, and always what is', () => {
    always((_before, _happening, next) => {
      const parts = new Set<string>(stripParts(next))
      expect(parts.size).toBe(stripParts(next).length)
      expect(parts.has('close-portal')).toBe(next.portal !== null)
      expect(parts.has('opening') || parts.has('open')).toBe(next.portal !== null)
      expect(parts.has('opening') && parts.has('open')).toBe(false)
      expect([...parts].some((part) => part.startsWith('closed-')) && next.portal !== null).toBe(false)
      expect(parts.has('print-document')).toBe(next.document === 'shown')
      expect(parts.has('close-window')).toBe(next.windows > 1)
    })
  })

  test('why a page was closed is said until another is opened or the visit ends', () => {
    always((before, happening, next) => {
      if (before.closedBecause === null || next.closedBecause === before.closedBecause) return
      const reportedAfterwards = happening.kind === 'report' && !happening.duringVisit
      expect(happening.kind !== 'report' || reportedAfterwards).toBe(true)
    })
  })
})

describe('what a supervisor does to a visit', () => {
  const anyAct = fc.record({
    kind: fc.constantFrom(...visitActs, 'go-on' as const, 'look' as const),
    afterSeconds: fc.nat(70),
  })

  test('is told to the page if and only if the page would not know: what is hidden never comes back by it', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 20 }), (acts) => {
        let at = 0
        let visit: Visit | null = begun('/fr', at, site)
        for (const { kind, afterSeconds } of acts) {
          at += afterSeconds * 1000
          const next: Visit | null = visitAfter(visit, { kind }, at, site)
          const acting = visitActs.find((act) => act === kind)
          const word = acting === undefined ? wordOfTime(visit, next) : wordOfAct(acting, visit, next)
          if (next === null) {
            if (kind !== 'go-on') expect(word).toBe('end')
            return
          }
          expect(word === 'end').toBe(false)
          // A page that is covered already may hear so again; one that is not must hear it.
          const hidden = visit.state.phase === 'active' && next.state.phase !== 'active'
          if (hidden && kind !== 'go-on') expect(['ask', 'hide']).toContain(word)
          if (word === 'touch') expect([visit.state.phase, next.state.phase]).toEqual(['active', 'active'])
          visit = next
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('is told to the supervisor as phase, language and size, and no more', () => {
    const visit = begun('/nl/guides/check-consent', 0, site)
    expect(toldVisit({ ...visit, moreTime: true })).toEqual({
      phase: 'active',
      language: 'nl',
      size: 'usual',
    })
  })
})

test('of a report with a word that is not in the closed set nothing comes in, wherever it stands', () => {
  fc.assert(
    fc.property(anyReport, fc.string(), (report, word) => {
      for (const wrong of [
        { ...report, printer: `${word} ` },
        { ...report, document: `${word} ` },
        { ...report, windows: -1 },
        { ...report, portal: { number: 1, is: 'closed', because: `${word} ` } },
      ]) {
        expect(reportSchema.safeParse(wrong).success).toBe(false)
      }
      const portal = { number: 1, is: 'open', because: null } as const
      expect(reportSchema.parse({ ...report, portal: { ...portal, address: word }, title: word })).toEqual({
        ...report,
        portal,
      })
    }),
  )
})
