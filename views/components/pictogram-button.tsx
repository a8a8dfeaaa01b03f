/** A button that sends one value of its form, with its pictogram. */

import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from './pictogram.tsx'

export function PictogramButton(props: {
  page: Pick<Page, 'pictogram'>
  name: string
  value: string
  pictogram: PictogramId
  label: string
  disabled?: boolean
}) {
  return (
    <button type="submit" name={props.name} value={props.value} disabled={props.disabled ?? false}>
      <Pictogram page={props.page} id={props.pictogram} size={32} />
      <span>{props.label}</span>
    </button>
  )
}
