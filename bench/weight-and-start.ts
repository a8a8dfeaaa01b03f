/** What a first page and a further page weigh on the wire, and what a start costs. */

import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { median, startBuiltServer } from './server.ts'

const starts = 7
/** Some fifty pages are heavy, and each takes some 50 ms. */
const settleMilliseconds = 6000

interface Catalogue {
  readonly languages: readonly string[]
  readonly entries: readonly { readonly theme: string; readonly paths: Readonly<Record<string, string>> }[]
}

/** The body's bytes as they cross the wire with brotli, and the text. */
async function fetchRaw(url: string): Promise<{ bytes: number; text: string }> {
  const [answer] = (await once(get(url, { headers: { 'accept-encoding': 'br' } }), 'response')) as [
    IncomingMessage,
  ]
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) bytes += chunk.length
  return { bytes, text: await (await fetch(url)).text() }
}

/** Every file that a page asks for, the typeface left out, since it is counted apart. */
function filesOf(html: string): ReadonlySet<string> {
  return new Set(
    [...html.matchAll(/"(\/assets\/[^"#]+)/g)].flatMap(([, url]) =>
      url && !url.endsWith('.woff2') ? [url] : [],
    ),
  )
}

export async function measureWeightAndStart(): Promise<void> {
  const runs: number[] = []
  const idle: number[] = []
  for (let run = 0; run < starts; run += 1) {
    const server = await startBuiltServer()
    runs.push(server.startMilliseconds)
    await new Promise((resolve) => setTimeout(resolve, 300))
    idle.push(server.residentMegabytes())
    await server.stop()
  }
  console.log(`start to ready, built: median ${median(runs).toFixed(0)} ms of ${starts} (budget 300)`)
  console.log(`server memory, idle: median ${median(idle).toFixed(0)} MB (budget 75)`)

  const server = await startBuiltServer()
  const sizes = new Map<string, number>()
  const size = async (path: string): Promise<number> => {
    const known = sizes.get(path)
    if (known !== undefined) return known
    const { bytes } = await fetchRaw(server.address + path)
    sizes.set(path, bytes)
    return bytes
  }
  const weigh = async (files: Iterable<string>): Promise<number> => {
    let sum = 0
    for (const file of files) sum += await size(file)
    return sum
  }

  const catalogue = (await (await fetch(`${server.address}/catalogue.json`)).json()) as Catalogue
  // The first one who comes gets a heavy page as it is; it is made lighter meanwhile.
  for (const language of catalogue.languages) {
    for (const { paths } of catalogue.entries) await fetchRaw(server.address + (paths[language] ?? ''))
  }
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds))
  const first: { path: string; bytes: number }[] = []
  const further: { path: string; bytes: number }[] = []
  for (const language of catalogue.languages) {
    for (const { theme, paths } of catalogue.entries) {
      const path = paths[language] ?? ''
      const page = await fetchRaw(server.address + path)
      first.push({ path, bytes: page.bytes + (await weigh(filesOf(page.text))) })
      // The way people come: start, home, theme; what those pages brought is there already.
      const seen = new Set<string>()
      for (const earlier of ['/', `/${language}`, `/${language}/themes/${theme}`]) {
        for (const file of filesOf((await fetchRaw(server.address + earlier)).text)) seen.add(file)
      }
      const fresh = [...filesOf(page.text)].filter((file) => !seen.has(file))
      further.push({ path, bytes: page.bytes + (await weigh(fresh)) })
    }
  }
  const report = (what: string, list: { path: string; bytes: number }[], budget: string) => {
    const worst = list.reduce((one, other) => (other.bytes > one.bytes ? other : one))
    const middle = median(list.map(({ bytes }) => bytes))
    console.log(
      `${what}: median ${(middle / 1000).toFixed(1)} kB, most ${(worst.bytes / 1000).toFixed(1)} kB (${worst.path}), budget ${budget} kB`,
    )
  }
  report('first load of a guide, brotli, without the typeface', first, '24')
  report('a guide as a further page, its new pictograms included', further, '5')
  const home = await fetchRaw(`${server.address}/fr`)
  console.log(
    `first load of the home: ${((home.bytes + (await weigh(filesOf(home.text)))) / 1000).toFixed(1)} kB`,
  )
  await server.stop()
}
