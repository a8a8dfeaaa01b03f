/** The host's pages: the first start, the site's name, its mediators and its kiosks. */

import type { Account } from '../server/accounts/rules.ts'
import type { KioskInList } from '../server/host/rules.ts'
import type { StaffPage } from '../server/pages/staff-page.ts'
import type { Failure } from '../server/sign-in/failure-messages.ts'
import { Done, Field, Problem, ProofField } from './components/form-parts.tsx'
import { OnceForm } from './components/once-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { HostKiosks } from './host-kiosks.tsx'
import { NewPassphrase } from './sign-in.tsx'
import { StaffLayout } from './staff-layout.tsx'

/** What was wrong in one of the forms of the host's page, with what was typed there. */
export interface HostProblem {
  readonly form: 'site' | 'mediator' | 'kiosk' | 'second-factor'
  readonly typed: string
  readonly text: string
}

/** What was wrong in the form of the first start. */
export type SetUpProblem = Pick<Failure, 'text' | 'about'> | { readonly text: string; readonly about: 'site' }

export const longestName = 60

export function SetUpPage(props: {
  page: StaffPage
  token: string
  name: string
  siteName: string
  problem: SetUpProblem | null
}) {
  const { page, problem } = props
  const { t } = page
  return (
    <StaffLayout page={page} title={t('host:setUpTitle')}>
      <h1>{t('host:setUpTitle')}</h1>
      <p class="purpose">{t('host:setUpWords')}</p>
      <Problem text={problem?.text ?? null} />
      <OnceForm once={page.once} action={`/host/set-up/${props.token}`} class="main-form">
        <Field
          name="site-name"
          label={t('host:siteName')}
          hint={t('host:siteNameHint')}
          autocomplete="off"
          value={props.siteName}
          maxlength={longestName}
          refused={problem?.about === 'site'}
        />
        <Field
          name="name"
          label={t('host:hostName')}
          autocomplete="username"
          value={props.name}
          maxlength={longestName}
          refused={problem?.about === 'name'}
        />
        <NewPassphrase page={page} refused={problem?.about === 'new-passphrase'} />
        <button type="submit" class="main-act">
          <Pictogram page={page} id="go-on" size={36} />
          <span>{t('host:finishSetUp')}</span>
        </button>
      </OnceForm>
    </StaffLayout>
  )
}

export function HostPage(props: {
  page: StaffPage
  siteName: string
  asksSecondFactor: boolean
  mediators: readonly Account[]
  kiosks: readonly KioskInList[]
  problem: HostProblem | null
  done: string | null
}) {
  const { page, problem } = props
  const { t } = page
  /** What one form was left with. */
  const left = (form: HostProblem['form']) => (problem?.form === form ? problem : null)
  return (
    <StaffLayout page={page} title={t('host:homeTitle')}>
      <h1>{t('host:homeTitle')}</h1>
      <Done text={props.done} />
      <section>
        <h2>{t('host:mediators')}</h2>
        {props.mediators.length === 0 ? (
          <p>{t('host:noMediators')}</p>
        ) : (
          <ul class="rows">
            {props.mediators.map((account) => (
              <MediatorRow page={page} account={account} asksSecondFactor={props.asksSecondFactor} />
            ))}
          </ul>
        )}
        <OnceForm once={page.once} action="/host/mediators" class="add">
          <Problem text={left('mediator')?.text ?? null} />
          <Field
            name="mediator-name"
            label={t('host:mediatorName')}
            autocomplete="off"
            value={left('mediator')?.typed ?? ''}
            maxlength={longestName}
            refused={left('mediator') !== null}
          />
          <label class="tick">
            <input type="checkbox" name="trained" value="yes" />
            <span>{t('host:trained')}</span>
          </label>
          <button type="submit" class="main-act">
            <Pictogram page={page} id="add" size={36} />
            <span>{t('host:invite')}</span>
          </button>
        </OnceForm>
      </section>
      <HostKiosks page={page} kiosks={props.kiosks} problem={left('kiosk')} />
      <AskSecondFactor page={page} asked={props.asksSecondFactor} problem={left('second-factor')} />
      <section>
        <h2>{t('host:siteName')}</h2>
        <OnceForm once={page.once} action="/host/site-name">
          <Problem text={left('site')?.text ?? null} />
          <Field
            name="site-name"
            label={t('host:newSiteName')}
            hint={t('host:siteNameHint')}
            autocomplete="off"
            value={left('site')?.typed ?? props.siteName}
            maxlength={longestName}
            refused={left('site') !== null}
          />
          <button type="submit" class="further-act">
            {t('host:saveSiteName')}
          </button>
        </OnceForm>
      </section>
    </StaffLayout>
  )
}

