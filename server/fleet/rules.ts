/** What a kiosk is, and what stands on its screen beside our guide: pure rules. */

import type {
  ClosingReason,
  PrinterState,
  PrinterWarning,
  Report,
  ServerState,
  VisitAct,
} from '../../contract/kiosk.ts'
import type { Visit } from '../visits/rules.ts'

export interface Kiosk {
  readonly id: string
  readonly name: string
}

/** How long a browser stays a kiosk's. */
export const cookieSeconds = 365 * 86_400

/** An official page that the patient wants open; the number grows with each opening. */
export interface Portal {
  readonly number: number
  readonly page: string
  readonly address: string
}

export interface KioskScreen {
  /** What the patient wants; null where they want none, or it is closed. */
  readonly portal: Portal | null
  readonly lastNumber: number
  readonly isOpen: boolean
  /** Why the official page went that the patient had open. */
  readonly closedBecause: ClosingReason | null
  readonly windows: number
  readonly document: Report['document']
  /** Of the machine, and not of a visit. */
  readonly printer: PrinterState
  readonly printerWarning: PrinterWarning
}

/**
 * A screen of which nothing is known yet. Numbers begin at one that no earlier start of the server has given, so that a late
 * word about an older opening closes nothing.
 */
export function unknownScreen(firstNumber: number): KioskScreen {
  return { ...nothingBeside, lastNumber: firstNumber, printer: 'none', printerWarning: 'none' }
}

const nothingBeside = {
  portal: null,
  isOpen: false,
  closedBecause: null,
  windows: 0,
  document: 'none',
} as const

/** The patient taps "open". The same official page is not begun anew: they may have signed in there. */
export function portalOpened(screen: KioskScreen, page: string, address: string): KioskScreen {
  if (screen.portal?.page === page) return screen
  const number = screen.lastNumber + 1
  return {
    ...screen,
    portal: { number, page, address },
    lastNumber: number,
    isOpen: false,
    closedBecause: null,
  }
}

/** The patient taps "close". */
export function portalClosed(screen: KioskScreen): KioskScreen {
  return { ...screen, portal: null, isOpen: false, closedBecause: null }
}

/** Nothing of one visit is there for the next: only the printer is the same. */
export function visitOver(screen: KioskScreen): KioskScreen {
  return { ...screen, ...nothingBeside }
}

/** What a supervisor reports; without a visit only its printer counts. */
export function reported(screen: KioskScreen, report: Report, duringVisit: boolean): KioskScreen {
  const { printer, printerWarning, windows, document, portal } = report
  if (!duringVisit) return { ...visitOver(screen), printer, printerWarning }
  const seen = { ...screen, printer, printerWarning, windows, document }
  // What is said of an older opening is too late.
  if (portal === null || portal.number !== screen.portal?.number) return seen
  if (portal.is === 'closed') return { ...seen, portal: null, isOpen: false, closedBecause: portal.because }
  return { ...seen, isOpen: portal.is === 'open' }
}

/** What the strip on the guide's pages can say and offer; the views have a place for each. */
export type StripPart =
  | 'opening'
  | 'open'
  | 'unseen'
  | 'close-portal'
  | 'close-window'
  | 'document'
  | 'print-document'
  | 'close-document'
  | 'not-kept'
  | 'refused'
  | `closed-${ClosingReason}`
  | `printer-${PrinterTrouble}`

export type PrinterTrouble = Exclude<PrinterState, 'ready' | 'none'>

/** What keeps a printer from printing, or null. */
export function printerTrouble(printer: PrinterState): PrinterTrouble | null {
  return printer === 'ready' || printer === 'none' ? null : printer
}

/** The parts of the strip that are shown; none where there is nothing to say. */
export function stripParts(screen: KioskScreen): readonly StripPart[] {
  const { portal, isOpen, closedBecause, windows, document } = screen
  const trouble = printerTrouble(screen.printer)
  return [
    ...(portal === null ? [] : isOpen ? (['open', 'unseen'] as const) : (['opening'] as const)),
    ...(portal === null ? [] : (['close-portal'] as const)),
    ...(windows > 1 ? (['close-window'] as const) : []),
    ...(document === 'shown' ? (['document', 'not-kept', 'print-document', 'close-document'] as const) : []),
    ...(document === 'refused' ? (['refused'] as const) : []),
    ...(portal === null && closedBecause !== null ? [`closed-${closedBecause}` as const] : []),
    ...(trouble === null ? [] : [`printer-${trouble}` as const]),
  ]
}

/** What a page is told that its visit has become without it. */
export type PageWord = 'touch' | 'ask' | 'hide' | 'end'

/** What an act of the supervisor has made of a visit, in the page's words; null where it has changed nothing. */
export function wordOfAct(act: VisitAct, before: Visit, after: Visit | null): PageWord | null {
  if (after === null) return 'end'
  if (act === 'touch') return after.state.phase === 'active' ? 'touch' : wordOfTime(before, after)
  if (after.state.phase === before.state.phase) return null
  return after.state.phase === 'warned' ? 'ask' : 'hide'
}

/** What the clock alone has made of a visit, in the page's words. */
export function wordOfTime(before: Visit, after: Visit | null): PageWord | null {
  if (after === null) return 'end'
  return before.state.phase !== 'warned' && after.state.phase === 'warned' ? 'ask' : null
}

/** All that a supervisor is told of a visit. */
type ToldVisit = NonNullable<ServerState['visit']>

/** A visit's language is that of the page on which it is. */
export function toldVisit({ state, place, display }: Visit): Omit<ToldVisit, 'number'> {
  return { phase: state.phase, language: place.split('/')[1] ?? '', size: display.size }
}
