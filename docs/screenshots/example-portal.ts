/** A portal that nobody has, for the pictures of a kiosk: whoever looks at them sees what a real one would be, and that it is none. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { createAuthority } from '../../server/make-certificate.ts'
import type { LookAlikePortal } from '../../test/support/look-alike-portal.ts'

/** Browsers find such a name on their own machine, and with the usual port the address reads as one that people know. */
const host = 'portail-exemple.localhost'
const httpsPort = 443

export interface ExamplePortal extends LookAlikePortal {
  /** By whom it is certified, as a policy of Chromium takes it. */
  readonly authority: string
  /** The middle of the link to the document, from the left upper corner of a window of this size. */
  readonly placeOfDocument: (
    width: number,
    height: number,
  ) => Promise<{ readonly x: number; readonly y: number }>
}

function read(name: string): string {
  return readFileSync(path.join(import.meta.dirname, name), 'utf8')
}

/** The browser, headless, prints the document and measures. Throws where port 443 is taken or may not be used. */
export async function openExamplePortal(browser: Browser): Promise<ExamplePortal> {
  const { root, certify } = await createAuthority(host, Date.now())
  const { certificate, key } = await certify(host)
  const markup = read('example-portal.html')
  const page = await browser.newPage()
  await page.setContent(read('example-document.html'))
  const paper = await page.pdf({
    format: 'A4',
    printBackground: true,
    margin: { top: '2cm', left: '2cm', right: '2cm' },
  })
  await page.close()
  const asked: string[] = []
  const server = createServer({ cert: certificate, key }, ({ url = '/' }, response) => {
    asked.push(url)
    const isDocument = url === '/document.pdf'
    response.writeHead(200, {
      'content-type': isDocument ? 'application/pdf' : 'text/html',
      ...(isDocument && { 'content-disposition': 'attachment; filename="attestation.pdf"' }),
    })
    response.end(isDocument ? paper : url === '/' ? markup : '')
  })
  server.listen(httpsPort, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `https://${host}/`,
    host,
    authority: Buffer.from(root.rawData).toString('base64'),
    asked: () => asked,
    signedIn: () => [],
    placeOfDocument: async (width, height) => {
      const twin = await browser.newPage({ viewport: { width, height } })
      await twin.setContent(markup)
      const box = await twin.locator('#document').boundingBox()
      await twin.close()
      if (box === null) throw new Error('The example portal shows no document')
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
