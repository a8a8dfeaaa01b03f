/** One's own account, behind the sign-in: the same for mediators and for hosts. */

import { type Context, Hono } from 'hono'
import { AccountPage } from '../../views/own-account.tsx'
import type { Area } from '../accounts/rules.ts'
import type { Country } from '../content/rules.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import { staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'
import { type Failure, failureOf } from '../sign-in/failure-messages.ts'
import { formOf } from '../web/forms.ts'
import { hashToken } from '../web/tokens.ts'

/** A moment of the last half day, as the language writes it in the country, by its clocks. */
function writtenMoment({ code, timeZone }: Country, language: string, milliseconds: number): string {
  const format = new Intl.DateTimeFormat(`${language}-${code.toUpperCase()}`, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  return format.format(milliseconds)
}

/** The passphrase, one's sign-ins, and signing out everywhere. */
export function ownAccountRoutes(services: Services, area: Area): Hono {
  const entrance = services.entrances[area]
  const { accounts, signIns, secondFactors } = services.staff[area]
  const routes = new Hono()
  const path = `/${area}/account`
  const idOf = (c: Context) => entrance.personOf(c).id

  async function show(c: Context, failure: Failure | null, done: string | null): Promise<Response> {
    if (failure?.waitSeconds !== undefined) c.header('retry-after', String(failure.waitSeconds))
    const page = staffPageOf(services, c, path)
    const signInsHere = await signIns.listOf(idOf(c), entrance.tokenOf(c))
    return sendFleetingPage(
      c,
      services.pages,
      <AccountPage
        page={page}
        problem={failure}
        done={done}
        passkeys={(await services.passkeysAt(c.req.header('host'))?.list(idOf(c))) ?? null}
        endsPasskeys={services.passkeys !== null}
        secondFactor={{
          asked: await secondFactors.isAsked(),
          ...(await secondFactors.of(idOf(c))),
        }}
        signIns={signInsHere.map(({ id, since, isHere }) => ({
          id,
          isHere,
          since: writtenMoment(services.country, page.language, since),
        }))}
      />,
      failure?.status ?? 200,
    )
  }

  routes.get('/account', (c) => show(c, null, null))

  routes.post('/account/passphrase', async (c) => {
    const account = await accounts.find(idOf(c))
    const token = entrance.tokenOf(c)
    if (account === null || token === null) return c.redirect(`/${area}/sign-in`, 303)
    const form = await formOf(c)
    const choice = { passphrase: form.get('passphrase') ?? '', again: form.get('again') ?? '' }
    const result = await signIns.changePassphrase(
      account,
      form.get('old') ?? '',
      choice,
      entrance.originOf(c),
      token,
    )
    const { t } = staffPageOf(services, c, path)
    if (result.kind !== 'signed-in') return show(c, failureOf(t, result, t('accounts:oldWrong')), null)
    await entrance.signIn(c, result.signIn)
    return show(c, null, t('accounts:changed'))
  })

  routes.post('/account/second-factor', async (c) => {
    const token = entrance.tokenOf(c)
    const passphrase = (await formOf(c)).get('second-proof') ?? ''
    const checked = await signIns.proveAgain(idOf(c), passphrase, entrance.originOf(c))
    const { t } = staffPageOf(services, c, path)
    if (checked.kind !== 'right') return show(c, failureOf(t, checked, t('accounts:oldWrong')), null)
    if (token === null) return c.redirect(`/${area}/sign-in`, 303)
    const proof = { passphraseHash: checked.hash, signInHash: hashToken(token) }
    const halfWay = await secondFactors.begin(idOf(c), proof, path)
    await entrance.goHalfWay(c, halfWay)
    return c.redirect(`/${area}/second-factor`, 303)
  })

  routes.post('/account/sign-ins/end', async (c) => {
    await signIns.endOne(idOf(c), (await formOf(c)).get('id') ?? '')
    return c.redirect(path, 303)
  })

  routes.post('/account/passkeys/remove', async (c) => {
    const removed = await services.passkeys?.remove(idOf(c), (await formOf(c)).get('id') ?? '')
    if (removed !== false) return c.redirect(path, 303)
    const { t } = staffPageOf(services, c, path)
    return show(c, { text: t('second-factor:last'), status: 409, about: null }, null)
  })

  routes.post('/sign-out-everywhere', async (c) => {
    await signIns.signOutEverywhere(idOf(c))
    entrance.signOut(c)
    return c.redirect(`/${area}/sign-in`, 303)
  })

  return routes
}
