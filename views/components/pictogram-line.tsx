/** A line that begins with its pictogram. */

import type { Child } from 'hono/jsx'
import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from './pictogram.tsx'

/** `class` says what the line is for. */
export function PictogramLine(props: {
  page: Pick<Page, 'pictogram'>
  pictogram: PictogramId
  class?: string
  children: Child
}) {
  return (
    <p class={props.class === undefined ? 'with-pictogram' : `${props.class} with-pictogram`}>
      <Pictogram page={props.page} id={props.pictogram} size={36} />
      <span>{props.children}</span>
    </p>
  )
}
