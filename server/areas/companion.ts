/** The pages of mediators. */

import type { Hono } from 'hono'
import { secondFactorRoutes } from '../accounts/factor-routes.tsx'
import { invitationRoutes } from '../accounts/invitation-routes.tsx'
import { passkeyRoutes, passkeySignInRoutes } from '../accounts/passkey-routes.ts'
import { accountRoutes, signInRoutes } from '../accounts/routes.tsx'
import { companionRoutes } from '../guided-sessions/companion-routes.tsx'
import { keepLanguage } from '../pages/helper-page.ts'
import type { Services } from '../services.ts'
import { createArea, type Room } from './area.ts'

export function companionArea(services: Services, added: readonly Room[] = []): Hono {
  const { guard, admit } = services.entrances.companion
  return createArea({
    at: '/companion',
    before: [guard, keepLanguage(services), services.answerOnce.middleware],
    open: [
      signInRoutes(services, 'companion'),
      passkeySignInRoutes(services, 'companion'),
      secondFactorRoutes(services, 'companion'),
      invitationRoutes(services, 'companion'),
    ],
    guard: admit,
    rooms: [
      companionRoutes(services),
      accountRoutes(services, 'companion'),
      passkeyRoutes(services, 'companion'),
      ...added,
    ],
  })
}
