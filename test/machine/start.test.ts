/** The program as it is started: npm start’s last line, wrong settings, and the administrator’s commands. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()
const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))

afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function run(file: string, words: readonly string[], environment: Record<string, string>) {
  const options = { cwd: root, env: { ...process.env, DATA_DIR: directory, ...environment } }
  return promisify(execFile)(process.execPath, [path.join('build/bundle', file), ...words], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

/** Asks for a path exactly as written, which fetch would tidy. */
async function statusOnTheWire(address: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address)
  const [answer] = (await once(get({ hostname, port, path }), 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}

describe('starting the server', () => {
  test('ends in Ready: and the address, answers there, and stops when asked', async () => {
    const server = spawn(process.execPath, ['build/bundle/main.js'], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: directory, PUBLIC_URL: 'https://site.example' },
    })
    const [chunk] = (await once(server.stdout, 'data')) as [Buffer]
    const said =
      /^This site has no host yet\. Set it up once at https:\/\/site\.example\/host\/set-up\/[\w-]{22}\nReady: (http:\/\/127\.0\.0\.1:\d+)\n$/
    const address = said.exec(chunk.toString())?.[1] ?? ''
    expect(address).not.toBe('')
    expect((await fetch(`${address}/fr`)).status).toBe(200)
    expect(await statusOnTheWire(address, '/fr')).toBe(200)
    for (const path of ['/fr/%2e%2e/', '/fr/../', '/..', '//', '/%00', '/fr/%2E%2E/guides']) {
      expect(await statusOnTheWire(address, path), path).toBe(400)
    }
    // What never becomes a request gets our page and our headers all the same.
    for (const [headers, status] of [
      [{ 'x-long': 'a'.repeat(100_000) }, 431],
      [{ host: 'not a host' }, 400],
    ] as const) {
      const { hostname, port } = new URL(address)
      const [answer] = (await once(get({ hostname, port, path: '/fr/nowhere', headers }), 'response')) as [
        IncomingMessage,
      ]
      answer.resume()
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['content-type']).toContain('text/html')
    }
    const asked = await fetch(`${address}/fr/guides/check-consent?name=somebody`)
    expect(await asked.text()).not.toContain('somebody')
    // The first answer under an address makes the page ready; one that only asks again must not.
    const page = `${address}/fr/guides/my-child`
    for (const site of ['none', 'cross-site', 'none', 'none']) {
      const answer = await fetch(page, { headers: { 'sec-fetch-site': site } })
      const isPage = (await answer.text()).includes('data-action="erase"')
      expect(isPage, site).toBe(site === 'none')
      expect(answer.headers.has('set-cookie'), site).toBe(site === 'none')
    }
    server.kill('SIGTERM')
    const [code] = await once(server, 'exit')
    expect(code).toBe(0)
  })

  test('with a wrong setting stops at once with one sentence naming it', async () => {
    const { code, stderr } = await run('main.js', [], { PORT: 'eighty' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^PORT .*\n$/)
  })

  test('on every address of the machine names one that people reach', async () => {
    const server = spawn(process.execPath, ['build/bundle/main.js'], {
      cwd: root,
      env: { ...process.env, PORT: '0', HOST: '0.0.0.0', DATA_DIR: directory, ALLOW_PLAIN_HTTP: 'yes' },
    })
    let said = ''
    server.stderr.on('data', (text) => {
      said += String(text)
    })
    const [chunk] = (await once(server.stdout, 'data')) as [Buffer]
    said += chunk.toString()
    server.kill('SIGTERM')
    await once(server, 'close')
    expect(said).toMatch(/Ready: http:\/\/\S+:\d+\n/)
    expect(said).not.toContain('0.0.0.0')
  })

  test('on a port that is taken says so', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, stderr } = await run('main.js', [], { PORT: String(port) })
    expect(code).toBe(1)
    expect(stderr).toBe(`PORT ${port} is in use by another program.\n`)
    other.close()
  })

  test('on a host that is not this machine says so', async () => {
    const { code, stderr } = await run('main.js', [], { HOST: 'nosuch.invalid' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^HOST .*\n$/)
  })

  test('with a folder that cannot be written says so', async () => {
    const { code, stderr } = await run('main.js', [], { DATA_DIR: '/dev/null/data' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^DATA_DIR .*\n$/)
  })
})

describe('the administrator', () => {
  test('sees the commands, corrects an address, lists it and takes it back', async () => {
    const help = await run('admin.js', ['help'], {})
    expect(help.stdout).toContain('set-address')
    const set = await run('admin.js', ['set-address', 'masante', 'fr', 'https://portail.example/'], {})
    expect(set.code).toBe(0)
    const list = await run('admin.js', ['list-addresses'], {})
    expect(list.stdout).toBe('masante fr https://portail.example/\n')
    const remove = await run('admin.js', ['remove-address', 'masante', 'fr'], {})
    expect(remove.code).toBe(0)
  })

  test.each([
    [['set-address', 'nothing', 'fr', 'https://portail.example/'], 'nothing'],
    [['set-address', 'masante', 'xx', 'https://portail.example/'], 'xx'],
    [['set-address', 'masante', 'fr', 'javascript:alert(1)'], 'https://'],
    [['set-address', 'masante', 'fr'], 'https://'],
    [['remove-address', 'masante', 'fr'], 'no correction'],
    [['sing'], 'COMMAND'],
  ])('who types %j is told what is wrong, and nothing changes', async (command, said) => {
    const { code, stdout } = await run('admin.js', command, {})
    expect(code).toBe(1)
    expect(stdout).toContain(said)
    expect((await run('admin.js', ['list-addresses'], {})).stdout).toBe('')
  })
})
