/** The frame of every sheet of paper. */

import type { Child } from 'hono/jsx'
import type { Page } from '../server/pages/page.ts'
import { PrintBar } from './components/print-bar.tsx'
import { Strips, VisitPage } from './layout.tsx'

/** A sheet of paper as the screen shows it: below the bar that prints it. `class` is its form, where it is not upright. */
export function SheetLayout(props: {
  page: Page
  title: string
  backTo: string
  class?: string
  children: Child
}) {
  const { page } = props
  return (
    <VisitPage
      page={page}
      title={props.title}
      styles={['sheet-layout.css']}
      scripts={['print-bar.js']}
      class={props.class}
    >
      <Strips page={page} />
      <PrintBar page={page} backTo={props.backTo} />
      <main class="sheet">{props.children}</main>
    </VisitPage>
  )
}
