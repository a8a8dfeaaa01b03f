/** The first two screens: choosing a language, then a theme. */

import type { Page } from '../server/pages/page.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { Pictogram } from './components/pictogram.tsx'
import { Head, Layout } from './layout.tsx'

/**
 * The start. It belongs to no language, so every line says its own. Where the door is closed after a visit, choosing
 * a language opens it.
 */
export function Languages({ pages, doorClosed }: { pages: readonly Page[]; doorClosed: boolean }) {
  const [first] = pages
  if (first === undefined) throw new Error('No languages')
  return (
    <html lang={first.language}>
      <Head page={first} title={first.siteName} styles={['styles.css', 'start.css']} />
      <body class="start">
        <main id="content">
          <p class="start-name">{first.siteName}</p>
          <h1 class="with-pictogram">
            <Pictogram page={first} id="language" size={72} />
            <span>{pages.map((page) => page.t('layout:language')).join('\u00a0· ')}</span>
          </h1>
          <ul class="languages">
            {pages.map((page) => (
              <li lang={page.language}>
                <a
                  class="language"
                  href={`/${page.language}${doorClosed ? '/begin' : ''}`}
                  hreflang={page.language}
                >
                  <strong>{page.t('layout:languageName')}</strong>
                  <span>{page.t('layout:siteDescription')}</span>
                </a>
              </li>
            ))}
          </ul>
        </main>
      </body>
    </html>
  )
}

export interface ThemeTile {
  readonly id: string
  readonly pictogram: PictogramId
}

export function Home({ page, themes }: { page: Page; themes: readonly ThemeTile[] }) {
  const { t, language } = page
  return (
    <Layout page={page} title={t('themes:question')} width="wide">
      <h1>{t('themes:question')}</h1>
      <ul class="tiles">
        {themes.map(({ id, pictogram }) => (
          <li data-theme={id}>
            <a class="tile" href={`/${language}/themes/${id}`}>
              <span class="disc">
                <Pictogram page={page} id={pictogram} size={72} />
              </span>
              <strong>{t(`themes:names.${id}`)}</strong>
            </a>
          </li>
        ))}
      </ul>
      <p class="small-links">
        <a href={`/${language}/accessibility`}>{t('accessibility:title')}</a>
        <a href={`/${language}/pictograms`}>{t('layout:pictogramGallery')}</a>
      </p>
    </Layout>
  )
}
