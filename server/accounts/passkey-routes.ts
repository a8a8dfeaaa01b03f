/** Adding, removing and signing in with passkeys: small JSON for the page's script. */

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { helperPageOf } from '../pages/helper-page.ts'
import type { Services } from '../services.ts'
import { formOf } from '../web/forms.ts'
import { addressOfRequest } from '../web/network.ts'
import { hashToken } from '../web/tokens.ts'
import { failureOf } from './failure-messages.ts'
import type { Passkeys } from './passkeys-live.ts'
import { type Area, kindOfArea } from './rules.ts'
import { readAuthentication, readRegistration } from './webauthn.ts'

/** Where the site has no passkeys, nothing of them is there. */
function passkeysOf(services: Services): Passkeys {
  if (services.passkeys === null) throw new HTTPException(400)
  return services.passkeys
}

/** Open to everybody: signing in. */
export function passkeySignInRoutes(services: Services, area: Area): Hono {
  const kind = kindOfArea[area]
  const entrance = services.entrances[area]
  const { signIns } = entrance
  const routes = new Hono()

  routes.post('/sign-in/passkey/options', async (c) => {
    if (!services.networkTurns.challenges.take(addressOfRequest(c))) throw new HTTPException(429)
    return c.json(await passkeysOf(services).optionsToSignIn(kind))
  })

  routes.post('/sign-in/passkey', async (c) => {
    const answer = readAuthentication(await c.req.text())
    const used = answer === null ? null : await passkeysOf(services).used(kind, answer)
    const signIn = used === null ? null : await signIns.open(used.accountId, used.passkey)
    if (signIn === null) throw new HTTPException(403)
    await entrance.signIn(c, signIn)
    return c.json({ signedIn: true })
  })

  return routes
}

/** Behind the sign-in: one's own passkeys. */
export function passkeyRoutes(services: Services, area: Area): Hono {
  const kind = kindOfArea[area]
  const entrance = services.entrances[area]
  const { signIns } = entrance
  const routes = new Hono()
  const { personOf } = entrance

  routes.post('/account/passkeys/options', async (c) => {
    const passkeys = passkeysOf(services)
    const passphrase = (await formOf(c)).get('proof') ?? ''
    const signIn = entrance.tokenOf(c)
    const checked = await signIns.proveAgain(personOf(c).id, passphrase, entrance.originOf(c))
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

  routes.post('/account/passkeys', async (c) => {
    const answer = readRegistration(await c.req.text())
    const added = answer !== null && (await passkeysOf(services).add(kind, personOf(c), answer))
    if (!added) throw new HTTPException(400)
    return c.json({ added: true })
  })

  return routes
}
