/** What a page costs the server: the usual one, one as its visit wants to see it, and one with a strip made for one answer. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { mostMarkupBytes, mostUnusualBytes } from '../server/pages/respond.ts'
import { startBuiltServer } from './server.ts'

const requestsEach = 600
/** What one visit can have at once is 40: the next ones are for another. */
const requestsOfAVisit = 35
const ticksPerSecond = 100

interface Answer {
  readonly status: number
  readonly cookie: string
  readonly body: string
}

/** User and system time of a process so far, in milliseconds; in steps of 10. */
function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/**
 * Prints the CPU time of a page by what its visit has chosen, with compression asked for and without; and what the server keeps
 * of pages when every page and sheet was asked for in all these ways.
 */
export async function measureSlots(): Promise<void> {
  const server = await startBuiltServer()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  async function ask(path: string, headers: Record<string, string>, form?: string): Promise<Answer> {
    const sent = request(server.address + path, {
      agent,
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    })
    sent.end(form)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk)
    const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    return { status: answer.statusCode ?? 0, cookie, body: Buffer.concat(chunks).toString('latin1') }
  }
  const { entries } = JSON.parse((await ask('/catalogue.json', {})).body) as {
    entries: {
      readonly paths: Readonly<Record<string, string>>
      readonly print: Readonly<Record<string, string>> | null
    }[]
  }
  const paths = entries.flatMap((entry) => Object.values(entry.paths))
  const sheets = entries.flatMap(({ print }) => Object.values(print ?? {}))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const idleMegabytes = server.residentMegabytes()
  const bytesOf = { br: 0, identity: 0 }
  for (const encoding of ['br', 'identity'] as const) {
    for (const kind of ['usual', 'large text', 'with a helper called'] as const) {
      let headers = { 'accept-encoding': encoding, cookie: '' }
      let refused = 0
      async function turnPages(count: number): Promise<void> {
        for (let turned = 0; turned < count; turned += 1) {
          if (turned % requestsOfAVisit === 0) {
            headers = { 'accept-encoding': encoding, cookie: (await ask('/fr', {})).cookie }
            if (kind === 'large text') await ask('/fr/visit/display', headers, 'size=large')
            if (kind === 'with a helper called') await ask('/fr/helper/call', headers, '')
          }
          const { status } = await ask(paths[turned % paths.length] ?? '', headers)
          if (status === 429) refused += 1
        }
      }
      // What is made once for everybody is made before anybody counts.
      for (const path of kind === 'usual' ? [...paths, ...sheets] : []) {
        bytesOf[encoding] += (await ask(path, { 'accept-encoding': encoding })).body.length
      }
      await turnPages(paths.length)
      const idle = await idleMilliseconds(server.pid)
      const began = [cpuMilliseconds(server.pid), performance.now()] as const
      await turnPages(requestsEach)
      const spent = cpuMilliseconds(server.pid) - began[0] - (idle * (performance.now() - began[1])) / 1000
      console.log(
        `a page, ${kind}, ${encoding}: ${(spent / requestsEach).toFixed(2)} ms of the processor a request, ` +
          `${paths.length} pages in rotation, ${refused} of ${requestsEach} refused`,
      )
    }
  }
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  console.log(
    `server memory, idle: ${idleMegabytes.toFixed(0)} MB; when every page was asked for in all these ways: ` +
      `${server.residentMegabytes().toFixed(0)} MB. Kept of ${paths.length + sheets.length} pages and sheets: ` +
      `${megabytes(bytesOf.br)} MB compressed, ${megabytes(bytesOf.identity)} MB plain, at most ${megabytes(mostMarkupBytes)} MB ` +
      `before their slots are filled, at most ${megabytes(mostUnusualBytes)} MB as few people see them`,
  )
  agent.destroy()
  await server.stop()
}

/** What the server spends in a second in which nobody asks. */
async function idleMilliseconds(pid: number): Promise<number> {
  const before = cpuMilliseconds(pid)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return cpuMilliseconds(pid) - before
}
