/** An explainer on screen: situation, question, grid, what matters, what was understood, and what to do next. */

import type { Theme } from '../../server/content/rules.ts'
import type { ExplainerPage, StatementLine } from '../../server/explainers/explainer-page.ts'
import type { Page } from '../../server/pages/page.ts'
import { PageTitle } from '../components/page-title.tsx'
import { Pictogram } from '../components/pictogram.tsx'
import { Sources } from '../components/sources.tsx'
import { WayBack } from '../components/way-back.tsx'
import { Layout } from '../layout.tsx'
import { Claims, Grid } from './grid.tsx'

export function ExplainerView(props: {
  page: Page
  explainer: ExplainerPage
  theme: Theme
  funder: string | null
}) {
  const { page, explainer } = props
  const { t } = page
  const { id, pictogram, hue } = props.theme
  const theme = { path: `/${page.language}/themes/${id}`, pictogram, name: t(`themes:names.${id}`) }
  return (
    <Layout
      page={page}
      title={explainer.title}
      hue={hue}
      wayBack={<WayBack page={page} to={theme} />}
      width="wide"
      scripts={['explainer.js']}
    >
      <PageTitle page={page} pictogram={explainer.pictogram}>
        {explainer.title}
      </PageTitle>
      <section aria-labelledby="situation">
        <h2 id="situation">{t('explainers:headings.situation')}</h2>
        <div class="plain-list">
          <Claims claims={explainer.situation} />
        </div>
      </section>
      <section aria-labelledby="decision">
        <h2 id="decision">{t('explainers:headings.decision')}</h2>
        <p class="decision">{explainer.question}</p>
        <p>{t('explainers:noAnswer')}</p>
      </section>
      <form
        method="post"
        action={explainer.printPath}
        autocomplete="off"
        data-ticks={`${explainer.path}/ticks`}
      >
        <Matters page={page} explainer={explainer} />
        <section aria-labelledby="options">
          <h2 id="options">{t('explainers:headings.options')}</h2>
          <Grid page={page} explainer={explainer} size={40} marks />
          <p class="year-note">{t('explainers:yearNote')}</p>
        </section>
        <section aria-labelledby="unknowns">
          <h2 id="unknowns">{t('explainers:headings.unknowns')}</h2>
          <div class="plain-list">
            <Claims claims={explainer.unknowns} />
          </div>
        </section>
        <section aria-labelledby="understood">
          <h2 id="understood">{t('explainers:headings.understood')}</h2>
          <p>{t('explainers:noMark')}</p>
          {explainer.statements.map((statement, index) => (
            <Statement
              page={page}
              statement={statement}
              number={index + 1}
              total={explainer.statements.length}
            />
          ))}
        </section>
        <section aria-labelledby="questions">
          <h2 id="questions">{t('explainers:headings.questions')}</h2>
          <p>{t('explainers:chooseQuestions')}</p>
          <ul class="ticks">
            {explainer.questions.map(({ id, text }) => (
              <li>
                <label class="tick">
                  <input type="checkbox" name="question" value={id} />
                  <span>{text}</span>
                </label>
              </li>
            ))}
          </ul>
          <h3>{t('explainers:headings.ask')}</h3>
          <ul class="plain-list asked">
            {explainer.ask.map(({ pictogram, text }) => (
              <li>
                <Pictogram page={page} id={pictogram} size={40} />
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="sheet">
          <h2 id="sheet">{t('explainers:sheet')}</h2>
          <p>
            {t('explainers:sheetHow')} {t('explainers:mattersNothingKept')}
          </p>
          <p class="actions">
            <button class="button" type="submit" data-action="print">
              <Pictogram page={page} id="printer" size={40} />
              <span>{t('explainers:makeSheet')}</span>
            </button>
          </p>
        </section>
      </form>
      <Next page={page} explainer={explainer} />
      <section aria-labelledby="paid-by">
        <h2 id="paid-by">{t('explainers:headings.paidBy')}</h2>
        <p>{paidBy(page, props.funder)}</p>
      </section>
      <Sources page={page} citation={explainer.citation} />
    </Layout>
  )
}

export function paidBy({ t }: Page, funder: string | null): string {
  return funder === null ? t('explainers:funderUnknown') : t('explainers:funding', { funder })
}

/** Cards to sort. Styles alone mark the rows, so nothing is sent and nothing is added up. */
function Matters({ page, explainer }: { page: Page; explainer: ExplainerPage }) {
  const { t } = page
  return (
    <section aria-labelledby="matters">
      <h2 id="matters">{t('explainers:headings.matters')}</h2>
      <p>
        {t('explainers:mattersHow')} {t('explainers:mattersNothingKept')}
      </p>
      <div class="cards">
        {explainer.cards.map(({ id, name, pictogram }) => (
          <fieldset class="card">
            <legend>
              <Pictogram page={page} id={pictogram} size={48} />
              <span>{name}</span>
            </legend>
            <label class="tick">
              <input type="radio" name={`card-${id}`} value="yes" />
              <span>{t('explainers:matters')}</span>
            </label>
            <label class="tick">
              <input type="radio" name={`card-${id}`} value="no" />
              <span>{t('explainers:mattersNot')}</span>
            </label>
          </fieldset>
        ))}
      </div>
    </section>
  )
}

function Statement(props: { page: Page; statement: StatementLine; number: number; total: number }) {
  const { page, statement } = props
  const { t } = page
  return (
    <fieldset class="statement">
      <legend>
        <span class="statement-number">
          {t('explainers:statementNumber', { number: props.number, total: props.total })}
        </span>
        <span>{statement.claim}</span>
      </legend>
      <div class="answers">
        {(['true', 'false'] as const).map((answer) => (
          <label class="tick">
            <input type="radio" name={`statement-${statement.id}`} value={answer} />
            <span>{t(`explainers:${answer}`)}</span>
          </label>
        ))}
      </div>
      <div class="explanation">
        <p>
          <strong>{statement.isTrue ? t('explainers:itIsTrue') : t('explainers:itIsFalse')}</strong>{' '}
          {statement.explanation}
        </p>
        <label class="tick">
          <input type="checkbox" name="unclear" value={statement.id} />
          <span>{t('explainers:unclear')}</span>
        </label>
      </div>
    </fieldset>
  )
}

/** The options in the order of the grid, then thinking and asking: all the same size, colour and distance. */
function Next({ page, explainer }: { page: Page; explainer: ExplainerPage }) {
  const { t } = page
  return (
    <section aria-labelledby="next">
      <h2 id="next">{t('explainers:headings.next')}</h2>
      <ul class="choices">
        {explainer.options.map((option) => (
          <li>
            <a class="choice" href={option.howTo} data-choice={option.id}>
              <Pictogram page={page} id={option.pictogram} size={40} />
              <span>{t('explainers:howTo', { option: option.name })}</span>
            </a>
          </li>
        ))}
        <li>
          <a class="choice" href={explainer.printPath} data-choice="think">
            <Pictogram page={page} id="clock" size={40} />
            <span>{t('explainers:thinkAboutIt')}</span>
          </a>
        </li>
        <li>
          <a class="choice" href={explainer.helpPath} data-choice="ask">
            <Pictogram page={page} id="ask" size={40} />
            <span>{t('explainers:askSomeone')}</span>
          </a>
        </li>
      </ul>
    </section>
  )
}
