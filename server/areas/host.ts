/** The pages of hosts. */

import type { Hono } from 'hono'
import { hostRoutes, setUpRoutes } from '../host/routes.tsx'
import { ownPasskeyRoutes } from '../own-account/passkey-routes.ts'
import { ownAccountRoutes } from '../own-account/routes.tsx'
import { keepLanguage } from '../pages/staff-page.ts'
import { passkeySignInRoutes } from '../second-factor/passkey-routes.ts'
import { secondFactorRoutes } from '../second-factor/routes.tsx'
import type { Services } from '../services.ts'
import { invitationRoutes } from '../sign-in/invitation-routes.tsx'
import { showSignIn, signInRoutes } from '../sign-in/routes.tsx'
import { createArea, type Room } from './area.ts'

export function hostArea(services: Services, added: readonly Room[] = []): Hono {
  const { guard, admit } = services.entrances.host
  return createArea({
    at: '/host',
    before: [guard, keepLanguage(services), services.answerOnce.middleware],
    open: [
      signInRoutes(services, 'host'),
      passkeySignInRoutes(services, 'host'),
      secondFactorRoutes(services, 'host', showSignIn),
      invitationRoutes(services, 'host'),
      setUpRoutes(services),
    ],
    guard: admit,
    rooms: [
      hostRoutes(services),
      ownAccountRoutes(services, 'host'),
      ownPasskeyRoutes(services, 'host'),
      ...added,
    ],
  })
}
