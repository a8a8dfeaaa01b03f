/** TLS that the program serves itself: what a wrong certificate says at the start, what a network sees, and a change on the way. */

import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get, type RequestOptions } from 'node:https'
import { type AddressInfo, connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRootDirectory, ownTlsFiles, readConfiguration } from '../../server/configuration.ts'
import { createAuthority, makeCertificateHere } from '../../server/make-certificate.ts'
import { relyingPartyOf } from '../../server/second-factor/webauthn.ts'
import { type RunningServer, startServer } from '../../server/server.ts'
import { createTlsServer } from '../../server/tls-server.ts'
import { readTls } from '../../server/web/tls.ts'
import { words } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestMachine } from '../support/app.ts'

const publicUrl = 'https://guides.example'
const now = createTestMachine().readClock().dayMilliseconds
const day = 86_400_000

const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
const made = ownTlsFiles(path.join(directory, 'site'))
const others = ownTlsFiles(path.join(directory, 'other'))
/** What the administrator read. */
let said = ''
beforeAll(async () => {
  const outcome = await makeCertificateHere(
    { dataDirectory: path.join(directory, 'site'), publicUrl },
    false,
    now,
  )
  said = outcome.text
  await makeCertificateHere({ dataDirectory: path.join(directory, 'other'), publicUrl }, false, now)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function writeIn(name: string, text: string): string {
  const file = path.join(directory, name)
  writeFileSync(file, text)
  return file
}

describe('the person who starts the server with TLS', () => {
  const both = { TLS_CERT: 'certificate.pem', TLS_KEY: 'key.pem' }
  test.each([
    [{ TLS_CERT: 'certificate.pem', PUBLIC_URL: publicUrl }, 'TLS_KEY'],
    [{ TLS_KEY: 'key.pem', PUBLIC_URL: publicUrl }, 'TLS_CERT'],
    [{ LOCAL_PORT: '3001' }, 'LOCAL_PORT'],
    [both, 'PUBLIC_URL'],
    [{ ...both, PUBLIC_URL: 'http://guides.example' }, 'PUBLIC_URL'],
  ])('is told in one sentence what is missing beside %j', (settings, name) => {
    const result = readConfiguration(settings)
    expect(result.ok ? '' : result.sentence).toMatch(new RegExp(`^${name} .*\\.$`))
  })

  test('is told in one sentence what is wrong with the files', () => {
    const { certificate, key } = made
    const text = writeIn('notes.txt', 'no certificate')
    for (const [files, at, address, sentence] of [
      [{ certificate: '/nowhere.pem', key }, now, publicUrl, 'TLS_CERT /nowhere.pem is not there.'],
      [{ certificate, key: '/nowhere.pem' }, now, publicUrl, 'TLS_KEY /nowhere.pem is not there.'],
      [{ certificate: directory, key }, now, publicUrl, `TLS_CERT ${directory} cannot be read.`],
      [{ certificate: text, key }, now, publicUrl, `TLS_CERT ${text} is not a certificate in PEM.`],
      [
        { certificate, key: text },
        now,
        publicUrl,
        `TLS_KEY ${text} is not a private key in PEM without a passphrase.`,
      ],
      [
        { certificate, key: others.key },
        now,
        publicUrl,
        `TLS_KEY ${others.key} does not belong to the certificate in TLS_CERT ${certificate}.`,
      ],
      [
        made,
        now + 825 * day,
        publicUrl,
        `TLS_CERT ${certificate} holds a certificate that ended on 2029-02-21.`,
      ],
      [
        made,
        now - 2 * day,
        publicUrl,
        `TLS_CERT ${certificate} holds a certificate that begins on 2026-11-19.`,
      ],
      [
        made,
        now,
        'https://guides2.example',
        `TLS_CERT ${certificate} holds a certificate that is not for guides2.example, the host of PUBLIC_URL.`,
      ],
      [
        made,
        now,
        'https://192.0.2.7',
        `TLS_CERT ${certificate} holds a certificate that is not for 192.0.2.7, the host of PUBLIC_URL.`,
      ],
    ] as const) {
      expect(readTls(files, address, at)).toEqual({ ok: false, sentence })
    }
    expect(readTls(made, publicUrl, now).ok).toBe(true)
  })
})

describe('somebody on the network', () => {
  let machine: TestMachine
  let server: RunningServer
  let port: number
  beforeAll(async () => {
    machine = createTestMachine()
    const dataDirectory = path.join(directory, 'site')
    const settings = readConfiguration({
      PORT: '0',
      PUBLIC_URL: publicUrl,
      DATA_DIR: dataDirectory,
      TLS_CERT: made.certificate,
      TLS_KEY: made.key,
      LOCAL_PORT: '0',
    })
    if (!settings.ok) throw new Error(settings.sentence)
    server = await startServer(settings.configuration, findRootDirectory(), machine)
    port = Number(new URL(server.address).port)
  })
  afterAll(() => server.close())

  /** As a phone asks that trusts the root, or whatever else the options say. */
  async function ask(
    target: string,
    options: RequestOptions = {},
  ): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const request = get({
      host: '127.0.0.1',
      port,
      servername: 'guides.example',
      path: target,
      ca: readFileSync(made.root),
      agent: false,
      ...options,
    })
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    return { answer, body: Buffer.concat(chunks) }
  }

  test('reads nothing of what passes, and a phone that has been here never asks without TLS again', async () => {
    expect(server.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    for (const count of [1, 2]) {
      const { answer } = await ask('/fr')
      expect(answer.statusCode, String(count)).toBe(200)
      expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
      expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-visit=.*; Secure/)
    }
    const { answer } = await ask('/companion/sign-in')
    expect(answer.statusCode).toBe(200)
  })

  test('cannot be in the place of the server: a phone takes no other root, and no other name', async () => {
    await expect(ask('/fr', { ca: readFileSync(others.root) })).rejects.toThrow(/certificate/)
    await expect(ask('/fr', { servername: 'elsewhere.example' })).rejects.toThrow(/altnames/)
  })

  test('cannot talk a phone down to an old TLS, or to an old cipher', async () => {
    for (const old of [
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' },
    ] as const) {
      const socket = connect({
        host: '127.0.0.1',
        port,
        servername: 'guides.example',
        rejectUnauthorized: false,
        ...old,
      })
      await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert|handshake|version/i)
    }
  })

  test('who speaks without TLS gets no answer, and everybody else gets theirs', async () => {
    const before = machine.log()
    for (const bytes of ['GET /fr HTTP/1.1\r\nhost: guides.example\r\n\r\n', '\0'.repeat(400)]) {
      const socket = connectPlain(port, '127.0.0.1')
      socket.write(bytes)
      const got: Buffer[] = []
      socket.on('data', (chunk) => got.push(chunk))
      socket.on('error', () => {})
      await once(socket, 'close')
      // At most the alert with which TLS says goodbye.
      expect(Buffer.concat(got).toString()).not.toMatch(/HTTP|html/i)
    }
    // Nor does it cost the server a page that nobody could read.
    expect(machine.log()).toBe(before)
    expect((await ask('/fr')).answer.statusCode).toBe(200)
  })

  test('a garbled request over TLS gets our page, as without TLS', async () => {
    for (const [headers, status] of [
      [{ host: 'not a host' }, 400],
      [{ 'x-long': 'a'.repeat(20_000) }, 431],
    ] as const) {
      const { answer } = await ask('/fr/nowhere', { headers })
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    }
  })

  test('a kiosk on the same machine comes in without TLS, and nobody else on the network does', async () => {
    const local = new URL(server.localAddress ?? '')
    expect(local.hostname).toBe('127.0.0.1')
    const answer = await fetch(`${local.origin}/fr`)
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      200,
      expect.stringMatching(/^__Host-visit=/),
    ])
    const statusFor = async (host: string) => {
      const asked = getPlain({ hostname: '127.0.0.1', port: local.port, path: '/fr', headers: { host } })
      const [said] = (await once(asked, 'response')) as [IncomingMessage]
      said.resume()
      return said.statusCode
    }
    // A name of elsewhere that leads here, as a page of elsewhere would ask by.
    for (const host of [
      'evil.example',
      `evil.example:${local.port}`,
      'guides.example',
      '127.0.0.1.evil.example',
    ]) {
      expect(await statusFor(host), host).toBe(400)
    }
    for (const host of [`127.0.0.1:${local.port}`, 'localhost']) expect(await statusFor(host), host).toBe(200)
    const elsewhere = connectPlain(Number(local.port), '127.0.0.2')
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })

  test('a mediator learns in their language how a phone trusts the root, and gets the very file', async () => {
    const fingerprint = /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(said)?.[0] ?? 'none'
    for (const language of words.languages) {
      const { body } = await ask('/certificate', { headers: { 'accept-language': language } })
      const html = body.toString()
      expect(html).toContain(words.translate(language)('certificate:purpose'))
      expect(html).toContain(fingerprint.replaceAll(':', ' '))
    }
    for (const [file, kept] of [
      ['root.cer', made.rootBytes],
      ['root.crt', made.root],
    ] as const) {
      const { answer, body } = await ask(`/certificate/${file}`)
      expect(answer.headers['content-type']).toBe('application/x-x509-ca-cert')
      expect(body.equals(readFileSync(kept))).toBe(true)
    }
  })
})

