/** The sheets of paper: every guide on one or two pages of A4. */

import { Hono } from 'hono'
import QRCode from 'qrcode'
import { GuideSheet } from '../../views/printouts.tsx'
import type { Services } from '../services.ts'
import { pageOf } from '../web/page.ts'
import { sendPage } from '../web/respond.ts'

export function printoutRoutes(services: Services): Hono {
  const { words, guides, pages, publicUrl } = services
  const routes = new Hono()
  for (const language of words.languages) {
    routes.get(`/${language}/print/guide/:id`, async (c) => {
      const guide = guides.find(language, c.req.param('id'))
      if (guide === undefined) return c.notFound()
      const guideAddress = `${publicUrl}${guide.path}`
      const [officialCode, guideCode] = await Promise.all([
        qrCode(guide.officialPage.address),
        qrCode(guideAddress),
      ])
      return sendPage(c, pages, guide.printPath, () => (
        <GuideSheet
          page={pageOf(services, language, `/print/guide/${guide.id}`)}
          guide={guide}
          officialCode={officialCode}
          guideCode={guideCode}
          guideAddress={guideAddress}
        />
      ))
    })
  }
  return routes
}

/** The dark squares of a QR code as one SVG path in a grid of `size` modules a side. */
export interface QrCode {
  readonly size: number
  readonly path: string
}

function qrCode(text: string): QrCode {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const squares = [...modules.data].flatMap((dark, index) =>
    dark ? [`M${index % modules.size} ${Math.floor(index / modules.size)}h1v1h-1z`] : [],
  )
  return { size: modules.size, path: squares.join('') }
}
