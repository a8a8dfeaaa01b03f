/** The page of one's own account: the passphrase, the second step, passkeys, and where one is signed in. */

import type { StaffPage } from '../server/pages/staff-page.ts'
import type { StoredPasskey } from '../server/second-factor/passkey-store.ts'
import type { Failure } from '../server/sign-in/failure-messages.ts'
import { Done, Field, Problem, ProofField } from './components/form-parts.tsx'
import { OnceForm } from './components/once-form.tsx'
import { PasskeyForm } from './components/passkey-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { type OwnSecondFactor, SecondFactor } from './second-factor.tsx'
import { NewPassphrase } from './sign-in.tsx'
import { StaffLayout } from './staff-layout.tsx'

/** A sign-in in the list of one's own. */
interface SignInInList {
  readonly id: string
  readonly since: string
  readonly isHere: boolean
}

/**
 * `passkeys` is null where the site has no HTTPS, without which browsers give none, or is looked at by another address;
 * `endsPasskeys` says whether there can be any that a new passphrase ends.
 */
export function AccountPage(props: {
  page: StaffPage
  problem: Failure | null
  done: string | null
  passkeys: readonly StoredPasskey[] | null
  endsPasskeys: boolean
  secondFactor: OwnSecondFactor
  signIns: readonly SignInInList[]
}) {
  const { page, passkeys, problem, endsPasskeys, secondFactor } = props
  const { t, area } = page
  return (
    <StaffLayout
      page={page}
      title={t('accounts:accountTitle')}
      scripts={passkeys === null ? [] : ['passkey-form.js']}
    >
      <h1>{t('accounts:accountTitle')}</h1>
      <Problem text={problem?.text ?? null} />
      <Done text={props.done} />
      <section>
        <h2>{t('accounts:changePassphrase')}</h2>
        <p>
          {t('accounts:othersEnd')}
          {endsPasskeys ? ` ${t('accounts:passkeysEnd')}` : ''}
        </p>
        <OnceForm once={page.once} action={`/${area}/account/passphrase`}>
          <OwnName page={page} />
          <Field
            name="old"
            label={t('accounts:oldPassphrase')}
            type="password"
            autocomplete="current-password"
            refused={problem?.about === 'sign-in'}
          />
          <NewPassphrase page={page} refused={problem?.about === 'new-passphrase'} />
          <button type="submit" class="main-act">
            {t('accounts:changePassphrase')}
          </button>
        </OnceForm>
      </section>
      <SecondFactor page={page} own={secondFactor} />
      {passkeys === null ? null : <Passkeys page={page} passkeys={passkeys} />}
      <SignIns page={page} signIns={props.signIns} />
      <section>
        <h2>{t('accounts:everywhereTitle')}</h2>
        <p>
          {t('accounts:everywhereWords')}
          {endsPasskeys ? ` ${t('accounts:passkeysEnd')}` : ''}
          {hasPasskeysAlone(secondFactor) ? ` ${t(`second-factor:thenNewLink.${area}`)}` : ''}
        </p>
        <OnceForm once={page.once} action={`/${area}/sign-out-everywhere`}>
          <button type="submit" class="further-act">
            <Pictogram page={page} id="sign-out" size={36} />
            <span>{t('accounts:signOutEverywhere')}</span>
          </button>
        </OnceForm>
      </section>
    </StaffLayout>
  )
}

/** Signing out everywhere ends passkeys, so that nothing would be left to sign in with. */
function hasPasskeysAlone({ asked, app, cardCodesLeft, passkeys }: OwnSecondFactor): boolean {
  return asked && passkeys > 0 && !app && cardCodesLeft === 0
}

/** For password managers, which want to know whose passphrase it is. */
function OwnName({ page }: { page: StaffPage }) {
  return (
    <input
      type="text"
      name="name"
      value={page.person?.name}
      aria-label={page.t('accounts:yourName')}
      autocomplete="username"
      hidden
    />
  )
}

function SignIns({ page, signIns }: { page: StaffPage; signIns: readonly SignInInList[] }) {
  const { t, area } = page
  return (
    <section>
      <h2>{t('accounts:signInsTitle')}</h2>
      <p>{t('accounts:signInsWords')}</p>
      <ul class="rows">
        {signIns.map(({ id, since, isHere }) =>
          isHere ? (
            <li data-sign-in="here">
              <span>{t('accounts:signedInHere', { since })}</span>
            </li>
          ) : (
            <li data-sign-in="elsewhere">
              <OnceForm once={page.once} action={`/${area}/account/sign-ins/end`}>
                <input type="hidden" name="id" value={id} />
                <span>{t('accounts:signedInElsewhere', { since })}</span>
                <button type="submit" class="further-act">
                  {t('accounts:endSignIn')}
                </button>
              </OnceForm>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}

function Passkeys({ page, passkeys }: { page: StaffPage; passkeys: readonly StoredPasskey[] }) {
  const { t, area } = page
  return (
    <section>
      <h2>{t('accounts:passkeysTitle')}</h2>
      <p>{t('accounts:passkeysWords')}</p>
      <ul class="rows">
        {passkeys.map(({ id, addedOn }) => (
          <li>
            <OnceForm once={page.once} action={`/${area}/account/passkeys/remove`}>
              <input type="hidden" name="id" value={id} />
              <span>{t('accounts:passkeyAddedOn', { day: addedOn })}</span>
              <button type="submit" class="further-act">
                {t('accounts:removePasskey')}
              </button>
            </OnceForm>
          </li>
        ))}
      </ul>
      <PasskeyForm page={page} act="add" action={`/${area}/account/passkeys`} to={`/${area}/account`}>
        <OwnName page={page} />
        <ProofField page={page} />
      </PasskeyForm>
    </section>
  )
}
