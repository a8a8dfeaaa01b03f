/** The links above a page's title: home first, then the theme. */

import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from './pictogram.tsx'

export function WayBack(props: {
  page: Page
  to?: { readonly path: string; readonly pictogram: PictogramId; readonly name: string }
}) {
  const { page, to } = props
  return (
    <nav aria-label={page.t('layout:home')}>
      <a href={`/${page.language}`}>
        <Pictogram page={page} id="home" size={36} />
        <span>{page.t('layout:home')}</span>
      </a>
      {to === undefined ? null : (
        <a href={to.path}>
          <Pictogram page={page} id={to.pictogram} size={36} />
          <span>{to.name}</span>
        </a>
      )}
    </nav>
  )
}
