/** Tells a watching program whether the server can work. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'

export function healthRoutes({ checkDatabase, log }: Services): Hono {
  let said: unknown = null
  return new Hono().get('/healthz', async (c) => {
    try {
      await checkDatabase()
      return c.json({ status: 'ok' })
    } catch (error) {
      // One look is told of once, however many ask in its time.
      if (error instanceof Error && error !== said) log.failure(error)
      said = error
      return c.json({ status: 'database' }, 503)
    }
  })
}
