/** The companion: what a mediator sees and can do while somebody is guided. */

import type { Child } from 'hono/jsx'
import type {
  BothWays,
  CompanionPage,
  CompanionStep,
  Suggestions,
} from '../../server/guided-sessions/companion-page.ts'
import type { Command, CompanionView, Refusal } from '../../server/guided-sessions/guided-sessions.ts'
import type { StepId } from '../../server/guided-sessions/place.ts'
import type { PictogramId } from '../../server/pictograms/pictograms.ts'
import type { HelperPage } from '../../server/web/helper-page.ts'
import { PageTitle } from '../components/page-title.tsx'
import { Pictogram } from '../components/pictogram.tsx'
import { CheckedOn, SourceList } from '../components/sources.tsx'
import { HelperLayout } from '../helper-layout.tsx'
import { type DraftChoices, RecordForm } from './record.tsx'

/** How often a companion without its script asks anew. */
const askEverySeconds = 5

/** How often a companion says that it is there: often enough that one that is lost is missed within 10 seconds. */
const tellEverySeconds = 4

type TogetherView = Extract<CompanionView, { phase: 'together' }>

/** What the companion shows now; while somebody is guided, with all that is said of the place. */
export interface CompanionState {
  readonly view: CompanionView
  readonly patientLanguage: string
  readonly shown: CompanionPage | null
  readonly offerTitle: string
  readonly draft: DraftChoices | null
}

export function CompanionScreen(props: {
  page: HelperPage
  state: CompanionState
  suggestions: readonly Suggestions[]
}) {
  const { page, state } = props
  const isOpen = state.view.phase !== 'none' && state.view.phase !== 'ended'
  return (
    <HelperLayout
      page={page}
      title={page.t('companion:title')}
      scripts={isOpen ? ['companion.js'] : []}
      {...(isOpen ? { refreshSeconds: askEverySeconds } : {})}
    >
      {isOpen ? (
        <div id="guided" hx-sse:connect="/companion/session/events" hx-sse:close="over" hx-swap="innerMorph">
          <CompanionBody page={page} state={state} />
        </div>
      ) : (
        <CompanionBody page={page} state={state} />
      )}
      {isOpen ? <SuggestPages page={page} suggestions={props.suggestions} /> : null}
      <p id="said" role="status"></p>
      <p id="offline" role="status" hidden>
        {page.t('companion:offline')}
      </p>
    </HelperLayout>
  )
}

/** Every page there is: it stays as it is while events come, and styles show it where a page is open on both sides. */
function SuggestPages({ page, suggestions }: { page: HelperPage; suggestions: readonly Suggestions[] }) {
  const { t } = page
  return (
    <details class="suggest">
      <summary>{t('companion:suggest')}</summary>
      {suggestions.map((theme) => (
        <details>
          <summary>
            <Pictogram page={page} id={theme.pictogram} size={36} />
            <span>{theme.title}</span>
          </summary>
          <CommandForm name="suggest">
            {theme.pages.map((entry) => (
              <button type="submit" name="suggest" value={entry.page}>
                {entry.title}
              </button>
            ))}
          </CommandForm>
        </details>
      ))}
    </details>
  )
}

/** What an event brings: the whole state, so that a companion that was away is right at once. */
export function CompanionBody({ page, state }: { page: HelperPage; state: CompanionState }) {
  const { t } = page
  const { view } = state
  switch (view.phase) {
    case 'none':
      return <Over page={page} title={t('companion:none')} draft={null} />
    case 'asking':
      return (
        <>
          <Present />
          <Notice page={page} pictogram="wait" title={t('companion:waitingForYes')}>
            {t('companion:waitingForYesWords')}
          </Notice>
          <Leave page={page} />
        </>
      )
    case 'private':
      return (
        <>
          <Present />
          <div class="look-away" role="status">
            <Pictogram page={page} id="look-away" size={192} />
            <h1>{t('companion:lookAway')}</h1>
            <p>{t('companion:lookAwayWords')}</p>
          </div>
        </>
      )
    case 'together':
      return state.shown === null ? null : (
        <Together page={page} view={view} shown={state.shown} state={state} />
      )
    case 'ended':
      return <Over page={page} title={t(`companion:ended.${view.reason}`)} draft={state.draft} />
  }
}

/** Says that the companion is there. */
function Present() {
  return (
    <div
      id="present"
      hx-post="/companion/session/here"
      hx-trigger={`every ${tellEverySeconds}s`}
      hx-swap="none"
    ></div>
  )
}

function Notice(props: { page: HelperPage; pictogram: PictogramId; title: string; children: Child }) {
  return (
    <>
      <PageTitle page={props.page} pictogram={props.pictogram} size={56}>
        {props.title}
      </PageTitle>
      <p>{props.children}</p>
    </>
  )
}

