/** What the companion tells of the patient's page: what to say, the steps, difficult words, sources. */

import type { Child } from 'hono/jsx'
import type { BothWays, CompanionPage, CompanionStep } from '../../server/guided-sessions/companion-page.ts'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from '../components/pictogram.tsx'
import { PictogramButton } from '../components/pictogram-button.tsx'
import { CheckedOn, SourceList } from '../components/sources.tsx'
import { CommandForm } from './commands.tsx'
import { anchorOf, Sign, type TogetherView } from './signs.tsx'

/** A text in both languages, the mediator's first. */
export function Both({ text, theirs }: { text: BothWays; theirs: string }) {
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
export function Lines({ page, shown, theirs }: { page: StaffPage; shown: CompanionPage; theirs: string }) {
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

function Line(props: { page: StaffPage; pictogram: PictogramId; name: string; children: Child }) {
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

/** The steps of the page; those with which something is are marked. */
export function Steps(props: {
  page: StaffPage
  steps: readonly CompanionStep[]
  view: TogetherView
  theirs: string
}) {
  const { page, steps, view, theirs } = props
  if (steps.length === 0) return null
  return (
    <section aria-labelledby="their-steps">
      <h2 id="their-steps">{page.t('companion:steps')}</h2>
      <ol class="their-steps">
        {steps.map((step) => (
          <Step page={page} step={step} view={view} theirs={theirs} />
        ))}
      </ol>
    </section>
  )
}

function Step(props: { page: StaffPage; step: CompanionStep; view: TogetherView; theirs: string }) {
  const { page, step, view } = props
  const { t } = page
  const pointed = view.pointedAt === step.id
  return (
    <li
      id={anchorOf(step.id)}
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
            <PictogramButton
              page={page}
              name="point"
              value={step.id}
              pictogram="point"
              label={t('companion:point')}
              disabled={view.pace !== 'together'}
            />
          </CommandForm>
        )}
      </div>
    </li>
  )
}

/** Difficult words and sources, folded away: they are looked up, not read. */
export function More({ page, shown, theirs }: { page: StaffPage; shown: CompanionPage; theirs: string }) {
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
