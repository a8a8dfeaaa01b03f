/** Server-sent events: the whole state at each connection and at each change, so that nobody has to catch up. */

import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

export interface StreamEvent {
  readonly id: string
  readonly data: string
  /** The name of an event that is for a script and shows nothing. */
  readonly event?: string
}

export interface EventSource {
  /** What is to be sent now: an event whose id was there the last time is not sent again. */
  readonly current: () => Promise<{ readonly events: readonly StreamEvent[]; readonly last: boolean }>
  /** Calls back when there may be something new; gives the way to stop that. */
  readonly watch: (changed: () => void) => () => void
  readonly failed: (error: Error) => void
  readonly beatMilliseconds?: number
}

/** The tabs of one visit, or of one mediator, that can listen at once. */
export const mostStreams = 6

/** A line that says nothing keeps proxies from closing a connection that is silent. */
const usualBeatMilliseconds = 15_000

export function sendEvents(
  c: Context,
  { current, watch, failed, beatMilliseconds = usualBeatMilliseconds }: EventSource,
): Response {
  const answer = streamSSE(c, async (stream) => {
    let open = true
    let changed = true
    let wake = () => {}
    const ring = () => {
      changed = true
      wake()
    }
    const stopWatching = watch(ring)
    stream.onAbort(() => {
      open = false
      wake()
    })
    // A sign-in that has ended by the clock alone tells nobody: at each beat it is looked at again.
    const beat = setInterval(() => {
      void stream.write(':\n\n')
      ring()
    }, beatMilliseconds)
    let sent: ReadonlySet<string> = new Set()
    try {
      while (open) {
        changed = false
        const { events, last } = await current()
        for (const event of events) if (!sent.has(event.id)) await stream.writeSSE(event)
        sent = new Set(events.map(({ id }) => id))
        if (last) break
        if (!changed && open) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } catch (error) {
      failed(error instanceof Error ? error : new Error('not an error'))
    } finally {
      clearInterval(beat)
      stopWatching()
    }
  })
  answer.headers.set('cache-control', 'no-store')
  // Proxies that hold answers back would hold back the patient's tap.
  answer.headers.set('x-accel-buffering', 'no')
  return answer
}
