/** What the screen shows above a sheet: the way back and the button that prints. Paper never shows it. */

import type { Page } from '../../server/pages/page.ts'
import { Pictogram } from './pictogram.tsx'

export function PrintBar({ page, backTo }: { page: Page; backTo: string }) {
  const { t } = page
  return (
    <nav class="print-bar" id="print" aria-label={t('guides:print')}>
      <a class="bar-link" href={backTo}>
        <Pictogram page={page} id="back" size={36} />
        <span>{t('printouts:back')}</span>
      </a>
      <button class="bar-link" type="button" data-action="print" hidden>
        <Pictogram page={page} id="printer" size={36} />
        <span>{t('printouts:printNow')}</span>
      </button>
      <p class="how-to-print">{t('printouts:howToPrint')}</p>
    </nav>
  )
}
