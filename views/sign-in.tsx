/** The pages on which mediators and hosts sign in, or choose a passphrase by a link. */

import type { StaffPage } from '../server/pages/staff-page.ts'
import { Field, Problem } from './components/form-parts.tsx'
import { OnceForm } from './components/once-form.tsx'
import { PasskeyForm } from './components/passkey-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { StaffLayout } from './staff-layout.tsx'

/** `to` is where one wanted to go; `name` what was typed before. */
export function SignInPage(props: {
  page: StaffPage
  to: string
  name: string
  problem: string | null
  passkeys: boolean
}) {
  const { page, to } = props
  const { t, area } = page
  const refused = props.problem !== null
  return (
    <StaffLayout
      page={page}
      title={t('accounts:signInTitle')}
      scripts={props.passkeys ? ['passkey-form.js'] : []}
    >
      <h1>{t('accounts:signInTitle')}</h1>
      <p class="purpose">{area === 'companion' ? t('accounts:forMediators') : t('accounts:forHosts')}</p>
      <Problem text={props.problem} />
      <OnceForm once={page.once} action={`/${area}/sign-in`} class="main-form">
        <input type="hidden" name="to" value={to} />
        <Field
          name="name"
          label={t('accounts:name')}
          autocomplete="username"
          value={props.name}
          maxlength={60}
          refused={refused}
        />
        <Field
          name="passphrase"
          label={t('accounts:passphrase')}
          type="password"
          autocomplete="current-password"
          refused={refused}
        />
        <button type="submit" class="main-act">
          <Pictogram page={page} id="sign-in" size={36} />
          <span>{t('accounts:signIn')}</span>
        </button>
      </OnceForm>
      {props.passkeys ? (
        <PasskeyForm page={page} act="sign-in" action={`/${area}/sign-in/passkey`} to={to} />
      ) : null}
      <p class="note">
        {area === 'companion' ? t('accounts:forgottenMediator') : t('accounts:forgottenHost')}
      </p>
    </StaffLayout>
  )
}

/** The two fields of a new passphrase. */
export function NewPassphrase({ page, refused }: { page: StaffPage; refused: boolean }) {
  const { t } = page
  return (
    <>
      <Field
        name="passphrase"
        label={t('accounts:newPassphrase')}
        hint={t('accounts:passphraseHint')}
        type="password"
        autocomplete="new-password"
        refused={refused}
      />
      <Field
        name="again"
        label={t('accounts:again')}
        type="password"
        autocomplete="new-password"
        refused={refused}
      />
    </>
  )
}

export function InvitationPage(props: {
  page: StaffPage
  token: string
  name: string
  problem: string | null
}) {
  const { page, name } = props
  const { t } = page
  return (
    <StaffLayout page={page} title={t('accounts:welcome', { name })}>
      <h1>{t('accounts:welcome', { name })}</h1>
      <p class="purpose">{t('accounts:invitationWords')}</p>
      <Problem text={props.problem} />
      <OnceForm once={page.once} action={`/${page.area}/invitation/${props.token}`} class="main-form">
        <p class="field">
          <label for="name">{t('accounts:yourName')}</label>
          <input id="name" name="name" type="text" value={name} autocomplete="username" readonly />
        </p>
        <NewPassphrase page={page} refused={props.problem !== null} />
        <button type="submit" class="main-act">
          <Pictogram page={page} id="go-on" size={36} />
          <span>{t('accounts:choose')}</span>
        </button>
      </OnceForm>
    </StaffLayout>
  )
}

/** A page that only says something, and leads on. */
export function SayingPage(props: {
  page: StaffPage
  title: string
  words: string
  leadsTo: string
  leadsBy: string
}) {
  return (
    <StaffLayout page={props.page} title={props.title}>
      <h1>{props.title}</h1>
      <p class="purpose">{props.words}</p>
      <p>
        <a class="main-act" href={props.leadsTo}>
          <Pictogram page={props.page} id="go-on" size={36} />
          <span>{props.leadsBy}</span>
        </a>
      </p>
    </StaffLayout>
  )
}
