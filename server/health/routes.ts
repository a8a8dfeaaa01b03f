/** Tells a watching program whether the server can work. */

import { Hono } from 'hono'
import type { z } from 'zod'
import type { Services } from '../services.ts'
import type { healthySchema, unhealthySchema } from './rules.ts'

const healthy: z.infer<typeof healthySchema> = { status: 'ok' }
const unhealthy: z.infer<typeof unhealthySchema> = { status: 'database' }

export function healthRoutes({ checkDatabase, log }: Services): Hono {
  let said: unknown = null
  return new Hono().get('/healthz', async (c) => {
    try {
      await checkDatabase()
      return c.json(healthy)
    } catch (error) {
      // One look is told of once, however many ask in its time.
      if (error instanceof Error && error !== said) log.failure(error)
      said = error
      return c.json(unhealthy, 503)
    }
  })
}
