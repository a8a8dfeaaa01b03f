/** The pages of patients: the start, and everything in a language. */

import { Hono } from 'hono'
import { accessibilityRoutes } from '../accessibility/routes.tsx'
import { explainerRoutes } from '../explainers/routes.tsx'
import { tickRoutes } from '../explainers/tick-routes.ts'
import { kioskPatientRoutes } from '../fleet/patient-routes.tsx'
import { patientRoutes } from '../guided-sessions/patient-routes.tsx'
import { guideRoutes, startRoutes } from '../guides/routes.tsx'
import { pictogramRoutes } from '../pictograms/routes.tsx'
import { printoutRoutes } from '../printouts/routes.tsx'
import type { Services } from '../services.ts'
import { admitVisitors, askAgainFromHere } from '../visits/guard.ts'
import { visitRoutes } from '../visits/routes.tsx'
import { createArea, type Room } from './area.ts'

/** `added` makes further rooms for a language. */
export function patientsArea(services: Services, added: (language: string) => readonly Room[]): Hono {
  const guard = admitVisitors(services)
  const start = new Hono()
  start.use('/', guard)
  start.route('/', startRoutes(services))
  const area = new Hono().route('/', start)
  for (const language of services.words.languages) {
    const pages = createArea({
      at: `/${language}`,
      before: [askAgainFromHere(services)],
      // What is done to a visit, or with it: each looks at the visit by itself, and no page is read there.
      open: [
        visitRoutes(services, language),
        tickRoutes(services, language),
        patientRoutes(services, language),
        kioskPatientRoutes(services, language),
      ],
      guard,
      rooms: [
        guideRoutes(services, language),
        explainerRoutes(services, language),
        printoutRoutes(services, language),
        pictogramRoutes(services, language),
        accessibilityRoutes(services, language),
        ...added(language),
      ],
    })
    area.route('/', pages)
  }
  return area
}
