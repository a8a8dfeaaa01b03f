/** What stands before a hidden page: the question, one large button to go on, and the time that is left. */

import type { Page } from '../../server/pages/page.ts'
import { Pictogram } from './pictogram.tsx'

/** `secondsLeft` of `secondsInAll`; a page that is not hidden yet leaves both to its script. */
export function PrivacyScreen(props: { page: Page; secondsLeft: number; secondsInAll: number }) {
  const { page, secondsLeft } = props
  const { t, language } = page
  return (
    <div class="privacy-screen" data-seconds-left={secondsLeft}>
      <Pictogram page={page} id="hide-screen" size={96} />
      <h1 id="still-there">{t('visits:stillThere')}</h1>
      <p>{t('visits:hiddenWords')}</p>
      <form method="post" action={`/${language}/visit/go-on`}>
        <button type="submit" class="go-on">
          <Pictogram page={page} id="go-on" size={56} />
          <span>{t('visits:goOn')}</span>
        </button>
      </form>
      <div class="time-left">
        <p>
          {t('visits:secondsLeft')} <strong role="timer">{secondsLeft}</strong>
        </p>
        <progress max={props.secondsInAll} value={secondsLeft} aria-labelledby="time-left-words"></progress>
        <p id="time-left-words">{t('visits:thenErased')}</p>
      </div>
      <p class="only-heard" role="status"></p>
      <slot name={`past-privacy-screen:${language}`}></slot>
      <div class="other-acts">
        <form method="post" action={`/${language}/visit/more-time`}>
          <button type="submit">
            <Pictogram page={page} id="more-time" size={40} />
            <span>{t('visits:moreTime')}</span>
          </button>
        </form>
        <form method="post" action={`/${language}/visit/erase`}>
          <button type="submit">
            <Pictogram page={page} id="erase" size={40} />
            <span>{t('visits:erase')}</span>
          </button>
        </form>
      </div>
    </div>
  )
}

/**
 * The screen in waiting, on each page: its script shows it without asking the server, so that it comes at once. No modal dialog:
 * not every browser has one, shows it as modal or lets us keep Escape from closing it (decision 39).
 */
export function WaitingPrivacyScreen({ page }: { page: Page }) {
  return (
    <div id="privacy-screen" role="dialog" aria-labelledby="still-there" hidden>
      <PrivacyScreen page={page} secondsLeft={0} secondsInAll={0} />
    </div>
  )
}