function Over(props: { page: HelperPage; title: string; draft: DraftChoices | null }) {
  const { page, draft } = props
  return (
    <>
      <PageTitle page={page} pictogram={draft === null ? 'info' : 'finish'} size={56}>
        {props.title}
      </PageTitle>
      {draft === null ? (
        <form method="post" action="/companion/record/skip">
          <button type="submit">{page.t('companion:backToStart')}</button>
        </form>
      ) : (
        <RecordForm page={page} choices={draft} />
      )}
    </>
  )
}

function Together(props: {
  page: HelperPage
  view: TogetherView
  shown: CompanionPage
  state: CompanionState
}) {
  const { page, view, shown, state } = props
  const { t } = page
  const { patientLanguage } = state
  const acts = view.pace === 'together'
  return (
    <>
      <Present />
      <header class="their-page">
        <p class="small-note">{shown.theme ?? t('companion:theirPage')}</p>
        <PageTitle page={page} pictogram={shown.pictogram} size={56}>
          <Both text={shown.title} theirs={patientLanguage} />
        </PageTitle>
      </header>
      <Signs page={page} view={view} offerTitle={state.offerTitle} />
      <Lines page={page} shown={shown} theirs={patientLanguage} />
      {shown.steps.length === 0 ? null : (
        <section aria-labelledby="their-steps">
          <h2 id="their-steps">{t('companion:steps')}</h2>
          <ol class="their-steps">
            {shown.steps.map((step) => (
              <Step page={page} step={step} view={view} theirs={patientLanguage} acts={acts} />
            ))}
          </ol>
        </section>
      )}
      <More page={page} shown={shown} theirs={patientLanguage} />
      <div class="thumb">
        <CommandForm name="thumb">
          <CommandButton
            page={page}
            command="explain"
            pictogram="explain"
            label={t('companion:explain')}
            disabled={!acts}
          />
          {shown.sheet === null ? null : (
            <button type="submit" name="offer" value={shown.sheet} disabled={!acts}>
              <Pictogram page={page} id="printer" size={32} />
              <span>{t('companion:offerSheet')}</span>
            </button>
          )}
          <CommandButton page={page} command="leave" pictogram="stop" label={t('companion:leave')} />
        </CommandForm>
      </div>
    </>
  )
}

/** What both have said to each other, the last of each. */
function Signs({ page, view, offerTitle }: { page: HelperPage; view: TogetherView; offerTitle: string }) {
  const { t } = page
  const { offer, answer } = view
  return (
    <div class="signs" role="status">
      {view.stuckAt === null ? null : (
        <a class="sign with-pictogram" href={`#${idOf(view.stuckAt)}`}>
          <Pictogram page={page} id="stuck" size={36} />
          <span>{t('companion:stuckHere')}</span>
        </a>
      )}
      {view.shown ? null : <Sign page={page} pictogram="hide-screen" text={t('companion:hidden')} />}
      {view.pace === 'paused' ? <Sign page={page} pictogram="pause" text={t('companion:paused')} /> : null}
      {view.pace === 'alone' ? <Sign page={page} pictogram="on-my-own" text={t('companion:alone')} /> : null}
      {offer === null ? null : (
        <CommandForm name="withdraw">
          <Sign
            page={page}
            pictogram="suggest-page"
            text={
              offer.kind === 'explain'
                ? t('companion:offeredExplain')
                : `${t('companion:offered')} ${offerTitle}`
            }
          />
          <CommandButton
            page={page}
            command="withdraw"
            pictogram="withdraw"
            label={t('companion:withdraw')}
          />
        </CommandForm>
      )}
      {answer === null ? null : (
        <Sign
          page={page}
          pictogram={answer === 'taken' ? 'yes' : 'no'}
          text={t(answer === 'taken' ? 'companion:taken' : 'companion:refused')}
        />
      )}
    </div>
  )
}

/** The name of a step's place on the page. */
function idOf(step: StepId): string {
  return `step-${step.slice(step.indexOf('/') + 1)}`
}

function Sign({ page, pictogram, text }: { page: HelperPage; pictogram: PictogramId; text: string }) {
  return (
    <p class="sign with-pictogram">
      <Pictogram page={page} id={pictogram} size={36} />
      <span>{text}</span>
    </p>
  )
}

/** A text in both languages, the mediator's first. */
function Both({ text, theirs }: { text: BothWays; theirs: string }) {
  return (
    <span class="both">
      <span>{text.own}</span>
      {text.theirs === null ? null : (
        <span class="theirs" lang={theirs}>
          {text.theirs}
        </span>
      )}
    </span>
  )
}

