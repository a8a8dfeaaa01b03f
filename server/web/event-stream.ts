/** Server-sent events: the whole state at each connection and at each change, so that nobody has to catch up. */

import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'

export interface StreamEvent {
  readonly id: string
  /** A text, or the lines of one as they go over the wire (`linesOf`): written once for all who hear the same. */
  readonly data: string | Buffer<ArrayBuffer>
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

const contentType = 'text/event-stream'

/** A line that says nothing keeps proxies from closing a connection that is silent. */
const usualBeatMilliseconds = 15_000
const silentLine = Buffer.from(':\n\n')

/** A text as the lines of an event, to be sent again and again. */
export function linesOf(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(
    text
      .split(/\r\n|\r|\n/)
      .map((line) => `data: ${line}\n`)
      .join(''),
  )
}

/** An event as it goes over the wire, in pieces. */
function written({ id, event, data }: StreamEvent): readonly Buffer[] {
  const lines = typeof data === 'string' ? linesOf(data) : data
  const end = Buffer.from(`id: ${id}\n\n`)
  return event === undefined ? [lines, end] : [Buffer.from(`event: ${event}\n`), lines, end]
}

/** Where a stream goes. */
interface Sink {
  /** False while what was written last has not been read yet. */
  readonly hasRoom: () => boolean
  readonly write: (pieces: readonly Buffer[]) => void
  readonly end: () => void
}

/** `look` sends what is new, where there is room. */
interface Sending {
  readonly look: () => void
  readonly close: () => void
}

/**
 * One stream for a listener, and nothing that waits: a change looks for itself, unless the last one has not been read yet. Then
 * whoever reads gets what is so by then.
 */
function send(
  { current, watch, failed, beatMilliseconds = usualBeatMilliseconds }: EventSource,
  sink: Sink,
): Sending {
  let isOpen = true
  let isLooking = false
  let changed = true
  let sent: readonly string[] = []
  const stopWatching = watch(() => {
    changed = true
    void look()
  })
  // A sign-in that has ended by the clock alone tells nobody: at each beat it is looked at again.
  const beat = setInterval(() => {
    changed = true
    if (isOpen && sink.hasRoom()) sink.write([silentLine])
    void look()
  }, beatMilliseconds)
  function close(): void {
    if (!isOpen) return
    isOpen = false
    clearInterval(beat)
    stopWatching()
  }
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      while (isOpen && changed && sink.hasRoom()) {
        changed = false
        const { events, last } = await current()
        // Whoever has gone meanwhile has closed it.
        if (!isOpen) break
        const fresh = events.filter(({ id }) => !sent.includes(id)).flatMap(written)
        if (fresh.length > 0) sink.write(fresh)
        sent = events.map(({ id }) => id)
        if (!last) continue
        close()
        sink.end()
      }
    } catch (error) {
      failed(error instanceof Error ? error : new Error('not an error'))
      if (isOpen) sink.end()
      close()
    } finally {
      isLooking = false
    }
  }
  void look()
  return { look: () => void look(), close }
}

function webStream(source: EventSource): ReadableStream<Uint8Array> {
  let sending: Sending | null = null
  return new ReadableStream({
    start: (controller) => {
      sending = send(source, {
        hasRoom: () => (controller.desiredSize ?? 0) > 0,
        write: (pieces) => controller.enqueue(Buffer.concat(pieces)),
        end: () => controller.close(),
      })
    },
    pull: () => sending?.look(),
    cancel: () => sending?.close(),
  })
}

/** By the environment of its request, what Node's own answer is to be filled with. */
const onNode = new WeakMap<object, EventSource>()

const headers = {
  'content-type': contentType,
  'cache-control': 'no-store',
  'transfer-encoding': 'chunked',
  connection: 'keep-alive',
  // Proxies that hold answers back would hold back the patient's tap.
  'x-accel-buffering': 'no',
}

/** Answers with a stream: by Node's own answer where there is one (`sendOnNode`), which takes half the memory, else by a web stream. */
export function sendEvents(c: Context, source: EventSource): Response {
  const env: unknown = c.env
  if (typeof env !== 'object' || env === null || !('outgoing' in env))
    return c.body(webStream(source), 200, headers)
  // Whoever asks for the head alone hears nothing.
  if (c.req.method === 'GET') onNode.set(env, source)
  return c.body(null, 200, headers)
}

/** Whether `answer` is the head of a stream, which then goes out by `outgoing` as long as somebody reads. */
export function sendOnNode(env: { readonly outgoing: ServerResponse }, answer: Response): boolean {
  const source = onNode.get(env)
  if (source === undefined || answer.headers.get('content-type') !== contentType) return false
  const { outgoing } = env
  // Whoever has gone while the head was made has been heard to close already, and would be sent to for ever.
  if (outgoing.destroyed) return true
  // As pairs: a head may have several cookies.
  outgoing.writeHead(answer.status, [...answer.headers].flat())
  // Sent alone, the head is one string; with a first event it would stay the fifty that it was joined of.
  outgoing.flushHeaders()
  const { look, close } = send(source, {
    hasRoom: () => !outgoing.writableNeedDrain,
    write: (pieces) => {
      // Node sends what is written in one turn as one packet. Corked, an answer would not tell that it has no room.
      for (const piece of pieces) outgoing.write(piece)
    },
    end: () => outgoing.end(),
  })
  outgoing.on('drain', look).on('close', close)
  return true
}
