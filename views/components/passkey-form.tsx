/** The form by which a browser gives or makes a passkey. Its script shows it, where browsers have any. */

import type { Child } from 'hono/jsx'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import { Pictogram } from './pictogram.tsx'

const labels = { 'sign-in': 'accounts:signInByPasskey', add: 'accounts:addPasskey' } as const

/** `to` is the page that follows; `children` stand before the button. What was typed there never goes into an address. */
export function PasskeyForm(props: {
  page: StaffPage
  act: keyof typeof labels
  action: string
  to: string
  class?: string
  children?: Child
}) {
  const { page, act } = props
  const { t } = page
  return (
    <form
      method="post"
      action={props.action}
      class={props.class === undefined ? 'passkey' : `passkey ${props.class}`}
      data-passkey={act}
      data-to={props.to}
      data-failed={t('accounts:passkeyFailed')}
      hidden
    >
      {props.children}
      <button type="submit" class="further-act">
        <Pictogram page={page} id="digital-key" size={36} />
        <span>{t(labels[act])}</span>
      </button>
      <p class="problem" role="alert" hidden></p>
    </form>
  )
}
