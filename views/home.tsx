/** The home: choosing a theme. */

import type { Theme } from '../server/content/rules.ts'
import type { Page } from '../server/pages/page.ts'
import { Pictogram } from './components/pictogram.tsx'
import { Layout } from './layout.tsx'

export function Home({ page, themes }: { page: Page; themes: readonly Theme[] }) {
  const { t, language } = page
  return (
    <Layout page={page} title={t('themes:question')} width="wide">
      <h1>{t('themes:question')}</h1>
      <ul class="tiles">
        {themes.map(({ id, pictogram, hue }) => (
          <li data-hue={hue}>
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
