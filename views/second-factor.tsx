/** The pages of the second factor: typing a code, choosing what to set up, the app, the printed card, and its part of the account. */

import type { QrCode } from '../server/pages/qr-code.ts'
import type { StaffPage } from '../server/pages/staff-page.ts'
import type { OwnFactors } from '../server/second-factor/store.ts'
import { Field, Problem, ProofField } from './components/form-parts.tsx'
import { OnceForm } from './components/once-form.tsx'
import { PasskeyForm } from './components/passkey-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { QrSquare } from './components/qr-square.tsx'
import { StaffLayout } from './staff-layout.tsx'

export interface OwnSecondFactor extends OwnFactors {
  /** Whether the site asks for one. */
  readonly asked: boolean
}

const longestTypedCode = 20

/** The same whatever somebody has: the page tells a stranger nothing of it. */
export function SecondFactorPage(props: { page: StaffPage; problem: string | null; passkeys: boolean }) {
  const { page } = props
  const { t, area } = page
  return (
    <StaffLayout
      page={page}
      title={t('second-factor:title')}
      scripts={props.passkeys ? ['passkey-form.js'] : []}
    >
      <h1>{t('second-factor:title')}</h1>
      <p class="purpose">{t('second-factor:answerWords')}</p>
      <Problem text={props.problem} />
      <OnceForm once={page.once} action={`/${area}/second-factor`} class="main-form">
        <Field
          name="code"
          label={t('second-factor:code')}
          hint={t('second-factor:codeHint')}
          autocomplete="one-time-code"
          maxlength={longestTypedCode}
          refused={props.problem !== null}
        />
        <button type="submit" class="main-act">
          <Pictogram page={page} id="sign-in" size={36} />
          <span>{t('accounts:signIn')}</span>
        </button>
      </OnceForm>
      {props.passkeys ? (
        <PasskeyForm page={page} act="sign-in" action={`/${area}/sign-in/passkey`} to={`/${area}`} />
      ) : null}
      <p class="note">{t(`second-factor:lost.${area}`)}</p>
      <p>
        <a class="further-act" href={`/${area}/sign-in`}>
          <Pictogram page={page} id="back" size={36} />
          <span>{t('second-factor:startAgain')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}

/** `own` is what somebody has who is signed in; null for whoever sets the first one up. `to` is where a passkey leads. */
export function FactorChoicePage(props: {
  page: StaffPage
  problem: string | null
  own: OwnFactors | null
  name: string
  to: string
  passkeys: boolean
}) {
  const { page, own } = props
  const { t, area } = page
  const title = own === null ? t('second-factor:setUpTitle') : t('second-factor:changeTitle')
  const path = `/${area}/second-factor`
  return (
    <StaffLayout
      page={page}
      title={title}
      scripts={props.passkeys ? ['passkey-form.js'] : []}
      styles={['second-factor.css']}
    >
      <h1>{title}</h1>
      <p class="purpose">{own === null ? t('second-factor:setUpWords') : t('second-factor:changeWords')}</p>
      <Problem text={props.problem} />
      <section class="way">
        <h2>{t('second-factor:app')}</h2>
        <p>{t('second-factor:appWords')}</p>
        {own?.app ? <p>{t('second-factor:appReplaces')}</p> : null}
        <p>
          <a class="further-act" href={`${path}/app`}>
            <Pictogram page={page} id="phone" size={36} />
            <span>{t('second-factor:chooseApp')}</span>
          </a>
        </p>
        {own?.app ? <Remove page={page} kind="app" /> : null}
      </section>
      <section class="way">
        <h2>{t('second-factor:card')}</h2>
        <p>{t('second-factor:cardWords')}</p>
        {own !== null && own.cardCodesLeft > 0 ? <p>{t('second-factor:cardReplaces')}</p> : null}
        <OnceForm once={page.once} action={`${path}/card`}>
          <button type="submit" class="further-act">
            <Pictogram page={page} id="printer" size={36} />
            <span>{t('second-factor:chooseCard')}</span>
          </button>
        </OnceForm>
        {own !== null && own.cardCodesLeft > 0 ? <Remove page={page} kind="card" /> : null}
      </section>
      {props.passkeys ? (
        <PasskeyForm page={page} act="add" action={`${path}/passkey`} to={props.to} class="way">
          <h2>{t('accounts:passkeysTitle')}</h2>
          <p>{t('accounts:passkeysWords')}</p>
        </PasskeyForm>
      ) : null}
      {own === null ? null : (
        <p class="leave">
          <a class="further-act" href={`/${area}/account`}>
            <Pictogram page={page} id="back" size={36} />
            <span>{t('second-factor:back')}</span>
          </a>
        </p>
      )}
    </StaffLayout>
  )
}

function Remove({ page, kind }: { page: StaffPage; kind: 'app' | 'card' }) {
  const { t, area } = page
  return (
    <OnceForm once={page.once} action={`/${area}/second-factor/remove`}>
      <input type="hidden" name="kind" value={kind} />
      <button type="submit" class="further-act">
        {kind === 'app' ? t('second-factor:removeApp') : t('second-factor:removeCard')}
      </button>
    </OnceForm>
  )
}

/** The secret of an app: as a square to scan, in groups to type, and one code to show that it has arrived. */
export function AppPage(props: {
  page: StaffPage
  code: QrCode
  secret: readonly string[]
  problem: string | null
}) {
  const { page } = props
  const { t, area } = page
  return (
    <StaffLayout page={page} title={t('second-factor:appTitle')} styles={['second-factor.css']}>
      <h1>{t('second-factor:appTitle')}</h1>
      <p class="purpose">{t('second-factor:scan')}</p>
      <Problem text={props.problem} />
      <div class="scan">
        <QrSquare code={props.code} label={t('second-factor:scanLabel')} />
      </div>
      <p>{t('second-factor:typeSecret')}</p>
      <p class="secret" translate="no">
        {props.secret.map((group, index) => (
          <>
            {index === 0 ? '' : ' '}
            <span>{group}</span>
          </>
        ))}
      </p>
      <OnceForm once={page.once} action={`/${area}/second-factor/app`} class="main-form">
        <Field
          name="code"
          label={t('second-factor:appCode')}
          hint={t('second-factor:appCodeHint')}
          autocomplete="one-time-code"
          maxlength={longestTypedCode}
          refused={props.problem !== null}
        />
        <button type="submit" class="main-act">
          <Pictogram page={page} id="go-on" size={36} />
          <span>{t('second-factor:finish')}</span>
        </button>
      </OnceForm>
      <p>
        <a class="further-act" href={`/${area}/second-factor`}>
          <Pictogram page={page} id="back" size={36} />
          <span>{t('printouts:back')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}

/** The codes of a card, which are shown this once: the frame alone is printed. */
export function CardPage(props: { page: StaffPage; codes: readonly (readonly string[])[]; to: string }) {
  const { page } = props
  const { t } = page
  return (
    <StaffLayout
      page={page}
      title={t('second-factor:cardTitle')}
      scripts={['print-bar.js']}
      styles={['second-factor.css']}
    >
      <h1>{t('second-factor:cardTitle')}</h1>
      <p class="purpose">{t('second-factor:cardOnce')}</p>
      <div class="card-of-codes">
        <p class="of">
          <strong>{page.siteName}</strong>
          <span>{t('second-factor:title')}</span>
        </p>
        <ol translate="no">
          {props.codes.map((groups) => (
            <li>
              <span>{groups.join(' ')}</span>
            </li>
          ))}
        </ol>
        <p>{t('second-factor:cardUse')}</p>
        <p>{t('second-factor:cardSafe')}</p>
      </div>
      <p>
        <button class="further-act" type="button" data-action="print" hidden>
          <Pictogram page={page} id="printer" size={36} />
          <span>{t('guides:print')}</span>
        </button>
      </p>
      <p class="how-to-print note">{t('printouts:howToPrint')}</p>
      <p>
        <a class="main-act" href={props.to}>
          <Pictogram page={page} id="go-on" size={36} />
          <span>{t('second-factor:cardDone')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}

/** One's own, on the account's page: there where the site asks for it, or somebody has one from before. */
export function SecondFactor({ page, own }: { page: StaffPage; own: OwnSecondFactor }) {
  const { t, area } = page
  const { asked, app, cardCodesLeft } = own
  if (!asked && !app && cardCodesLeft === 0) return null
  return (
    <section>
      <h2>{t('second-factor:title')}</h2>
      <p>{asked ? t('second-factor:asked') : t('second-factor:notAsked')}</p>
      {app ? <p>{t('second-factor:hasApp')}</p> : null}
      {cardCodesLeft > 0 ? <p>{t('second-factor:cardLeft', { left: cardCodesLeft })}</p> : null}
      {!app && cardCodesLeft === 0 ? <p>{t('second-factor:none')}</p> : null}
      <OnceForm once={page.once} action={`/${area}/account/second-factor`}>
        <ProofField page={page} name="second-proof" />
        <button type="submit" class="further-act">
          {t('second-factor:change')}
        </button>
      </OnceForm>
    </section>
  )
}
