/** The parts of the forms of staff: a field with its label and hint, the proof before what lasts, and the sentence that says what is wrong. */

import type { StaffPage } from '../../server/pages/staff-page.ts'

/** Said by screen readers as soon as the page is there. */
export function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <p class="problem" id="problem" role="alert">
      {text}
    </p>
  )
}

/** Said after something was done. */
export function Done({ text }: { text: string | null }) {
  return text === null ? null : (
    <p class="done" role="status">
      {text}
    </p>
  )
}

export function Field(props: {
  name: string
  label: string
  hint?: string
  type?: 'text' | 'password'
  value?: string
  autocomplete: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'name' | 'off'
  maxlength?: number
  /** Whether what was typed here before was refused. */
  refused?: boolean
}) {
  const { name, hint, refused = false } = props
  const isSecret = props.type === 'password' || props.autocomplete === 'one-time-code'
  const described = [hint === undefined ? '' : `${name}-hint`, refused ? 'problem' : ''].filter(Boolean)
  return (
    <p class="field">
      <label for={name}>{props.label}</label>
      {hint === undefined ? null : (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={name}
        name={name}
        type={props.type ?? 'text'}
        value={props.value}
        autocomplete={props.autocomplete}
        maxlength={props.maxlength}
        autocapitalize={isSecret ? 'none' : undefined}
        spellcheck={isSecret ? false : undefined}
        required
        aria-invalid={refused ? 'true' : undefined}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
      />
    </p>
  )
}

/** The passphrase once more, before something that lasts is changed. `name` where a page has two of them. */
export function ProofField(props: { page: StaffPage; name?: string; refused?: boolean }) {
  const { t } = props.page
  return (
    <Field
      name={props.name ?? 'proof'}
      label={t('accounts:passphrase')}
      hint={t('accounts:proofHint')}
      type="password"
      autocomplete="current-password"
      refused={props.refused ?? false}
    />
  )
}
