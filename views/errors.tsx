/** What people see when a page does not exist or something broke: calm words and a way home, nothing else. */

import type { Page } from '../server/pages/page.ts'
import type { StaffPage } from '../server/pages/staff-page.ts'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { Layout } from './layout.tsx'
import { StaffLayout } from './staff-layout.tsx'

export type ErrorKind = 'notFound' | 'badRequest' | 'broken' | 'crowded' | 'tryAgain' | 'notSaved'
export type HelperErrorKind = ErrorKind | 'notSignedIn' | 'atKiosk' | 'inClear'

/** What mediators and hosts see: the same words, and the way back to their own first page. */
export function HelperErrorPage({ page, kind }: { page: StaffPage; kind: HelperErrorKind }) {
  const { t, area } = page
  const leadsTo =
    kind === 'notSignedIn' ? `/${area}/sign-in` : kind === 'atKiosk' || kind === 'inClear' ? '/' : `/${area}`
  return (
    <StaffLayout page={page} title={t(`errors:${kind}Title`)}>
      <h1>{t(`errors:${kind}Title`)}</h1>
      <p class="purpose">{t(`errors:${kind}Words`)}</p>
      <p>
        <a class="main-act" href={leadsTo}>
          <Pictogram page={page} id="home" size={36} />
          <span>{kind === 'notSignedIn' ? t('accounts:signInTitle') : t('errors:backHome')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}

/** One language where the address names one; all of them where it does not. */
export function ErrorPage({ pages, kind }: { pages: readonly Page[]; kind: ErrorKind }) {
  const [first] = pages
  if (first === undefined) throw new Error('No languages')
  return (
    <Layout page={first} title={first.t(`errors:${kind}Title`)}>
      <div class="errors">
        {pages.map((page) => (
          <section lang={page.language}>
            {page === first ? (
              <PageTitle page={page} pictogram="not-working">
                {page.t(`errors:${kind}Title`)}
              </PageTitle>
            ) : (
              <h2>{page.t(`errors:${kind}Title`)}</h2>
            )}
            <p>{page.t(`errors:${kind}Words`)}</p>
            <p class="actions">
              <a class="button" href={`/${page.language}`}>
                <Pictogram page={page} id="home" size={40} />
                <span>{page.t('errors:backHome')}</span>
              </a>
            </p>
          </section>
        ))}
      </div>
    </Layout>
  )
}
