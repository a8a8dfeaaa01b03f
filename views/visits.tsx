/** The privacy screen as a page of its own, where a script could not show it. */

import type { Page } from '../server/pages/page.ts'
import { PrivacyScreen } from './components/privacy-screen.tsx'
import { Head } from './layout.tsx'

/** How often the privacy screen tells the time anew where no script does. */
const tellEverySeconds = 20

export function PrivacyScreenPage(props: { page: Page; secondsLeft: number; secondsInAll: number }) {
  const { page, secondsLeft } = props
  return (
    <html lang={page.language} data-slot="visit">
      <Head
        page={page}
        title={page.t('visits:stillThere')}
        styles={['styles.css']}
        scripts={['visits.js']}
        refresh={{ afterSeconds: Math.min(tellEverySeconds, secondsLeft + 1) }}
      />
      <body class="covered">
        <main id="privacy-screen">
          <PrivacyScreen {...props} />
        </main>
      </body>
    </html>
  )
}
