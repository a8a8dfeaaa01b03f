/** What patient and mediator have said to each other by a tap. */

import type { CompanionView } from '../../server/guided-sessions/messages.ts'
import type { StepId } from '../../server/guided-sessions/place-rules.ts'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from '../components/pictogram.tsx'
import { PictogramLine } from '../components/pictogram-line.tsx'
import { CommandButton, CommandForm } from './commands.tsx'

export type TogetherView = Extract<CompanionView, { phase: 'together' }>

/** What both have said to each other, the last of each. */
export function Signs({
  page,
  view,
  offerTitle,
}: {
  page: StaffPage
  view: TogetherView
  offerTitle: string
}) {
  const { t } = page
  const { offer, answer } = view
  return (
    <div class="signs" role="status">
      {view.stuckAt === null ? null : (
        <a class="sign with-pictogram" href={`#${anchorOf(view.stuckAt)}`}>
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
export function anchorOf(step: StepId): string {
  return `step-${step.slice(step.indexOf('/') + 1)}`
}

/** One thing that was said. */
export function Sign({ page, pictogram, text }: { page: StaffPage; pictogram: PictogramId; text: string }) {
  return (
    <PictogramLine page={page} pictogram={pictogram} class="sign">
      {text}
    </PictogramLine>
  )
}
