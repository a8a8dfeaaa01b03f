/** Where a signed-in mediator starts: type a code, look around, read the guide. */

import type { CompanionPage, Suggestions } from '../../server/guided-sessions/companion-page.ts'
import type { StaffPage } from '../../server/pages/staff-page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { OnceForm } from '../components/once-form.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { Pictogram } from '../components/pictogram.tsx'
import { StaffLayout } from '../staff-layout.tsx'
import { Lines, More } from './their-page.tsx'

/** Why a code was not taken. */
export type PairRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'already-connected' }
  | { readonly kind: 'untrained' }
  | { readonly kind: 'closed'; readonly minutes: number }

interface PairProps {
  readonly page: StaffPage
  readonly trained: boolean
  readonly code: string
  readonly refusal: PairRefusal | null
}

export function CompanionHome(props: PairProps & { name: string }) {
  const { page } = props
  const { t } = page
  return (
    <StaffLayout page={page} title={t('companion:title')}>
      <h1>{t('companion:hello', { name: props.name })}</h1>
      <Pair {...props} />
      <section>
        <ul class="ways">
          <Way page={page} to="/companion/look" pictogram="search" label={t('companion:look')} />
          <Way page={page} to="/companion/guide" pictogram="read" label={t('companion:guide')} />
          <Way page={page} to="/companion/account" pictogram="person" label={t('accounts:accountTitle')} />
        </ul>
      </section>
    </StaffLayout>
  )
}

function Way(props: { page: StaffPage; to: string; pictogram: PictogramId; label: string }) {
  return (
    <li>
      <a class="further-act" href={props.to}>
        <Pictogram page={props.page} id={props.pictogram} size={36} />
        <span>{props.label}</span>
      </a>
    </li>
  )
}

/** The page that a scanned square opens: the code is there already, and only the button spends it. */
export function PairPage(props: PairProps) {
  return (
    <StaffLayout page={props.page} title={props.page.t('companion:pair.title')}>
      <Pair {...props} heading="h1" />
    </StaffLayout>
  )
}

function Pair(props: PairProps & { heading?: 'h1' }) {
  const { page, refusal } = props
  const { t } = page
  const Heading = props.heading ?? 'h2'
  if (!props.trained) {
    return (
      <section>
        <Heading>{t('companion:pair.title')}</Heading>
        <p class="sign">{t('companion:pair.untrained')}</p>
      </section>
    )
  }
  return (
    <section>
      <Heading class="with-pictogram">
        <Pictogram page={page} id="pairing-code" size={48} />
        <span>{t('companion:pair.title')}</span>
      </Heading>
      <p id="pair-words">{t('companion:pair.words')}</p>
      <p>{t('companion:pair.scan')}</p>
      {refusal === null ? null : (
        <p class="sign" role="alert">
          {refusalWords(page, refusal)}
        </p>
      )}
      <OnceForm once={page.once} action="/companion/pair" class="pair">
        <label>
          <span>{t('companion:pair.label')}</span>
          <input
            name="code"
            value={props.code}
            inputmode="numeric"
            autocomplete="off"
            required
            pattern="[0-9 ]{6,8}"
            maxlength={8}
            aria-describedby="pair-words"
          />
        </label>
        <button type="submit" class="button">
          {t('companion:pair.connect')}
        </button>
      </OnceForm>
    </section>
  )
}

function refusalWords({ t }: StaffPage, refusal: PairRefusal): string {
  switch (refusal.kind) {
    case 'wrong':
      return t('companion:pair.wrong')
    case 'already-connected':
      return t('companion:pair.alreadyConnected')
    case 'untrained':
      return t('companion:pair.untrained')
    case 'closed':
      return t('companion:pair.closed', { minutes: refusal.minutes })
  }
}

/** Every page with its mediator's lines, by theme. */
export function LookAround({ page, themes }: { page: StaffPage; themes: readonly Suggestions[] }) {
  const { t } = page
  return (
    <StaffLayout page={page} title={t('companion:look')}>
      <h1>{t('companion:look')}</h1>
      <p>{t('companion:lookWords')}</p>
      {themes.map((theme) => (
        <section>
          <h2 class="with-pictogram">
            <Pictogram page={page} id={theme.pictogram} size={40} />
            <span>{theme.title}</span>
          </h2>
          <ul class="entries">
            {theme.pages.map((entry) => (
              <li>
                <a href={`/companion/look/${entry.page}`}>{entry.title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </StaffLayout>
  )
}

/** One page's lines, without anybody being guided. `path` leads to the page that patients see. */
export function LookPage({ page, shown, path }: { page: StaffPage; shown: CompanionPage; path: string }) {
  const { t } = page
  return (
    <StaffLayout page={page} title={shown.title.own}>
      <p>
        <a href="/companion/look">{t('companion:look')}</a>
      </p>
      <PageTitle page={page} pictogram={shown.pictogram} size={56}>
        {shown.title.own}
      </PageTitle>
      <Lines page={page} shown={shown} theirs={page.language} />
      <p>
        <a class="button" href={path}>
          {t('companion:theirPage')}
        </a>
      </p>
      <More page={page} shown={shown} theirs={page.language} />
    </StaffLayout>
  )
}

/** The helper's guide; `markup` is our own, made from docs/mediator-guide. */
export function GuideBook({ page, markup }: { page: StaffPage; markup: string }) {
  return (
    <StaffLayout page={page} title={page.t('companion:guide')}>
      <article class="guide-book" dangerouslySetInnerHTML={{ __html: markup }}></article>
    </StaffLayout>
  )
}
