/** Signing in with a passkey: small JSON for the page's script. */

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Area, kindOfArea } from '../accounts/rules.ts'
import type { Services } from '../services.ts'
import { addressOfRequest } from '../web/network.ts'
import { readAuthentication } from './passkey-messages.ts'
import type { Passkeys } from './passkeys-live.ts'

/** Where the site has no passkeys, nothing of them is there. */
function passkeysOf(services: Services): Passkeys {
  if (services.passkeys === null) throw new HTTPException(400)
  return services.passkeys
}

/** Open to everybody: signing in. */
export function passkeySignInRoutes(services: Services, area: Area): Hono {
  const kind = kindOfArea[area]
  const entrance = services.entrances[area]
  const { secondFactors } = services.staff[area]
  const routes = new Hono()

  routes.post('/sign-in/passkey/options', async (c) => {
    if (!(await services.networkTurns.challenges.take(addressOfRequest(c)))) throw new HTTPException(429)
    return c.json(await passkeysOf(services).optionsToSignIn(kind))
  })

  routes.post('/sign-in/passkey', async (c) => {
    const answer = readAuthentication(await c.req.text())
    const used = answer === null ? null : await passkeysOf(services).used(kind, answer)
    const signIn = used === null ? null : await secondFactors.signInBy(used.accountId, used.passkey)
    if (signIn === null) throw new HTTPException(403)
    await entrance.signIn(c, signIn)
    return c.json({ signedIn: true })
  })

  return routes
}
