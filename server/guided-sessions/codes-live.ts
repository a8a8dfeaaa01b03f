/** The codes that patients show just now: each stands for one visit, and is spent once. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { mostVisits } from '../visits/capacity-rules.ts'
import { guidedSessionTimes } from './rules.ts'

/** A new code: the digits are for the patient's screen alone; its mark, a keyed hash, is what may be kept. */
export interface NewCode {
  readonly code: string
  readonly mark: string
}

/** A code on screen, under its mark. */
interface LiveCode {
  readonly visitId: string
  readonly until: number
}

interface LiveCodes {
  /** A code that no other visit has. */
  readonly issue: (visitId: string, at: number) => Promise<NewCode>
  /** Takes a code out, for whoever comes first; gives its visit, or null where it is none or too old. */
  readonly take: (code: string, at: number) => Promise<string | null>
  /** Makes a code worthless. */
  readonly withdraw: (codeMark: string) => Promise<void>
  readonly forgetOld: (at: number) => Promise<void>
}

/** `newCode` gives six digits that nobody can foresee; `mark` a keyed hash, so that no code can be read back. */
export function createLiveCodes(newCode: () => string, mark: (secret: string) => string): LiveCodes {
  const codes: LiveState<LiveCode> = createMemoryState(mostVisits)

  /** Whether a code is a visit's from now on: no other visit has it. */
  function isTheirs(codeMark: string, fresh: LiveCode): Promise<boolean> {
    return codes.updateOrAdd(codeMark, fresh, (known) =>
      known.visitId === fresh.visitId ? { value: fresh, result: true } : { value: known, result: false },
    )
  }

  return {
    issue: async (visitId, at) => {
      const fresh = { visitId, until: at + guidedSessionTimes.codeMilliseconds }
      let code = newCode()
      while (!(await isTheirs(mark(code), fresh))) code = newCode()
      return { code, mark: mark(code) }
    },
    take: (code, at) =>
      codes.update(mark(code), ({ visitId, until }) => ({
        value: null,
        result: at < until ? visitId : null,
      })),
    withdraw: codes.remove,
    forgetOld: (at) => codes.keep(({ until }) => at < until),
  }
}
