/** What a guided session puts into the pages of a visit. */

import { liveSlots } from '../../views/guided-sessions/live-strip.tsx'
import { type PageServices, pageOf } from '../pages/page.ts'
import type { LiveSlots } from '../pages/slots.ts'
import type { GuidedSessions } from './live.ts'
import { offerId } from './rules.ts'
import { type Titled, titleOf } from './title-rules.ts'

/** The slots of a visit, by its id; null where nobody was called. */
export function createLiveSlots(
  services: PageServices & Titled & { readonly guidedSessions: Pick<GuidedSessions, 'ofVisit'> },
): (visitId: string) => Promise<LiveSlots | null> {
  return async (visitId) => {
    const seen = await services.guidedSessions.ofVisit(visitId)
    if (seen === null) return null
    return liveSlots({ ...seen, titleOf: titleOf(services), idOf: offerId }, (language) =>
      pageOf(services, language, ''),
    )
  }
}
