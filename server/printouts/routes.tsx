/** The sheets of paper: every guide on one or two pages of A4. */

import { Hono } from 'hono'
import { GuideSheet } from '../../views/printouts.tsx'
import { pageOf } from '../pages/page.ts'
import { qrCode } from '../pages/qr-code.ts'
import { sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'

export function printoutRoutes(services: Services, language: string): Hono {
  const { guides, pages, publicUrl } = services
  const routes = new Hono()
  routes.get(`/print/guide/:id`, (c) => {
    const guide = guides.find(language, c.req.param('id'))
    if (guide === undefined) return c.notFound()
    const guideAddress = `${publicUrl}${guide.path}`
    return sendPage(c, pages, guide.printPath, () => (
      <GuideSheet
        page={pageOf(services, language, `/print/guide/${guide.id}`)}
        guide={guide}
        officialCode={qrCode(guide.officialPage.address)}
        guideCode={qrCode(guideAddress)}
        guideAddress={guideAddress}
      />
    ))
  })
  return routes
}
