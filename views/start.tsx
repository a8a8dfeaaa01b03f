/** The first screen: choosing a language. */

import type { Page } from '../server/pages/page.ts'
import { Pictogram } from './components/pictogram.tsx'
import { Head } from './layout.tsx'

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
