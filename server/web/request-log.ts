/** The log: what a host needs to see that the server works, and nothing about who asked for what. */

import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { type DestinationStream, pino } from 'pino'
import type { ClockReading } from '../live/clock.ts'

/** What was answered. */
export interface Answered {
  /** The pattern that the address matched, such as `/fr/guides/:id`: never the address itself. */
  readonly route: string
  readonly status: number
}

/** All that is ever written of a request. */
interface RequestLine extends Answered {
  readonly milliseconds: number
}

export interface RequestLog {
  readonly request: (line: RequestLine) => void
  /** A failure of ours: its kind, code and the places in the code, without its message, which may repeat what was sent. */
  readonly failure: (error: Error) => void
  /** What has become of the files of TLS, and why. */
  readonly certificate: (what: 'replaced' | 'kept' | 'ends-soon', why: string) => void
  /** For measuring how long an answer takes. */
  readonly now: () => number
}

/** The time to the minute, so that no line says at which moment somebody stood there. */
function minuteOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}Z`
}

export function createRequestLog(destination: DestinationStream, readClock: () => ClockReading): RequestLog {
  const logger = pino(
    {
      base: null,
      timestamp: () => `,"time":"${minuteOf(readClock().dayMilliseconds)}"`,
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  )
  return {
    // Each field by name: what a caller adds by mistake does not get in.
    request: ({ route, status, milliseconds }) => logger.info({ route, status, milliseconds }),
    failure: (error) =>
      logger.error({
        failure: error.name,
        ...codeOf(error),
        places: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')),
      }),
    certificate: (what, why) => logger.warn({ certificate: what, why }),
    now: () => readClock().steadyMilliseconds,
  }
}

/** What the system or the database calls it, such as `SQLITE_FULL`: never anything that was sent. */
function codeOf(error: Error): { readonly code?: string } {
  return 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code)
    ? { code: error.code }
    : {}
}

/**
 * The pattern of the route that answers a request. Where there is no such page, that of the area which it would be in; `none`
 * outside of all areas.
 */
export function routeOf(c: Context): string {
  const patterns = matchedRoutes(c).map(({ path }) => path)
  const ofPage = patterns.findLast((path) => !path.endsWith('/*'))
  return ofPage ?? patterns.findLast((path) => path !== '/*') ?? 'none'
}

/** Writes a line for each request that the app answers. */
export function logRequests(log: RequestLog): MiddlewareHandler {
  return async (c, next) => {
    const began = log.now()
    await next()
    log.request({
      route: routeOf(c),
      status: c.res.status,
      milliseconds: Math.round(log.now() - began),
    })
  }
}
