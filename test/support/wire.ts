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

/** `serverAddress` is such as http://127.0.0.1:41234; each piece takes so long on its way, in either direction. */
export async function openWire(serverAddress: string, delayMilliseconds = 0): Promise<Wire> {
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
    const pass = (to: Socket, bytes: Buffer) => {
      if (delayMilliseconds === 0) to.write(bytes)
      else setTimeout(() => to.writable && to.write(bytes), delayMilliseconds)
    }
    browser.on('data', (bytes) => {
      sent.push(bytes)
      pass(server, bytes)
    })
    server.on('data', (bytes) => {
      received.push(bytes)
      pass(browser, bytes)
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
