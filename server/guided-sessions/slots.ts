/** What a guided session puts into the pages of a visit. */

import { liveFillers } from '../../views/guided-sessions/live-strip.tsx'
import { type PageServices, pageOf } from '../pages/page.ts'
import type { RoomFiller } from '../pages/slots.ts'
import type { GuidedSessions } from './live.ts'
import { offerId } from './rules.ts'
import { type Titled, titleOf } from './title-rules.ts'

/** Fills the slots of a visit; null where nobody was called. */
export function createGuidedSessionFiller(
  services: PageServices & Titled & { readonly guidedSessions: Pick<GuidedSessions, 'ofVisit'> },
): RoomFiller {
  return async ({ id }) => {
    const seen = await services.guidedSessions.ofVisit(id)
    if (seen === null) return null
    return liveFillers({ ...seen, titleOf: titleOf(services), idOf: offerId }, (language) =>
      pageOf(services, language, ''),
    )
  }
}
