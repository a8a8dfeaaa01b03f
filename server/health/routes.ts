/** Tells a watching program whether the server can work. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'

export function healthRoutes({ checkDatabase, log }: Services): Hono {
  return new Hono().get('/healthz', async (c) => {
    try {
      await checkDatabase()
      return c.json({ status: 'ok' })
    } catch (error) {
      if (error instanceof Error) log.failure(error)
      return c.json({ status: 'database' }, 503)
    }
  })
}
