/** The frame of the pages of mediators and hosts: who is signed in, the language, the content. */

import type { Child } from 'hono/jsx'
import type { StaffPage } from '../server/pages/staff-page.ts'
import { OnceForm } from './components/once-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { Head } from './layout.tsx'

/** `refreshSeconds` asks for the same page again where no script does. */
export function StaffLayout(props: {
  page: StaffPage
  title: string
  scripts?: readonly string[]
  /** Beside those of all of them. */
  styles?: readonly string[]
  refreshSeconds?: number
  children: Child
}) {
  const { page, refreshSeconds } = props
  const { t, area, person } = page
  return (
    <html lang={page.language}>
      <Head
        page={page}
        title={`${props.title} – ${page.siteName}`}
        styles={[
          'staff-layout.css',
          ...(area === 'companion' ? ['companion.css'] : []),
          ...(props.styles ?? []),
        ]}
        hasCode
        scripts={['staff-layout.js', ...(props.scripts ?? [])]}
        {...(refreshSeconds === undefined ? {} : { refresh: { afterSeconds: refreshSeconds } })}
      />
      <body class={`helper ${area}`}>
        <a class="skip" href="#content">
          {t('layout:skipToContent')}
        </a>
        <header class="helper-top">
          <a class="place" href={`/${area}`}>
            {page.siteName}
          </a>
          <details class="choose-language">
            <summary>
              <Pictogram page={page} id="language" size={28} />
              <span>{t('layout:languageName')}</span>
            </summary>
            <ul>
              {page.alternatives.map((alternative) => (
                <li>
                  <a
                    href={alternative.path}
                    lang={alternative.language}
                    hreflang={alternative.language}
                    aria-current={alternative.language === page.language ? 'true' : undefined}
                  >
                    {alternative.name}
                  </a>
                </li>
              ))}
            </ul>
          </details>
          {person === null ? null : (
            <OnceForm once={page.once} class="who" action={`/${area}/sign-out`}>
              <a href={`/${area}/account`}>{person.name}</a>
              <button type="submit">{t('accounts:signOut')}</button>
            </OnceForm>
          )}
        </header>
        <main id="content" tabindex={-1}>
          {props.children}
        </main>
      </body>
    </html>
  )
}
