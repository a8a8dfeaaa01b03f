/** A server that speaks TLS itself, and takes another certificate when its files change. Only loaded where TLS is ours. */

import { createServer, type Server, type ServerOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { TlsFiles } from './configuration.ts'
import type { Services } from './services.ts'
import type { RequestLog } from './web/request-log.ts'
import { endsSoon, followTls, readTls, type TlsPair, type TlsReading, tlsSettings } from './web/tls.ts'

/** The settings of TLS name files that cannot be used; the message is a sentence for whoever starts the server. */
export class TlsRefused extends Error {
  override readonly name = 'TlsRefused'
}

export interface TlsServer {
  readonly server: Server
  /** A sentence where the end of the certificate is near. */
  readonly says: () => readonly string[]
  /** Gives the services the certificate in use. What it returns looks at the files: to be called now and then. */
  readonly follow: (services: {
    readonly log: Pick<RequestLog, 'certificate'>
    readonly useCertificate: Services['useCertificate']
  }) => () => void
}

/** Whether TLS itself takes a pair: it also looks at the length of keys, and at what follows the first certificate. */
function isUsable({ cert, key }: TlsPair): boolean {
  try {
    createSecureContext({ ...tlsSettings, cert, key })
    return true
  } catch {
    return false
  }
}

/** Reads the files and makes the server, which does not yet listen. Throws `TlsRefused` where they cannot be used. */
export function createTlsServer(
  files: TlsFiles,
  publicUrl: string,
  limits: ServerOptions,
  now: () => number,
): TlsServer {
  const read = (): TlsReading => {
    const reading = readTls(files, publicUrl, now())
    return reading.ok && !isUsable(reading.pair)
      ? {
          ok: false,
          sentence: `TLS_CERT ${files.certificate} cannot be used: its key is too short, or something else stands in it.`,
        }
      : reading
  }
  const first = read()
  if (!first.ok) throw new TlsRefused(first.sentence)
  const { pair } = first
  const server = createServer({ ...limits, ...tlsSettings, cert: pair.cert, key: pair.key })
  // What speaks no TLS is sent away without an answer: there is none that it could read. Node's own listener would take it
  // for a broken request, and have it answered.
  server.removeAllListeners('tlsClientError')
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return {
    server,
    says: () => {
      const sentence = endsSoon(pair, now())
      return sentence === null ? [] : [sentence]
    },
    follow: ({ log, useCertificate }) => {
      useCertificate(pair)
      return followTls({
        first: pair,
        read,
        use: (changed) => {
          server.setSecureContext({ ...tlsSettings, cert: changed.cert, key: changed.key })
          useCertificate(changed)
        },
        log,
        now,
      })
    },
  }
}
