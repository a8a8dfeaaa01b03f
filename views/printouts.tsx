/** The sheet of a guide: one or two pages of A4, black on white, enough to act on without a screen. */

import type { GuidePage, Line } from '../server/guides/guide-page.ts'
import type { Page } from '../server/pages/page.ts'
import type { QrCode } from '../server/pages/qr-code.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { Needs } from './components/needs.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { QrSquare } from './components/qr-square.tsx'
import { CheckedOn, SourceList } from './components/sources.tsx'
import { stepsHeading } from './guides.tsx'
import { SheetLayout } from './sheet-layout.tsx'

const noteLines = 3

export function GuideSheet(props: {
  page: Page
  guide: GuidePage
  officialCode: QrCode
  guideCode: QrCode
  guideAddress: string
}) {
  const { page, guide } = props
  const { t } = page
  return (
    <SheetLayout page={page} title={guide.title} backTo={guide.path}>
      <header>
        <div>
          <p>{page.siteName}</p>
          <p>{guide.title}</p>
        </div>
      </header>
      <h1>
        <Pictogram page={page} id={guide.pictogram} size={64} />
        <span>{guide.title}</span>
      </h1>
      <p class="purpose">{guide.purpose}</p>
      <section>
        <h2>{t('guides:headings.needs')}</h2>
        <Needs page={page} guide={guide} size={30} />
      </section>
      <section>
        <h2>{stepsHeading(page, guide)}</h2>
        <ol class="steps" data-knowledge={guide.knowledge ? '' : undefined}>
          {guide.steps.map((step, index) => (
            <li data-private-moment={step.privateMoment ? '' : undefined}>
              {guide.knowledge ? null : <span class="number">{index + 1}</span>}
              <Pictogram page={page} id={step.pictogram} size={44} />
              <div class="words">
                {step.privateMoment ? <p class="private">{t('guides:privateMoment')}</p> : null}
                <Words page={page} line={step} />
              </div>
            </li>
          ))}
        </ol>
      </section>
      <div class="notes">
        <Notes page={page} pictogram="warning" lines={guide.watchOut}>
          {t('guides:headings.watchOut')}
        </Notes>
        <Notes page={page} pictogram="not-working" lines={guide.whenItFails}>
          {t('guides:headings.whenItFails')}
        </Notes>
        <Notes page={page} pictogram="without-computer" lines={guide.withoutComputer}>
          {t('guides:headings.withoutComputer')}
        </Notes>
      </div>
      <section class="codes">
        <Code
          code={props.officialCode}
          label={t('printouts:officialPage')}
          {...(guide.officialPage.name === guide.officialPage.spokenAddress
            ? {}
            : { name: guide.officialPage.name })}
          address={guide.officialPage.spokenAddress}
        />
        <Code
          code={props.guideCode}
          label={t('printouts:thisGuide')}
          address={props.guideAddress.replace(/^https?:\/\//, '')}
        />
      </section>
      <section class="own-notes">
        <h2>
          <Pictogram page={page} id="write" size={30} />
          <span>{t('printouts:myNotes')}</span>
        </h2>
        <p>{t('printouts:privateAdvice')}</p>
        {Array.from({ length: noteLines }, () => (
          <div class="rule"></div>
        ))}
      </section>
      <footer>
        <h2>{t('guides:headings.sources')}</h2>
        <SourceList sources={guide.citation.sources} />
        <CheckedOn page={page} citation={guide.citation} />
      </footer>
    </SheetLayout>
  )
}

function Words({ page, line }: { page: Page; line: Line }) {
  return (
    <>
      <p class="do">{line.text}</p>
      {line.details.map((detail) => (
        <p class="detail">{detail}</p>
      ))}
      {line.see === null ? null : (
        <p class="detail">{page.t('guides:seeGuide', { title: line.see.title })}</p>
      )}
    </>
  )
}

function Notes(props: { page: Page; pictogram: PictogramId; lines: readonly Line[]; children: string }) {
  return (
    <section>
      <h2>
        <Pictogram page={props.page} id={props.pictogram} size={30} />
        <span>{props.children}</span>
      </h2>
      <ul>
        {props.lines.map((line) => (
          <li>
            <Pictogram page={props.page} id={line.pictogram} size={26} />
            <div class="words">
              <Words page={props.page} line={line} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Code(props: { code: QrCode; label: string; name?: string; address: string }) {
  return (
    <figure>
      <QrSquare code={props.code} label={`QR: ${props.address}`} />
      <figcaption>
        <strong>{props.label}</strong>
        {props.name === undefined ? null : <span>{props.name}</span>}
        <span>{breakable(props.address)}</span>
      </figcaption>
    </figure>
  )
}

/** Lets a long address break after its slashes, and nowhere else. */
function breakable(address: string) {
  return address.split('/').map((part, index) => (
    <>
      {index === 0 ? null : (
        <>
          /<wbr />
        </>
      )}
      {part}
    </>
  ))
}
