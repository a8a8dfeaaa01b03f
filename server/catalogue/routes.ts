/** The catalogue of every public thing, as JSON. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { buildCatalogue } from './rules.ts'

export function catalogueRoutes({ country }: Services): Hono {
  const catalogue = buildCatalogue(country)
  return new Hono().get('/catalogue.json', (c) => c.json(catalogue))
}
