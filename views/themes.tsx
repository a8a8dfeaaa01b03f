/** A theme: its guides, each with a button to print it at once. */

import type { Theme } from '../server/content/rules.ts'
import type { ExplainerPage } from '../server/explainers/explainer-page.ts'
import type { GuidePage } from '../server/guides/guide-page.ts'
import type { Page } from '../server/pages/page.ts'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { WayBack } from './components/way-back.tsx'
import { Layout } from './layout.tsx'

export function ThemeView(props: {
  page: Page
  theme: Theme
  explainers: readonly ExplainerPage[]
  guides: readonly GuidePage[]
}) {
  const { page, theme, explainers, guides } = props
  const { t } = page
  const name = t(`themes:names.${theme.id}`)
  return (
    <Layout page={page} title={name} hue={theme.hue} wayBack={<WayBack page={page} />} width="list">
      <PageTitle page={page} pictogram={theme.pictogram}>
        {name}
      </PageTitle>
      <ul class="guide-list">
        {guides.map((guide) => (
          <Entry page={page} entry={guide} />
        ))}
        {explainers.map((explainer) => (
          <Entry page={page} entry={explainer} kind={t('explainers:kind')} />
        ))}
      </ul>
    </Layout>
  )
}

/** A guide or an explainer: open it, or print it at once. */
function Entry(props: {
  page: Page
  entry: Pick<GuidePage, 'path' | 'printPath' | 'pictogram' | 'title'>
  kind?: string
}) {
  const { page, entry } = props
  const { t } = page
  return (
    <li>
      <a class="guide-link" href={entry.path}>
        <span class="disc">
          <Pictogram page={page} id={entry.pictogram} />
        </span>
        <span class="entry-name">
          {props.kind === undefined ? null : <span class="entry-kind">{props.kind}</span>}
          <strong>{entry.title}</strong>
        </span>
      </a>
      <a class="print-link" href={`${entry.printPath}#print`} data-action="print">
        <Pictogram page={page} id="printer" size={40} />
        <span aria-hidden="true">{t('guides:print')}</span>
        <span class="only-heard">{t('guides:printGuide', { title: entry.title })}</span>
      </a>
    </li>
  )
}
