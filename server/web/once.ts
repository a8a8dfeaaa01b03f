/** Of two same requests the second gets the answer of the first: hands click twice, and what is spent is spent once. */

import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../visits/clock.ts'

/** The field of a form that tells one look at it from the next. */
export const onceField = 'once'

/** A second click comes within a second or two; a network that was away tries again within some more. */
export const keptMilliseconds = 30_000

/** Answers are some kilobytes each. Whoever fills the memory with theirs gets the usual words at a double click. */
const mostKept = 200

/** What a server of ours gives: 22 letters that nobody can guess. */
const keyForm = /^[A-Za-z0-9_-]{22}$/

interface Kept {
  readonly at: number
  /** What the browser brought, marked: whoever has signed out since brings something else. */
  readonly cookies: string
  readonly answer: Promise<Answer | null>
}

interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: ArrayBuffer
}

export interface OnceParts {
  readonly now: Clock
  /** A hash with a key of this process: what was typed is not kept. */
  readonly mark: (secret: string) => string
}

export interface AnswerOnce {
  readonly middleware: MiddlewareHandler
  /** Forgets the answers whose time is over, and gives how many are left; asked for by the server's clock. */
  readonly tidy: () => number
}

/**
 * It goes behind what looks where a request comes from, and before whatever is spent. Two requests are the same where address and
 * form are, down to the key of the page, and the browser brings the same cookies, or those that the first answer gave it. A form
 * that was corrected, or opened anew, is another; so is one that somebody sends again after a sign-out. A refusal for now (busy,
 * too many) is not kept.
 */
export function createAnswerOnce({ now, mark }: OnceParts): AnswerOnce {
  const kept = new Map<string, Kept>()

  function tidy(): number {
    for (const [id, { at }] of kept) {
      if (kept.size <= mostKept && now() - at < keptMilliseconds) break
      kept.delete(id)
    }
    return kept.size
  }

  const middleware: MiddlewareHandler = async (c, next) => {
    if (c.req.method !== 'POST') return next()
    const form = await c.req.text()
    if (!keyForm.test(new URLSearchParams(form).get(onceField) ?? '')) return next()
    tidy()
    const id = mark(`${c.req.path}\n${form}`)
    const brought = c.req.header('cookie') ?? ''
    const before = kept.get(id)
    if (before !== undefined) {
      const first = await before.answer
      if (first !== null && isSameBrowser(before, first, brought)) {
        const { status, headers, body } = first
        return new Response(body.slice(0), { status, headers: headers.map(([name, value]) => [name, value]) })
      }
    }
    let answered = (_answer: Answer | null) => {}
    const answer = new Promise<Answer | null>((resolve) => {
      answered = resolve
    })
    kept.set(id, { at: now(), cookies: mark(brought), answer })
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

  function isSameBrowser({ cookies }: Kept, { headers }: Answer, brought: string): boolean {
    if (mark(brought) === cookies) return true
    const set = headers
      .filter(([name]) => name === 'set-cookie')
      .map(([, value]) => value.split(';')[0] ?? '')
    const given = set.filter((pair) => !pair.endsWith('='))
    return given.length > 0 && given.every((pair) => brought.split('; ').includes(pair))
  }
}
