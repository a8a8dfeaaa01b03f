/** The whole server on a page: what goes before every answer, then the areas. */

import { Hono } from 'hono'
import { areaOf } from './accounts/rules.ts'
import type { Room } from './areas/area.ts'
import { companionArea } from './areas/companion.ts'
import { answerErrors } from './areas/errors.tsx'
import { publicFiles } from './areas/files.ts'
import { hostArea } from './areas/host.ts'
import { kiosksArea } from './areas/kiosks.ts'
import { patientsArea } from './areas/patients.ts'
import type { Services } from './services.ts'
import { mendTypedPaths, refuseStrangePaths } from './web/paths.ts'
import { logRequests } from './web/request-log.ts'
import {
  keepOutOfCaches,
  referrersAtHome,
  refuseForeignPosts,
  refuseLargeBodies,
  securityHeaders,
} from './web/security.ts'

/** Further rooms, each behind the guard of its area. */
export interface AddedRooms {
  readonly patients?: (language: string) => readonly Room[]
  readonly companion?: readonly Room[]
  readonly host?: readonly Room[]
  readonly kiosks?: readonly Room[]
}

export function createApp(services: Services, added: AddedRooms = {}): Hono {
  const isOfStaff = (path: string) => areaOf(path) !== null
  /** Such pages say where a form comes from. */
  const namesItself = (path: string) => isOfStaff(path) || path.startsWith('/kiosks/')
  const app = new Hono()
  app.use(logRequests(services.log))
  app.use(services.fastLane.remember)
  app.use(referrersAtHome(namesItself))
  app.use(securityHeaders(services, (path) => areaOf(path) === 'companion'))
  app.use(keepOutOfCaches())
  app.use(refuseStrangePaths())
  app.use(mendTypedPaths(services))
  app.use(refuseForeignPosts(services, namesItself))
  app.use(refuseLargeBodies(isOfStaff))
  app.route('/', publicFiles(services))
  app.route('/', companionArea(services, added.companion))
  app.route('/', hostArea(services, added.host))
  app.route('/', kiosksArea(services, added.kiosks))
  app.route('/', patientsArea(services, added.patients ?? (() => [])))
  answerErrors(app, services)
  return app
}
