/** A server that could not do its work does not start as if it could, and one whose log nobody reads goes on. */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { mostWaitingBytes } from '../../server/bounded-log.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { until } from '../support/kiosk.ts'

const root = findRootDirectory()
const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('Not tried without root: files of another user, and a disk that is full.')

const folders: string[] = []
const running: ChildProcess[] = []
afterEach(async () => {
  for (const server of running.splice(0)) {
    if (server.exitCode !== null || server.signalCode !== null) continue
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  folders.push(folder)
  return folder
}

interface Started {
  readonly server: ChildProcess
  /** Null where it ended before it was ready. */
  readonly address: string | null
  readonly said: string
}

/** Starts the built server, and waits until it is ready or has ended. */
async function start(environment: Readonly<Record<string, string>>, user: object = {}): Promise<Started> {
  const server = spawn(process.execPath, ['build/bundle/main.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', PUBLIC_URL: 'https://site.example', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  running.push(server)
  let said = ''
  server.stderr?.on('data', (text) => {
    said += String(text)
  })
  const ready = once(server.stdout ?? server, 'data').then(([text]) => String(text))
  const first = await Promise.race([ready, once(server, 'close').then(() => '')])
  // From here on nobody reads what it writes.
  server.stdout?.pause()
  return { server, address: /Ready: (\S+)/.exec(first)?.[1] ?? null, said }
}

describe('a start is refused in one sentence', () => {
  test('where another server works on the same database; its end, by a kill too, makes room', async () => {
    const directory = newFolder()
    const first = await start({ DATA_DIR: directory })
    expect(first.address).not.toBeNull()
    const second = await start({ DATA_DIR: directory })
    expect(second.address).toBeNull()
    expect(second.said).toBe(`DATA_DIR ${directory} is in use by another server.\n`)
    expect((await fetch(`${first.address}/fr`)).status).toBe(200)
    // The administrator's commands still work beside it.
    const admin = [path.join(root, 'build/bundle/admin.js'), 'list-addresses']
    execFileSync(process.execPath, admin, { cwd: root, env: { ...process.env, DATA_DIR: directory } })
    first.server.kill('SIGKILL')
    await once(first.server, 'exit')
    expect((await start({ DATA_DIR: directory })).address).not.toBeNull()
  })

  test.skipIf(!isRoot)('where the files are root’s, one of them or all', async () => {
    const nobody = { uid: 65_534, gid: 65_534 }
    const directory = newFolder()
    chmodSync(directory, 0o755)
    const first = await start({ DATA_DIR: path.join(directory, 'data') })
    first.server.kill('SIGKILL')
    await once(first.server, 'exit')
    const data = path.join(directory, 'data')
    const files = readdirSync(data).map((name) => path.join(data, name))
    expect(files.length).toBeGreaterThan(2)
    for (const theirs of [data, ...files]) {
      for (const one of [data, ...files]) chownSync(one, nobody.uid, nobody.gid)
      chownSync(theirs, 0, 0)
      const { said, address } = await start({ DATA_DIR: data }, nobody)
      expect(address, theirs).toBeNull()
      expect(said).toMatch(/^DATA_DIR \S+ cannot be written: this user may not write there \(\S+\)\.\n$/)
      expect(said).toContain(`(${theirs})`)
      const admin = [path.join(root, 'build/bundle/admin.js'), 'remove-hosts']
      const environment = { PATH: process.env.PATH, DATA_DIR: data }
      const asked = spawnSync(process.execPath, admin, {
        cwd: root,
        env: environment,
        encoding: 'utf8',
        ...nobody,
      })
      expect(asked.status).toBe(1)
      expect(asked.stdout).toMatch(
        /^DATA_DIR \S+ cannot be written: this user may not write there \(\S+\)\.\n$/,
      )
    }
  })

  test.skipIf(!isRoot)('where the disk is full', async () => {
    const directory = newFolder()
    const disk = path.join(directory, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    try {
      const { said, address } = await start({ DATA_DIR: disk })
      expect(address).toBeNull()
      expect(said).toMatch(/^DATA_DIR \S+ cannot be written: the disk is full \(\S+\)\.\n$/)
    } finally {
      execFileSync('umount', [disk])
    }
  })

  test.skipIf(!isRoot)('where a port takes a right that its user does not have', async () => {
    const directory = newFolder()
    chownSync(directory, 65_534, 65_534)
    const { said } = await start({ DATA_DIR: directory, PORT: '80' }, { uid: 65_534, gid: 65_534 })
    expect(said).toMatch(/^PORT 80 takes a right that this user does not have\./)
  })
})

test('a log that nobody reads any more holds up no patient, and says later how much is missing', async () => {
  const { server, address } = await start({ DATA_DIR: newFolder() })
  if (address === null || server.stdout === null) throw new Error('It does not start')
  // A line has some 80 bytes.
  const most = Math.ceil(mostWaitingBytes / 60)
  for (let asked = 0; asked < most; asked += 200) {
    const answers = Array.from({ length: 200 }, () => fetch(`${address}/healthz`))
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200)
  }
  let log = ''
  server.stdout.on('data', (text) => {
    log += String(text)
  })
  server.stdout.resume()
  await until('what is missing is said', () => /"droppedLines":\d+/.test(log))
  await fetch(`${address}/fr`)
  await until('the next line', () => log.includes('"route":"/fr"'))
  // A reader that has gone altogether does no harm either.
  server.stdout.destroy()
  for (let asked = 0; asked < 20; asked += 1) expect((await fetch(`${address}/fr`)).status).toBe(200)
})
