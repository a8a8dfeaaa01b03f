/** Adding, removing and signing in with passkeys: small JSON for the page's script. */

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Services } from '../services.ts'
import { formOf } from '../web/forms.ts'
import { helperPageOf } from '../web/helper-page.ts'
import { addressOfRequest } from '../web/network.ts'
import { hashToken, originOf, signInCookies, signInHere } from '../web/sign-in.ts'
import { readAuthentication, readRegistration } from '../web/webauthn.ts'
import type { Area } from './accounts.ts'
import { failureOf } from './failures.ts'
import type { Passkeys } from './passkeys.ts'

/** Where the site has no passkeys, nothing of them is there. */
function passkeysOf(services: Services): Passkeys {
  if (services.passkeys === null) throw new HTTPException(400)
  return services.passkeys
}

const kinds = { companion: 'mediator', host: 'host' } as const

/** Open to everybody: signing in. */
export function passkeySignInRoutes(services: Services, area: Area): Hono {
  const kind = kinds[area]
  const signIns = area === 'companion' ? services.mediators.signIns : services.hosts
  const routes = new Hono()

  routes.post(`/${area}/sign-in/passkey/options`, async (c) => {
    if (!services.networkTurns.challenges.take(addressOfRequest(c))) throw new HTTPException(429)
    return c.json(await passkeysOf(services).optionsToSignIn(kind))
  })

  routes.post(`/${area}/sign-in/passkey`, async (c) => {
    const answer = readAuthentication(await c.req.text())
    const used = answer === null ? null : await passkeysOf(services).used(kind, answer)
    const signIn = used === null ? null : await signIns.open(used.accountId, used.passkey)
    if (signIn === null) throw new HTTPException(403)
    await signInHere(c, services, area, signIns, signIn)
    return c.json({ signedIn: true })
  })

  return routes
}

/** Behind the sign-in: one's own passkeys. */
export function passkeyRoutes(services: Services, area: Area): Hono {
  const kind = kinds[area]
  const signIns = area === 'companion' ? services.mediators.signIns : services.hosts
  const routes = new Hono()
  const personOf = (c: Context) => (area === 'companion' ? c.get('mediator') : c.get('hostAccount'))

  routes.post(`/${area}/account/passkeys/options`, async (c) => {
    const passkeys = passkeysOf(services)
    const passphrase = (await formOf(c)).get('proof') ?? ''
    const signIn = services.cookies.tokenIn(c.req.header('cookie'), signInCookies[area])
    const checked = await signIns.proveAgain(personOf(c).id, passphrase, originOf(c, services, area))
    if (checked.kind !== 'right' || signIn === null) {
      const { t } = helperPageOf(services, c, `/${area}/account`)
      const failure = failureOf(
        t,
        checked.kind === 'right' ? { kind: 'refused' } : checked,
        t('accounts:oldWrong'),
      )
      return c.json({ problem: failure?.text }, failure?.status ?? 403)
    }
    const proof = { passphraseHash: checked.hash, signInHash: hashToken(signIn) }
    return c.json(await passkeys.optionsToAdd(kind, personOf(c), proof))
  })

  routes.post(`/${area}/account/passkeys`, async (c) => {
    const answer = readRegistration(await c.req.text())
    const added = answer !== null && (await passkeysOf(services).add(kind, personOf(c), answer))
    if (!added) throw new HTTPException(400)
    return c.json({ added: true })
  })

  return routes
}
