/** The accessibility statement, in the order of the European model: Decision (EU) 2018/1523. */

import type { Child } from 'hono/jsx'
import type { StatementPage } from '../server/accessibility/statement-page.ts'
import type { Page } from '../server/pages/page.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { WayBack } from './components/way-back.tsx'
import { Layout } from './layout.tsx'

/** `contact` and `complaintsTo` are what the site has said; null where it has not. */
export function StatementView(props: {
  page: Page
  statement: StatementPage
  contact: string | null
  complaintsTo: string | null
}) {
  const { page, statement } = props
  const { t } = page
  const title = t('accessibility:title')
  return (
    <Layout page={page} title={title} wayBack={<WayBack page={page} />} styles={['accessibility.css']}>
      <PageTitle page={page} pictogram="accessible">
        {title}
      </PageTitle>
      <p class="purpose">{t('accessibility:commitment', { site: page.siteName })}</p>
      <p>{t('accessibility:law')}</p>
      <p>
        {t('accessibility:scope')} {t('accessibility:scopePlaces')}
      </p>
      <Part page={page} id="status" pictogram="info" heading={t('accessibility:status.heading')}>
        <p class="do">{t('accessibility:status.level')}</p>
        <p>
          {t('accessibility:status.norm')} {t('accessibility:status.why')}
        </p>
      </Part>
      <NotAccessible page={page} />
      <Preparation page={page} statement={statement} />
      <Part page={page} id="feedback" pictogram="talk" heading={t('accessibility:feedback.heading')}>
        {props.contact === null ? (
          <>
            <p>{t('accessibility:feedback.tellHere')}</p>
            <p>{t('accessibility:feedback.noContact')}</p>
          </>
        ) : (
          <>
            <p>{t('accessibility:feedback.tell')}</p>
            <Named>{props.contact}</Named>
          </>
        )}
        <p>{t('accessibility:feedback.paper')}</p>
      </Part>
      <Part page={page} id="enforcement" pictogram="write" heading={t('accessibility:enforcement.heading')}>
        <p>{t('accessibility:enforcement.when')}</p>
        {props.complaintsTo === null ? (
          <p>{t('accessibility:enforcement.unknown')}</p>
        ) : (
          <>
            <p>{t('accessibility:enforcement.to')}</p>
            <Named>{props.complaintsTo}</Named>
          </>
        )}
      </Part>
    </Layout>
  )
}

function Part(props: { page: Page; id: string; pictogram: PictogramId; heading: string; children: Child }) {
  const { page, id } = props
  return (
    <section aria-labelledby={id} class="part">
      <h2 id={id} class="with-pictogram">
        <Pictogram page={page} id={props.pictogram} size={40} />
        <span>{props.heading}</span>
      </h2>
      {props.children}
    </section>
  )
}

/** What the site has written itself, in whatever direction that is read. */
function Named({ children }: { children: string }) {
  return (
    <p class="do">
      <bdi>{children}</bdi>
    </p>
  )
}

function NotAccessible({ page }: { page: Page }) {
  const { t } = page
  return (
    <Part
      page={page}
      id="not-accessible"
      pictogram="not-working"
      heading={t('accessibility:notAccessible.heading')}
    >
      <h3>{t('accessibility:notAccessible.nonCompliance')}</h3>
      <ul class="plain-list">
        <li>
          {t('accessibility:notAccessible.kiosk')} {t('accessibility:notAccessible.kioskInstead')}
        </li>
        <li>{t('accessibility:notAccessible.unknown')}</li>
      </ul>
      <h3>{t('accessibility:notAccessible.burden')}</h3>
      <ul class="plain-list">
        <li>{t('accessibility:notAccessible.noBurden')}</li>
      </ul>
      <h3>{t('accessibility:notAccessible.outside')}</h3>
      <ul class="plain-list">
        <li>
          {t('accessibility:notAccessible.portals')} {t('accessibility:notAccessible.notOurs')}
        </li>
      </ul>
    </Part>
  )
}

function Preparation({ page, statement }: { page: Page; statement: StatementPage }) {
  const { t } = page
  const [first = '', last] = statement.triedOn
  return (
    <Part
      page={page}
      id="preparation"
      pictogram="check-source"
      heading={t('accessibility:preparation.heading')}
    >
      <p>
        {t('accessibility:preparation.preparedOn', { date: statement.preparedOn })}{' '}
        {t('accessibility:preparation.reviewedOn', { date: statement.reviewedOn })}
      </p>
      <p>
        {t('accessibility:preparation.model')} {t('accessibility:preparation.method')}
      </p>
      <h3>{t('accessibility:preparation.tried')}</h3>
      <p>
        {last === undefined
          ? t('accessibility:preparation.triedOnce', { date: first })
          : t('accessibility:preparation.triedBetween', { first, last })}
      </p>
      <Figures page={page} statement={statement} />
      <ul class="plain-list">
        <li>{t('accessibility:preparation.sameBuild')}</li>
        <li>
          {t('accessibility:preparation.browser', { browser: statement.browser })}{' '}
          {t('accessibility:preparation.otherBrowsers', { browsers: statement.otherBrowsers.join(', ') })}
        </li>
        <li>{t('accessibility:preparation.ways')}</li>
      </ul>
      <h3>{t('accessibility:preparation.notTried')}</h3>
      <ul class="plain-list">
        <li>{t('accessibility:preparation.noPeople')}</li>
        <li>{t('accessibility:preparation.noScreenReader')}</li>
        <li>{t('accessibility:preparation.noPhones')}</li>
        <li>{t('accessibility:preparation.noExpert')}</li>
      </ul>
    </Part>
  )
}

function Figures({ page: { t }, statement }: { page: Page; statement: StatementPage }) {
  const { counts, axe, htmlCodeSniffer, languages, choicesOfColour } = statement
  const rows: readonly (readonly [test: string, pages: number])[] = [
    [t('accessibility:preparation.axe', { tool: axe }), counts.axe],
    [t('accessibility:preparation.htmlCodeSniffer', { tool: htmlCodeSniffer }), counts.htmlCodeSniffer],
    [t('accessibility:preparation.contrast'), counts.axe],
    [t('accessibility:preparation.uncut'), counts.uncut],
    [t('accessibility:preparation.uncutAtLargest'), counts.uncutAtLargest],
    [t('accessibility:preparation.targets'), counts.targets],
    [t('accessibility:preparation.colours', { colours: choicesOfColour }), counts.colours],
    [t('accessibility:preparation.staffPages'), counts.staffPages],
  ]
  return (
    <table class="figures">
      <caption>{t('accessibility:preparation.caption', { languages })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('accessibility:preparation.test')}</th>
          <th scope="col">{t('accessibility:preparation.pages')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([test, pages]) => (
          <tr>
            <th scope="row">{test}</th>
            <td>{pages}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
