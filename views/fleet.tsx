/** What a supervised kiosk adds to every page of its visit: what stands beside the guide, and the ways to close it. */

import type { MachineAct } from '../contract/kiosk.ts'
import type { Portal, StripPart } from '../server/fleet/rules.ts'
import type { Page } from '../server/pages/page.ts'
import type { RoomFillers } from '../server/pages/slots.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { Pictogram } from './components/pictogram.tsx'

/** What a page shows of its kiosk. */
interface KioskView {
  readonly parts: readonly StripPart[]
  readonly portal: Portal | null
}

/** The words of the strip that say a name. */
interface NamedWords {
  readonly opening: string
  readonly open: string
}

/** `name` is that of the official page, in the language of the words. */
export function namedWords({ t }: Page, name: string): NamedWords {
  return { opening: t('kiosk:strip.opening', { name }), open: t('kiosk:strip.open', { name }) }
}

/** Fills the slots of a page; `pageOf` gives what a language needs, `nameOf` the name of the official page that is open. */
export function kioskFillers(
  view: KioskView,
  pageOf: (language: string) => Page,
  nameOf: (language: string) => string,
): RoomFillers {
  const strip = (language: string) => {
    const page = pageOf(language)
    return String(<KioskStrip page={page} view={view} named={namedWords(page, nameOf(language))} />)
  }
  return {
    room: 'fleet',
    // Nobody has to bring a computer of their own.
    between: { strips: strip, kiosk: strip, 'own-pc': () => '' },
    officialPath: (language, guideId) => `/${language}/kiosk/open/${guideId}`,
    opensBeside: true,
  }
}

/** Every part stands in the strip; those that do not count are hidden, so that a script has to change no markup. */
function KioskStrip({ page, view, named }: { page: Page; view: KioskView; named: NamedWords }) {
  const { t, language } = page
  const sentences: readonly (readonly [StripPart, PictogramId, string])[] = [
    ['opening', 'wait', named.opening],
    ['open', 'open-portal', named.open],
    ['unseen', 'lock', t('kiosk:strip.unseen')],
    ['closed-card', 'id-card', t('kiosk:strip.closed.card')],
    ['closed-crash', 'not-working', t('kiosk:strip.closed.crash')],
    ['closed-not-allowed', 'info', t('kiosk:strip.closed.not-allowed')],
    ['closed-window', 'info', t('kiosk:strip.closed.window')],
    ['document', 'document', t('kiosk:strip.document')],
    ['not-kept', 'erase', t('kiosk:strip.notKept')],
    ['refused', 'info', t('kiosk:strip.refused')],
    ['printer-no-paper', 'printer-no-paper', t('kiosk:printer.no-paper')],
    ['printer-jam', 'printer-jam', t('kiosk:printer.jam')],
    ['printer-not-working', 'printer-not-working', t('kiosk:printer.not-working')],
  ]
  const buttons: readonly (readonly [MachineAct | 'close-portal', PictogramId, string])[] = [
    ['print-document', 'printer', t('kiosk:strip.printDocument')],
    ['close-document', 'close-document', t('kiosk:strip.closeDocument')],
    ['close-window', 'close-window', t('kiosk:strip.closeWindow')],
    ['close-portal', 'close-portal', t('kiosk:strip.closePortal')],
  ]
  const isHidden = (part: StripPart) => !view.parts.includes(part)
  return (
    <section class="kiosk-strip" aria-label={t('pictograms:kiosk')} data-events={`/${language}/kiosk/screen`}>
      <link rel="stylesheet" href={page.asset('fleet.css')} />
      <script type="module" src={page.asset('fleet.js')}></script>
      <div role="status">
        {sentences.map(([part, pictogram, words]) => (
          <p class="with-pictogram" data-part={part} hidden={isHidden(part)}>
            <Pictogram page={page} id={pictogram} size={36} />
            <span>{words}</span>
          </p>
        ))}
      </div>
      <form method="post">
        {buttons.map(([part, pictogram, words]) => (
          <button
            type="submit"
            formaction={`/${language}/kiosk/${part}`}
            data-part={part}
            hidden={isHidden(part)}
          >
            <Pictogram page={page} id={pictogram} size={32} />
            <span>{words}</span>
          </button>
        ))}
      </form>
    </section>
  )
}
