/** What a host does: sets the site up, names it, invites and removes mediators, adds and removes kiosks. */

import { type Context, Hono } from 'hono'
import {
  ConfirmPage,
  HostPage,
  type HostProblem,
  LinkPage,
  SetUpPage,
  type SetUpProblem,
} from '../../views/host.tsx'
import { HostKioskPage } from '../../views/host-kiosks.tsx'
import { SayingPage } from '../../views/sign-in.tsx'
import type { Account } from '../accounts/rules.ts'
import { type PageStatus, sendFleetingPage } from '../pages/respond.ts'
import { staffPageOf } from '../pages/staff-page.ts'
import type { Translate } from '../pages/words.ts'
import type { Services } from '../services.ts'
import { type Failure, failureOf } from '../sign-in/failure-messages.ts'
import type { HostProof } from '../sign-in/store.ts'
import { formOf } from '../web/forms.ts'
import { hashToken } from '../web/tokens.ts'
import { placeName } from './rules.ts'

/** What was typed into the form of the first start, shown again where something was wrong. */
interface SetUpForm {
  readonly name: string
  readonly siteName: string
}

/** Open to everybody who has the link of the first start. */
export function setUpRoutes(services: Services): Hono {
  const { pages, setUp, site } = services
  const routes = new Hono()
  const pageAt = (c: Context, token: string) => staffPageOf(services, c, `/host/set-up/${token}`)

  async function show(
    c: Context,
    token: string,
    typed: SetUpForm,
    problem: SetUpProblem | null,
  ): Promise<Response> {
    const page = pageAt(c, token)
    const { t } = page
    const state = await setUp.state(token)
    if (state === 'open') {
      const markup = <SetUpPage page={page} token={token} {...typed} problem={problem} />
      return sendFleetingPage(c, pages, markup, problem === null ? 200 : 422)
    }
    const done = state === 'done'
    return sendFleetingPage(
      c,
      pages,
      <SayingPage
        page={page}
        title={done ? t('host:setUpClosedTitle') : t('host:setUpUnknownTitle')}
        words={done ? t('host:setUpClosedWords') : t('host:setUpUnknownWords')}
        leadsTo="/host/sign-in"
        leadsBy={t('accounts:signInTitle')}
      />,
      done ? 410 : 404,
    )
  }

  routes.get('/set-up/:token', (c) =>
    show(c, c.req.param('token'), { name: '', siteName: site.name() }, null),
  )

  routes.post('/set-up/:token', async (c) => {
    const token = c.req.param('token')
    const { t } = pageAt(c, token)
    const form = await formOf(c)
    const typed = { name: form.get('name') ?? '', siteName: form.get('site-name') ?? '' }
    const siteName = placeName(typed.siteName)
    if (siteName === null) {
      return show(c, token, typed, { text: t('host:siteNameMissing'), about: 'site' })
    }
    const choice = { passphrase: form.get('passphrase') ?? '', again: form.get('again') ?? '' }
    const result = await setUp.finish(token, typed.name, choice, siteName)
    if (result.kind !== 'signed-in' && result.kind !== 'half-way') {
      return show(c, token, typed, failureOf(t, result, ''))
    }
    await services.nameSite(siteName)
    return services.entrances.host.enter(c, result, '/host')
  })

  return routes
}

