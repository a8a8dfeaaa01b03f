/** How many connections are open at once, in all and from one network, and how many requests wait on each of them. */

import type { ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import { isEverybodys, networkOf } from './live/networks.ts'

export interface ConnectionLimits {
  readonly inAll: number
  readonly ofNetwork: number
  /** Of an address from which a supervisor has shown its token, beside what the two others allow. */
  readonly ofSupervisor: number
  /** So many such addresses are remembered, the latest. */
  readonly supervisors: number
}

/**
 * A person's browser opens six connections at most, for five seconds after an answer, and one for each event stream. So 200
 * people behind one address have room to begin at the same moment, and eight such places in all; or 4,000 helpers with their
 * patients, each with an event stream. An idle one takes some 14 kB. What sends no whole request is cut after 10 seconds.
 */
export const connectionLimits: ConnectionLimits = {
  inAll: 10_000,
  ofNetwork: 1200,
  ofSupervisor: 8,
  supervisors: 200,
}

export interface ConnectionRoom {
  /** Closes each new connection to a server for which there is no room. Streams count as everything that is open does. */
  readonly bound: (server: Server) => void
  /** A supervisor has shown its token from this address of a socket: a flood does not keep it out when it comes again. */
  readonly keepFor: (address: string) => void
}

/** Browsers ask one after the other on a connection of HTTP/1.1; proxies that ask ahead do so by a few. */
export const mostUnanswered = 8

interface Unanswered {
  /** Whether one more request of a connection may be answered; it counts until its answer has gone out, or the connection. */
  readonly mayWait: (socket: Socket, response: Pick<ServerResponse, 'once'>) => boolean
  /** Whether an answer is on its way. */
  readonly isWaiting: (socket: Socket) => boolean
}

/**
 * Node reads a thousand small requests of one connection in one go, before it looks at the next connection; and whoever reads no
 * answers would have them all kept.
 */
export function createUnanswered(most = mostUnanswered): Unanswered {
  const unanswered = new WeakMap<Socket, number>()
  const countOf = (socket: Socket) => unanswered.get(socket) ?? 0
  return {
    mayWait: (socket, response) => {
      if (countOf(socket) >= most) return false
      unanswered.set(socket, countOf(socket) + 1)
      response.once('close', () => unanswered.set(socket, countOf(socket) - 1))
      return true
    },
    isWaiting: (socket) => countOf(socket) > 0,
  }
}

/** Counts by key, without a key whose count is nothing. */
function createCounts() {
  const counts = new Map<string, number>()
  return {
    of: (key: string) => counts.get(key) ?? 0,
    add: (key: string, more: 1 | -1) => {
      const count = (counts.get(key) ?? 0) + more
      if (count === 0) counts.delete(key)
      else counts.set(key, count)
    },
  }
}

/** Null where the address of a socket says nothing of who comes: that of a proxy on this machine. */
function networkOfSocket(address: string): string | null {
  return isEverybodys(address) ? null : networkOf(address)
}

/** Behind a proxy on this machine the bound in all counts alone. `networkOfAddress` gives that of a socket's address. */
export function createConnectionRoom(
  limits: ConnectionLimits,
  networkOfAddress: (address: string) => string | null = networkOfSocket,
): ConnectionRoom {
  let open = 0
  const ofNetworks = createCounts()
  const ofSupervisors = createCounts()
  /** In the order in which they came. */
  const supervisors = new Set<string>()

  function isRoomFor(network: string | null): boolean {
    return open < limits.inAll && (network === null || ofNetworks.of(network) < limits.ofNetwork)
  }

  return {
    bound: (server) => {
      server.on('connection', (socket) => {
        const address = socket.remoteAddress ?? ''
        const network = networkOfAddress(address)
        if (isRoomFor(network)) {
          open += 1
          if (network !== null) ofNetworks.add(network, 1)
          socket.once('close', () => {
            open -= 1
            if (network !== null) ofNetworks.add(network, -1)
          })
        } else if (supervisors.has(address) && ofSupervisors.of(address) < limits.ofSupervisor) {
          ofSupervisors.add(address, 1)
          socket.once('close', () => ofSupervisors.add(address, -1))
        } else {
          socket.destroy()
        }
      })
    },
    keepFor: (address) => {
      supervisors.delete(address)
      supervisors.add(address)
      const [oldest] = supervisors
      if (supervisors.size > limits.supervisors && oldest !== undefined) supervisors.delete(oldest)
    },
  }
}
