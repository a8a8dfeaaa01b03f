/** What a guided session adds to every page of its visit: who helps, what they propose, and the way to end it. */

import type { Offer, PatientAct, PatientView } from '../../server/guided-sessions/messages.ts'
import type { GuidedSession } from '../../server/guided-sessions/rules.ts'
import type { Page } from '../../server/pages/page.ts'
import type { RoomFillers } from '../../server/pages/slots.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from '../components/pictogram.tsx'
import { PictogramButton } from '../components/pictogram-button.tsx'
import { PictogramLine } from '../components/pictogram-line.tsx'

/** A session as its visit sees it, and the words for what a helper proposes. */
interface LiveView {
  readonly session: GuidedSession
  readonly view: PatientView
  /** The title of what is offered, in the language of the page. */
  readonly titleOf: (language: string, offer: Offer) => string
  /** What is sent to take an offer. */
  readonly idOf: (offer: Offer) => string
}

/** Fills the slots of a page; `pageOf` gives what a language needs. */
export function liveFillers(live: LiveView, pageOf: (language: string) => Page): RoomFillers {
  return {
    room: 'guided-sessions',
    between: {
      strips: (language) => String(<LiveStrip page={pageOf(language)} live={live} />),
      // Beside a step, such as `fr check-consent/type-pin private`, which is one where a secret is typed.
      'step-tool': (argument) => {
        const [language = '', stepId = '', kind] = argument.split(' ')
        return String(<StepTool page={pageOf(language)} stepId={stepId} isPrivate={kind === 'private'} />)
      },
      'past-privacy-screen': (language) => String(<PastPrivacyScreen page={pageOf(language)} live={live} />),
    },
    // A private moment begins there, before the page is left.
    officialPath: (language, guideId) => `/${language}/helper/portal/${guideId}`,
    opensBeside: false,
  }
}

/** The name of the helper that a session knows, or nothing. */
export function helperName(session: GuidedSession): string {
  return 'helper' in session ? session.helper.name : ''
}

/** What an offer asks of the patient. */
export function offerWords({ t, language }: Page, offer: Offer, titleOf: LiveView['titleOf']): string {
  switch (offer.kind) {
    case 'page':
      return `${t('guided-sessions:suggests')} ${titleOf(language, offer)}`
    case 'sheet':
      return `${t('guided-sessions:offersSheet')} ${titleOf(language, offer)}`
    case 'explain':
      return t('guided-sessions:asksExplain')
  }
}

