/** What the supervisor asks of a server that is slow, away, or not ours. */

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createServerLink, type ServerLink } from '../../kiosk/server-link.ts'

const start = { resume: false, page: 'start', language: 'fr' } as const
const path = '/kiosk/entry/once'

/** What a supervisor gets of a server that answers so, and how often it asked. */
async function asked<T>(
  answer: RequestListener,
  ask: (link: ServerLink) => Promise<T>,
): Promise<{ readonly got: T; readonly times: number }> {
  let times = 0
  const server = createServer((request, response) => {
    times += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const link = createServerLink(`http://127.0.0.1:${port}`, 'token')
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
      if (!isFirst) response.end(JSON.stringify({ path }))
      isFirst = false
    },
    (link) => link.entry(start),
  )
  expect([new URL(got ?? '').pathname, times]).toEqual([path, 2])
})

test('a server that refuses is asked once, and one that is away gives no address', async () => {
  const refused = await asked(
    (_request, response) => response.writeHead(401).end(),
    (link) => link.entry(start),
  )
  expect(refused).toEqual({ got: null, times: 1 })
  expect(await createServerLink('http://127.0.0.1:9', 'token').entry(start)).toBeNull()
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
