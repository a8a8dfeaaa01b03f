/** The toolbar: the same place on every page. Tools that do not exist yet are left out. */

import type { Page } from '../../server/web/page.ts'
import { Pictogram } from './pictogram.tsx'

export function Toolbar({ page }: { page: Page }) {
  const { t } = page
  return (
    <nav class="toolbar" aria-label={t('layout:toolbar')}>
      <details class="tool">
        <summary data-action="language">
          <Pictogram page={page} id="language" size={36} />
          <span>{t('layout:language')}</span>
        </summary>
        <ul class="tool-menu">
          {page.alternatives.map(({ language, name, path }) => (
            <li>
              <a
                href={path}
                lang={language}
                hreflang={language}
                aria-current={language === page.language ? 'true' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <span class="site-name">{page.siteName}</span>
    </nav>
  )
}