/** Behind the sign-in of a host. */
export function hostRoutes(services: Services): Hono {
  const { pages, kiosks, liveKiosks, visits, site } = services
  const mediators = services.staff.companion
  const hosts = services.staff.host
  const entrance = services.entrances.host
  const routes = new Hono()

  async function page(
    c: Context,
    said: { readonly problem?: HostProblem; readonly done?: string } = {},
    status: PageStatus = 200,
  ): Promise<Response> {
    const inUse = await visits.kiosksInUse()
    const shownKiosks = await Promise.all(
      kiosks.list().map(async (kiosk) => ({
        ...kiosk,
        ...(await liveKiosks.statusOf(kiosk.id)),
        inUse: inUse.has(kiosk.id),
      })),
    )
    return sendFleetingPage(
      c,
      pages,
      <HostPage
        page={staffPageOf(services, c, '/host')}
        siteName={site.name()}
        asksSecondFactor={await hosts.secondFactors.isAsked()}
        mediators={await mediators.accounts.list()}
        kiosks={shownKiosks}
        problem={said.problem ?? null}
        done={said.done ?? null}
      />,
      status,
    )
  }

  routes.get('/', (c) => page(c))

  routes.post('/site-name', async (c) => {
    const { t } = staffPageOf(services, c, '/host')
    const typed = (await formOf(c)).get('site-name') ?? ''
    const name = placeName(typed)
    if (name === null) {
      return page(c, { problem: { form: 'site', typed, text: t('host:siteNameMissing') } }, 422)
    }
    await services.nameSite(name)
    return page(c, { done: t('host:siteNameAtOnce') })
  })

  /** What a host shows before something that lasts longer than a sign-in: the passphrase, from just now. */
  async function proofOf(c: Context, passphrase: string): Promise<HostProof | Failure> {
    const { id } = c.get('hostAccount')
    const token = entrance.tokenOf(c)
    const checked = await hosts.signIns.proveAgain(id, passphrase, entrance.originOf(c))
    const { t } = staffPageOf(services, c, '/host')
    if (checked.kind !== 'right') return failureOf(t, checked, t('accounts:oldWrong')) ?? refusedProof(t)
    if (token === null) return refusedProof(t)
    return { accountId: id, passphraseHash: checked.hash, signInHash: hashToken(token) }
  }

  function refusedProof(t: Translate): Failure {
    return { text: t('accounts:oldWrong'), status: 403, about: 'sign-in' }
  }

  routes.post('/ask-second-factor', async (c) => {
    const { t } = staffPageOf(services, c, '/host')
    const form = await formOf(c)
    const asked = form.get('asked') === 'yes'
    const proof = await proofOf(c, form.get('proof') ?? '')
    function problemOf({ text, status, waitSeconds }: Failure) {
      if (waitSeconds !== undefined) c.header('retry-after', String(waitSeconds))
      return page(c, { problem: { form: 'second-factor', typed: '', text } }, status)
    }
    if ('text' in proof) return problemOf(proof)
    if (!(await hosts.secondFactors.ask(asked, proof))) return problemOf(refusedProof(t))
    const { app, cardCodesLeft, passkeys } = await hosts.secondFactors.of(proof.accountId)
    const hasNone = !app && cardCodesLeft === 0 && passkeys === 0
    if (!asked || !hasNone) {
      return page(c, { done: asked ? t('host:secondFactorIsAsked') : t('host:secondFactorIsNotAsked') })
    }
    // Whoever asks it of the others begins.
    const halfWay = await hosts.secondFactors.begin(proof.accountId, proof, '/host')
    await entrance.goHalfWay(c, halfWay)
    return c.redirect('/host/second-factor', 303)
  })

  /** Somebody who has lost what they sign in with, at a site that asks for two things. */
  async function newStartPage(c: Context, account: Account, failure: Failure | null): Promise<Response> {
    if (failure?.waitSeconds !== undefined) c.header('retry-after', String(failure.waitSeconds))
    const { id, name } = account
    const shown = staffPageOf(services, c, `/host/mediators/${id}/new-start`)
    return sendFleetingPage(
      c,
      pages,
      <ConfirmPage
        page={shown}
        title={shown.t('host:newStartTitle', { name })}
        words={shown.t('host:newStartWords')}
        action={`/host/mediators/${id}/new-start`}
        yes={shown.t('host:newStart')}
        proof={{ problem: failure?.text ?? null }}
      />,
      failure?.status ?? 200,
    )
  }

  routes.get('/mediators/:id/new-start', async (c) => {
    const account = await mediators.accounts.find(c.req.param('id'))
    return account === null ? c.redirect('/host', 303) : newStartPage(c, account, null)
  })

  routes.post('/mediators/:id/new-start', async (c) => {
    const account = await mediators.accounts.find(c.req.param('id'))
    if (account === null) return c.redirect('/host', 303)
    const proof = await proofOf(c, (await formOf(c)).get('proof') ?? '')
    if ('text' in proof) return newStartPage(c, account, proof)
    const begun = await mediators.signIns.startAnew(account.id, proof)
    if (begun === null) {
      return newStartPage(c, account, refusedProof(staffPageOf(services, c, '/host').t))
    }
    return showInvitation(c, begun.account.name, begun.token, false)
  })

  /** The address of an invitation stands in the answer alone: nowhere is it kept, and no address carries it. */
  function showInvitation(c: Context, name: string, token: string, hasPassphrase: boolean) {
    const shown = staffPageOf(services, c, '/host')
    const { t } = shown
    return sendFleetingPage(
      c,
      pages,
      <LinkPage
        page={shown}
        title={t('host:linkTitle', { name })}
        label={t('host:link')}
        link={`${services.publicUrl}/companion/invitation/${token}`}
        words={[
          t('host:linkWords'),
          t('host:linkOnce'),
          ...(hasPassphrase ? [t('host:oldPassphraseCounts')] : []),
        ]}
      />,
    )
  }

  routes.post('/mediators', async (c) => {
    const { t } = staffPageOf(services, c, '/host')
    const form = await formOf(c)
    const typed = form.get('mediator-name') ?? ''
    const invited = await mediators.accounts.invite(typed, form.get('trained') === 'yes')
    if (invited.kind === 'invited') return showInvitation(c, invited.account.name, invited.token, false)
    const text = failureOf(t, invited, '')?.text ?? ''
    return page(c, { problem: { form: 'mediator', typed, text } }, 422)
  })

  routes.post('/mediators/:id/link', async (c) => {
    const account = await mediators.accounts.find(c.req.param('id'))
    // A link ends the second factor of whoever has one, so it takes what a new start takes.
    if (account?.hasPassphrase && (await hosts.secondFactors.isAsked())) {
      return c.redirect(`/host/mediators/${account.id}/new-start`, 303)
    }
    const again = await mediators.accounts.inviteAgain(c.req.param('id'))
    if (again === null) return c.redirect('/host', 303)
    return showInvitation(c, again.account.name, again.token, again.account.hasPassphrase)
  })

  routes.post('/mediators/:id/trained', async (c) => {
    const form = await formOf(c)
    const account = await mediators.accounts.find(c.req.param('id'))
    if (account !== null) await mediators.accounts.setTrained(account.id, form.get('trained') === 'yes')
    return c.redirect('/host', 303)
  })

  routes.get('/mediators/:id/remove', async (c) => {
    const account = await mediators.accounts.find(c.req.param('id'))
    if (account === null) return c.redirect('/host', 303)
    const { id, name } = account
    const shown = staffPageOf(services, c, `/host/mediators/${id}/remove`)
    return sendFleetingPage(
      c,
      pages,
      <ConfirmPage
        page={shown}
        title={shown.t('host:removeMediatorTitle', { name })}
        words={shown.t('host:removeMediatorWords')}
        action={`/host/mediators/${id}/remove`}
        yes={shown.t('host:removeMediator', { name })}
      />,
    )
  })

  routes.post('/mediators/:id/remove', async (c) => {
    await mediators.signIns.remove(c.req.param('id'))
    return c.redirect('/host', 303)
  })

  routes.post('/kiosks', async (c) => {
    const { t } = staffPageOf(services, c, '/host')
    const typed = (await formOf(c)).get('kiosk-name') ?? ''
    const name = placeName(typed)
    if (name === null) {
      return page(c, { problem: { form: 'kiosk', typed, text: t('host:kioskNameMissing') } }, 422)
    }
    const { id } = await kiosks.add(name)
    return c.redirect(`/host/kiosks/${id}`, 303)
  })

  const kioskAt = (c: Context) => kiosks.list().find(({ id }) => id === c.req.param('id'))

  routes.get('/kiosks/:id', async (c) => {
    const kiosk = kioskAt(c)
    if (kiosk === undefined) return c.redirect('/host', 303)
    const shown = staffPageOf(services, c, `/host/kiosks/${kiosk.id}`)
    return sendFleetingPage(c, pages, <HostKioskPage page={shown} kiosk={kiosk} />)
  })

  // Either secret stands in the answer alone: nowhere is it kept, and no address of ours carries the token.
  routes.post('/kiosks/:id/link', async (c) => {
    const kiosk = kioskAt(c)
    const link = kiosk === undefined ? null : await kiosks.newLink(kiosk.id)
    if (kiosk === undefined || link === null) return c.redirect('/host', 303)
    const shown = staffPageOf(services, c, `/host/kiosks/${kiosk.id}`)
    const { t } = shown
    return sendFleetingPage(
      c,
      pages,
      <LinkPage
        page={shown}
        title={t('host:kioskLinkTitle', { name: kiosk.name })}
        label={t('host:link')}
        link={`${services.publicUrl}/kiosks/${link}`}
        words={[t('host:kioskLinkWords'), t('host:kioskLinkOnce')]}
      />,
    )
  })

  routes.post('/kiosks/:id/token', async (c) => {
    const kiosk = kioskAt(c)
    const token = kiosk === undefined ? null : await kiosks.newToken(kiosk.id)
    if (kiosk === undefined || token === null) return c.redirect('/host', 303)
    await liveKiosks.dismiss(kiosk.id)
    const shown = staffPageOf(services, c, `/host/kiosks/${kiosk.id}`)
    const { t } = shown
    return sendFleetingPage(
      c,
      pages,
      <LinkPage
        page={shown}
        title={t('host:kioskTokenTitle', { name: kiosk.name })}
        label={t('host:kioskToken')}
        link={token}
        words={[t('host:kioskTokenWords'), t('host:kioskTokenOnce'), t('host:kioskTokenSecret')]}
      />,
    )
  })

  routes.get('/kiosks/:id/remove', async (c) => {
    const kiosk = kioskAt(c)
    if (kiosk === undefined) return c.redirect('/host', 303)
    const { id, name } = kiosk
    const shown = staffPageOf(services, c, `/host/kiosks/${id}/remove`)
    return sendFleetingPage(
      c,
      pages,
      <ConfirmPage
        page={shown}
        title={shown.t('host:removeKioskTitle', { name })}
        words={shown.t('host:removeKioskWords')}
        action={`/host/kiosks/${id}/remove`}
        yes={shown.t('host:removeKiosk')}
      />,
    )
  })

  routes.post('/kiosks/:id/remove', async (c) => {
    await kiosks.remove(c.req.param('id'))
    await liveKiosks.forget(c.req.param('id'))
    return c.redirect('/host', 303)
  })

  return routes
}
