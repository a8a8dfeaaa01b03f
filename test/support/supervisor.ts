/** A kiosk's supervisor as the server knows it: a token, requests, and an event stream that is read as it comes. */

/** One event of a stream. */
export interface StreamedEvent {
  readonly event: string
  readonly data: string
}

export interface EventReader {
  readonly status: number
  /** The next event with this name that the test accepts; those before it are passed over. Null at the end. */
  readonly next: (event: string, accepts?: (data: string) => boolean) => Promise<string | null>
  /** Everything until the stream ends. */
  readonly rest: () => Promise<readonly StreamedEvent[]>
  readonly close: () => Promise<void>
}

/** Reads an answer as server-sent events. */
export function readEvents(answer: Response): EventReader {
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  async function one(): Promise<StreamedEvent | null> {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const field = (name: string) =>
          block
            .split('\n')
            .filter((line) => line.startsWith(`${name}: `))
            .map((line) => line.slice(name.length + 2))
            .join('\n')
        if (block.startsWith(':') || block === '') continue
        return { event: field('event'), data: field('data') }
      }
      const chunk = await reader?.read()
      if (chunk === undefined || chunk.done) return null
      text += decoder.decode(chunk.value, { stream: true })
    }
  }
  return {
    status: answer.status,
    next: async (event, accepts = () => true) => {
      for (let found = await one(); found !== null; found = await one()) {
        if (found.event === event && accepts(found.data)) return found.data
      }
      return null
    },
    rest: async () => {
      const all: StreamedEvent[] = []
      for (let found = await one(); found !== null; found = await one()) all.push(found)
      return all
    },
    close: async () => {
      await reader?.cancel()
      // The server sees it in its next turn.
      await new Promise(setImmediate)
    },
  }
}

export interface Supervisor {
  readonly listen: () => Promise<EventReader>
  readonly post: (path: string, message: unknown) => Promise<Response>
}

/** `request` asks the server, in the app or over the wire. */
export function createSupervisor(
  request: (path: string, init: RequestInit) => Response | Promise<Response>,
  token: string,
): Supervisor {
  const headers = { authorization: `Bearer ${token}` }
  return {
    listen: async () => readEvents(await request('/kiosk/events', { headers })),
    post: async (path, message) =>
      request(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(message),
      }),
  }
}
