/** Every message that a supervisor and the server may send each other, for properties. */

import fc from 'fast-check'
import {
  closingReasons,
  type EntryWish,
  machineActs,
  printerStates,
  printerWarnings,
  type Report,
  type ServerState,
  textSizes,
  visitActs,
} from '../../contract/kiosk.ts'

const number = fc.nat()

/** Reports on official pages with these numbers. */
export const reportsOf = (number: fc.Arbitrary<number>): fc.Arbitrary<Report> =>
  fc.record({
    portal: fc.option(
      fc.oneof(
        fc.record({ number, is: fc.constantFrom('opening', 'open'), because: fc.constant(null) }),
        fc.record({
          number,
          is: fc.constant('closed' as const),
          because: fc.constantFrom(...closingReasons),
        }),
      ),
    ),
    windows: fc.nat({ max: 100 }),
    document: fc.constantFrom('none', 'shown', 'refused'),
    printer: fc.constantFrom(...printerStates),
    printerWarning: fc.constantFrom(...printerWarnings),
  })

export const reports = reportsOf(number)

const language = fc.constantFrom('fr', 'nl', 'de', 'en')

export const states: fc.Arbitrary<ServerState> = fc.record({
  privacyScreenAfterSeconds: fc.integer({ min: 1, max: 3600 }),
  eraseAfterSeconds: fc.integer({ min: 1, max: 3600 }),
  visit: fc.option(
    fc.record({
      number,
      phase: fc.constantFrom('active', 'hidden', 'warned'),
      language,
      size: fc.constantFrom(...textSizes),
    }),
  ),
  portal: fc.option(fc.record({ number, page: fc.constantFrom('masante', 'my-data'), address: fc.webUrl() })),
})

export const wishes: fc.Arbitrary<EntryWish> = fc.record({
  resume: fc.boolean(),
  page: fc.constantFrom('start', 'erased'),
  language,
})

export const acts = fc.constantFrom(...machineActs)
export const visitMessages = fc.record({ act: fc.constantFrom(...visitActs) })
export const acted = fc.record({ visit: fc.option(number) })
export const entries = fc.record({ path: fc.constant('/kiosk/entry/AbCdEfGhIjKlMnOpQrStUv') })
