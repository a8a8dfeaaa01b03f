/** The kiosks on the host's page: whether somebody is there, whether the machine answers, and its printer's trouble. */

import type { Kiosk } from '../server/fleet/rules.ts'
import type { KioskInList } from '../server/host/rules.ts'
import type { StaffPage } from '../server/pages/staff-page.ts'
import { Field, Problem } from './components/form-parts.tsx'
import { OnceForm } from './components/once-form.tsx'
import { Pictogram } from './components/pictogram.tsx'
import { type HostProblem, longestName } from './host.tsx'
import { StaffLayout } from './staff-layout.tsx'

export function HostKiosks(props: {
  page: StaffPage
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
          {kiosks.map(({ id, name, inUse, answers, printerTrouble, printerWarning }) => (
            <li>
              <p>
                <strong>{name}</strong>
              </p>
              <p class="note">{inUse ? t('host:inUse') : t('host:free')}</p>
              <p class="note">{answers ? t('kiosk:host.answers') : t('kiosk:host.silent')}</p>
              {printerTrouble === null ? null : (
                <p class="note">{t(`kiosk:host.printer.${printerTrouble}`)}</p>
              )}
              {printerWarning === 'none' ? null : (
                <p class="note">{t(`kiosk:host.printerWarns.${printerWarning}`)}</p>
              )}
              <p class="row-acts">
                <a
                  class="further-act"
                  href={`/host/kiosks/${id}`}
                  aria-label={`${t('host:kioskOpen')}: ${name}`}
                >
                  {t('host:kioskOpen')}
                </a>
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
      <OnceForm once={page.once} action="/host/kiosks" class="add">
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
      </OnceForm>
    </section>
  )
}

/** Where the host makes what a kiosk is opened with: a link for a browser, or a code for a machine's settings. */
export function HostKioskPage({ page, kiosk }: { page: StaffPage; kiosk: Kiosk }) {
  const { t } = page
  const { id, name } = kiosk
  const title = t('host:kioskTitle', { name })
  const ways = [
    ['link', t('host:kioskScreenTitle'), t('host:kioskScreenWords'), t('host:kioskNewLink')],
    ['token', t('host:kioskMachineTitle'), t('host:kioskMachineWords'), t('host:kioskNewToken')],
  ] as const
  return (
    <StaffLayout page={page} title={title}>
      <h1>{title}</h1>
      <p class="purpose">{t('host:kioskAnew')}</p>
      {ways.map(([secret, heading, words, act]) => (
        <section>
          <h2>{heading}</h2>
          <p>{words}</p>
          <OnceForm once={page.once} action={`/host/kiosks/${id}/${secret}`}>
            <button type="submit" class="further-act">
              <span>{act}</span>
            </button>
          </OnceForm>
        </section>
      ))}
      <p>
        <a class="main-act" href="/host">
          <Pictogram page={page} id="back" size={36} />
          <span>{t('host:backToHost')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}
