/** What a request is refused for that its error page explains in words of its own. */

import { HTTPException } from 'hono/http-exception'

/** What needs a visit was asked for by somebody who has none, because there is no room. */
export class NoRoom extends Error {}

/** Somebody wants to sign in, or to go on being signed in, at a kiosk. */
export class NotAtKiosk extends HTTPException {
  constructor() {
    super(403)
  }
}

/** Somebody wants to sign in, or to go on being signed in, where everybody on the network can read along. */
export class NotInClear extends HTTPException {
  constructor() {
    super(403)
  }
}

/** Somebody sent something without being signed in, or no longer. */
export class SignInNeeded extends HTTPException {
  constructor() {
    super(403)
  }
}
