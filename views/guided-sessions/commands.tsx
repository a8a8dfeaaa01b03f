/** What a mediator can send from the companion: forms and buttons, each for one command. */

import type { Child } from 'hono/jsx'
import type { Command } from '../../server/guided-sessions/messages.ts'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { PictogramButton } from '../components/pictogram-button.tsx'

/** A form that sends one command; the answer to a refused one is read below, and nothing else changes. */
export function CommandForm({ name, children }: { name: string; children: Child }) {
  return (
    <form
      method="post"
      action="/companion/session/command"
      hx-post="/companion/session/command"
      hx-target="#said"
      hx-swap="textContent"
      data-form={name}
    >
      {children}
    </form>
  )
}

/** A button that sends a command of one word. */
export function CommandButton(props: {
  page: StaffPage
  command: Command['kind']
  pictogram: PictogramId
  label: string
  disabled?: boolean
}) {
  const { command, ...button } = props
  return <PictogramButton {...button} name="kind" value={command} />
}
