/** An official page gone bad: it does what a test tells it, and a host that is blocked tells what it was asked for. */

import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type LookAlikePortal, pdfSaying } from './look-alike-portal.ts'

export interface HostilePortal extends LookAlikePortal {
  /** Runs on the page; resolves once the page has begun. False where no page of it listens any more. */
  readonly does: (script: string, withinMilliseconds?: number) => Promise<boolean>
  /** Runs on the page when it is tapped: much is allowed to a page only then. */
  readonly doesAtTap: (script: string) => Promise<boolean>
  /** What pages have said by `say(text)`. */
  readonly said: () => readonly string[]
  /** Such as http://127.0.0.2:41234/. */
  readonly blockedAddress: string
  /** What the blocked host was asked for. */
  readonly askedOfBlocked: () => readonly string[]
}

/** The middle of the spot on which everything is put that is to be tapped, from the page's corner. */
export const spot = { x: 300, y: 300 }
/** The middle of the field in which a person types. */
export const field = { x: 300, y: 60 }

const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Hostile</title>
<style>body { margin: 0 } #field { position: absolute; left: 100px; top: 40px; width: 400px; height: 40px }
#spot, #spot > * { position: absolute; display: block; font-size: 40px }
#spot { left: 100px; top: 200px } #spot > * { left: 0; top: 0; width: 400px; height: 200px; background: #cde }</style>
<body><input id="field" autofocus><div id="spot"></div>
<script>
const spot = document.getElementById('spot')
const say = (text) => fetch('/say?' + encodeURIComponent(text))
addEventListener('keydown', (event) => say('key ' + event.key), true)
const listen = async () => {
  for (;;) {
    const order = await (await fetch('/order')).json()
    if (order.script === undefined) continue
    if (order.atTap) addEventListener('click', () => (0, eval)(order.script), { once: true, capture: true })
    else setTimeout(() => (0, eval)(order.script))
    await fetch('/begun')
  }
}
listen()
</script>`

/** A page that an attempt has left may not listen any more; one that is to be tapped next does, however slow it is. */
const answerWithinMilliseconds = 2500
const beginWithinMilliseconds = 60_000

export async function openHostilePortal(): Promise<HostilePortal> {
  const asked: string[] = []
  const said: string[] = []
  const askedOfBlocked: string[] = []
  let listening: ServerResponse | null = null
  let begun = () => {}

  const blocked = createServer((request, response) => {
    askedOfBlocked.push(request.url ?? '/')
    response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
    response.end('<!doctype html><title>Blocked</title>This must not be seen')
  })
  const blockedPort = await listenOn(blocked, '127.0.0.2')
  const blockedAddress = `http://127.0.0.2:${blockedPort}/`

  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/paper.pdf': (response) => send(response, 'application/pdf', pdfSaying('paper'), {}),
    '/program': (response) =>
      send(response, 'application/octet-stream', 'MZ program', { 'content-disposition': 'attachment' }),
    '/redirect': (response) => {
      response.writeHead(302, { location: blockedAddress })
      response.end()
    },
    '/sign-in': (response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' })
      response.end()
    },
    '/manifest.json': (response) =>
      send(
        response,
        'application/manifest+json',
        JSON.stringify({
          name: 'App',
          start_url: '/',
          display: 'standalone',
          icons: [{ src: '/i.svg', sizes: 'any' }],
        }),
        {},
      ),
    '/quiet': (response) => send(response, 'text/html', '<!doctype html><title>Quiet</title>quiet', {}),
  }
  const listener: RequestListener = (request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?')
    if (path === '/order') {
      listening = response
      response.once('close', () => {
        if (listening === response) listening = null
      })
      return
    }
    if (path === '/say') said.push(decodeURIComponent(query))
    if (path === '/begun') begun()
    if (path === '/say' || path === '/begun') return send(response, 'text/plain', '', {})
    asked.push(path)
    const answer = answers[path]
    if (answer !== undefined) return answer(response)
    send(response, 'text/html', page, {})
  }
  const server = createServer(listener)
  const port = await listenOn(server, '127.0.0.1')
  const host = `127.0.0.1:${port}`

  /** Gives the order to the page that listens; waits for one to listen where none does yet. */
  async function order(
    script: string,
    atTap: boolean,
    withinMilliseconds = answerWithinMilliseconds,
  ): Promise<boolean> {
    const until = performance.now() + withinMilliseconds
    while (performance.now() < until) {
      const page = listening
      if (page === null) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        continue
      }
      listening = null
      const hasBegun = new Promise<boolean>((resolve) => {
        begun = () => resolve(true)
        // It has gone before it was told.
        page.once('close', () => {
          if (!page.writableFinished) resolve(false)
        })
        setTimeout(() => resolve(false), withinMilliseconds)
      })
      send(page, 'application/json', JSON.stringify({ script, atTap }), {})
      return hasBegun
    }
    return false
  }

  return {
    address: `http://${host}/`,
    host,
    asked: () => asked,
    signedIn: () => [],
    does: (script, withinMilliseconds) => order(script, false, withinMilliseconds),
    doesAtTap: (script) => order(script, true, beginWithinMilliseconds),
    said: () => said,
    blockedAddress,
    askedOfBlocked: () => askedOfBlocked,
    close: async () => {
      for (const one of [server, blocked]) {
        one.closeAllConnections()
        one.close()
        await once(one, 'close')
      }
    },
  }
}

function send(
  response: ServerResponse,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers })
  response.end(body)
}

async function listenOn(server: Server, address: string): Promise<number> {
  server.listen(0, address)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
