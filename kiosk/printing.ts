/** The printer, by CUPS: its state in one word, a document on paper, and every job forgotten. */

import type { PrinterState, PrinterWarning } from '../contract/kiosk.ts'
import { comesToItsEnd, type Processes } from './processes.ts'

/** Whether a printer prints, for patients; and what it asks for while it still does, for the host alone. */
interface PrinterSays {
  readonly state: PrinterState
  readonly warning: PrinterWarning
}

export interface Printing {
  /** Null where CUPS takes too long to say it. */
  readonly state: () => Promise<PrinterSays | null>
  readonly print: (file: string) => Promise<void>
  /** Takes the jobs of all queues back, and CUPS forgets them; throws where it takes too long each time it is asked. */
  readonly cancelAll: () => Promise<void>
}

/** Paper that has to be put in by hand, of the size that is asked for, is missing for whoever waits for a page. */
const paperMissing =
  /^(?:media-(?:empty|needed)|input-tray-missing|media-path-input-(?:empty|request)|input-manual-input-request|input-cannot-feed-size-selected)$/

/** What a person can mend comes first: behind an empty tray there may be a jam. */
const troubles: readonly (readonly [trouble: PrinterState, reasons: RegExp])[] = [
  ['jam', /^(?:media|media-path|media-path-(?:in|out)put|(?:in|out)put-media-tray)-jam$/],
  ['no-paper', paperMissing],
  [
    'not-working',
    // A printer that holds new jobs would print a page for the next person.
    /^(offline|shutdown|printer-shutdown|power-down|deactivated|hold-new-jobs|paused|moving-to-paused|timed-out|spool-area-full|other|stopped-partly)$/,
  ],
  [
    'not-working',
    /(-open(?:ed)?|-missing|(?<!-almost)-full|-failure|-(?:over|under)-temp(?:erature)?|-temperature-(?:high|low)|-(?:over|at)-limit|-at-eol|-unrecoverable|-jam|-unrecoverable-storage|-offline|-turned-off|-exhausted)$/,
  ],
  ['not-working', /(?<!-almost)-(empty|life-over)$/],
]

/** Parts of a machine that also prints: without them it prints all the same. */
const otherParts = /^(?:fax-modem|scan-media-path|scanner)-/

/** A reason's name and how much it weighs: `''` where it does not say. */
function readReason(reason: string): { readonly name: string; readonly severity: string } {
  const [, name = reason, severity = ''] = /^(.*)-(report|warning|error)$/.exec(reason) ?? []
  return { name: name.toLowerCase(), severity }
}

/**
 * The trouble of one reason (`printer-state-reasons`, RFC 8011, 5.4.12); null where the printer prints all the same. Only
 * `-error`, or no ending, says that it has stopped; what stops without a name for it is "not working".
 */
function troubleOf(reason: string): PrinterState | null {
  // CUPS says it in these words of a printer that does not answer, and keeps the page.
  if (reason === 'offline-report') return 'not-working'
  const { name, severity } = readReason(reason)
  if (severity === 'report' || severity === 'warning') return null
  if (severity === '' && otherParts.test(name)) return null
  const known = troubles.find(([, reasons]) => reasons.test(name))?.[0]
  return known ?? (severity === 'error' ? 'not-working' : null)
}

/** What a printer that still prints runs out of. */
const wants: readonly (readonly [warning: PrinterWarning, names: RegExp])[] = [
  ['paper', paperMissing],
  ['paper', /^(?:media-low|input-media-supply-(?:low|empty))$/],
  ['ink', /^(?:marker-(?:supply|ink|print-ribbon)|toner)-(?:low|almost-empty|empty)$/],
  ['ink', /^marker-(?:supply|ink|print-ribbon|toner|toner-cartridge)-missing$/],
]

/** What one reason asks the host for. What is near its end says so in its name, or as a warning; a report asks for nothing. */
function warningOf(reason: string): PrinterWarning {
  const { name, severity } = readReason(reason)
  const isNearItsEnd =
    /(?<!-temperature)-(?:low|almost-empty|almost-full|near-eol|near-limit|life-almost-over|life-warn)$/
  const isWarning = severity === 'warning' || (severity === '' && isNearItsEnd.test(name))
  if (!isWarning) return 'none'
  return wants.find(([, names]) => names.test(name))?.[0] ?? 'other'
}

function reasonsIn(said: string): readonly string[] {
  return (/^\s*Alerts:\s*(.*)$/m.exec(said)?.[1] ?? '').split(/[\s,]+/)
}

/** The first of the warnings in what CUPS says of a printer, by `lpstat -l -p`: paper before ink, ink before the rest. */
export function printerWarning(said: string): PrinterWarning {
  const found = new Set(reasonsIn(said).map(warningOf))
  return (['paper', 'ink', 'other'] as const).find((warning) => found.has(warning)) ?? 'none'
}

/** What CUPS says of a printer, by `lpstat -l -p`, in our words. */
export function printerState(said: string): PrinterState {
  if (!/^printer /m.test(said)) return 'none'
  const reasons = reasonsIn(said)
  const found = new Set(reasons.map(troubleOf))
  const first = troubles.map(([trouble]) => trouble).find((trouble) => found.has(trouble))
  return first ?? (/^printer \S+ disabled/m.test(said) ? 'not-working' : 'ready')
}

/** `printer` is a queue's name; null for the default one. */
export function createPrinting(processes: Processes, printer: string | null): Printing {
  const { run } = processes
  async function queue(): Promise<{ readonly hung: boolean; readonly name: string | null }> {
    if (printer !== null) return { hung: false, name: printer }
    const { hung, output } = await run('lpstat', ['-d'])
    return { hung, name: /: (\S+)\s*$/.exec(output)?.[1] ?? null }
  }
  return {
    state: async () => {
      const { hung, name } = await queue()
      if (hung) return null
      if (name === null) return { state: 'none', warning: 'none' }
      const { hung: isLate, output } = await run('lpstat', ['-l', '-p', name])
      return isLate ? null : { state: printerState(output), warning: printerWarning(output) }
    },
    print: async (file) => {
      // A title would stay in the printer's own list.
      await run('lp', [...(printer === null ? [] : ['-d', printer]), '-t', 'document', file])
    },
    cancelAll: async () => {
      // A page that waits would come out after its person has gone.
      if (await comesToItsEnd(processes, 'cancel', ['-a', '-x'])) return
      throw new Error('CUPS does not say that it has cancelled what waits.')
    },
  }
}
