/** A wire between a browser and the server that keeps every byte, and that can be cut. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export interface Wire {
  /** Where the browser goes instead of to the server. */
  readonly address: string
  /** Every byte that the server sent, and every byte that it was sent. */
  readonly received: () => Buffer
  readonly sent: () => Buffer
  readonly forget: () => void
  /** Ends every connection, and lets none through until it is mended. */
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => Promise<void>
}

/** `serverAddress` is such as http://127.0.0.1:41234. */
export async function openWire(serverAddress: string): Promise<Wire> {
  const { hostname, port } = new URL(serverAddress)
  const open = new Set<Socket>()
  let received: Buffer[] = []
  let sent: Buffer[] = []
  let whole = true
  const wire = createServer((browser) => {
    if (!whole) return browser.destroy()
    const server = connect(Number(port), hostname)
    for (const socket of [browser, server]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        browser.destroy()
        server.destroy()
      })
    }
    browser.on('data', (bytes) => {
      sent.push(bytes)
      server.write(bytes)
    })
    server.on('data', (bytes) => {
      received.push(bytes)
      browser.write(bytes)
    })
    return undefined
  })
  wire.listen(0, '127.0.0.1')
  await once(wire, 'listening')
  const cut = () => {
    whole = false
    for (const socket of open) socket.destroy()
  }
  return {
    address: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    received: () => Buffer.concat(received),
    sent: () => Buffer.concat(sent),
    forget: () => {
      received = []
      sent = []
    },
    cut,
    mend: () => {
      whole = true
    },
    close: async () => {
      cut()
      wire.close()
      await once(wire, 'close')
    },
  }
}
