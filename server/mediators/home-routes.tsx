/** The mediator's first page. */

import { Hono } from 'hono'
import { MediatorHomePage } from '../../views/mediators.tsx'
import type { Services } from '../services.ts'
import { helperPageOf } from '../web/helper-page.ts'
import { sendFleetingPage } from '../web/respond.ts'

export function mediatorHomeRoutes(services: Services): Hono {
  return new Hono().get('/companion', (c) =>
    sendFleetingPage(
      c,
      services.pages,
      <MediatorHomePage page={helperPageOf(services, c, '/companion')} name={c.get('mediator').name} />,
    ),
  )
}