test.each(['https://192.0.2.7', 'https://[2001:db8::7]:3000'])(
  'at %s nobody is offered a passkey, which browsers give to names alone',
  (address) => {
    expect(relyingPartyOf(address)).toBeNull()
    expect(relyingPartyOf(publicUrl)).toEqual({ id: 'guides.example', origin: publicUrl })
  },
)

test('where the certificate is not by a root of ours there is no page that asks to trust one', async () => {
  const site = await openTestApp()
  for (const target of ['/certificate', '/certificate/root.crt', '/certificate/root.cer']) {
    expect((await site.app.request(target)).status).toBe(404)
  }
  expect((await site.app.request('/fr')).headers.has('strict-transport-security')).toBe(false)
  await site.close()
})

describe('a certificate that is replaced while people are there', () => {
  const folder = path.join(directory, 'changing')
  const files = { certificate: path.join(folder, 'certificate.pem'), key: path.join(folder, 'key.pem') }
  const takeFrom = (from: typeof made, name: 'certificate' | 'key') => cpSync(from[name], files[name])

  test('counts from the next connection on; half of one, or none, leaves the one of before, and the log says so', async () => {
    mkdirSync(folder)
    for (const name of ['certificate', 'key'] as const) takeFrom(made, name)
    const log: string[] = []
    let at = now
    const { server, follow } = createTlsServer(files, publicUrl, {}, () => at)
    const inUse: string[] = []
    const look = follow({
      log: { certificate: (what, why) => log.push(`${what} ${why}`) },
      useCertificate: ({ cert }) => inUse.push(cert),
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    async function isServed(root: string): Promise<boolean> {
      const socket = connect({
        host: '127.0.0.1',
        port,
        servername: 'guides.example',
        ca: readFileSync(root),
      })
      const secure = await once(socket, 'secureConnect').then(
        () => true,
        () => false,
      )
      socket.destroy()
      return secure
    }
    look()
    expect([await isServed(made.root), log]).toEqual([true, []])
    takeFrom(others, 'certificate')
    look()
    look()
    expect(await isServed(made.root)).toBe(true)
    expect(log).toEqual([
      `kept TLS_KEY ${files.key} does not belong to the certificate in TLS_CERT ${files.certificate}.`,
    ])
    writeFileSync(files.key, readFileSync(others.key).subarray(0, 100))
    look()
    expect([await isServed(made.root), log.length]).toEqual([true, 2])
    takeFrom(others, 'key')
    look()
    expect([await isServed(others.root), await isServed(made.root)]).toEqual([true, false])
    expect([log.length, log[2], inUse.length]).toEqual([3, 'replaced ', 2])
    rmSync(files.key)
    look()
    expect([await isServed(others.root), log[3]]).toEqual([true, `kept TLS_KEY ${files.key} is not there.`])
    takeFrom(others, 'key')
    at = now + 795 * day
    look()
    look()
    expect(log.slice(4)).toEqual([
      'ends-soon The certificate in TLS_CERT ends on 2029-02-21, in 28 days: get or make a new one.',
    ])
    server.close()
  })
})

test('from a month before the end the start says so', async () => {
  const machine = createTestMachine()
  machine.pass(800 * day)
  const settings = readConfiguration({
    PORT: '0',
    PUBLIC_URL: publicUrl,
    DATA_DIR: path.join(directory, 'late'),
    TLS_CERT: made.certificate,
    TLS_KEY: made.key,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const server = await startServer(settings.configuration, findRootDirectory(), machine)
  await server.close()
  expect(server.certificateSays).toEqual([
    'The certificate in TLS_CERT ends on 2029-02-21, in 23 days: get or make a new one.',
  ])
})

describe('make-certificate', () => {
  const dataDirectory = path.join(directory, 'site')

  test('leaves nothing that others on the machine can read, and no key of the root', () => {
    const names = readdirSync(made.folder).sort()
    expect(names).toEqual(['certificate.pem', 'key.pem', 'root.cer', 'root.crt'])
    expect(statSync(made.folder).mode & 0o777).toBe(0o700)
    for (const name of names) expect(statSync(path.join(made.folder, name)).mode & 0o777).toBe(0o600)
    const keys = names.filter((name) => /PRIVATE/.test(readFileSync(path.join(made.folder, name), 'latin1')))
    expect(keys).toEqual(['key.pem'])
  })

  test.each([
    ['guides.example', ['elsewhere.example', 'example', '192.0.2.7', '2001:db8::7']],
    ['192.0.2.7', ['guides.example', 'localhost', '192.0.2.8', '2001:db8::7']],
    ['2001:db8::7', ['guides.example', '192.0.2.7', '2001:db8::8']],
  ])(
    'makes a root for %s with which nobody can pretend to be another, had they its key',
    async (own, foreign) => {
      const { root, certify } = await createAuthority(own, Date.now())
      /** Whether a client that trusts the root takes a certificate for a host. */
      async function isTaken(host: string): Promise<boolean> {
        const { certificate, key } = await certify(host)
        const server = createServer({ cert: certificate, key }, (socket) => socket.end())
        server.listen(0, '127.0.0.1')
        await once(server, 'listening')
        const { port } = server.address() as AddressInfo
        const socket = connect({
          host: '127.0.0.1',
          port,
          ca: root.toString('pem'),
          rejectUnauthorized: false,
          // The chain alone: the client asks for the address of this test.
          checkServerIdentity: () => undefined,
        })
        await once(socket, 'secureConnect')
        socket.destroy()
        server.close()
        return socket.authorized
      }
      expect(await isTaken(own)).toBe(true)
      for (const host of foreign) expect(await isTaken(host), host).toBe(false)
    },
  )

  test('does not take away what phones trust unless it is told to, and then phones need the new root', async () => {
    const before = readFileSync(made.rootBytes)
    const refused = await makeCertificateHere({ dataDirectory, publicUrl }, false, now)
    expect([refused.ok, readFileSync(made.rootBytes).equals(before)]).toEqual([false, true])
    expect(refused.text).toContain('--again')
    const soon = ownTlsFiles(path.join(directory, 'soon'))
    cpSync(made.folder, soon.folder, { recursive: true })
    const later = await makeCertificateHere(
      { dataDirectory: path.join(directory, 'soon'), publicUrl },
      false,
      now + 800 * day,
    )
    expect([later.ok, readFileSync(soon.rootBytes).equals(before)]).toEqual([true, false])
    expect(
      (await makeCertificateHere({ dataDirectory, publicUrl: 'http://guides.example' }, false, now)).ok,
    ).toBe(false)
  })
})
