/** What the supervisor asks of a server that is slow, away, or not ours. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createServerLink, type ServerLink, type Silence } from '../../kiosk/server-link.ts'
import { ownTlsFiles } from '../../server/configuration.ts'
import { makeCertificateHere } from '../../server/make-certificate.ts'

const start = { resume: false, page: 'start', language: 'fr' } as const
const entryPath = '/kiosk/entry/once'
const silent = (_line: string) => {}

/** What a supervisor gets of a server that answers so, and how often it asked. */
async function asked<T>(
  answer: RequestListener,
  ask: (link: ServerLink) => Promise<T>,
  say = silent,
): Promise<{ readonly got: T; readonly times: number }> {
  let times = 0
  const server = createServer((request, response) => {
    times += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const link = createServerLink(`http://127.0.0.1:${port}`, 'token', say)
  try {
    return { got: await ask(link), times }
  } finally {
    link.stop()
    server.closeAllConnections()
    server.close()
  }
}

test('a server that is slow once still gives the patient their guide, and no page says that it is away', async () => {
  let isFirst = true
  const { got, times } = await asked(
    (_request, response) => {
      if (!isFirst) response.end(JSON.stringify({ path: entryPath }))
      isFirst = false
    },
    (link) => link.entry(start),
  )
  expect([new URL(got ?? '').pathname, times]).toEqual([entryPath, 2])
})

test('a server that refuses is asked once, and one that is away gives no address', async () => {
  const refused = await asked(
    (_request, response) => response.writeHead(401).end(),
    (link) => link.entry(start),
  )
  expect(refused).toEqual({ got: null, times: 1 })
  expect(await createServerLink('http://127.0.0.1:9', 'token', silent).entry(start)).toBeNull()
})

test('an address that leads elsewhere is not followed, and an answer that is none names no visit', async () => {
  for (const body of ['{"path":"https://elsewhere.example/"}', '{"path":"/fr"}', '<p>', '']) {
    expect(
      (
        await asked(
          (_request, response) => response.end(body),
          (link) => link.entry(start),
        )
      ).got,
    ).toBeNull()
    expect(
      (
        await asked(
          (_request, response) => response.end(body),
          (link) => link.tell('erase'),
        )
      ).got,
    ).toBeNull()
  }
  const named = await asked(
    (_request, response) => response.end('{"visit":7}'),
    (link) => link.tell('erase'),
  )
  expect(named.got).toBe(7)
})

test('a server that begins to answer and stops in the middle holds up no erase and no guide', async () => {
  const half: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"visit":')
  }
  expect((await asked(half, (link) => link.tell('erase'))).got).toBeNull()
  expect(await asked(half, (link) => link.entry(start))).toEqual({ got: null, times: 2 })
})

/** Why the supervisor hears nothing, as its journal and its screen say it. */
const whyLost = (link: ServerLink) =>
  new Promise<Silence>((resolve) => link.listen({ state: () => {}, act: () => {}, lost: resolve }))

test('whoever looks after a kiosk learns whether its code is wrong or the server is away', async () => {
  for (const [status, why] of [
    [401, 'refused'],
    [404, 'away'],
    [503, 'away'],
  ] as const) {
    const answer: RequestListener = (_request, response) => response.writeHead(status).end()
    expect((await asked(answer, whyLost)).got).toBe(why)
  }
  const nobody = createServerLink('http://127.0.0.1:9', 'token', silent)
  expect(await whyLost(nobody)).toBe('away')
  nobody.stop()
})

test('whoever looks after a kiosk learns that its machine does not trust the certificate, and the machine’s own roots count', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  const files = ownTlsFiles(directory)
  const publicUrl = 'https://127.0.0.1'
  await makeCertificateHere({ dataDirectory: directory, publicUrl }, false, Date.now())
  const pair = { cert: readFileSync(files.certificate), key: readFileSync(files.key) }
  const server = createTlsServer(pair, (_request, response) => response.writeHead(401).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const link = createServerLink(address, 'token', silent)
    expect(await whyLost(link)).toBe('untrusted')
    link.stop()
    // A program of its own, since what it trusts counts for a whole process.
    const program = [
      `import { trustAuthoritiesOfMachine } from '${path.resolve('build/kiosk/authorities.js')}'`,
      `import { createServerLink } from '${path.resolve('build/kiosk/server-link.js')}'`,
      'trustAuthoritiesOfMachine()',
      `createServerLink('${address}', 'token', () => {}).listen({ lost: (why) => { console.log(why); process.exit() } })`,
    ].join('\n')
    const environment = { ...process.env, SSL_CERT_FILE: files.root }
    const words = ['--input-type=module', '--eval', program]
    const { stdout } = await promisify(execFile)(process.execPath, words, { env: environment })
    expect(stdout).toBe('refused\n')
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(directory, { recursive: true })
  }
})

test('a server that was updated first does not make a kiosk say that it is away', async () => {
  const state = {
    privacyScreenAfterSeconds: 60,
    eraseAfterSeconds: 120,
    visit: null,
    portal: null,
    weather: 'fine',
  }
  const newer: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`event: weather\ndata: fine\n\nevent: state\ndata: ${JSON.stringify(state)}\n\n`)
  }
  const lines: string[] = []
  const { got } = await asked(
    newer,
    (link) => new Promise((resolve) => link.listen({ state: resolve, act: () => {}, lost: resolve })),
    (line) => lines.push(line),
  )
  const { weather: _new, ...known } = state
  expect(got).toEqual(known)
  expect(lines).toEqual([])
})

test('whoever looks after a kiosk reads once what one of the two does not understand of the other', async () => {
  const lines: string[] = []
  const strange: RequestListener = (request, response) => {
    if (request.url === '/kiosk/report') response.writeHead(400).end()
    else if (request.url === '/kiosk/visit') response.end('{"visit":"seven"}')
    else response.end('event: act\ndata: dance\n\nevent: state\ndata: {}\n\nevent: state\ndata: {}\n\n')
  }
  const report = {
    portal: null,
    windows: 0,
    document: 'none',
    printer: 'ready',
    printerWarning: 'none',
  } as const
  await asked(
    strange,
    async (link) => {
      expect(await link.report(report)).toBe(false)
      expect(await link.report(report)).toBe(false)
      expect(await link.tell('touch')).toBeNull()
      expect(await whyLost(link)).toBe('away')
    },
    (line) => lines.push(line),
  )
  expect(lines).toEqual([
    'The server does not understand what this kiosk says (/kiosk/report): bring both to the same version.',
    'This kiosk does not understand what the server says (/kiosk/visit): bring both to the same version.',
    'This kiosk does not understand what the server says (act): bring both to the same version.',
    'This kiosk does not understand what the server says (state): bring both to the same version.',
  ])
})
