/** The way to the server: its event stream, and what it is told. */

import type { z } from 'zod'
import {
  actedSchema,
  type EntryWish,
  entrySchema,
  kioskPaths,
  type MachineAct,
  machineActSchema,
  type Report,
  type ServerState,
  serverStateSchema,
  type VisitAct,
} from '../contract/kiosk.ts'

/**
 * Why nothing is heard of the server. `refused`: it does not know our code. `untrusted`: this machine does not trust its
 * certificate. `away`: it does not answer, or not as our server does.
 */
export type Silence = 'refused' | 'untrusted' | 'away'

export interface ServerLink {
  /** Listens until it is stopped, and connects again whenever the stream ends. */
  readonly listen: (heard: {
    readonly state: (state: ServerState) => void
    readonly act: (act: MachineAct) => void
    readonly lost: (why: Silence) => void
  }) => void
  /** The number of the visit that it was done to; null where there is none, or nobody answers. */
  readonly tell: (act: VisitAct) => Promise<number | null>
  /** Whether the server has heard it. */
  readonly report: (report: Report) => Promise<boolean>
  /** The address at which the guide's browser begins; null where nobody answers. */
  readonly entry: (entry: EntryWish) => Promise<string | null>
  readonly stop: () => void
}

const answerWithinMilliseconds = 1000
const connectAgainAfterMilliseconds = 300
/** The server says at least something every 5 seconds. */
const silentAfterMilliseconds = 12_000

/**
 * `serverAddress` such as http://127.0.0.1:3000; `token` is the code that /host has made for this machine. `say` is for the
 * journal: what one of the two programs does not understand of the other, each thing once.
 */
export function createServerLink(
  serverAddress: string,
  token: string,
  say: (line: string) => void,
): ServerLink {
  const stopping = new AbortController()
  const authorization = `Bearer ${token}`
  const said = new Set<string>()

  function sayOnce(line: string): void {
    if (!said.has(line)) say(line)
    said.add(line)
  }

  /** What the server has said, in the shape that it has to have; null where it cannot be read. */
  function read<Message>(what: string, schema: z.ZodType<Message>, message: unknown): Message | null {
    const parsed = schema.safeParse(message)
    if (parsed.success) return parsed.data
    sayOnce(`This kiosk does not understand what the server says (${what}): bring both to the same version.`)
    return null
  }

  /** What the server answers, as JSON; null where it refuses or says nothing. One that is there but slow may be asked again. */
  async function post(path: string, body: object, tries = 1): Promise<{ readonly said: unknown } | null> {
    const limit = new AbortController()
    const late = setTimeout(() => limit.abort(), answerWithinMilliseconds)
    try {
      const answer = await fetch(new URL(path, serverAddress), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: limit.signal,
      })
      if (answer.status === 400) {
        sayOnce(
          `The server does not understand what this kiosk says (${path}): bring both to the same version.`,
        )
      }
      return answer.ok ? { said: parseJson(await answer.text()) } : null
    } catch {
      return limit.signal.aborted && tries > 1 ? post(path, body, tries - 1) : null
    } finally {
      clearTimeout(late)
    }
  }

  /** One connection, until it ends; gives why. */
  async function hear(heard: Parameters<ServerLink['listen']>[0]): Promise<Silence> {
    /** An event that is new since this kiosk was made asks nothing of it. */
    function understand(part: string): void {
      const [event, data] = [fieldOf(part, 'event'), fieldOf(part, 'data')]
      if (event === 'act') {
        const act = read('act', machineActSchema, data)
        if (act !== null) heard.act(act)
      }
      if (event === 'state') {
        const state = read('state', serverStateSchema, parseJson(data))
        if (state !== null) heard.state(state)
      }
    }
    const silence = new AbortController()
    let silent = setTimeout(() => silence.abort(), silentAfterMilliseconds)
    try {
      const answer = await fetch(new URL(kioskPaths.events, serverAddress), {
        headers: { authorization, accept: 'text/event-stream' },
        signal: AbortSignal.any([silence.signal, stopping.signal]),
      })
      if (answer.status === 401) return 'refused'
      if (!answer.ok || answer.body === null) return 'away'
      let text = ''
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(silent)
        silent = setTimeout(() => silence.abort(), silentAfterMilliseconds)
        const parts = (text + chunk).split('\n\n')
        text = parts.pop() ?? ''
        for (const part of parts) understand(part)
      }
      return 'away'
    } catch (error) {
      // A server that is away is no failure of ours: it is listened for again.
      return isOfCertificate(error) ? 'untrusted' : 'away'
    } finally {
      clearTimeout(silent)
    }
  }

  return {
    listen: (heard) => {
      const again = async () => {
        const why = await hear(heard)
        if (stopping.signal.aborted) return
        heard.lost(why)
        setTimeout(() => void again(), connectAgainAfterMilliseconds)
      }
      void again()
    },
    tell: async (act) => {
      const answer = await post(kioskPaths.visit, { act })
      return answer === null ? null : (read(kioskPaths.visit, actedSchema, answer.said)?.visit ?? null)
    },
    report: async (report) => (await post(kioskPaths.report, report)) !== null,
    entry: async (entry) => {
      // Before a patient reads that it is away.
      const answer = await post(kioskPaths.entry, entry, 2)
      const given = answer === null ? null : read(kioskPaths.entry, entrySchema, answer.said)
      return given === null ? null : new URL(given.path, serverAddress).href
    },
    stop: () => stopping.abort(),
  }
}

/** What OpenSSL and Node call the faults of a certificate: they stand as the cause of what `fetch` throws. */
const certificateFaults = /CERT|SIGNATURE|ISSUER|CRL/

function isOfCertificate(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : null
  return cause instanceof Error && 'code' in cause && certificateFaults.test(String(cause.code))
}

/** The field of a server-sent event. */
function fieldOf(part: string, name: string): string {
  return part
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trimStart())
    .join('\n')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
