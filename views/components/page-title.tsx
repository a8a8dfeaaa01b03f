/** The title of a page, with its pictogram in a disc. */

import type { Child } from 'hono/jsx'
import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from './pictogram.tsx'

/** `size` is the pictogram's where styles are off; without one it is that of a patient's page. */
export function PageTitle(props: {
  page: Pick<Page, 'pictogram'>
  pictogram: PictogramId
  size?: number
  children: Child
}) {
  return (
    <h1 class="with-pictogram">
      <span class="disc">
        <Pictogram page={props.page} id={props.pictogram} size={props.size ?? 72} />
      </span>
      <span>{props.children}</span>
    </h1>
  )
}
