/** The only catch-all: every failure becomes a calm page with a way home, and never shows a message or a stack. */

import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorKind, ErrorPage, type HelperErrorKind, HelperErrorPage } from '../../views/errors.tsx'
import { type Area, areaOf } from '../accounts/rules.ts'
import { DatabaseBusy, DatabaseUnwritable } from '../database/failures.ts'
import { pageOf } from '../pages/page.ts'
import {
  encodingFor,
  type PageStatus,
  type Pages,
  sendFleetingPage,
  sendWithSlots,
} from '../pages/respond.ts'
import { type StaffPageServices, staffPageOf } from '../pages/staff-page.ts'
import type { Door } from '../visits/door.ts'
import { languageOf } from '../web/paths.ts'
import { NoRoom, NotAtKiosk, NotInClear, SignInNeeded } from '../web/refusals.ts'
import type { RequestLog } from '../web/request-log.ts'

type ErrorServices = StaffPageServices & {
  readonly pages: Pages
  readonly log: RequestLog
  readonly door: Door
}

const statuses = {
  notFound: 404,
  badRequest: 400,
  notSignedIn: 403,
  atKiosk: 403,
  inClear: 403,
  broken: 500,
  crowded: 503,
  tryAgain: 503,
  notSaved: 503,
} as const

/** Refusals with a status of their own; every other one is a plain 400. */
const refusals = [403, 413, 429] as const

/** On a page of mediators or hosts: in their language, and with a way back to where they were. */
function answerHelper(
  c: Context,
  services: ErrorServices,
  area: Area,
  kind: HelperErrorKind,
  status: PageStatus = statuses[kind],
): Promise<Response> {
  const page = { ...staffPageOf(services, c, `/${area}`), person: null }
  return sendFleetingPage(c, services.pages, <HelperErrorPage page={page} kind={kind} />, status)
}

/** In the language of the path where it has one, and in every language where it has none. */
async function answer(
  c: Context,
  services: ErrorServices,
  kind: ErrorKind,
  status: PageStatus = statuses[kind],
): Promise<Response> {
  const area = areaOf(c.req.path)
  if (area !== null) return answerHelper(c, services, area, kind, status)
  const { words, pages, door } = services
  const { path } = c.req
  const language = languageOf(path, words.languages)
  const key = `error:${kind}:${language ?? 'all'}`
  const cookie = c.req.header('cookie')
  // What says "too fast" must not cost what was too much.
  const ofVisit = status === 429 ? pages.usualSlots : (c.get('slots') ?? (await door.slotsOf(cookie)))
  // An error is never refused: where no turn is left, it comes as it does to everybody.
  const isFree = !pages.isMadeForVisit(key, ofVisit, encodingFor(c.req.header('accept-encoding')))
  const slots = isFree || (await door.mayMakePage(cookie)) ? ofVisit : pages.usualSlots
  const render = () => {
    const shown = (language === undefined ? words.languages : [language]).map((code) =>
      pageOf(services, code, ''),
    )
    return <ErrorPage pages={shown} kind={kind} />
  }
  return sendWithSlots(c, pages, key, slots, render, status)
}

export function answerErrors(app: Hono, services: ErrorServices): void {
  app.notFound((c) => answer(c, services, 'notFound'))
  app.onError((error, c) => {
    // Somebody who leaves in the middle of a request is no fault of the server.
    if (c.req.raw.signal.aborted) return answer(c, services, 'badRequest')
    const area = areaOf(c.req.path)
    if (error instanceof SignInNeeded && area !== null) return answerHelper(c, services, area, 'notSignedIn')
    if (error instanceof NotAtKiosk && area !== null) return answerHelper(c, services, area, 'atKiosk')
    if (error instanceof NotInClear && area !== null) return answerHelper(c, services, area, 'inClear')
    if (error instanceof NoRoom) return answer(c, services, 'crowded')
    if (error instanceof HTTPException && error.status < 500) {
      return answer(c, services, 'badRequest', refusals.find((status) => status === error.status) ?? 400)
    }
    services.log.failure(error)
    if (error instanceof DatabaseBusy) return answer(c, services, 'tryAgain')
    if (error instanceof DatabaseUnwritable) return answer(c, services, 'notSaved')
    return answer(c, services, 'broken')
  })
}
