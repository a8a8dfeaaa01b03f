/** The companion: what a mediator sees and can do while somebody is guided. */

import type { Child } from 'hono/jsx'
import type { CompanionPage, Suggestions } from '../../server/guided-sessions/companion-page.ts'
import type { CompanionView } from '../../server/guided-sessions/messages.ts'
import type { Refusal } from '../../server/guided-sessions/rules.ts'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { PageTitle } from '../components/page-title.tsx'
import { Pictogram } from '../components/pictogram.tsx'
import { PictogramButton } from '../components/pictogram-button.tsx'
import { StaffLayout } from '../staff-layout.tsx'
import { CommandButton, CommandForm } from './commands.tsx'
import { type DraftChoices, RecordForm } from './record.tsx'
import { Signs, type TogetherView } from './signs.tsx'
import { Both, Lines, More, Steps } from './their-page.tsx'

/** How often a companion without its script asks anew. */
const askEverySeconds = 5

/** How often a companion says that it is there: often enough that one that is lost is missed within 10 seconds. */
const tellEverySeconds = 4

/** What the companion shows now; while somebody is guided, with all that is said of the place. */
export interface CompanionState {
  readonly view: CompanionView
  readonly patientLanguage: string
  readonly shown: CompanionPage | null
  readonly offerTitle: string
  readonly draft: DraftChoices | null
}

export function CompanionScreen(props: {
  page: StaffPage
  state: CompanionState
  suggestions: readonly Suggestions[]
}) {
  const { page, state } = props
  const isOpen = state.view.phase !== 'none' && state.view.phase !== 'ended'
  return (
    <StaffLayout
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
    </StaffLayout>
  )
}

/** Every page there is: it stays as it is while events come, and styles show it where a page is open on both sides. */
function SuggestPages({ page, suggestions }: { page: StaffPage; suggestions: readonly Suggestions[] }) {
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
export function CompanionBody({ page, state }: { page: StaffPage; state: CompanionState }) {
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

function Notice(props: { page: StaffPage; pictogram: PictogramId; title: string; children: Child }) {
  return (
    <>
      <PageTitle page={props.page} pictogram={props.pictogram} size={56}>
        {props.title}
      </PageTitle>
      <p>{props.children}</p>
    </>
  )
}

function Over(props: { page: StaffPage; title: string; draft: DraftChoices | null }) {
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
  page: StaffPage
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
      <Steps page={page} steps={shown.steps} view={view} theirs={patientLanguage} />
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
            <PictogramButton
              page={page}
              name="offer"
              value={shown.sheet}
              pictogram="printer"
              label={t('companion:offerSheet')}
              disabled={!acts}
            />
          )}
          <CommandButton page={page} command="leave" pictogram="stop" label={t('companion:leave')} />
        </CommandForm>
      </div>
    </>
  )
}

function Leave({ page }: { page: StaffPage }) {
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
  page: StaffPage
  refusal: Refusal | 'too-many' | 'unknown'
}) {
  const { t } = page
  return (
    <StaffLayout page={page} title={t('companion:title')}>
      <Notice page={page} pictogram="info" title={t(`companion:refusals.${refusal}`)}>
        <a class="button" href="/companion/session">
          {t('companion:backToStart')}
        </a>
      </Notice>
    </StaffLayout>
  )
}
