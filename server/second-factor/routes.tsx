/** Between the passphrase and being in: a code, or setting the second factor up. Open to whoever is half-way, and no page more. */

import { type Context, Hono } from 'hono'
import { AppPage, CardPage, FactorChoicePage, SecondFactorPage } from '../../views/second-factor.tsx'
import { type Area, kindOfArea } from '../accounts/rules.ts'
import { qrCode } from '../pages/qr-code.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import { type StaffPage, staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'
import type { Failure } from '../sign-in/failure-messages.ts'
import { placeAfterSignIn } from '../sign-in/rules.ts'
import { formOf } from '../web/forms.ts'
import type { Added, Answered, Standing } from './live.ts'
import { readRegistration } from './passkey-messages.ts'
import { inGroups } from './rules.ts'

/** The page of the sign-in, which begins again: with the name that was typed, where one wanted to go, and what was wrong. */
type ShowSignIn = (
  c: Context,
  services: Services,
  area: Area,
  name: string,
  wanted: string,
  failure: Failure,
) => Promise<Response>

export function secondFactorRoutes(services: Services, area: Area, showSignIn: ShowSignIn): Hono {
  const entrance = services.entrances[area]
  const { secondFactors } = services.staff[area]
  const { pages } = services
  const routes = new Hono()
  const path = `/${area}/second-factor`
  const tokenOf = (c: Context) => entrance.halfWayTokenOf(c) ?? ''

  /** Nobody is signed in here, or nothing on the page needs it. */
  function pageAt(c: Context, place: string): StaffPage {
    return { ...staffPageOf(services, c, place), person: null }
  }

  /** Pages lead to the passphrase where nobody is half-way; what was sent is answered in words. */
  function beginAgain(c: Context, text: 'again' | 'tooMany' = 'again'): Promise<Response> | Response {
    if (c.req.method === 'GET') return c.redirect(`/${area}/sign-in`, 303)
    const { t } = pageAt(c, path)
    return showSignIn(c, services, area, '', '', {
      text: t(`second-factor:${text}`),
      status: 403,
      about: null,
    })
  }

  function answerPage(c: Context, failure: Failure | null): Promise<Response> {
    if (failure?.waitSeconds !== undefined) c.header('retry-after', String(failure.waitSeconds))
    return sendFleetingPage(
      c,
      pages,
      <SecondFactorPage
        page={pageAt(c, path)}
        problem={failure?.text ?? null}
        passkeys={services.passkeysAt(c.req.header('host')) !== null}
      />,
      failure?.status ?? 200,
    )
  }

  async function choicePage(c: Context, standing: Standing, failure: Failure | null): Promise<Response> {
    const { account, step, to } = standing
    return sendFleetingPage(
      c,
      pages,
      <FactorChoicePage
        page={pageAt(c, path)}
        problem={failure?.text ?? null}
        own={step === 'change' ? await secondFactors.of(account.id) : null}
        name={account.name}
        to={placeAfterSignIn(area, to)}
        passkeys={services.passkeysAt(c.req.header('host')) !== null}
      />,
      failure?.status ?? 200,
    )
  }

  routes.get('/second-factor', async (c) => {
    const standing = await secondFactors.look(tokenOf(c))
    if (standing === null) return beginAgain(c)
    return standing.step === 'answer' ? answerPage(c, null) : choicePage(c, standing, null)
  })

  /** What to say of a code that did not lead in; null where the passphrase comes first again. */
  function failureOfCode(c: Context, answered: Answered): Failure | null {
    const { t } = pageAt(c, path)
    switch (answered.kind) {
      case 'refused':
        return { text: t('second-factor:refused'), status: 403, about: null }
      case 'wait':
        return {
          text: t('accounts:wait', { seconds: answered.seconds }),
          status: 429,
          waitSeconds: answered.seconds,
          about: null,
        }
      case 'busy':
        return { text: t('accounts:busy'), status: 503, about: null }
      default:
        return null
    }
  }

  routes.post('/second-factor', async (c) => {
    const typed = (await formOf(c)).get('code') ?? ''
    const answered = await secondFactors.answer(tokenOf(c), typed, entrance.originOf(c))
    if (answered.kind === 'signed-in') {
      await entrance.signIn(c, answered.signIn)
      return c.redirect(placeAfterSignIn(area, answered.to), 303)
    }
    const failure = failureOfCode(c, answered)
    if (failure !== null) return answerPage(c, failure)
    return beginAgain(c, answered.kind === 'too-many' ? 'tooMany' : 'again')
  })

  /** Whoever has set the first one up is in by it. */
  async function enter(c: Context, added: Added): Promise<string> {
    if (added.signIn !== null) await entrance.signIn(c, added.signIn)
    return placeAfterSignIn(area, added.to)
  }

  async function appPage(c: Context, isWrong: boolean): Promise<Response> {
    const offer = await secondFactors.offerApp(tokenOf(c))
    if (offer === null) return beginAgain(c)
    const page = pageAt(c, `${path}/app`)
    return sendFleetingPage(
      c,
      pages,
      <AppPage
        page={page}
        code={qrCode(offer.address)}
        secret={inGroups(offer.secret)}
        problem={isWrong ? page.t('second-factor:appWrong') : null}
      />,
      isWrong ? 403 : 200,
    )
  }

  routes.get('/second-factor/app', (c) => appPage(c, false))

  routes.post('/second-factor/app', async (c) => {
    const added = await secondFactors.confirmApp(tokenOf(c), (await formOf(c)).get('code') ?? '')
    if (added.kind === 'refused') return appPage(c, true)
    if (added.kind === 'over') return beginAgain(c)
    return c.redirect(await enter(c, added), 303)
  })

  routes.post('/second-factor/card', async (c) => {
    const made = await secondFactors.makeCard(tokenOf(c))
    if (made.kind === 'over') return beginAgain(c)
    if (made.kind === 'busy') {
      const standing = await secondFactors.look(tokenOf(c))
      if (standing === null) return beginAgain(c)
      const { t } = pageAt(c, path)
      return choicePage(c, standing, { text: t('accounts:busy'), status: 503, about: null })
    }
    const to = await enter(c, made)
    return sendFleetingPage(
      c,
      pages,
      <CardPage page={pageAt(c, to)} codes={made.codes.map(inGroups)} to={to} />,
    )
  })

  routes.post('/second-factor/remove', async (c) => {
    const kind = (await formOf(c)).get('kind') === 'app' ? 'app' : 'card'
    const token = tokenOf(c)
    const removed = await secondFactors.remove(token, kind)
    if (removed === 'removed') return c.redirect(`/${area}/account`, 303)
    const standing = removed === 'last' ? await secondFactors.look(token) : null
    if (standing === null) return beginAgain(c)
    const { t } = pageAt(c, path)
    return choicePage(c, standing, { text: t('second-factor:last'), status: 409, about: null })
  })

  routes.post('/second-factor/passkey/options', async (c) => {
    const standing = await secondFactors.look(tokenOf(c))
    if (services.passkeys === null || standing === null || standing.step === 'answer') return c.json({}, 403)
    return c.json(await services.passkeys.optionsToAdd(kindOfArea[area], standing.account, standing.proof))
  })

  routes.post('/second-factor/passkey', async (c) => {
    const answer = readRegistration(await c.req.text())
    const standing = await secondFactors.look(tokenOf(c))
    if (services.passkeys === null || standing === null || answer === null) return c.json({}, 403)
    const registered = await services.passkeys.register(kindOfArea[area], standing.account, answer)
    if (registered === null) return c.json({}, 403)
    const added = await secondFactors.addPasskey(tokenOf(c), registered.passkey)
    if (added.kind === 'over') return c.json({}, 403)
    await enter(c, added)
    return c.json({ added: true })
  })

  return routes
}
