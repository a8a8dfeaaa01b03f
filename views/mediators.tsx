/** The mediator's first page. */

import type { HelperPage } from '../server/web/helper-page.ts'
import { Pictogram } from './components/pictogram.tsx'
import { HelperLayout } from './helper-layout.tsx'

export function MediatorHomePage({ page, name }: { page: HelperPage; name: string }) {
  const { t } = page
  return (
    <HelperLayout page={page} title={t('mediators:homeTitle')}>
      <h1>{t('mediators:greeting', { name })}</h1>
      <ul class="ways">
        <li>
          <a class="further-act" href="/companion/guide">
            <Pictogram page={page} id="read" size={36} />
            <span>{t('mediators:guide')}</span>
          </a>
        </li>
        <li>
          <a class="further-act" href="/companion/account">
            <Pictogram page={page} id="person" size={36} />
            <span>{t('accounts:accountTitle')}</span>
          </a>
        </li>
      </ul>
    </HelperLayout>
  )
}
