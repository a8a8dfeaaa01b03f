/** Signing in and out: the same for mediators and for hosts. */

import { type Context, Hono } from 'hono'
import { SignInPage } from '../../views/sign-in.tsx'
import type { Area } from '../accounts/rules.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import { staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'
import { formOf } from '../web/forms.ts'
import { type Failure, failureOf } from './failure-messages.ts'
import { placeAfterSignIn } from './rules.ts'

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
      page={{ ...staffPageOf(services, c, path), person: null }}
      to={to}
      name={name}
      problem={failure?.text ?? null}
      passkeys={services.passkeysAt(c.req.header('host')) !== null}
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
    const { t } = staffPageOf(services, c, `/${area}/sign-in`)
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
