/** A theme: its guides, each with a button to print it at once. */

import type { GuidePage } from '../server/guides/guide-page.ts'
import type { Page } from '../server/web/page.ts'
import { Pictogram } from './components/pictogram.tsx'
import { WayBack } from './components/way-back.tsx'
import type { ThemeTile } from './home.tsx'
import { Layout } from './layout.tsx'

export function ThemeView(props: { page: Page; theme: ThemeTile; guides: readonly GuidePage[] }) {
  const { page, theme, guides } = props
  const { t } = page
  const name = t(`themes:names.${theme.id}`)
  return (
    <Layout page={page} title={name} theme={theme.id} wayBack={<WayBack page={page} />}>
      <h1 class="with-pictogram">
        <span class="disc">
          <Pictogram page={page} id={theme.pictogram} size={72} />
        </span>
        <span>{name}</span>
      </h1>
      <ul class="guide-list">
        {guides.map((guide) => (
          <li>
            <a class="guide-link" href={guide.path}>
              <span class="disc">
                <Pictogram page={page} id={guide.pictogram} />
              </span>
              <strong>{guide.title}</strong>
            </a>
            <a class="print-link" href={`${guide.printPath}#print`} data-action="print">
              <Pictogram page={page} id="printer" size={40} />
              <span aria-hidden="true">{t('guides:print')}</span>
              <span class="only-heard">{t('guides:printGuide', { title: guide.title })}</span>
            </a>
          </li>
        ))}
      </ul>
    </Layout>
  )
}
