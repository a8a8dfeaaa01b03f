/** How a mediator's phone comes to trust the root of this site. */

import type { StaffPage } from '../server/pages/staff-page.ts'
import { Pictogram } from './components/pictogram.tsx'
import { StaffLayout } from './staff-layout.tsx'

/** `name` is that of the root, as the phone shows it; `fingerprint` its SHA-256. */
export function CertificatePage(props: { page: StaffPage; name: string; fingerprint: string }) {
  const { page, name } = props
  const { t } = page
  return (
    <StaffLayout page={page} title={t('certificate:title')}>
      <h1>{t('certificate:title')}</h1>
      <p class="purpose">{t('certificate:purpose')}</p>
      <p>{t('certificate:warning')}</p>
      <section>
        <h2>{t('certificate:compareTitle')}</h2>
        <p>{t('certificate:compare')}</p>
        <p>
          <code>{props.fingerprint.replaceAll(':', ' ')}</code>
        </p>
        <p>{t('certificate:byHand')}</p>
      </section>
      <section>
        <h2>iPhone, iPad</h2>
        <ol class="trust">
          <li>
            <a class="further-act" href="/certificate/root.cer">
              {t('certificate:download')}
            </a>
          </li>
          <li>{t('certificate:iPhoneInstall')}</li>
          <li>{t('certificate:iPhoneTrust', { name })}</li>
        </ol>
      </section>
      <section>
        <h2>Android</h2>
        <ol class="trust">
          <li>
            <a class="further-act" href="/certificate/root.crt">
              {t('certificate:download')}
            </a>
          </li>
          <li>{t('certificate:androidInstall')}</li>
          <li>{t('certificate:androidChoose')}</li>
          <li>{t('certificate:androidChrome')}</li>
        </ol>
      </section>
      <p class="note">{t('certificate:dated')}</p>
      <p>
        <a class="main-act" href="/companion">
          <Pictogram page={page} id="sign-in" size={36} />
          <span>{t('accounts:signInTitle')}</span>
        </a>
      </p>
    </StaffLayout>
  )
}
