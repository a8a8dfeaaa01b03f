/** What is known of helpers while the server runs: whom each guides, wrong codes, and the record that is open. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { mayGo } from '../live/rate-limit.ts'
import { mostVisits } from '../visits/capacity-rules.ts'
import { afterWrongCode, closedFor, noWrongCodes, type WrongCodes } from './pairing-rules.ts'
import type { RecordDraft } from './record-messages.ts'
import type { EndReason } from './rules.ts'

/** What one companion may send: more than any thumb does. */
const commandTurns = { everyMilliseconds: 200, atOnce: 20 }

/** One helper, under the id of the account. */
export interface LiveHelper {
  readonly visitId: string | null
  readonly lastEnd: EndReason | null
  readonly draft: RecordDraft | null
  readonly wrongCodes: WrongCodes
  /** A code is being looked at: a second one at the same moment waits its turn. */
  readonly isClaiming: boolean
  readonly busyUntil: number
}

const unknownHelper: LiveHelper = {
  visitId: null,
  lastEnd: null,
  draft: null,
  wrongCodes: noWrongCodes,
  isClaiming: false,
  busyUntil: 0,
}

/** Why a helper may type no code now. */
export type ClaimRefusal =
  | { readonly kind: 'already-connected' }
  | { readonly kind: 'closed'; readonly milliseconds: number }

export interface LiveHelpers {
  readonly find: (id: string) => Promise<LiveHelper>
  /** Begins to look at a code; null where it may be looked at, and then `endClaim` has to follow. */
  readonly beginClaim: (id: string, at: number) => Promise<ClaimRefusal | null>
  /** The code was that of a visit, or of none. */
  readonly endClaim: (id: string, visitId: string | null, at: number) => Promise<void>
  /** Whether one more command may come now; it counts. */
  readonly mayCommand: (id: string, at: number) => Promise<boolean>
  /** The guided session of a visit is over; a helper who guides another one by now keeps that. */
  readonly ended: (
    id: string,
    visitId: string,
    lastEnd: EndReason,
    draft: RecordDraft | null,
  ) => Promise<void>
  /** Closes what stands open of the last session; gives the record that was proposed, once. */
  readonly takeDraft: (id: string) => Promise<RecordDraft | null>
}

export function createLiveHelpers(): LiveHelpers {
  const helpers: LiveState<LiveHelper> = createMemoryState(mostVisits)

  function change(id: string, next: (helper: LiveHelper) => LiveHelper): Promise<void> {
    return helpers.changeOrAdd(id, unknownHelper, next)
  }

  return {
    find: async (id) => (await helpers.change(id, (helper) => helper)) ?? unknownHelper,
    beginClaim: async (id, at) => {
      let refusal: ClaimRefusal | null = null
      await change(id, (helper) => {
        const closed = closedFor(helper.wrongCodes, at)
        refusal = closed > 0 ? { kind: 'closed', milliseconds: closed } : null
        if (refusal === null && (helper.visitId !== null || helper.isClaiming)) {
          refusal = { kind: 'already-connected' }
        }
        return refusal === null ? { ...helper, isClaiming: true } : helper
      })
      return refusal
    },
    endClaim: (id, visitId, at) =>
      change(id, (helper) =>
        visitId === null
          ? { ...helper, isClaiming: false, wrongCodes: afterWrongCode(helper.wrongCodes, at) }
          : // A right code makes earlier wrong ones no better: only time forgives them.
            { ...helper, isClaiming: false, visitId, lastEnd: null, draft: null },
      ),
    mayCommand: async (id, at) => {
      let granted = true
      await change(id, (helper) => {
        const busyUntil = mayGo(helper.busyUntil, at, commandTurns)
        granted = busyUntil !== null
        return busyUntil === null ? helper : { ...helper, busyUntil }
      })
      return granted
    },
    ended: (id, visitId, lastEnd, draft) =>
      change(id, (helper) =>
        helper.visitId === visitId ? { ...helper, visitId: null, lastEnd, draft } : helper,
      ),
    takeDraft: async (id) => {
      let draft: RecordDraft | null = null
      await change(id, (helper) => {
        draft = helper.draft
        return { ...helper, lastEnd: null, draft: null }
      })
      return draft
    },
  }
}
