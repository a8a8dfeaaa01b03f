/** Adding a passkey to one's own account: small JSON for the page's script. */

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Area, kindOfArea } from '../accounts/rules.ts'
import { staffPageOf } from '../pages/staff-page.ts'
import { readRegistration } from '../second-factor/passkey-messages.ts'
import type { Passkeys } from '../second-factor/passkeys-live.ts'
import type { Services } from '../services.ts'
import { failureOf } from '../sign-in/failure-messages.ts'
import { formOf } from '../web/forms.ts'
import { hashToken } from '../web/tokens.ts'

/** Where the site has no passkeys, nothing of them is there. */
function passkeysOf(services: Services): Passkeys {
  if (services.passkeys === null) throw new HTTPException(400)
  return services.passkeys
}

export function ownPasskeyRoutes(services: Services, area: Area): Hono {
  const kind = kindOfArea[area]
  const entrance = services.entrances[area]
  const { signIns } = services.staff[area]
  const routes = new Hono()
  const { personOf } = entrance

  routes.post('/account/passkeys/options', async (c) => {
    const passkeys = passkeysOf(services)
    const passphrase = (await formOf(c)).get('proof') ?? ''
    const signIn = entrance.tokenOf(c)
    const checked = await signIns.proveAgain(personOf(c).id, passphrase, entrance.originOf(c))
    if (checked.kind !== 'right' || signIn === null) {
      const { t } = staffPageOf(services, c, `/${area}/account`)
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
