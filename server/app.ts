/** The whole server as a table of contents: middleware in order, then one line per room. */

import { Hono } from 'hono'
import { secondFactorRoutes } from './accounts/factor-routes.tsx'
import { passkeyRoutes, passkeySignInRoutes } from './accounts/passkey-routes.ts'
import { accountRoutes, signInRoutes } from './accounts/routes.tsx'
import { catalogueRoutes } from './catalogue/routes.ts'
import { certificateRoutes } from './certificate/routes.tsx'
import { explainerRoutes } from './explainers/routes.tsx'
import { tickRoutes } from './explainers/tick-routes.ts'
import { factRoutes } from './facts/routes.ts'
import { companionRoutes } from './guided-sessions/companion-routes.tsx'
import { patientRoutes } from './guided-sessions/patient-routes.tsx'
import { guideRoutes } from './guides/routes.tsx'
import { healthRoutes } from './health/routes.ts'
import { hostRoutes, setUpRoutes } from './host/routes.tsx'
import { kioskLinkRoutes } from './kiosks/link-routes.tsx'
import { kioskPatientRoutes } from './kiosks/patient-routes.tsx'
import { kioskRoutes } from './kiosks/routes.ts'
import { invitationRoutes } from './mediators/routes.tsx'
import { pictogramRoutes } from './pictograms/routes.tsx'
import { printoutRoutes } from './printouts/routes.tsx'
import type { Services } from './services.ts'
import { visitRoutes } from './visits/routes.tsx'
import { admitVisitors, askAgainFromHere } from './web/admission.ts'
import { assetRoutes } from './web/asset-routes.ts'
import { answerErrors } from './web/errors.tsx'
import { keepLanguage } from './web/helper-page.ts'
import { mendTypedPaths, refuseStrangePaths } from './web/paths.ts'
import { logRequests } from './web/request-log.ts'
import {
  keepOutOfCaches,
  referrersAtHome,
  refuseForeignPosts,
  refuseLargeBodies,
  securityHeaders,
} from './web/security.ts'
import { admitHosts, admitMediators, guardArea } from './web/sign-in.ts'

export function createApp(services: Services): Hono {
  const app = new Hono()
  app.use(logRequests(services.log))
  app.use(services.fastLane.remember)
  app.use(referrersAtHome())
  app.use(securityHeaders(services))
  app.use(keepOutOfCaches())
  app.use(refuseStrangePaths())
  app.use(mendTypedPaths(services))
  app.use(refuseForeignPosts(services))
  app.use(refuseLargeBodies())
  app.route('/', assetRoutes(services))
  app.route('/', healthRoutes(services))
  app.route('/', catalogueRoutes(services))
  app.route('/', factRoutes(services))
  app.route('/', certificateRoutes(services))
  app.use('/companion/*', guardArea(services, 'companion'))
  app.use('/companion/*', keepLanguage(services), services.answerOnce.middleware)
  app.route('/', signInRoutes(services, 'companion'))
  app.route('/', passkeySignInRoutes(services, 'companion'))
  app.route('/', secondFactorRoutes(services, 'companion'))
  app.route('/', invitationRoutes(services, 'companion'))
  app.use('/companion/*', admitMediators(services))
  app.route('/', companionRoutes(services))
  app.route('/', accountRoutes(services, 'companion'))
  app.route('/', passkeyRoutes(services, 'companion'))
  app.use('/host/*', guardArea(services, 'host'))
  app.use('/host/*', keepLanguage(services), services.answerOnce.middleware)
  app.route('/', signInRoutes(services, 'host'))
  app.route('/', passkeySignInRoutes(services, 'host'))
  app.route('/', secondFactorRoutes(services, 'host'))
  app.route('/', invitationRoutes(services, 'host'))
  app.route('/', setUpRoutes(services))
  app.use('/host/*', admitHosts(services))
  app.route('/', hostRoutes(services))
  app.route('/', accountRoutes(services, 'host'))
  app.route('/', passkeyRoutes(services, 'host'))
  app.route('/', kioskRoutes(services))
  app.use('/kiosks/*', services.answerOnce.middleware)
  app.route('/', kioskLinkRoutes(services))
  app.use(askAgainFromHere(services))
  app.route('/', visitRoutes(services))
  app.route('/', tickRoutes(services))
  app.route('/', patientRoutes(services))
  app.route('/', kioskPatientRoutes(services))
  app.use(admitVisitors(services))
  app.route('/', guideRoutes(services))
  app.route('/', explainerRoutes(services))
  app.route('/', printoutRoutes(services))
  app.route('/', pictogramRoutes(services))
  answerErrors(app, services)
  return app
}
