/** What a kiosk puts into the pages of a visit. */

import { kioskSlots } from '../../views/fleet.tsx'
import { type Country, officialPageOf } from '../content/rules.ts'
import { inLanguage } from '../facts/rules.ts'
import { type PageServices, pageOf } from '../pages/page.ts'
import type { KioskSlots } from '../pages/slots.ts'
import type { LiveKiosks } from './live.ts'

/** The slots of a visit at a kiosk, by their ids; null unless the kiosk is supervised and the visit is the one that is there. */
export function createKioskSlots(
  services: PageServices & { readonly country: Country; readonly liveKiosks: Pick<LiveKiosks, 'seenBy'> },
): (kioskId: string | null, visitId: string) => KioskSlots | null {
  return (kioskId, visitId) => {
    const seen = services.liveKiosks.seenBy(kioskId, visitId)
    if (seen === null) return null
    const page = seen.portal?.page
    return kioskSlots(
      seen,
      (language) => pageOf(services, language, ''),
      (language) =>
        page === undefined ? '' : inLanguage(officialPageOf(services.country, page).name, language),
    )
  }
}
