/** What is nobody's: files for every browser and every program, open to all. */

import { Hono } from 'hono'
import { catalogueRoutes } from '../catalogue/routes.ts'
import { certificateRoutes } from '../certificate/routes.tsx'
import { disclosureRoutes } from '../disclosure/routes.ts'
import { factRoutes } from '../facts/routes.ts'
import { healthRoutes } from '../health/routes.ts'
import { openApiRoutes } from '../openapi/routes.ts'
import { assetRoutes } from '../pages/asset-routes.ts'
import type { Services } from '../services.ts'

export function publicFiles(services: Services): Hono {
  const files = new Hono()
  for (const room of [
    assetRoutes(services),
    healthRoutes(services),
    catalogueRoutes(services),
    factRoutes(services),
    openApiRoutes(),
    disclosureRoutes(services),
    certificateRoutes(services),
  ]) {
    files.route('/', room)
  }
  return files
}
