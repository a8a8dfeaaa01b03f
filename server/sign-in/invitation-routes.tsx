/** The link of a mediator, or of a host who begins anew: the page shows it, and only choosing a passphrase spends it. */

import { type Context, Hono } from 'hono'
import { InvitationPage, SayingPage } from '../../views/sign-in.tsx'
import type { Area } from '../accounts/rules.ts'
import { sendFleetingPage } from '../pages/respond.ts'
import { staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'
import { formOf } from '../web/forms.ts'
import { failureOf } from './failure-messages.ts'

export function invitationRoutes(services: Services, area: Area): Hono {
  const { pages } = services
  const entrance = services.entrances[area]
  const { accounts, signIns } = services.staff[area]
  const routes = new Hono()
  const pageAt = (c: Context, token: string) => staffPageOf(services, c, `/${area}/invitation/${token}`)

  /** The page of a link as it stands now: the form, or what has become of the link. */
  async function show(c: Context, token: string, problem: string | null): Promise<Response> {
    const page = pageAt(c, token)
    const { t } = page
    const invitation = await accounts.invitation(token)
    if (invitation.state === 'open') {
      return sendFleetingPage(
        c,
        pages,
        <InvitationPage page={page} token={token} name={invitation.account.name} problem={problem} />,
        problem === null ? 200 : 422,
      )
    }
    const said = {
      spent: [t('accounts:spentTitle'), t('accounts:spentWords')],
      expired: [t('accounts:expiredTitle'), t('accounts:expiredWords')],
      unknown: [t('accounts:unknownTitle'), t('accounts:unknownWords')],
    } as const
    const [title, words] = said[invitation.state]
    return sendFleetingPage(
      c,
      pages,
      <SayingPage
        page={page}
        title={title}
        words={words}
        leadsTo={`/${area}/sign-in`}
        leadsBy={t('accounts:signInTitle')}
      />,
      invitation.state === 'unknown' ? 404 : 410,
    )
  }

  routes.get('/invitation/:token', (c) => show(c, c.req.param('token'), null))

  routes.post('/invitation/:token', async (c) => {
    const token = c.req.param('token')
    const form = await formOf(c)
    const choice = { passphrase: form.get('passphrase') ?? '', again: form.get('again') ?? '' }
    const result = await signIns.accept(token, choice)
    if (result.kind === 'signed-in' || result.kind === 'half-way') {
      return entrance.enter(c, result, `/${area}`)
    }
    const failure = failureOf(pageAt(c, token).t, result, '')
    return show(c, token, failure?.text ?? null)
  })

  return routes
}
