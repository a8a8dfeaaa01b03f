/** The decision on paper: the grid on one A4, with the person's cards and questions, to take to the doctor. */

import type { Choices } from '../../server/explainers/choice-rules.ts'
import type { ExplainerPage } from '../../server/explainers/explainer-page.ts'
import type { Page } from '../../server/pages/page.ts'
import { Pictogram } from '../components/pictogram.tsx'
import { CheckedOn, SourceList } from '../components/sources.tsx'
import { SheetLayout } from '../sheet-layout.tsx'
import { paidBy } from './explainer.tsx'
import { Grid } from './grid.tsx'

export function ExplainerSheet(props: {
  page: Page
  explainer: ExplainerPage
  choices: Choices
  funder: string | null
}) {
  const { page, explainer, choices } = props
  const { t } = page
  const unclear = explainer.statements.filter(({ id }) => choices.unclear.includes(id))
  return (
    <SheetLayout page={page} title={explainer.title} backTo={explainer.path} class="decision-sheet">
      <header>
        <p class="site-name">{page.siteName}</p>
        <p class="not-consent">{t('explainers:notConsent')}</p>
      </header>
      <h1>
        <Pictogram page={page} id={explainer.pictogram} size={40} />
        <span>{explainer.question}</span>
      </h1>
      <Grid page={page} explainer={explainer} size={22} marks={false} />
      <div class="own">
        <section>
          <h2>{t('explainers:headings.matters')}</h2>
          <ul class="boxes">
            {explainer.cards.map(({ id, name }) => (
              <Box ticked={choices.cards.includes(id)}>{name}</Box>
            ))}
          </ul>
        </section>
        <section>
          <h2>{t('explainers:myQuestions')}</h2>
          <ul class="boxes">
            {explainer.questions.map(({ id, text }) => (
              <Box ticked={choices.questions.includes(id)}>{text}</Box>
            ))}
            {unclear.map(({ claim }) => (
              <Box ticked>{`${t('explainers:whatIsUnclear')} ${claim}`}</Box>
            ))}
          </ul>
          <div class="rule"></div>
        </section>
      </div>
      <footer>
        <SourceList sources={explainer.citation.sources} />
        <p>{t('explainers:yearNote')}</p>
        <CheckedOn page={page} citation={explainer.citation} />
        <p>{paidBy(page, props.funder)}</p>
      </footer>
    </SheetLayout>
  )
}

function Box(props: { ticked: boolean; children: string }) {
  return (
    <li data-ticked={props.ticked ? '' : undefined}>
      <span class="box" aria-hidden="true">
        {props.ticked ? '×' : ''}
      </span>
      <span>{props.children}</span>
    </li>
  )
}
