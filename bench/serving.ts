/** A page of ours against node:http sending the same bytes: the ratio of their own handling times. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { median, serverFlags, startBuiltServer } from './server.ts'

const requests = 4000
const page = '/fr/guides/check-consent'

async function time(url: string, agent: Agent): Promise<number> {
  const began = performance.now()
  const [answer] = (await once(get(url, { agent, headers: { 'accept-encoding': 'br' } }), 'response')) as [
    IncomingMessage,
  ]
  answer.resume()
  await once(answer, 'end')
  return performance.now() - began
}

export async function measureServing(): Promise<void> {
  const ours = await startBuiltServer()
  const [sample] = (await once(
    get(ours.address + page, { headers: { 'accept-encoding': 'br' } }),
    'response',
  )) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of sample as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  // The same bytes means the headers as well; node adds its own date and connection to both.
  const own = new Set(['date', 'connection', 'keep-alive'])
  const headers = Object.fromEntries(Object.entries(sample.headers).filter(([name]) => !own.has(name)))
  const plain = fork(path.join(import.meta.dirname, 'plain-server.ts'), [], { execArgv: [...serverFlags] })
  plain.send({ headers, body: body.toString('base64') })
  const [port] = (await once(plain, 'message')) as [number]
  const plainAddress = `http://127.0.0.1:${port}`
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = { ours: [] as number[], plain: [] as number[] }
  // Side by side, request by request, so that whatever else the machine does touches both.
  for (let request = 0; request < requests; request += 1) {
    times.ours.push(await time(ours.address + page, agent))
    times.plain.push(await time(plainAddress + page, agent))
  }
  const warm = requests / 4
  const middle = { ours: median(times.ours.slice(warm)), plain: median(times.plain.slice(warm)) }
  console.log(
    `a page served, p50 round trip on this machine: ${middle.ours.toFixed(3)} ms against ${middle.plain.toFixed(3)} ms ` +
      `of node:http, ratio ${(middle.ours / middle.plain).toFixed(2)} (budget 1.2)`,
  )
  agent.destroy()
  plain.kill()
  await ours.stop()
}
