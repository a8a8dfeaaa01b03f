/** Where the claims of a page come from, and when they were checked. */

import type { Child } from 'hono/jsx'
import type { Citation, SourceLine } from '../../server/facts/citation-rules.ts'
import type { Page } from '../../server/pages/page.ts'

export function SourceList({ sources }: { sources: readonly SourceLine[] }) {
  return (
    <ul>
      {sources.map((source) => (
        <li>{source.date === null ? source.title : `${source.title} (${source.date})`}</li>
      ))}
    </ul>
  )
}

export function CheckedOn({ page, citation }: { page: Page; citation: Citation }) {
  const { t } = page
  return (
    <p>
      {t('guides:checkedOn', { date: citation.checkedOn })}{' '}
      {t('guides:reviewBy', { date: citation.reviewBy })}
    </p>
  )
}

export function Sources({ page, citation, children }: { page: Page; citation: Citation; children?: Child }) {
  return (
    <section aria-labelledby="sources" class="sources">
      <h2 id="sources">{page.t('guides:headings.sources')}</h2>
      <SourceList sources={citation.sources} />
      <CheckedOn page={page} citation={citation} />
      {children}
    </section>
  )
}
