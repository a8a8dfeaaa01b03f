/** An area: a part of the site whose rooms all stand behind one guard. */

import { Hono, type MiddlewareHandler } from 'hono'

/** The routes of one room of an area, by paths below the area's own. */
export type Room = Hono

interface AreaParts {
  /** Where its paths begin, such as `/companion`. */
  readonly at: string
  /** Goes before everything of the area, in this order. */
  readonly before?: readonly MiddlewareHandler[]
  /** What is open to whoever has its own key: a link, a code, a passphrase, the visit itself. */
  readonly open?: readonly Room[]
  /** Who is let in to everything else. */
  readonly guard: MiddlewareHandler
  readonly rooms: readonly Room[]
}

/** Whatever the order in which rooms and areas are written down, none of its rooms is reached but by its guard. */
export function createArea({ at, before = [], open = [], guard, rooms }: AreaParts): Hono {
  const area = new Hono()
  for (const middleware of before) area.use(middleware)
  for (const room of open) area.route('/', room)
  area.use(guard)
  for (const room of rooms) area.route('/', room)
  return new Hono().route(at, area)
}
