/** A pictogram; a text stands beside it, so it is hidden from screen readers. */

import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'

/** Sized by attributes as well, so that it stays small when styles are off. */
export function Pictogram(props: { page: Pick<Page, 'pictogram'>; id: PictogramId; size?: number }) {
  const size = String(props.size ?? 48)
  return (
    <svg
      class="pictogram"
      data-pictogram={props.id}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      aria-hidden="true"
    >
      <use href={props.page.pictogram(props.id)} />
    </svg>
  )
}
