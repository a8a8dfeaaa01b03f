/** The sheets of paper: every guide on one or two pages of A4. */

import { Hono } from 'hono'
import { GuideSheet } from '../../views/printouts.tsx'
import type { Services } from '../services.ts'
import { pageOf } from '../web/page.ts'
import { qrCode } from '../web/qr-code.ts'
import { sendPage } from '../web/respond.ts'

export function printoutRoutes(services: Services): Hono {
  const { words, guides, pages, publicUrl } = services
  const routes = new Hono()
  for (const language of words.languages) {
    routes.get(`/${language}/print/guide/:id`, (c) => {
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
  }
  return routes
}
