/** A guide: what you need, the steps, what to watch out for, the way without a computer, the sources. */

import type { Theme } from '../server/content/rules.ts'
import type { GuidePage, Line, StepLine } from '../server/guides/guide-page.ts'
import type { Page } from '../server/pages/page.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { Needs } from './components/needs.tsx'
import { PageTitle } from './components/page-title.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { Sources } from './components/sources.tsx'
import { WayBack } from './components/way-back.tsx'
import { Layout } from './layout.tsx'

export function GuideView(props: { page: Page; guide: GuidePage; theme: Theme }) {
  const { page, guide } = props
  const { t } = page
  const { id, pictogram, hue } = props.theme
  const theme = { path: `/${page.language}/themes/${id}`, pictogram, name: t(`themes:names.${id}`) }
  return (
    <Layout page={page} title={guide.title} hue={hue} wayBack={<WayBack page={page} to={theme} />}>
      <PageTitle page={page} pictogram={guide.pictogram}>
        {guide.title}
      </PageTitle>
      <p class="purpose">{guide.purpose}</p>
      <p class="actions">
        {guide.opensOfficialPage ? (
          <a class="button" href={guide.officialPage.address} data-slot={officialSlot(page, guide)}>
            <Pictogram page={page} id="open-portal" size={40} />
            <span>
              {t('guides:open', { name: guide.officialPage.name })}
              <span class="only-heard"> ({t('guides:openedInNewWindow')})</span>
            </span>
          </a>
        ) : null}
        <a class="button" href={`${guide.printPath}#print`} data-action="print">
          <Pictogram page={page} id="printer" size={40} />
          <span>{t('guides:print')}</span>
        </a>
      </p>
      {guide.opensOfficialPage ? <OwnPc page={page} /> : null}
      <section aria-labelledby="needs">
        <h2 id="needs">{t('guides:headings.needs')}</h2>
        <Needs page={page} guide={guide} size={40} />
      </section>
      <section aria-labelledby="steps">
        <h2 id="steps">{stepsHeading(page, guide)}</h2>
        <ol class="steps" data-knowledge={guide.knowledge ? '' : undefined}>
          {guide.steps.map((step, index) => (
            <Step
              page={page}
              step={step}
              number={guide.knowledge ? null : index + 1}
              stepId={`${guide.id}/${step.id}`}
            />
          ))}
        </ol>
      </section>
      <Notes page={page} id="watch-out" pictogram="warning" lines={guide.watchOut}>
        {t('guides:headings.watchOut')}
      </Notes>
      <Notes page={page} id="when-it-fails" pictogram="not-working" lines={guide.whenItFails}>
        {t('guides:headings.whenItFails')}
      </Notes>
      <Notes page={page} id="without-computer" pictogram="without-computer" lines={guide.withoutComputer}>
        {t('guides:headings.withoutComputer')}
      </Notes>
      <Sources page={page} citation={guide.citation}>
        {guide.opensOfficialPage ? null : <OfficialPage page={page} guide={guide} />}
      </Sources>
    </Layout>
  )
}

/** How nothing of the official page stays on a computer that others use; a kiosk's supervisor sees to that itself. */
function OwnPc({ page: { t, language } }: { page: Page }) {
  return (
    <slot name={`own-pc:${language}`}>
      <div class="actions">
        <details>
          <summary>
            <span class="official">{t('kiosk:ownPc.title')}</span>
          </summary>
          <p class="detail">
            {t('kiosk:ownPc.open')} {t('kiosk:ownPc.click')} {t('kiosk:ownPc.choose')}
          </p>
          <p class="detail">{t('kiosk:ownPc.safari')}</p>
          <p class="detail">
            {t('kiosk:ownPc.signOut')} {t('kiosk:ownPc.close')}
          </p>
        </details>
      </div>
    </slot>
  )
}

/** Steps are things to do, or things to know; the heading tells which. */
export function stepsHeading({ t }: Page, guide: GuidePage): string {
  return guide.knowledge ? t('guides:headings.knowledge') : t('guides:headings.steps')
}

/** The official page's address, in a window of its own; in a guided session or at a kiosk the way to it by our server. */
function officialSlot({ language }: Page, { id }: GuidePage): string {
  return `official:${language} ${id}`
}

function Step(props: { page: Page; step: StepLine; number: number | null; stepId: string }) {
  const { page, step, number } = props
  const { t } = page
  return (
    <li
      class="step"
      id={step.id}
      data-step={step.id}
      data-private-moment={step.privateMoment ? '' : undefined}
    >
      {number === null ? null : (
        <span class="number">
          <span class="only-heard">{t('guides:stepNumber', { number })}</span>
          <span aria-hidden="true">{number}</span>
        </span>
      )}
      <span class="disc">
        <Pictogram page={page} id={step.pictogram} size={56} />
      </span>
      <div class="words">
        {step.privateMoment ? <p class="private">{t('guides:privateMoment')}</p> : null}
        <p class="do">{step.text}</p>
        <Details page={page} line={step} />
        <slot
          name={`step-tool:${page.language} ${props.stepId}${step.privateMoment ? ' private' : ''}`}
        ></slot>
      </div>
    </li>
  )
}

function Details({ page, line }: { page: Page; line: Line }) {
  return (
    <>
      {line.details.map((detail) => (
        <p class="detail">{detail}</p>
      ))}
      {line.see === null ? null : (
        <p class="see">
          <a href={line.see.path}>{page.t('guides:seeGuide', { title: line.see.title })}</a>
        </p>
      )}
    </>
  )
}

function Notes(props: {
  page: Page
  id: string
  pictogram: PictogramId
  lines: readonly Line[]
  children: string
}) {
  const { page, id } = props
  return (
    <section aria-labelledby={id} class={`notes ${id}`}>
      <h2 id={id} class="with-pictogram">
        <Pictogram page={page} id={props.pictogram} />
        <span>{props.children}</span>
      </h2>
      <ul>
        {props.lines.map((line) => (
          <li>
            <Pictogram page={page} id={line.pictogram} size={40} />
            <div class="words">
              <p>{line.text}</p>
              <Details page={page} line={line} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where no step opens the official page, its address stands with the sources. */
function OfficialPage({ page, guide }: { page: Page; guide: GuidePage }) {
  const { spokenAddress } = guide.officialPage
  return (
    <>
      <p>{page.t('printouts:officialPage')}</p>
      <p>
        <a class="official" href={guide.officialPage.address} data-slot={officialSlot(page, guide)}>
          {spokenAddress}
        </a>
      </p>
    </>
  )
}
