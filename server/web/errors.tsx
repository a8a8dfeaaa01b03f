/** The only catch-all: every failure becomes a calm page with a way home, and never shows a message or a stack. */

import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorKind, ErrorPage } from '../../views/errors.tsx'
import { type PageServices, pageOf } from './page.ts'
import { type Pages, sendPage } from './respond.ts'

type ErrorServices = PageServices & { readonly pages: Pages }

const statuses = { notFound: 404, badRequest: 400, broken: 500 } as const

/** In the language of the path where it has one, and in every language where it has none. */
function answer(c: Context, services: ErrorServices, kind: ErrorKind): Promise<Response> {
  const { languages } = services.words
  const language = languages.find((code) => c.req.path === `/${code}` || c.req.path.startsWith(`/${code}/`))
  const shown = (language === undefined ? languages : [language]).map((code) => pageOf(services, code, ''))
  const key = `error:${kind}:${language ?? 'all'}`
  return sendPage(c, services.pages, key, () => <ErrorPage pages={shown} kind={kind} />, statuses[kind])
}

export function answerErrors(app: Hono, services: ErrorServices): void {
  app.notFound((c) => answer(c, services, 'notFound'))
  app.onError((error, c) => {
    // Somebody who leaves in the middle of a request is no fault of the server.
    if (c.req.raw.signal.aborted) return answer(c, services, 'badRequest')
    if (error instanceof HTTPException && error.status < 500) return answer(c, services, 'badRequest')
    process.stderr.write(`${error.stack ?? error.message}\n`)
    return answer(c, services, 'broken')
  })
}
