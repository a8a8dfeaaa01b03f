/** Refuses addresses that no page of ours has, before anything looks at them, and mends those that people type. */

import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

const longestPath = 200

/** What @hono/node-server hands on: the request as it stood on the wire, before URL parsing tidied it. */
interface Wire {
  readonly incoming?: { readonly url?: string }
}

/** Doubled slashes, encoded dots, slashes and NUL, dot segments, and over-long paths get a plain 400. */
export function refuseStrangePaths(): MiddlewareHandler {
  return async (c, next) => {
    const wire = c.env as Wire | undefined
    const path = (wire?.incoming?.url ?? c.req.path).split('?')[0] ?? ''
    if (path.length > longestPath || /\/\/|%(?:00|2e|2f|5c)|\\|\/\.\.?(?:\/|$)/i.test(path)) {
      throw new HTTPException(400)
    }
    await next()
  }
}

/**
 * `/fr/` and `/FR` lead to `/fr`: a last slash, and a language in capitals as telephones write the first letter. What stands
 * behind a question mark goes along.
 */
export function mendTypedPaths({
  words,
}: {
  readonly words: { readonly languages: readonly string[] }
}): MiddlewareHandler {
  return async (c, next) => {
    const { path, method, url } = c.req
    const mended = mendedPath(path, words.languages)
    if (mended === path || (method !== 'GET' && method !== 'HEAD')) return next()
    return c.redirect(encodeURI(mended) + new URL(url).search, 301)
  }
}

function mendedPath(path: string, languages: readonly string[]): string {
  const [, first = '', ...rest] = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split(
    '/',
  )
  const language = languages.find((code) => code === first.toLowerCase())
  return ['', language ?? first, ...rest].join('/')
}

/** The language whose pages a path belongs to, or undefined. */
export function languageOf(path: string, languages: readonly string[]): string | undefined {
  return languages.find((language) => path === `/${language}` || path.startsWith(`/${language}/`))
}
