/** What people have ticked on explainers: ids alone, each as long as the visit goes on. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'
import { mostVisits } from '../visits/capacity-rules.ts'
import type { LiveVisits } from '../visits/live.ts'
import type { Choices, Tick } from './choice-rules.ts'

interface Chosen {
  /** For the sheet of an explainer, so that it can be printed twice or in another language; null where none was asked for. */
  readonly sheet: { readonly explainer: string; readonly choices: Choices } | null
  /** On the explainers' pages, by their ids: a change of language or a helper's page takes nothing of it away. */
  readonly ticks: Readonly<Record<string, readonly Tick[]>>
}

const nothing: Chosen = { sheet: null, ticks: {} }

/** Nothing is kept without a visit, nor while its page is hidden. */
export interface LiveChoices {
  readonly tick: (visitId: string, explainer: string, ticks: readonly Tick[]) => Promise<void>
  readonly prepareSheet: (visitId: string, sheet: NonNullable<Chosen['sheet']>) => Promise<void>
  /** What is ticked in a visit that goes on. */
  readonly of: (visitId: string) => Promise<Chosen>
  /** In how many visits something is ticked. */
  readonly count: () => Promise<number>
}

export function createLiveChoices(visits: Pick<LiveVisits, 'happen' | 'onChange'>): LiveChoices {
  const state: LiveState<Chosen> = createMemoryState(mostVisits)
  visits.onChange(async (visitId, visit) => {
    if (visit === null) await state.remove(visitId)
  })

  const goesOn = async (visitId: string) => (await visits.happen(visitId, { kind: 'look' })) !== null

  async function change(visitId: string, next: (before: Chosen) => Chosen): Promise<void> {
    const visit = await visits.happen(visitId, { kind: 'act' })
    if (visit?.state.phase !== 'active') return
    await state.updateOrAdd(visitId, nothing, (before) => ({ value: next(before), result: null }))
    // One that has ended meanwhile was taken out before this came in.
    if (!(await goesOn(visitId))) await state.remove(visitId)
  }

  return {
    tick: (visitId, explainer, ticks) =>
      change(visitId, (before) => ({ ...before, ticks: { ...before.ticks, [explainer]: ticks } })),
    prepareSheet: (visitId, sheet) => change(visitId, (before) => ({ ...before, sheet })),
    of: async (visitId) => ((await goesOn(visitId)) ? await state.find(visitId) : null) ?? nothing,
    count: () => state.count(),
  }
}