/** Every state stands in the strip; styles show the one that is, so that a script has to change no markup. */
function LiveStrip({ page, live }: { page: Page; live: LiveView }) {
  const { t, language } = page
  const { view, session } = live
  const name = helperName(session)
  const offer = view.phase === 'together' ? view.offer : null
  return (
    <section
      class="live-strip"
      aria-label={t('guided-sessions:live')}
      data-phase={view.phase}
      data-pace={view.phase === 'together' ? view.pace : undefined}
      data-lost={'lost' in view && view.lost ? '' : undefined}
      data-offer={offer?.kind}
      data-pointed={view.phase === 'together' ? (view.pointedAt ?? undefined) : undefined}
      data-events={`/${language}/helper/events`}
    >
      <link rel="stylesheet" href={page.asset('live-strip.css')} />
      <script type="module" src={page.asset('live-strip.js')}></script>
      <form method="post" action={`/${language}/helper/act`}>
        <div class="when waiting">
          <PictogramLine page={page} pictogram="pairing-code">
            {t('guided-sessions:waiting')}
          </PictogramLine>
          <ActButton page={page} act="end" pictogram="no" label={t('guided-sessions:code.cancel')} />
        </div>
        <div class="when asking" role="status">
          <PictogramLine page={page} pictogram="helper">
            <strong data-text="asks">{t('guided-sessions:ask.title', { name })}</strong>
          </PictogramLine>
          <YesOrNo page={page} />
        </div>
        <div class="when together">
          <PictogramLine page={page} pictogram="helper-connected" class="is-there">
            {t('guided-sessions:connected', { name })}
          </PictogramLine>
          <PictogramLine page={page} pictogram="helper-lost" class="is-lost">
            {t('guided-sessions:lost', { name })}
          </PictogramLine>
          <PictogramLine page={page} pictogram="pause" class="is-paused">
            {t('guided-sessions:paused')}
          </PictogramLine>
          <PictogramLine page={page} pictogram="on-my-own" class="is-alone">
            {t('guided-sessions:alone')}
          </PictogramLine>
          <div class="acts-of-live">
            <ActButton
              page={page}
              act="type-code"
              pictogram="hide-keypad"
              label={t('guided-sessions:typeCode')}
            />
            <span class="not-going-on">
              <ActButton page={page} act="resume" pictogram="go-on" label={t('guided-sessions:resume')} />
            </span>
            <ActButton page={page} act="end" pictogram="stop" label={t('guided-sessions:end')} />
            <details>
              <summary>{t('guided-sessions:more')}</summary>
              <div class="more-acts">
                <ActButton page={page} act="pause" pictogram="pause" label={t('guided-sessions:pause')} />
                <ActButton
                  page={page}
                  act="alone"
                  pictogram="on-my-own"
                  label={t('guided-sessions:goOnAlone')}
                />
              </div>
            </details>
          </div>
          <div class="offer" role="status">
            <PictogramLine page={page} pictogram="suggest-page">
              <span data-text="offer">{offer === null ? '' : offerWords(page, offer, live.titleOf)}</span>
            </PictogramLine>
            <span class="acts-of-live">
              <button type="submit" name="take" value={offer === null ? '' : live.idOf(offer)} data-take="">
                <Pictogram page={page} id="yes" size={32} />
                <span>{t('guided-sessions:yesPlease')}</span>
              </button>
              <ActButton
                page={page}
                act="refuse-offer"
                pictogram="no"
                label={t('guided-sessions:noThanks')}
              />
            </span>
          </div>
          <div class="pointed" role="status">
            <PictogramLine page={page} pictogram="point">
              {t('guided-sessions:points')}
            </PictogramLine>
            <a href={`#${stepOf(view)}`} data-step-link="">
              {t('guided-sessions:showStep')}
            </a>
          </div>
          <noscript>
            <a href={`/${language}/helper`}>{t('guided-sessions:whatIsNew')}</a>
          </noscript>
        </div>
        <div class="when secret">
          <PictogramLine page={page} pictogram="look-away">
            <strong>{t('guided-sessions:private.title')}</strong> {t('guided-sessions:private.words')}
          </PictogramLine>
          <span class="acts-of-live">
            <ActButton
              page={page}
              act="done"
              pictogram="done-typing"
              label={t('guided-sessions:private.done')}
            />
            <ActButton page={page} act="end" pictogram="stop" label={t('guided-sessions:end')} />
          </span>
        </div>
        <div class="when ended" role="status">
          <PictogramLine page={page} pictogram="helper-lost">
            <strong>{t('guided-sessions:ended.title')}.</strong>{' '}
            <span data-text="reason">
              {view.phase === 'ended' ? t(`guided-sessions:ended.${view.reason}`) : ''}
            </span>
          </PictogramLine>
          <button type="submit" formaction={`/${language}/helper/put-away`} data-act="put-away">
            {t('guided-sessions:understood')}
          </button>
        </div>
      </form>
    </section>
  )
}

/** On the privacy screen too, who helps is in view, and one tap ends it. */
function PastPrivacyScreen({ page, live }: { page: Page; live: LiveView }) {
  const { view, session } = live
  if (view.phase !== 'together' && view.phase !== 'private') return null
  const { t, language } = page
  return (
    <form method="post" action={`/${language}/helper/act`} class="live-end">
      <p>{t('guided-sessions:connected', { name: helperName(session) })}</p>
      <ActButton page={page} act="end" pictogram="stop" label={t('guided-sessions:end')} />
    </form>
  )
}

function stepOf(view: PatientView): string {
  return view.phase === 'together' ? (view.pointedAt?.split('/')[1] ?? '') : ''
}

/** A button that sends one act of the patient. */
export function ActButton(props: {
  page: Page
  act: PatientAct['kind']
  pictogram: PictogramId
  label: string
}) {
  const { act, ...button } = props
  return <PictogramButton {...button} name="kind" value={act} />
}

/** Both answers have the same size and the same look: neither is nearer. */
export function YesOrNo({ page }: { page: Page }) {
  const { t } = page
  return (
    <div class="yes-or-no">
      <ActButton page={page} act="accept" pictogram="yes" label={t('guided-sessions:ask.yes')} />
      <ActButton page={page} act="decline" pictogram="no" label={t('guided-sessions:ask.no')} />
    </div>
  )
}

/** Where a secret is typed, the same tap begins the private moment: the rules know the step. */
function StepTool({ page, stepId, isPrivate }: { page: Page; stepId: string; isPrivate: boolean }) {
  const { t } = page
  return (
    <form method="post" action={`/${page.language}/helper/act`} class="step-tool">
      <PictogramButton
        page={page}
        name="stuck"
        value={stepId}
        pictogram={isPrivate ? 'hide-keypad' : 'stuck'}
        label={t(isPrivate ? 'guided-sessions:typeCode' : 'guided-sessions:stuck')}
      />
    </form>
  )
}
