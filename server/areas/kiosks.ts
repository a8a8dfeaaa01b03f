/** What kiosks are for our own programs: the supervisor's side, and the link by which a screen becomes one. */

import { Hono } from 'hono'
import { kioskLinkRoutes } from '../fleet/link-routes.tsx'
import { admitSupervisors, entryRoutes, supervisorRoutes } from '../fleet/routes.ts'
import type { Services } from '../services.ts'
import { createArea, type Room } from './area.ts'

export function kiosksArea(services: Services, added: readonly Room[] = []): Hono {
  const supervisors = createArea({
    at: '/kiosk',
    open: [entryRoutes(services)],
    guard: admitSupervisors(services),
    rooms: [supervisorRoutes(services), ...added],
  })
  const links = createArea({
    at: '/kiosks',
    before: [services.answerOnce.middleware],
    open: [kioskLinkRoutes(services)],
    guard: async (c) => c.notFound(),
    rooms: [],
  })
  return new Hono().route('/', supervisors).route('/', links)
}
