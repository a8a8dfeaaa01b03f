/** The kiosks on the host's page: whether somebody is there, whether the machine answers, and its printer's trouble. */

import type { KioskInList } from '../server/host/host.ts'
import type { HelperPage } from '../server/web/helper-page.ts'
import { Field, Problem } from './components/form-parts.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { type HostProblem, longestName } from './host.tsx'

export function HostKiosks(props: {
  page: HelperPage
  kiosks: readonly KioskInList[]
  /** What was wrong in the form. */
  problem: HostProblem | null
}) {
  const { page, kiosks, problem } = props
  const { t } = page
  return (
    <section>
      <h2>{t('host:kiosks')}</h2>
      {kiosks.length === 0 ? (
        <p>{t('host:noKiosks')}</p>
      ) : (
        <ul class="rows">
          {kiosks.map(({ id, name, inUse, answers, printerTrouble }) => (
            <li>
              <p>
                <strong>{name}</strong>
              </p>
              <p class="note">{inUse ? t('host:inUse') : t('host:free')}</p>
              <p class="note">{answers ? t('kiosk:host.answers') : t('kiosk:host.silent')}</p>
              {printerTrouble === null ? null : (
                <p class="note">{t(`kiosk:host.printer.${printerTrouble}`)}</p>
              )}
              <p class="row-acts">
                <a
                  class="further-act"
                  href={`/host/kiosks/${id}/remove`}
                  aria-label={`${t('host:remove')}: ${name}`}
                >
                  {t('host:remove')}
                </a>
              </p>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/host/kiosks" class="add">
        <Problem text={problem?.text ?? null} />
        <Field
          name="kiosk-name"
          label={t('host:kioskName')}
          hint={t('host:kioskNameHint')}
          autocomplete="off"
          value={problem?.typed ?? ''}
          maxlength={longestName}
          refused={problem !== null}
        />
        <button type="submit" class="further-act">
          <Pictogram page={page} id="add" size={36} />
          <span>{t('host:addKiosk')}</span>
        </button>
      </form>
    </section>
  )
}
