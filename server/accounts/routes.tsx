/** Signing in and out, and one's own account: the same for mediators and for hosts. */

import { type Context, Hono } from 'hono'
import { AccountPage, SignInPage } from '../../views/accounts.tsx'
import type { Country } from '../content/rules.ts'
import { helperPageOf } from '../pages/helper-page.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import { formOf } from '../web/forms.ts'
import { isHost } from '../web/network.ts'
import { hashToken } from '../web/tokens.ts'
import { type Failure, failureOf } from './failure-messages.ts'
import type { Passkeys } from './passkeys-live.ts'
import { type Area, placeAfterSignIn } from './rules.ts'

/** Whether to speak of passkeys: at another address than its own the site has none, whatever the browser knows. */
export function passkeysHere(services: Services, c: Context): Passkeys | null {
  return isHost(c.req.header('host'), services.publicUrl) ? services.passkeys : null
}

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

/** The page of the sign-in, with what was typed before and what was wrong. */
export function showSignIn(
  c: Context,
  services: Services,
  area: Area,
  name: string,
  wanted: string | null | undefined,
  failure: Failure | null,
): Promise<Response> {
  const to = placeAfterSignIn(area, wanted)
  const path = `/${area}/sign-in${to === `/${area}` ? '' : `?to=${encodeURIComponent(to)}`}`
  if (failure?.waitSeconds !== undefined) c.header('retry-after', String(failure.waitSeconds))
  return sendFleetingPage(
    c,
    services.pages,
    <SignInPage
      page={{ ...helperPageOf(services, c, path), person: null }}
      to={to}
      name={name}
      problem={failure?.text ?? null}
      passkeys={passkeysHere(services, c) !== null}
    />,
    failure?.status ?? 200,
  )
}

/** Open to everybody: the sign-in, and the sign-out, which nobody is refused. */
export function signInRoutes(services: Services, area: Area): Hono {
  const entrance = services.entrances[area]
  const { signIns } = entrance
  const routes = new Hono()

  routes.get('/sign-in', (c) => showSignIn(c, services, area, '', c.req.query('to'), null))

  routes.post('/sign-in', async (c) => {
    const form = await formOf(c)
    const name = form.get('name') ?? ''
    const to = form.get('to') ?? ''
    const result = await signIns.signIn(name, form.get('passphrase') ?? '', entrance.originOf(c), to)
    if (result.kind === 'signed-in' || result.kind === 'half-way') {
      return entrance.enter(c, result, placeAfterSignIn(area, to))
    }
    const { t } = helperPageOf(services, c, `/${area}/sign-in`)
    const failure = failureOf(t, result, t('accounts:refused'))
    return showSignIn(c, services, area, name.slice(0, 60), to, failure)
  })

  routes.post('/sign-out', async (c) => {
    const token = entrance.tokenOf(c)
    if (token !== null) await signIns.signOut(token)
    entrance.signOut(c)
    return c.redirect(`/${area}/sign-in`, 303)
  })

  return routes
}

/** Behind the sign-in: the passphrase, one's sign-ins, and signing out everywhere. */
export function accountRoutes(services: Services, area: Area): Hono {
  const entrance = services.entrances[area]
  const { signIns } = entrance
  const routes = new Hono()
  const path = `/${area}/account`
  const idOf = (c: Context) => entrance.personOf(c).id

  async function show(c: Context, failure: Failure | null, done: string | null): Promise<Response> {
    if (failure?.waitSeconds !== undefined) c.header('retry-after', String(failure.waitSeconds))
    const page = helperPageOf(services, c, path)
    const signInsHere = await signIns.listOf(idOf(c), entrance.tokenOf(c))
    return sendFleetingPage(
      c,
      services.pages,
      <AccountPage
        page={page}
        problem={failure}
        done={done}
        passkeys={(await passkeysHere(services, c)?.list(idOf(c))) ?? null}
        endsPasskeys={services.passkeys !== null}
        secondFactor={{
          asked: await signIns.secondFactors.isAsked(),
          ...(await signIns.secondFactors.of(idOf(c))),
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
    const account = await signIns.find(idOf(c))
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
    const { t } = helperPageOf(services, c, path)
    if (result.kind !== 'signed-in') return show(c, failureOf(t, result, t('accounts:oldWrong')), null)
    await entrance.signIn(c, result.signIn)
    return show(c, null, t('accounts:changed'))
  })

  routes.post('/account/second-factor', async (c) => {
    const token = entrance.tokenOf(c)
    const proof = (await formOf(c)).get('second-proof') ?? ''
    const checked = await signIns.proveAgain(idOf(c), proof, entrance.originOf(c))
    const { t } = helperPageOf(services, c, path)
    if (checked.kind !== 'right') return show(c, failureOf(t, checked, t('accounts:oldWrong')), null)
    if (token === null) return c.redirect(`/${area}/sign-in`, 303)
    const halfWay = await signIns.secondFactors.begin(idOf(c), checked.hash, hashToken(token), path)
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
    const { t } = helperPageOf(services, c, path)
    return show(c, { text: t('second-factor:last'), status: 409, about: null }, null)
  })

  routes.post('/sign-out-everywhere', async (c) => {
    await signIns.signOutEverywhere(idOf(c))
    entrance.signOut(c)
    return c.redirect(`/${area}/sign-in`, 303)
  })

  return routes
}
