/** The printer, by CUPS: its state in one word, a document on paper, and every job forgotten. */

import type { PrinterState } from './messages.ts'
import type { Processes } from './processes.ts'

export interface Printing {
  readonly state: () => Promise<PrinterState>
  readonly print: (file: string) => Promise<void>
  /** Takes all jobs back, and CUPS forgets them. */
  readonly cancelAll: () => Promise<void>
}

/** What CUPS says of a printer, by `lpstat -l -p`, in our words. */
export function printerState(said: string): PrinterState {
  if (!/^printer /m.test(said)) return 'none'
  const alerts = /^\s*Alerts:\s*(.*)$/m.exec(said)?.[1] ?? ''
  if (/media-empty|media-needed|input-tray-missing/.test(alerts)) return 'no-paper'
  if (/media-jam/.test(alerts)) return 'jam'
  const broken = /(offline|cover-open|door-open|marker-supply-empty|toner-empty|shutdown|-error)\b/.test(
    alerts,
  )
  return broken || /^printer \S+ disabled/m.test(said) ? 'not-working' : 'ready'
}

/** `printer` is a queue's name; null for the default one. */
export function createPrinting({ run }: Processes, printer: string | null): Printing {
  async function queue(): Promise<string | null> {
    if (printer !== null) return printer
    const { output } = await run('lpstat', ['-d'])
    return /: (\S+)\s*$/.exec(output)?.[1] ?? null
  }
  return {
    state: async () => {
      const name = await queue()
      return name === null ? 'none' : printerState((await run('lpstat', ['-l', '-p', name])).output)
    },
    print: async (file) => {
      const name = await queue()
      // A title would stay in the printer's own list.
      if (name !== null) await run('lp', ['-d', name, '-t', 'document', file])
    },
    cancelAll: async () => {
      const name = await queue()
      if (name !== null) await run('cancel', ['-a', '-x', name])
    },
  }
}
