/** Of two same requests the second gets the answer of the first: hands click twice, and what is spent is spent once. */

import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../live/clock.ts'
import { addressOfRequest } from './network.ts'
import { tokenForm } from './tokens.ts'

/** The field of a form that tells one look at it from the next. */
const onceField = 'once'

/** A second click comes within a second or two; a network that was away tries again within some more. */
export const keptMilliseconds = 30_000

/** Answers are some kilobytes each. */
const mostKept = 400
/** A room full of people who click twice; whoever fills it takes the place of their own network alone. */
export const mostKeptOfNetwork = 50

interface Kept {
  readonly at: number
  /** Marked. Where nobody can tell it, all such share one. */
  readonly network: string
  /** What the browser brought, marked: whoever has signed out since brings something else. */
  readonly cookies: string
  readonly answer: Promise<Answer | null>
}

interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: ArrayBuffer
}

interface OnceParts {
  readonly now: Clock
  /** A hash with a key of this process: what was typed is not kept. */
  readonly mark: (secret: string) => string
  /** The network of an address, marked; null where the address cannot be told. */
  readonly markNetwork: (address: string | null) => string
  /** What the sign-ins of a Cookie header are worth: `nobody` where there is none. */
  readonly standingOf: (cookies: string) => Promise<Standing>
}

export type Standing = 'nobody' | 'in' | 'out'

export interface AnswerOnce {
  readonly middleware: MiddlewareHandler
  /** Forgets the answers whose time is over, and gives how many are left; asked for by the server's clock. */
  readonly tidy: () => number
}

/**
 * It goes behind what looks where a request comes from, and before whatever is spent. Two requests are the same where address and
 * form are, down to the key of the page, and the browser brings the same cookies, or those that the first answer gave it. A form
 * that was corrected, or opened anew, is another. A refusal for now (busy, too many) is not kept, and nothing of a sign-in goes to
 * whoever has signed out since, or was signed out: only that they are out.
 */
export function createAnswerOnce({ now, mark, markNetwork, standingOf }: OnceParts): AnswerOnce {
  const kept = new Map<string, Kept>()

  function tidy(): number {
    for (const [id, { at }] of kept) {
      if (kept.size <= mostKept && now() - at < keptMilliseconds) break
      kept.delete(id)
    }
    return kept.size
  }

  function makeRoomFor(network: string): void {
    const ofNetwork = [...kept].filter(([, one]) => one.network === network)
    for (const [id] of ofNetwork.slice(0, ofNetwork.length + 1 - mostKeptOfNetwork)) kept.delete(id)
  }

  const middleware: MiddlewareHandler = async (c, next) => {
    if (c.req.method !== 'POST') return next()
    const form = await c.req.text()
    if (!tokenForm.test(new URLSearchParams(form).get(onceField) ?? '')) return next()
    tidy()
    const id = mark(`${c.req.path}\n${form}`)
    const brought = c.req.header('cookie') ?? ''
    const before = kept.get(id)
    if (before !== undefined) {
      const first = await before.answer
      if (first !== null && isSameBrowser(before, first, brought) && (await mayHave(first, brought))) {
        const { status, headers, body } = first
        return new Response(body.slice(0), { status, headers: headers.map(([name, value]) => [name, value]) })
      }
    }
    let answered = (_answer: Answer | null) => {}
    const answer = new Promise<Answer | null>((resolve) => {
      answered = resolve
    })
    const network = markNetwork(addressOfRequest(c))
    makeRoomFor(network)
    kept.set(id, { at: now(), network, cookies: mark(brought), answer })
    let given: Answer | null = null
    try {
      await next()
      const { status } = c.res
      const isForNow = status === 429 || status >= 500
      if (!isForNow) {
        given = { status, headers: [...c.res.headers], body: await c.res.clone().arrayBuffer() }
      }
    } finally {
      if (given === null) kept.delete(id)
      answered(given)
    }
    return undefined
  }

  return { middleware, tidy }

  function isSameBrowser({ cookies }: Kept, answer: Answer, brought: string): boolean {
    if (mark(brought) === cookies) return true
    const given = givenBy(answer)
    return given.length > 0 && given.every((pair) => brought.split('; ').includes(pair))
  }

  /** An answer that takes a sign-in out of the browser says no more than that. */
  async function mayHave(answer: Answer, brought: string): Promise<boolean> {
    const given = givenBy(answer)
    if (given.length === 0 && pairsSetBy(answer).length > 0) return true
    const standings = await Promise.all([brought, given.join('; ')].map(standingOf))
    return standings.includes('in') || standings.every((standing) => standing === 'nobody')
  }
}

/** The cookies that an answer puts into a browser or, where they are empty, takes out of it. */
function pairsSetBy({ headers }: Answer): readonly string[] {
  return headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value.split(';')[0] ?? '')
}

function givenBy(answer: Answer): readonly string[] {
  return pairsSetBy(answer).filter((pair) => !pair.endsWith('='))
}
