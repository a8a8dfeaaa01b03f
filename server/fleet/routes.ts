/** What a kiosk's supervisor asks and is told, and the address by which the guide's browser comes in. */

import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ZodType } from 'zod'
import { entryWishSchema, kioskPaths, reportSchema, visitActSchema } from '../../contract/kiosk.ts'
import type { Services } from '../services.ts'
import { type StreamEvent, sendEvents } from '../web/event-stream.ts'
import { socketAddressOf } from '../web/network.ts'
import { supervisorToken } from './kiosks-live.ts'
import type { Supervision } from './live.ts'
import { cookieSeconds } from './rules.ts'

/** A supervisor sees that the server is gone before the patient does. */
const beatMilliseconds = 5000

/** Whose token came with a request. */
interface Supervisor {
  readonly kiosk: string
  readonly token: string
}

declare module 'hono' {
  interface ContextVariableMap {
    /** The supervisor who speaks, behind `admitSupervisors`. */
    supervisor: Supervisor
  }
}

const supervisorPaths: readonly string[] = Object.values(kioskPaths)

/**
 * Lets supervisors in, and nobody else: a browser says where it comes from, and is never one. Whoever types an address below
 * /kiosk that no supervisor asks reads that there is no such page.
 */
export function admitSupervisors({ kiosks }: Pick<Services, 'kiosks'>): MiddlewareHandler {
  return async (c, next) => {
    const isBrowser = c.req.header('sec-fetch-site') !== undefined || c.req.header('origin') !== undefined
    const token = supervisorToken(c.req.header('authorization'))
    const kiosk = isBrowser ? null : kiosks.supervisedBy(token)
    if (token === null || kiosk === null) {
      if (!supervisorPaths.includes(c.req.path)) return c.notFound()
      return c.body(null, 401, { 'www-authenticate': 'Bearer' })
    }
    c.set('supervisor', { kiosk, token })
    return next()
  }
}

/** Behind `admitSupervisors`. */
export function supervisorRoutes(services: Services): Hono {
  const { kiosks, liveKiosks, connections, words, log } = services
  const knownWishSchema = entryWishSchema.refine(({ language }) => words.languages.includes(language))
  const routes = new Hono()

  /** Takes what a supervisor sends, in the shape that it has to have. */
  function take<Message>(
    path: string,
    schema: ZodType<Message>,
    answer: (c: Context, supervisor: Supervisor, message: Message) => Response | Promise<Response>,
  ): void {
    routes.post(path, async (c) => {
      const supervisor = c.get('supervisor')
      if (!(await liveKiosks.heard(supervisor.kiosk))) throw new HTTPException(429)
      const parsed = schema.safeParse(parse(await c.req.text()))
      if (!parsed.success) throw new HTTPException(400)
      return answer(c, supervisor, parsed.data)
    })
  }

  routes.get('/events', (c) => {
    const { kiosk, token } = c.get('supervisor')
    connections.keepFor(socketAddressOf(c) ?? '')
    let state: StreamEvent = { id: '', data: '' }
    let count = 0
    const numbered = (event: string, data: string): StreamEvent => {
      count += 1
      return { id: String(count), event, data }
    }
    let supervision: Supervision | null = null
    return sendEvents(c, {
      watch: (changed) => {
        supervision = liveKiosks.supervise(kiosk, token, changed)
        return supervision.stop
      },
      current: async () => {
        const told = kiosks.supervisedBy(token) === null ? null : ((await supervision?.told()) ?? null)
        if (told === null) return { events: [], last: true }
        const data = JSON.stringify(told.state)
        if (data !== state.data) state = numbered('state', data)
        return { events: [state, ...told.acts.map((act) => numbered('act', act))], last: false }
      },
      failed: log.failure,
      beatMilliseconds,
    })
  })

  take('/report', reportSchema, async (c, { kiosk }, report) => {
    await liveKiosks.report(kiosk, report)
    return c.body(null, 204)
  })

  take('/visit', visitActSchema, async (c, { kiosk }, { act }) => {
    return c.json({ visit: await liveKiosks.act(kiosk, act) })
  })

  take('/entry', knownWishSchema, async (c, { kiosk, token }, wish) => {
    const secret = await liveKiosks.openEntry(kiosk, { token, cookie: kiosks.cookieOf(token) }, wish)
    return c.json({ path: `/kiosk/entry/${secret}` })
  })

  return routes
}

/** Open to whoever has the secret of an entry, which is good once. */
export function entryRoutes(services: Services): Hono {
  const { kiosks, liveKiosks, door, cookies } = services
  const routes = new Hono()

  function addHeaders(c: Context, headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) c.header(name, value, { append: true })
  }

  // The guide's fresh browser begins here, so that no lasting secret stands on its command line.
  routes.get('/entry/:once', async (c) => {
    const entry = await liveKiosks.takeEntry(c.req.param('once'))
    if (entry === null || kiosks.kioskOf(entry.cookie) === null) return c.redirect('/', 303)
    const { wish, resumed } = entry
    if (resumed !== null) addHeaders(c, door.cookieHeader(resumed.id))
    // A browser that is not fresh may still carry the visit before.
    else if (door.brought(c.req.header('cookie')).kind !== 'none') addHeaders(c, door.endHeaders())
    addHeaders(c, { 'set-cookie': cookies.write('kiosk', entry.cookie, cookieSeconds) })
    // Goes with the browser, which the supervisor ends after each visit.
    addHeaders(c, { 'set-cookie': cookies.write('guide', entry.guide, null) })
    if (resumed !== null) return c.redirect(resumed.visit.place, 303)
    return c.redirect(wish.page === 'erased' ? `/${wish.language}/kiosk/erased` : '/', 303)
  })

  return routes
}

/** What a text says as JSON; undefined where it says nothing. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
