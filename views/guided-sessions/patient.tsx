/** The patient's own pages of a guided session: the code, the question, and how it ended. */

import type { GuidedSession } from '../../server/guided-sessions/rules.ts'
import type { Page } from '../../server/pages/page.ts'
import type { QrCode } from '../../server/pages/qr-code.ts'
import { PageTitle } from '../components/page-title.tsx'
import { Pictogram } from '../components/pictogram.tsx'
import { QrSquare } from '../components/qr-square.tsx'
import { Layout } from '../layout.tsx'
import { ActButton, helperName, YesOrNo } from './live-strip.tsx'

/** The code is on this page and nowhere else: another look at it needs a new one. */
export function CodePage(props: { page: Page; code: string; square: QrCode; secondsLeft: number }) {
  const { page, code, secondsLeft } = props
  const { t, language } = page
  return (
    <Layout
      page={page}
      title={t('guided-sessions:call')}
      scripts={['patient.js']}
      strip={false}
      hasCode
      refresh={{ afterSeconds: secondsLeft, path: `/${language}/helper` }}
    >
      <link rel="stylesheet" href={page.asset('live-strip.css')} />
      <div
        class="helper-page"
        data-phase="waiting"
        data-events={`/${language}/helper/events`}
        data-next={`/${language}/helper`}
      >
        <PageTitle page={page} pictogram="pairing-code">
          {t('guided-sessions:code.title')}
        </PageTitle>
        <p class="purpose">{t('guided-sessions:code.words')}</p>
        <div class="code-and-square">
          <p class="digits">
            <span class="only-heard">{t('guided-sessions:code.digits')}: </span>
            <span>{code.slice(0, 3)}</span> <span>{code.slice(3)}</span>
          </p>
          <QrSquare code={props.square} label={t('guided-sessions:code.square')} />
        </div>
        <p class="seconds">
          {t('guided-sessions:code.secondsLeft')}{' '}
          <strong role="timer" data-seconds-left={secondsLeft}>
            {secondsLeft}
          </strong>
        </p>
        <form method="post" action={`/${language}/helper/act`} class="answers">
          <noscript>
            <a class="button" href={`/${language}/helper`}>
              {t('guided-sessions:code.typed')}
            </a>
          </noscript>
          <ActButton page={page} act="end" pictogram="no" label={t('guided-sessions:code.cancel')} />
        </form>
      </div>
    </Layout>
  )
}

/** Where the code is not shown: the question, or that nobody is connected and why. */
export function HelperPage(props: { page: Page; session: GuidedSession | null; backTo: string }) {
  const { page, session } = props
  const { t, language } = page
  const phase = session?.phase ?? 'none'
  return (
    <Layout page={page} title={t('guided-sessions:call')} scripts={['patient.js']} strip={false}>
      <link rel="stylesheet" href={page.asset('live-strip.css')} />
      <div
        class="helper-page"
        data-phase={phase}
        data-events={`/${language}/helper/events`}
        data-next={`/${language}/helper`}
      >
        {session?.phase === 'asking' ? <Question page={page} name={helperName(session)} /> : null}
        {session?.phase === 'waiting' ? <NewCode page={page} session={session} /> : null}
        {session === null || session.phase === 'ended' ? <NewCode page={page} session={session} /> : null}
        <p class="actions">
          <a class="button" href={props.backTo}>
            <Pictogram page={page} id="back" size={40} />
            <span>{t('guided-sessions:back')}</span>
          </a>
        </p>
      </div>
    </Layout>
  )
}

function Question({ page, name }: { page: Page; name: string }) {
  const { t, language } = page
  return (
    <>
      <PageTitle page={page} pictogram="helper">
        {t('guided-sessions:ask.title', { name })}
      </PageTitle>
      <p class="purpose">{t('guided-sessions:ask.words', { name })}</p>
      <form method="post" action={`/${language}/helper/act`}>
        <YesOrNo page={page} />
      </form>
    </>
  )
}

function NewCode({ page, session }: { page: Page; session: GuidedSession | null }) {
  const { t, language } = page
  return (
    <>
      <PageTitle page={page} pictogram="call-helper">
        {session?.phase === 'ended'
          ? t(`guided-sessions:ended.${session.reason}`)
          : t(session === null ? 'guided-sessions:none' : 'guided-sessions:waiting')}
      </PageTitle>
      <p class="purpose">
        {(session?.phase === 'ended' && session.reason === 'code-too-old') || session?.phase === 'waiting'
          ? t('guided-sessions:code.tooOldWords')
          : t('guided-sessions:noneWords')}
      </p>
      <form method="post" action={`/${language}/helper/call`} class="answers">
        {session?.phase === 'waiting' ? (
          <a class="button" href={`/${language}/helper`}>
            {t('guided-sessions:code.typed')}
          </a>
        ) : null}
        <button type="submit" class="button">
          <Pictogram page={page} id="call-helper" size={40} />
          <span>{t('guided-sessions:code.new')}</span>
        </button>
      </form>
    </>
  )
}
