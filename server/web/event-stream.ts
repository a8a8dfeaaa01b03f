/** Server-sent events: the whole state at each connection and at each change, so that nobody has to catch up. */

import type { Context } from 'hono'

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

const encoder = new TextEncoder()

/** An event as it goes over the wire. */
function written({ id, event, data }: StreamEvent): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`)
  return [...(event === undefined ? [] : [`event: ${event}`]), ...lines, `id: ${id}`, '', ''].join('\n')
}

/**
 * One stream for a listener, and nothing that waits: a change looks for itself, unless the last one has not been read yet. Then
 * whoever reads gets what is so by then.
 */
export function sendEvents(
  c: Context,
  { current, watch, failed, beatMilliseconds = usualBeatMilliseconds }: EventSource,
): Response {
  let close = () => {}
  let look = async () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let isOpen = true
      let isLooking = false
      let changed = true
      let sent: ReadonlySet<string> = new Set()
      const hasRoom = () => (controller.desiredSize ?? 0) > 0
      const stopWatching = watch(() => {
        changed = true
        void look()
      })
      // A sign-in that has ended by the clock alone tells nobody: at each beat it is looked at again.
      const beat = setInterval(() => {
        changed = true
        if (isOpen && hasRoom()) controller.enqueue(encoder.encode(':\n\n'))
        void look()
      }, beatMilliseconds)
      close = () => {
        if (!isOpen) return
        isOpen = false
        clearInterval(beat)
        stopWatching()
      }
      look = async () => {
        if (isLooking) return
        isLooking = true
        try {
          while (isOpen && changed && hasRoom()) {
            changed = false
            const { events, last } = await current()
            // Whoever has gone meanwhile has closed it.
            if (!isOpen) break
            const fresh = events.filter(({ id }) => !sent.has(id)).map(written)
            if (fresh.length > 0) controller.enqueue(encoder.encode(fresh.join('')))
            sent = new Set(events.map(({ id }) => id))
            if (!last) continue
            close()
            controller.close()
          }
        } catch (error) {
          failed(error instanceof Error ? error : new Error('not an error'))
          if (isOpen) controller.close()
          close()
        } finally {
          isLooking = false
        }
      }
      void look()
    },
    pull: () => {
      void look()
    },
    cancel: () => close(),
  })
  return c.body(body, 200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'transfer-encoding': 'chunked',
    connection: 'keep-alive',
    // Proxies that hold answers back would hold back the patient's tap.
    'x-accel-buffering': 'no',
  })
}