/** Whether a passphrase alone signs in. The host types theirs again, since it concerns everybody. */
function AskSecondFactor(props: { page: StaffPage; asked: boolean; problem: HostProblem | null }) {
  const { page, asked, problem } = props
  const { t } = page
  return (
    <section>
      <h2>{t('host:secondFactorTitle')}</h2>
      <p>{asked ? t('host:secondFactorIsAsked') : t('host:secondFactorIsNotAsked')}</p>
      <p>{t('host:secondFactorWords')}</p>
      <OnceForm once={page.once} action="/host/ask-second-factor">
        <Problem text={problem?.text ?? null} />
        <input type="hidden" name="asked" value={asked ? 'no' : 'yes'} />
        <ProofField page={page} refused={problem !== null} />
        <button type="submit" class="further-act">
          {asked ? t('host:askNoSecondFactor') : t('host:askSecondFactor')}
        </button>
      </OnceForm>
    </section>
  )
}

function MediatorRow(props: { page: StaffPage; account: Account; asksSecondFactor: boolean }) {
  const { page, account } = props
  const { t } = page
  const { id, name, trained } = account
  return (
    <li>
      <p>
        <strong>{name}</strong>
      </p>
      <p class="note">{trained ? t('host:isTrained') : t('host:isNotTrained')}</p>
      {account.hasPassphrase ? null : <p class="note">{t('host:isInvited')}</p>}
      <div class="row-acts">
        {props.asksSecondFactor && account.hasPassphrase ? (
          <a
            class="further-act"
            href={`/host/mediators/${id}/new-start`}
            aria-label={`${t('host:newLink')}: ${name}`}
          >
            {t('host:newLink')}
          </a>
        ) : (
          <OnceForm once={page.once} action={`/host/mediators/${id}/link`}>
            <button type="submit" class="further-act" aria-label={`${t('host:newLink')}: ${name}`}>
              {t('host:newLink')}
            </button>
          </OnceForm>
        )}
        <OnceForm once={page.once} action={`/host/mediators/${id}/trained`}>
          <input type="hidden" name="trained" value={trained ? 'no' : 'yes'} />
          <button
            type="submit"
            class="further-act"
            aria-label={`${trained ? t('host:unsetTrained') : t('host:setTrained')}: ${name}`}
          >
            {trained ? t('host:unsetTrained') : t('host:setTrained')}
          </button>
        </OnceForm>
        <a
          class="further-act"
          href={`/host/mediators/${id}/remove`}
          aria-label={`${t('host:remove')}: ${name}`}
        >
          {t('host:remove')}
        </a>
      </div>
    </li>
  )
}

/** A link that is shown this once. */
export function LinkPage(props: {
  page: StaffPage
  title: string
  label: string
  link: string
  words: readonly string[]
}) {
  const { page } = props
  return (
    <StaffLayout page={page} title={props.title}>
      <h1>{props.title}</h1>
      <p class="field">
        <label for="link">{props.label}</label>
        <textarea id="link" class="copied" rows={3} readonly>
          {props.link}
        </textarea>
      </p>
      {props.words.map((words) => (
        <p>{words}</p>
      ))}
      <p>
        <a class="main-act" href="/host">
          <Pictogram page={page} id="back" size={36} />
          <span>{page.t('host:backToHost')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}

/** Asks before something is taken away; with `proof`, for the host's own passphrase too. */
export function ConfirmPage(props: {
  page: StaffPage
  title: string
  words: string
  action: string
  yes: string
  proof?: { readonly problem: string | null }
}) {
  const { page, proof } = props
  return (
    <StaffLayout page={page} title={props.title}>
      <h1>{props.title}</h1>
      <p class="purpose">{props.words}</p>
      <Problem text={proof?.problem ?? null} />
      <OnceForm once={page.once} action={props.action}>
        {proof === undefined ? null : <ProofField page={page} refused={proof.problem !== null} />}
        <button type="submit" class="main-act">
          <Pictogram page={page} id="remove" size={36} />
          <span>{props.yes}</span>
        </button>
      </OnceForm>
      <p>
        <a class="further-act" href="/host">
          <Pictogram page={page} id="back" size={36} />
          <span>{page.t('host:keep')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}
