/** Where a request comes from, for bounds on how much one network may do: never kept, never logged. */

import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import type { Context } from 'hono'

/** A request as it came over the wire. */
interface Incoming {
  readonly socket?: { readonly remoteAddress?: string }
}

/** What @hono/node-server hands on; there is none where the app is asked without a server. */
interface Wire {
  readonly incoming?: Incoming
}

/** The request on the wire behind one in the app; undefined where there is none. */
export function wireOf(c: Context): Incoming | undefined {
  return (c.env as Wire | undefined)?.incoming
}

/** Our own machine: a reverse proxy on it, or a kiosk that is one with the server. */
const ownMachine = /^(?:127\.|::1$|::ffff:127\.)/

/**
 * The address behind a connection, or null where it cannot be told. A header could say anything, so it counts only where
 * a proxy on our own machine speaks; the last address in it is the one that the proxy has seen.
 */
export function addressOf(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
): string | null {
  if (socketAddress === undefined || socketAddress === '') return null
  if (!ownMachine.test(socketAddress)) return socketAddress
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  return isIP(last) === 0 ? null : last
}

/** `addressOf` for a request on the wire. Node joins several headers of this name to one. */
export function addressOfWire({
  socket,
  headers,
}: Pick<IncomingMessage, 'socket' | 'headers'>): string | null {
  return addressOf(socket.remoteAddress, headers['x-forwarded-for']?.toString())
}

/** The address of the connection itself, whatever a header says; undefined where there is no connection. */
export function socketAddressOf(c: Context): string | undefined {
  return wireOf(c)?.socket?.remoteAddress
}

/** `addressOf` for a request in the app. */
export function addressOfRequest(c: Context): string | null {
  return addressOf(socketAddressOf(c), c.req.header('x-forwarded-for'))
}

/** Whether an address leads to this machine itself, so that nothing passes a network. */
function isOwnMachine(address: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(address).hostname)
}

/** Whether a Host header names this machine itself, by whatever name a kiosk of the same machine has for it. */
export function namesOwnMachine(hostHeader: string | undefined): boolean {
  const named = `http://${hostHeader ?? ''}`
  return URL.canParse(named) && isOwnMachine(named)
}

/** Whether what goes to an address passes a network in clear. */
export function passesInClear(address: string): boolean {
  return new URL(address).protocol === 'http:' && !isOwnMachine(address)
}

/**
 * Whether a Host header names the host of an address, however it is written: in capital letters, with a port or without. A
 * proxy may put its own port into it, or leave that of the address out.
 */
export function isHost(hostHeader: string | undefined, address: string): boolean {
  const { protocol, hostname } = new URL(address)
  const named = `${protocol}//${hostHeader ?? ''}`
  return URL.canParse(named) && new URL(named).hostname === hostname
}

/** What a server listens on where it listens on every address that its machine has. */
const everyAddress = new Set(['0.0.0.0', '::'])

/**
 * Where people of the network reach a server that listens on a host: nobody reaches 0.0.0.0. Of several addresses of the
 * machine the first; its name where it has none.
 */
export function reachableHost(host: string, { addresses, name }: OwnNames): string {
  return everyAddress.has(host) ? (addresses[0] ?? name) : host
}

/** Under what a machine is known in its networks; IPv4 addresses, without those that lead to itself. */
interface OwnNames {
  readonly addresses: readonly string[]
  readonly name: string
}

/** How a server listens: on which host, and whether it serves TLS itself. */
interface Listening {
  readonly host: string
  readonly tls: object | null
}

/** Where a server with these settings is reached, such as http://127.0.0.1:3000. */
export function startAddressOf({ host, port, tls }: Listening & { readonly port: number }): string {
  const shown = reachableHost(host, ownNames())
  return `${tls === null ? 'http' : 'https'}://${inAddress(shown)}:${port}`
}

/** Whether a sign-in may pass a network in clear: by the address that people use, or because the server listens to a network. */
export function mayPassInClear(publicUrl: string, { host, tls }: Listening): boolean {
  const isPlain = tls === null && new URL(publicUrl).protocol === 'http:'
  return passesInClear(publicUrl) || (isPlain && passesInClear(`http://${inAddress(host)}`))
}

/** A host as it stands in an address. */
export function inAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function ownNames(): OwnNames {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const ofNetworks = all.filter(({ family, internal }) => family === 'IPv4' && !internal)
  return { addresses: ofNetworks.map(({ address }) => address), name: hostname() }
}
