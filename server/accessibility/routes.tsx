/** The accessibility statement. */

import { Hono } from 'hono'
import { StatementView } from '../../views/accessibility.tsx'
import { pageOf } from '../pages/page.ts'
import { sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import { statementPageOf } from './statement-page.ts'

export function accessibilityRoutes(services: Services, language: string): Hono {
  const { country, pages, configuration } = services
  const path = '/accessibility'
  return new Hono().get(path, (c) =>
    sendPage(c, pages, `/${language}${path}`, () => (
      <StatementView
        page={pageOf(services, language, path)}
        statement={statementPageOf(country, language)}
        contact={configuration.contact}
        complaintsTo={configuration.complaintsTo}
      />
    )),
  )
}
