/** A site that people reach without TLS: nobody's passphrase passes the network unless the site has said that it may. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { passesInClear } from '../../server/web/network.ts'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf } from '../support/cookies.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'
import { createVisitor } from '../support/visitor.ts'

const choice = { passphrase: usualPassphrase, again: usualPassphrase }
const inClear = { PUBLIC_URL: 'http://site.example' }

let site: TestApp
afterEach(() => site.close())

async function invitation(): Promise<string> {
  const invited = await site.services.staff.companion.accounts.invite('Bernard', true)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  return `/companion/invitation/${invited.token}`
}

describe('where the network can read along', () => {
  test('no door takes a passphrase, a link or a passkey, nor lets in who was signed in before; a visit goes on as ever', async () => {
    site = await openTestApp(inClear)
    const { token } = await newMediator(site.services, 'Anna')
    const link = await invitation()
    const person = createVisitor(site.app, cookieOf(site, 'mediator', token))
    const setUp = `/host/set-up/${await site.services.setUp.open()}`
    const signIn = { name: 'Anna', passphrase: usualPassphrase }
    for (const [path, form] of [
      ['/companion/sign-in', signIn],
      ['/host/sign-in', signIn],
      ['/companion/sign-in/passkey/options', {}],
      ['/companion/sign-in/passkey', {}],
      [link, choice],
      [setUp, { name: 'Hilde', 'site-name': 'Pharmacie', ...choice }],
      ['/companion/pair', { code: '123456' }],
    ] as const) {
      const answer = await person.post(path, form)
      expect([answer.status, answer.headers.getSetCookie()], path).toEqual([403, []])
    }
    for (const language of words.languages) {
      for (const path of ['/companion', '/host', '/companion/sign-in', '/host/sign-in', link, setUp]) {
        const answer = await person.get(path, { 'accept-language': language })
        expect(answer.status, path).toBe(403)
        expect(await answer.text()).toContain(words.translate(language)('errors:inClearWords'))
      }
    }
    expect(await site.services.staff.host.accounts.list()).toEqual([])
    const reader = createVisitor(site.app)
    expect((await reader.get('/fr/guides/check-consent')).status).toBe(200)
    expect(reader.cookie()).toMatch(/^visit=/)
  })

  test('nobody signs in where the server listens to the network under an address of its own machine', async () => {
    site = await openTestApp({ PUBLIC_URL: 'http://localhost:3000', HOST: '0.0.0.0' })
    expect(site.services.signInsAreOff).toBe(true)
    expect((await site.app.request('/companion/sign-in')).status).toBe(403)
    await site.close()
    site = await openTestApp({ PUBLIC_URL: 'http://localhost:3000', HOST: '::1' })
    expect(site.services.signInsAreOff).toBe(false)
  })

  test('people sign in where the site has said that they may', async () => {
    site = await openTestApp({ ...inClear, ALLOW_PLAIN_HTTP: 'yes' })
    const person = createVisitor(site.app)
    expect((await person.post(await invitation(), choice)).status).toBe(303)
    expect((await person.get('/companion')).status).toBe(200)
    expect(person.cookie('/companion')).toMatch(/^mediator=.*; known-device=/)
  })
})

test('on this machine alone people sign in without TLS, and nowhere else', async () => {
  site = await openTestApp({ PUBLIC_URL: 'http://localhost:3000' })
  expect((await site.app.request('/companion/sign-in')).status).toBe(200)
  for (const own of [
    'http://127.0.0.1:3000',
    'http://127.8.9.1',
    'http://[::1]:3000',
    'https://site.example',
  ]) {
    expect(passesInClear(own), own).toBe(false)
  }
  for (const open of [
    'http://192.0.2.7',
    'http://127.0.0.1.site.example',
    'http://0.0.0.0:3000',
    'http://localhost.example',
  ]) {
    expect(passesInClear(open), open).toBe(true)
  }
})

describe('whoever starts such a server', () => {
  const root = findRootDirectory()
  const main = path.join('build/bundle', 'main.js')

  test('reads in one sentence what it means, and gets no link that could not be used', async () => {
    site = await openTestApp()
    const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
    const environment = { ...process.env, DATA_DIR: directory, PORT: '0', ...inClear }
    const server = spawn(process.execPath, [main], { cwd: root, env: environment })
    let errors = ''
    server.stderr.on('data', (chunk) => {
      errors += String(chunk)
    })
    const [chunk] = (await once(server.stdout, 'data')) as [Buffer]
    server.kill('SIGTERM')
    await once(server, 'exit')
    expect(chunk.toString()).toMatch(/^Ready: http:\S+\n$/)
    expect(errors).toContain(
      'People reach this server at http://site.example without TLS: everybody on the network can read and change what ' +
        'passes, so nobody can sign in until PUBLIC_URL begins with https, or ALLOW_PLAIN_HTTP=yes is set.\n',
    )
    const tls = { PUBLIC_URL: 'https://site.example', TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.pem' }
    const refused = await promisify(execFile)(process.execPath, [main], {
      cwd: root,
      env: { ...environment, ...tls },
    }).catch((error: { readonly code: number; readonly stderr: string }) => error)
    expect(refused).toMatchObject({ code: 1, stderr: 'TLS_CERT /nowhere.pem is not there.\n' })
    rmSync(directory, { recursive: true })
  })
})
