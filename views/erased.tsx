/** The end of a visit: "all is erased". */

import type { Page } from '../server/pages/page.ts'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { Head } from './layout.tsx'

/** Long enough to read what to take along; whoever comes next does not have to wait for it. */
const backToStartAfterSeconds = 20

/** At a kiosk the machine has closed the official page itself: there is nothing to ask. */
export function ErasedPage({ page, place }: { page: Page; place: 'anywhere' | 'kiosk' }) {
  const { t } = page
  return (
    <html lang={page.language}>
      <Head
        page={page}
        title={t('visits:erasedTitle')}
        styles={['styles.css']}
        scripts={['erased.js']}
        refresh={{ afterSeconds: backToStartAfterSeconds, path: '/' }}
      />
      <body class="erased" data-back-to-start-after-seconds={backToStartAfterSeconds}>
        <main id="content">
          <PageTitle page={page} pictogram="erased">
            {t('visits:erasedTitle')}
          </PageTitle>
          <p class="purpose">{t('visits:erasedWords')}</p>
          <ul class="reminders">
            <li>
              <Pictogram page={page} id="give-card-back" size={56} />
              <span>{t('visits:takeThings')}</span>
            </li>
            {place === 'anywhere' && (
              <li>
                <Pictogram page={page} id="sign-out" size={56} />
                <span>{t('visits:signOut')}</span>
              </li>
            )}
          </ul>
          <p class="actions">
            <a class="button" href="/">
              <Pictogram page={page} id="home" size={40} />
              <span>{t('visits:backToStart')}</span>
            </a>
          </p>
          <p class="small-note">{t('visits:returnsByItself')}</p>
        </main>
      </body>
    </html>
  )
}
