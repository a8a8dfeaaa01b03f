/** What a screen shows on which the link of a kiosk was opened: in every language, since nobody has chosen one yet. */

import type { Page } from '../server/pages/page.ts'
import { OnceForm } from './components/once-form.tsx'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { Head } from './layout.tsx'

/** `name` is the kiosk's; null where the link was used, is too old, or never was one. */
export function KioskLinkPage(props: {
  pages: readonly Page[]
  link: string
  name: string | null
  once: string
}) {
  const { pages, link, name, once } = props
  const [first] = pages
  if (first === undefined) throw new Error('No languages')
  const title = (page: Page) => (name === null ? page.t('kiosk:link.overTitle') : page.t('kiosk:link.title'))
  return (
    <html lang={first.language}>
      <Head page={first} title={`${title(first)} – ${first.siteName}`} styles={['styles.css', 'start.css']} />
      <body class="start">
        <main id="content">
          <div class="errors">
            {pages.map((page) => (
              <section lang={page.language}>
                {page === first ? (
                  <PageTitle page={page} pictogram="kiosk">
                    {title(page)}
                  </PageTitle>
                ) : (
                  <h2>{title(page)}</h2>
                )}
                {name === null ? (
                  <Over page={page} />
                ) : (
                  <Open page={page} link={link} name={name} once={once} />
                )}
              </section>
            ))}
          </div>
        </main>
      </body>
    </html>
  )
}

function Open(props: { page: Page; link: string; name: string; once: string }) {
  const { page, link, name, once } = props
  return (
    <>
      <p>{page.t('kiosk:link.words', { name })}</p>
      <OnceForm once={once} action={`/kiosks/${link}`} class="actions">
        <button type="submit" class="button">
          <Pictogram page={page} id="go-on" size={40} />
          <span>{page.t('kiosk:link.act')}</span>
        </button>
      </OnceForm>
    </>
  )
}

function Over({ page }: { page: Page }) {
  return (
    <>
      <p>{page.t('kiosk:link.overWords')}</p>
      <p class="actions">
        <a class="button" href="/">
          <Pictogram page={page} id="home" size={40} />
          <span>{page.t('errors:backHome')}</span>
        </a>
      </p>
    </>
  )
}
