/** How a phone comes to trust the site's own root, and the root itself; only where the certificate is by a root of ours. */

import { type Context, Hono } from 'hono'
import { CertificatePage } from '../../views/certificate.tsx'
import { sendFleetingPage } from '../pages/respond.ts'
import { keepLanguage, staffPageOf } from '../pages/staff-page.ts'
import type { Services } from '../services.ts'

/** By this type iPhones and Android take a file for a root. */
const rootType = { 'content-type': 'application/x-x509-ca-cert' }

/** Open to everybody: a root is no secret. */
export function certificateRoutes(services: Services): Hono {
  const { ownRoot, pages } = services
  const routes = new Hono()
  routes.use('/certificate', keepLanguage(services))
  routes.get('/certificate', (c: Context) => {
    const root = ownRoot()
    if (root === null) return c.notFound()
    const page = { ...staffPageOf(services, c, '/certificate'), person: null }
    return sendFleetingPage(
      c,
      pages,
      <CertificatePage page={page} name={root.name} fingerprint={root.fingerprint} />,
    )
  })
  routes.get('/certificate/root.crt', (c) => {
    const root = ownRoot()
    return root === null ? c.notFound() : c.body(root.pem, 200, rootType)
  })
  routes.get('/certificate/root.cer', (c) => {
    const root = ownRoot()
    return root === null ? c.notFound() : c.body(root.bytes, 200, rootType)
  })
  return routes
}
