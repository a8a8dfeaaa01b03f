/** What a kiosk puts into the pages of a visit. */

import { kioskFillers } from '../../views/fleet.tsx'
import { type Country, officialPageOf } from '../content/rules.ts'
import { inLanguage } from '../facts/rules.ts'
import { type PageServices, pageOf } from '../pages/page.ts'
import type { RoomFiller } from '../pages/slots.ts'
import type { LiveKiosks } from './live.ts'

/** Fills the slots of a visit at a kiosk; null unless the kiosk is supervised and the visit is the one that is there. */
export function createKioskFiller(
  services: PageServices & { readonly country: Country; readonly liveKiosks: Pick<LiveKiosks, 'seenBy'> },
): RoomFiller {
  return async ({ id, kioskId }) => {
    const seen = await services.liveKiosks.seenBy(kioskId, id)
    if (seen === null) return null
    const page = seen.portal?.page
    return kioskFillers(
      seen,
      (language) => pageOf(services, language, ''),
      (language) =>
        page === undefined ? '' : inLanguage(officialPageOf(services.country, page).name, language),
    )
  }
}
