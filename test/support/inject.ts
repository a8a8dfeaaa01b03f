/** Brings a large script into an open page, from an address of its own: a browser that has read it once keeps it as it runs. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'

const year = 31_536_000

/** What is told of each script. A browser keeps what it has compiled of one that it may keep. */
const headers = {
  'Content-Type': 'text/javascript; charset=utf-8',
  'Cache-Control': `public, max-age=${year}, immutable`,
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** By their source: each is served from where it was first asked for, as long as the tests of a file run. */
const served = new Map<string, Promise<string>>()

async function serve(source: string): Promise<string> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(source)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Whoever has judged all pages ends, with this or without.
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/script.js`
}

/** The policy of our pages forbids foreign scripts, so the page's context has to bypass it. The page stays as it was. */
export async function inject(page: Page, source: string): Promise<void> {
  const address = served.get(source) ?? serve(source)
  served.set(source, address)
  await page.evaluate(
    (src) =>
      new Promise<void>((resolve, reject) => {
        const script = document.createElement('script')
        script.src = src
        script.onload = () => resolve()
        script.onerror = () => reject(new Error('The script has not come into the page'))
        document.head.append(script)
        script.remove()
      }),
    await address,
  )
}
