/** What lies on the disk: read by nobody else on the machine, and without whoever was removed or has signed out. */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { hashToken } from '../../server/web/tokens.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { valueIn } from '../support/cookies.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const removed = 'Zebulon Wegzuwischen'
const nobody = 65_534
const isRoot = process.getuid?.() === 0

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
const folders: string[] = []
afterEach(async () => {
  await site.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  folders.push(folder)
  return folder
}

/** Everything that the files of a folder hold, as it lies on the disk at this moment. */
function bytesIn(directory: string): string {
  return readdirSync(directory)
    .map((name) => readFileSync(path.join(directory, name), 'latin1'))
    .join('\n')
}

function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8)
}

/** What another user of the machine reads of a file; null where they read nothing. */
function readAsNobody(file: string): string | null {
  try {
    const output = execFileSync('/bin/cat', [file], {
      uid: nobody,
      gid: nobody,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return output.toString('latin1')
  } catch {
    return null
  }
}

async function host(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  const form = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', passphrase, again: passphrase }
  await visitor.post(`/host/set-up/${await site.services.setUp.open()}`, form)
  return visitor
}

async function invite(by: Visitor, name: string): Promise<string> {
  const html = await (await by.post('/host/mediators', { 'mediator-name': name })).text()
  return new URL(/<textarea[^>]*>([^<]+)<\/textarea>/.exec(html)?.[1] ?? '').pathname
}

async function idOf(name: string): Promise<string> {
  const found = (await site.services.staff.companion.accounts.list()).find((account) => account.name === name)
  return found?.id ?? ''
}

describe('whoever was removed', () => {
  test('stands in no file any more: no name, no id, no hash of a passphrase, an invitation or a sign-in', async () => {
    const hilde = await host()
    const link = await invite(hilde, removed)
    await invite(hilde, 'Aïcha Dupont')
    const mediator = createVisitor(site.app)
    await mediator.post(link, { passphrase, again: passphrase })
    const id = await idOf(removed)
    const before = bytesIn(site.directory)
    const hash = new RegExp(`${removed.toLowerCase()}(scrypt\\$[\\w$+/=.-]{20,})`).exec(before)?.[1] ?? ''
    const token = valueIn(mediator.cookie('/companion'), 'mediator') ?? ''
    const traces = {
      name: removed,
      key: removed.toLowerCase(),
      id,
      passphrase: hash.slice(0, 40),
      invitation: hashToken(link.split('/').at(-1) ?? ''),
      signIn: hashToken(token),
    }
    for (const [what, trace] of Object.entries(traces)) {
      expect(trace.length, what).toBeGreaterThan(15)
      expect(before.includes(trace), `${what} was there`).toBe(true)
    }
    await hilde.post(`/host/mediators/${id}/remove`)
    expect(await idOf(removed)).toBe('')
    const after = bytesIn(site.directory)
    for (const [what, trace] of Object.entries(traces)) expect(after.includes(trace), what).toBe(false)
    expect(after).toContain('Dupont')
  })

  test('by a version that left them on the disk is wiped at the next start', async () => {
    const directory = newFolder()
    const old = path.join(directory, 'trois-clics.sqlite')
    const script = `
      const SQLite = require('better-sqlite3')
      const database = new SQLite(${JSON.stringify(old)})
      database.pragma('journal_mode = WAL')
      database.exec('CREATE TABLE old (name TEXT)')
      const add = database.prepare('INSERT INTO old VALUES (?)')
      for (let count = 0; count < 50; count += 1) add.run(${JSON.stringify(removed)} + ' '.repeat(count))
      database.exec('DELETE FROM old')
      database.close()`
    execFileSync(process.execPath, ['-e', script], { cwd: findRootDirectory() })
    expect(bytesIn(directory)).toContain(removed)
    const database = connect(directory)
    await migrate(database)
    expect(bytesIn(directory)).not.toContain(removed)
    await database.destroy()
  })
})

test('a sign-in that was ended, and the device it knew, stand in no file any more', async () => {
  const hilde = await host()
  const link = await invite(hilde, removed)
  const mediator = createVisitor(site.app)
  await mediator.post(link, { passphrase, again: passphrase })
  const cookies = mediator.cookie('/companion')
  const [token, device] = ['mediator', 'known-device'].map((name) => hashToken(valueIn(cookies, name) ?? ''))
  expect(bytesIn(site.directory)).toContain(token)
  await mediator.post('/companion/sign-out')
  expect(bytesIn(site.directory)).not.toContain(token)
  expect(bytesIn(site.directory)).toContain(device)
  const again = createVisitor(site.app)
  await again.post('/companion/sign-in', { name: removed, passphrase, to: '' })
  await again.post('/companion/sign-out-everywhere')
  expect(bytesIn(site.directory)).not.toContain(device)
})

describe('another user of the machine', () => {
  test('reads nothing of the names and hashes, wherever the folder and the files were open before', async () => {
    const directory = path.join(newFolder(), 'data')
    chmodSync(path.dirname(directory), 0o755)
    mkdirSync(directory)
    chmodSync(directory, 0o755)
    const names = ['trois-clics.sqlite', 'trois-clics.sqlite-wal', 'trois-clics.sqlite-shm']
    const files = names.map((name) => path.join(directory, name))
    const [first = ''] = files
    writeFileSync(first, '')
    chmodSync(first, 0o644)
    const database = connect(directory)
    await migrate(database)
    expect([directory, ...files].map(modeOf)).toEqual(['700', '600', '600', '600'])
    if (isRoot) {
      const control = path.join(path.dirname(directory), 'for-everybody')
      writeFileSync(control, 'open')
      chmodSync(control, 0o644)
      expect(readAsNobody(control)).toBe('open')
      expect(files.map(readAsNobody)).toEqual([null, null, null])
    } else console.log('Not root: what another user reads was not tried, the modes of the files were.')
    await database.destroy()
  })

  test('finds a new folder closed as well, and one that holds other things is left as its owner made it', async () => {
    const around = newFolder()
    const fresh = connect(path.join(around, 'new', 'folder'))
    await migrate(fresh)
    expect(modeOf(path.join(around, 'new', 'folder'))).toBe('700')
    await fresh.destroy()
    const shared = path.join(around, 'shared')
    mkdirSync(shared)
    chmodSync(shared, 0o755)
    writeFileSync(path.join(shared, 'something-else'), '')
    const beside = connect(shared)
    await migrate(beside)
    expect(modeOf(shared)).toBe('755')
    expect(modeOf(path.join(shared, 'trois-clics.sqlite'))).toBe('600')
    await beside.destroy()
  })
})

describe('whoever starts the server', () => {
  async function saidByStart(directory: string): Promise<string> {
    const server = spawn(process.execPath, ['build/bundle/main.js'], {
      cwd: findRootDirectory(),
      env: { ...process.env, PORT: '0', DATA_DIR: directory, PUBLIC_URL: 'https://site.example' },
    })
    const said: string[] = []
    server.stderr.on('data', (chunk) => said.push(String(chunk)))
    const [ready] = (await once(server.stdout, 'data')) as [Buffer]
    expect(ready.toString()).toContain('Ready: ')
    server.kill('SIGTERM')
    await once(server, 'close')
    return said.join('')
  }

  test('as root, or in a folder that others look into, reads so in one sentence, and the server goes on', async () => {
    const shared = newFolder()
    writeFileSync(path.join(shared, 'something-else'), '')
    chmodSync(shared, 0o755)
    const [own, open] = [await saidByStart(path.join(shared, 'own')), await saidByStart(shared)]
    const asRoot = 'The server runs as root: give it a user of its own.\n'
    expect(own).toBe(isRoot ? asRoot : '')
    expect(open).toBe(
      `${isRoot ? asRoot : ''}DATA_DIR ${shared} can be looked into by other users of this machine.\n`,
    )
  })

  test('makes files that the server’s user alone can read, whatever that user’s usual mask', async () => {
    const directory = path.join(newFolder(), 'data')
    await saidByStart(directory)
    expect(modeOf(directory)).toBe('700')
    const modes = readdirSync(directory).map((name) => modeOf(path.join(directory, name)))
    expect([...new Set(modes)]).toEqual(['600'])
  })
})
