/** The pages of mediators. */

import type { Hono } from 'hono'
import { companionRoutes } from '../guided-sessions/companion-routes.tsx'
import { ownPasskeyRoutes } from '../own-account/passkey-routes.ts'
import { ownAccountRoutes } from '../own-account/routes.tsx'
import { keepLanguage } from '../pages/staff-page.ts'
import { passkeySignInRoutes } from '../second-factor/passkey-routes.ts'
import { secondFactorRoutes } from '../second-factor/routes.tsx'
import type { Services } from '../services.ts'
import { invitationRoutes } from '../sign-in/invitation-routes.tsx'
import { showSignIn, signInRoutes } from '../sign-in/routes.tsx'
import { createArea, type Room } from './area.ts'

export function companionArea(services: Services, added: readonly Room[] = []): Hono {
  const { guard, admit } = services.entrances.companion
  return createArea({
    at: '/companion',
    before: [guard, keepLanguage(services), services.answerOnce.middleware],
    open: [
      signInRoutes(services, 'companion'),
      passkeySignInRoutes(services, 'companion'),
      secondFactorRoutes(services, 'companion', showSignIn),
      invitationRoutes(services, 'companion'),
    ],
    guard: admit,
    rooms: [
      companionRoutes(services),
      ownAccountRoutes(services, 'companion'),
      ownPasskeyRoutes(services, 'companion'),
      ...added,
    ],
  })
}
