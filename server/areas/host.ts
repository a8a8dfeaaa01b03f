/** The pages of hosts. */

import type { Hono } from 'hono'
import { secondFactorRoutes } from '../accounts/factor-routes.tsx'
import { invitationRoutes } from '../accounts/invitation-routes.tsx'
import { passkeyRoutes, passkeySignInRoutes } from '../accounts/passkey-routes.ts'
import { accountRoutes, signInRoutes } from '../accounts/routes.tsx'
import { hostRoutes, setUpRoutes } from '../host/routes.tsx'
import { keepLanguage } from '../pages/helper-page.ts'
import type { Services } from '../services.ts'
import { createArea, type Room } from './area.ts'

export function hostArea(services: Services, added: readonly Room[] = []): Hono {
  const { guard, admit } = services.entrances.host
  return createArea({
    at: '/host',
    before: [guard, keepLanguage(services), services.answerOnce.middleware],
    open: [
      signInRoutes(services, 'host'),
      passkeySignInRoutes(services, 'host'),
      secondFactorRoutes(services, 'host'),
      invitationRoutes(services, 'host'),
      setUpRoutes(services),
    ],
    guard: admit,
    rooms: [hostRoutes(services), accountRoutes(services, 'host'), passkeyRoutes(services, 'host'), ...added],
  })
}
