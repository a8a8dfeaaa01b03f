/** The frame of every page: head, way back, content, toolbar. */

import type { Child } from 'hono/jsx'
import type { Hue } from '../server/content/rules.ts'
import type { Page } from '../server/pages/page.ts'
import { WaitingPrivacyScreen } from './components/privacy-screen.tsx'
import { Toolbar } from './components/toolbar.tsx'

type Refresh = 'visit' | { readonly afterSeconds: number; readonly path?: string }

/**
 * `refresh` leads on without a script, which knows better when: to the privacy screen after the visit's time, or as
 * given, to the same page where no path is given. Styles of its own go beside those of all pages, so that a sheet of paper brings
 * only its own.
 */
export function Head(props: {
  page: Page
  title: string
  styles: readonly string[]
  scripts?: readonly string[]
  refresh?: Refresh
  /** Whether the page shows a code: a telephone would offer to call it. */
  hasCode?: boolean
}) {
  const { page, refresh } = props
  return (
    <head>
      <meta charset="utf-8" />
      <title>{props.title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light" />
      {props.hasCode === true ? <meta name="format-detection" content="telephone=no" /> : null}
      <link rel="icon" type="image/svg+xml" href={page.asset('icon.svg')} />
      <link
        rel="preload"
        as="font"
        type="font/woff2"
        href={page.asset('typeface.woff2')}
        crossorigin="anonymous"
      />
      {['frame.css', ...props.styles].map((name) => (
        <link rel="stylesheet" href={page.asset(name)} />
      ))}
      {(props.scripts ?? []).map((name) => (
        <script type="module" src={page.asset(name)}></script>
      ))}
      {refresh === undefined ? null : (
        <noscript>
          {refresh === 'visit' ? (
            <meta http-equiv="refresh" data-slot={`refresh:/${page.language}/privacy-screen`} />
          ) : (
            <meta
              http-equiv="refresh"
              content={`${refresh.afterSeconds}${refresh.path === undefined ? '' : `; url=${refresh.path}`}`}
            />
          )}
        </noscript>
      )}
    </head>
  )
}

/** Where a guided session and a kiosk show themselves; nothing where nobody helps and no supervisor is there. */
export function Strips({ page, only }: { page: Page; only?: 'kiosk' }) {
  return <slot name={`${only ?? 'strips'}:${page.language}`}></slot>
}

/** A page of a visit: its own content, then what every one of them carries. */
export function VisitPage(props: {
  page: Page
  title: string
  styles: readonly string[]
  scripts: readonly string[]
  hue?: Hue | undefined
  class?: string | undefined
  refresh?: Refresh | undefined
  hasCode?: boolean | undefined
  children: Child
}) {
  const { page } = props
  return (
    <html lang={page.language} data-slot="visit">
      <Head
        page={page}
        title={`${props.title} – ${page.siteName}`}
        styles={props.styles}
        scripts={['visits.js', ...props.scripts]}
        refresh={props.refresh ?? 'visit'}
        hasCode={props.hasCode ?? false}
      />
      <body data-hue={props.hue} class={props.class}>
        {props.children}
        <Toolbar page={page} />
        <WaitingPrivacyScreen page={page} />
      </body>
    </html>
  )
}

/**
 * `hue` colours the page; `wayBack` is the link (or links) shown first, above the title.
 * `title` goes before the site's name in the browser's title.
 */
export function Layout(props: {
  page: Page
  title: string
  hue?: Hue
  wayBack?: Child
  /** For what stands side by side: tables and galleries always, lists of cards on a landscape screen. */
  width?: 'wide' | 'list'
  /** Beside those of all of them. */
  styles?: readonly string[]
  scripts?: readonly string[]
  refresh?: Refresh
  hasCode?: boolean
  /** False on a page that says itself what the strip of a guided session would say. */
  strip?: boolean
  children: Child
}) {
  const { page, strip = true } = props
  return (
    <VisitPage
      page={page}
      title={props.title}
      refresh={props.refresh}
      hasCode={props.hasCode}
      styles={['styles.css', ...(props.styles ?? [])]}
      scripts={props.scripts ?? []}
      hue={props.hue}
      class={props.width}
    >
      <a class="skip" href="#content">
        {page.t('layout:skipToContent')}
      </a>
      {strip ? <Strips page={page} /> : <Strips page={page} only="kiosk" />}
      {props.wayBack === undefined ? null : <header class="way-back">{props.wayBack}</header>}
      <main id="content" tabindex={-1}>
        {props.children}
        <p class="site-name">{page.siteName}</p>
      </main>
    </VisitPage>
  )
}