/** What to say and not to say; the same on the companion and where a mediator looks around. */
export function Lines({ page, shown, theirs }: { page: HelperPage; shown: CompanionPage; theirs: string }) {
  const { t } = page
  const { lines } = shown
  if (lines === null) return null
  return (
    <dl class="mediator-lines">
      <Line page={page} pictogram="talk" name={t('companion:lines.say')}>
        <Both text={lines.say} theirs={theirs} />
      </Line>
      <Line page={page} pictogram="stop" name={t('companion:lines.doNotSay')}>
        {lines.doNotSay}
      </Line>
      <Line page={page} pictogram="warning" name={t('companion:lines.watchOut')}>
        {lines.watchOut}
      </Line>
      <Line page={page} pictogram="caregivers" name={t('companion:lines.passOn')}>
        {lines.passOn}
      </Line>
    </dl>
  )
}

function Line(props: { page: HelperPage; pictogram: PictogramId; name: string; children: Child }) {
  return (
    <div>
      <dt class="with-pictogram">
        <Pictogram page={props.page} id={props.pictogram} size={36} />
        <span>{props.name}</span>
      </dt>
      <dd>{props.children}</dd>
    </div>
  )
}

function Step(props: {
  page: HelperPage
  step: CompanionStep
  view: TogetherView
  theirs: string
  acts: boolean
}) {
  const { page, step, view } = props
  const { t } = page
  const pointed = view.pointedAt === step.id
  return (
    <li
      id={idOf(step.id)}
      data-stuck={view.stuckAt === step.id ? '' : undefined}
      data-pointed={pointed ? '' : undefined}
      data-private={step.isPrivate ? '' : undefined}
    >
      <Pictogram page={page} id={step.pictogram} size={48} />
      <div>
        <Both text={step.text} theirs={props.theirs} />
        {view.stuckAt === step.id ? (
          <Sign page={page} pictogram="stuck" text={t('companion:stuckHere')} />
        ) : null}
        {pointed ? <Sign page={page} pictogram="point" text={t('companion:pointedHere')} /> : null}
        {step.isPrivate ? <Sign page={page} pictogram="look-away" text={t('companion:privateStep')} /> : null}
        {pointed ? null : (
          <CommandForm name={step.id}>
            <button type="submit" name="point" value={step.id} disabled={!props.acts}>
              <Pictogram page={page} id="point" size={32} />
              <span>{t('companion:point')}</span>
            </button>
          </CommandForm>
        )}
      </div>
    </li>
  )
}

/** Difficult words and sources, folded away: they are looked up, not read. */
export function More({ page, shown, theirs }: { page: HelperPage; shown: CompanionPage; theirs: string }) {
  const { t } = page
  return (
    <>
      {shown.terms.length === 0 ? null : (
        <details>
          <summary>{t('companion:words')}</summary>
          <dl class="terms">
            {shown.terms.map((entry) => (
              <div>
                <dt>
                  <Both text={entry.term} theirs={theirs} />
                </dt>
                <dd>{entry.meaning}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {shown.citation === null ? null : (
        <details>
          <summary>{t('companion:sources')}</summary>
          <SourceList sources={shown.citation.sources} />
          <CheckedOn page={page} citation={shown.citation} />
        </details>
      )}
    </>
  )
}

/** A form that sends one command; the answer to a refused one is read below, and nothing else changes. */
function CommandForm({ name, children }: { name: string; children: Child }) {
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

function CommandButton(props: {
  page: HelperPage
  command: Command['kind']
  pictogram: PictogramId
  label: string
  disabled?: boolean
}) {
  return (
    <button type="submit" name="kind" value={props.command} disabled={props.disabled ?? false}>
      <Pictogram page={props.page} id={props.pictogram} size={32} />
      <span>{props.label}</span>
    </button>
  )
}

function Leave({ page }: { page: HelperPage }) {
  return (
    <div class="thumb">
      <CommandForm name="leave">
        <CommandButton page={page} command="leave" pictogram="stop" label={page.t('companion:leave')} />
      </CommandForm>
    </div>
  )
}

/** A refused command, for a companion without its script. */
export function RefusedPage({
  page,
  refusal,
}: {
  page: HelperPage
  refusal: Refusal | 'too-many' | 'unknown'
}) {
  const { t } = page
  return (
    <HelperLayout page={page} title={t('companion:title')}>
      <Notice page={page} pictogram="info" title={t(`companion:refusals.${refusal}`)}>
        <a class="button" href="/companion/session">
          {t('companion:backToStart')}
        </a>
      </Notice>
    </HelperLayout>
  )
}
