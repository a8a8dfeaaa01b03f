/** node:http sending one page and nothing else: what ours is measured against. A process of its own, as ours is. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the parent sends: the headers and the body, in base64. */
interface Answer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

process.once('message', (message) => {
  const { headers, body } = message as Answer
  const bytes = Buffer.from(body, 'base64')
  const server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(bytes)
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
