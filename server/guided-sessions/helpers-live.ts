/** What is known of helpers while the server runs: whom each guides, wrong codes, and the record that is open. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { mayGo } from '../live/rate-limit.ts'
import { mostVisits } from '../visits/capacity-rules.ts'
import type { EndReason } from './messages.ts'
import { afterWrongCode, closedFor, noWrongCodes, type WrongCodes } from './pairing-rules.ts'
import type { RecordDraft } from './record-messages.ts'

/** What one companion may send: more than any thumb does. */
const commandTurns = { everyMilliseconds: 200, atOnce: 20 }

/** One helper, under the id of the account. */
interface LiveHelper {
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

interface LiveHelpers {
  readonly find: (id: string) => Promise<LiveHelper>
  /** Begins to look at a code; null where it may be looked at, and then `endClaim` or `dropClaim` has to follow. */
  readonly beginClaim: (id: string, at: number) => Promise<ClaimRefusal | null>
  /** The code was that of a visit, or of none. */
  readonly endClaim: (id: string, visitId: string | null, at: number) => Promise<void>
  /** Nobody could look at the code: it was neither right nor wrong. */
  readonly dropClaim: (id: string) => Promise<void>
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

  async function change(id: string, next: (helper: LiveHelper) => LiveHelper): Promise<void> {
    await helpers.updateOrAdd(id, unknownHelper, (helper) => ({ value: next(helper), result: null }))
  }

  function refusalOf({ wrongCodes, visitId, isClaiming }: LiveHelper, at: number): ClaimRefusal | null {
    const closed = closedFor(wrongCodes, at)
    if (closed > 0) return { kind: 'closed', milliseconds: closed }
    return visitId !== null || isClaiming ? { kind: 'already-connected' } : null
  }

  return {
    find: async (id) => (await helpers.find(id)) ?? unknownHelper,
    beginClaim: (id, at) =>
      helpers.updateOrAdd(id, unknownHelper, (helper) => {
        const refusal = refusalOf(helper, at)
        return { value: refusal === null ? { ...helper, isClaiming: true } : helper, result: refusal }
      }),
    dropClaim: (id) => change(id, (helper) => ({ ...helper, isClaiming: false })),
    endClaim: (id, visitId, at) =>
      change(id, (helper) =>
        visitId === null
          ? { ...helper, isClaiming: false, wrongCodes: afterWrongCode(helper.wrongCodes, at) }
          : // A right code makes earlier wrong ones no better: only time forgives them.
            { ...helper, isClaiming: false, visitId, lastEnd: null, draft: null },
      ),
    mayCommand: (id, at) =>
      helpers.updateOrAdd(id, unknownHelper, (helper) => {
        const busyUntil = mayGo(helper.busyUntil, at, commandTurns)
        return busyUntil === null
          ? { value: helper, result: false }
          : { value: { ...helper, busyUntil }, result: true }
      }),
    ended: (id, visitId, lastEnd, draft) =>
      change(id, (helper) =>
        helper.visitId === visitId ? { ...helper, visitId: null, lastEnd, draft } : helper,
      ),
    takeDraft: (id) =>
      helpers.updateOrAdd(id, unknownHelper, (helper) => ({
        value: { ...helper, lastEnd: null, draft: null },
        result: helper.draft,
      })),
  }
}
