/** Back-ups and restores beside a server, as programs of their own that are killed: what was acknowledged stays, and nothing half. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import SQLite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { makeBackUp, restoreBackUp } from '../../server/database/back-up.ts'
import { connect, takeFor } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createKioskStore } from '../../server/fleet/store.ts'
import { thisMachine } from '../../server/machine.ts'
import { createTestMachine, openTestApp } from '../support/app.ts'
import { appAt, type BuiltServer, killProgram, startBuiltServer } from '../support/built-server.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const root = findRootDirectory()

let around: string
let data: string
const programs: ChildProcess[] = []
beforeEach(() => {
  around = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  data = path.join(around, 'data')
})
afterEach(async () => {
  await Promise.all(programs.splice(0).map(killProgram))
  rmSync(around, { recursive: true })
})

async function start(): Promise<BuiltServer> {
  const server = await startBuiltServer(data)
  programs.push(server.process)
  return server
}

/** What the system says of a program that runs. */
function statusOf({ pid }: ChildProcess): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8')
}

/** Makes a site with a host, who is signed in: gives the host's cookies. */
async function siteWithHost(): Promise<string> {
  const { readClock } = thisMachine()
  const site = await openTestApp({}, { ...createTestMachine(), readClock })
  const hilde = createVisitor(site.app)
  const form = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', passphrase, again: passphrase }
  await hilde.post(`/host/set-up/${await site.services.setUp.open()}`, form)
  // As a server that was killed leaves its files.
  cpSync(site.directory, data, { recursive: true })
  await site.close()
  return hilde.cookie('/host')
}

/** The names of accounts and kiosks that stand in a folder's database. */
function namesOn(directory: string): ReadonlySet<string> {
  const database = new SQLite(path.join(directory, 'trois-clics.sqlite'))
  const rows = database.prepare('SELECT name FROM account UNION ALL SELECT name FROM kiosk').all()
  database.close()
  return new Set((rows as { name: string }[]).map(({ name }) => name))
}

/** The same of a site that no server works on, once its next server has begun. */
async function namesIn(directory: string): Promise<ReadonlySet<string>> {
  takeFor('server', directory)()
  const database = connect(directory)
  await migrate(database)
  const faults = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(database)
  await database.destroy()
  expect(faults.rows).toEqual([{ integrity_check: 'ok' }])
  return namesOn(directory)
}

/** A built command; with `step` it gets a signal before that step (test/support/signal-at-step.ts). */
function admin(words: readonly string[], step: string | null = null, signal = 'SIGKILL') {
  const preload = step === null ? [] : ['--import', './test/support/signal-at-step.ts']
  const program = spawn(process.execPath, [...preload, 'build/bundle/admin.js', ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: data, STEP: step ?? '', SIGNAL: signal },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  programs.push(program)
  let said = ''
  program.stdout.on('data', (text) => {
    said += String(text)
  })
  const ended = once(program, 'close').then(() => ({ code: program.exitCode, said }))
  return { program, ended }
}

/** Makes back-ups of a site, one after the other, and says when each begins and is done: a folder, a first number. */
const backUpsOnEnd = `
import path from 'node:path'
import { makeBackUp } from './build/server/database/back-up.js'
const [folder, first] = process.argv.slice(1)
for (let number = Number(first); ; number += 1) {
  process.stdout.write('begins ' + number + '\\n')
  const { kind } = await makeBackUp(process.env.DATA_DIR, path.join(folder, number + '.backup'), Date.now())
  if (kind !== 'made') throw new Error(kind)
  process.stdout.write('done ' + number + '\\n')
}`

interface Write {
  readonly name: string
  readonly takesOut: boolean
  /** Null where the server was killed before it answered. */
  acknowledged: boolean | null
}

/** Adds helpers and kiosks on the host's page and takes kiosks out again, one thing after the other, until it is told to stop. */
function createWriter(visitor: Visitor) {
  const writes: Write[] = []
  const kiosks: { readonly name: string; readonly id: string }[] = []
  let stopped = false

  async function write(name: string, takesOut: boolean, place: string, form: Record<string, string>) {
    const entry: Write = { name, takesOut, acknowledged: null }
    writes.push(entry)
    try {
      const answer = await visitor.post(place, form)
      if (answer.status !== 200 && answer.status !== 303) throw new Error(`${place}: ${answer.status}`)
      entry.acknowledged = true
      return answer
    } catch (error) {
      // The server is away: the write has counted or not, which its database tells later.
      if (!(error instanceof TypeError)) throw error
      entry.acknowledged = false
      await new Promise((resolve) => setTimeout(resolve, 5))
      return null
    }
  }

  async function writeOn(): Promise<void> {
    for (let number = 0; !stopped; number += 1) {
      const oldest = number % 5 === 4 ? kiosks.shift() : undefined
      if (oldest !== undefined) {
        await write(oldest.name, true, `/host/kiosks/${oldest.id}/remove`, {})
      } else if (number % 2 === 0) {
        await write(`Helper ${number}`, false, '/host/mediators', { 'mediator-name': `Helper ${number}` })
      } else {
        const answer = await write(`Kiosk ${number}`, false, '/host/kiosks', {
          'kiosk-name': `Kiosk ${number}`,
        })
        const id = answer?.headers.get('location')?.split('/').at(-1)
        if (id !== undefined) kiosks.push({ name: `Kiosk ${number}`, id })
      }
    }
  }

  const done = writeOn()
  return {
    writes,
    acknowledged: () => writes.filter(({ acknowledged }) => acknowledged !== null).length,
    stop: async () => {
      stopped = true
      await done
    },
  }
}

test('each of 200 back-ups is a state of the site that was acknowledged, however server and back-ups are killed', async () => {
  const cookies = await siteWithHost()
  let server = await start()
  const visitor = createVisitor(
    appAt(() => server.address ?? ''),
    cookies,
  )
  const writer = createWriter(visitor)
  const folder = path.join(around, 'back-ups')
  mkdirSync(folder)
  /** By the number of a back-up: how many writes were acknowledged when it began, and how many were begun when it was done. */
  const begun = new Map<number, number>()
  const made = new Map<number, number>()
  let kills = 0
  for (let next = 0; made.size < 200; ) {
    const words = ['--input-type=module', '--eval', backUpsOnEnd, folder, String(next)]
    const program = spawn(process.execPath, words, {
      cwd: root,
      env: { PATH: process.env.PATH, DATA_DIR: data },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    programs.push(program)
    const endAfter = made.size + 12 + Math.floor(Math.random() * 8)
    for await (const line of createInterface(program.stdout)) {
      const [what, number = ''] = line.split(' ')
      if (what === 'begins') begun.set(Number(number), writer.acknowledged())
      else made.set(Number(number), writer.writes.length)
      next = Number(number) + 1
      if (made.size < endAfter || program.killed) continue
      // Anywhere within the next one.
      const within = Math.random() * 12
      setTimeout(() => program.kill('SIGKILL'), within)
    }
    kills += 1
    if (kills % 4 === 0) {
      await killProgram(server.process)
      server = await start()
    }
  }
  await writer.stop()
  await killProgram(server.process)
  const last = await namesIn(data)

  /** What stood in the site after so many writes; of a write that nobody acknowledged the end tells whether it counted. */
  const names = new Set(['Hilde'])
  const states = [new Set(names)]
  for (const { name, takesOut, acknowledged } of writer.writes) {
    const counted = acknowledged === true || last.has(name) !== takesOut
    if (counted && takesOut) names.delete(name)
    else if (counted) names.add(name)
    states.push(new Set(names))
  }
  expect(last).toEqual(states.at(-1))
  // A finished one has its name, whether its program lived to say so or not.
  expect(
    readdirSync(folder).filter((name) => !/^\d+\.backup(?:\.unfinished(?:-journal)?)?$/.test(name)),
  ).toEqual([])
  const files = readdirSync(folder).filter((name) => name.endsWith('.backup'))
  expect(files.length).toBeGreaterThanOrEqual(200)
  const restored = path.join(around, 'restored')
  for (const file of files) {
    expect(await restoreBackUp(restored, path.join(folder, file)), file).toMatchObject({ kind: 'restored' })
    const held = namesOn(restored)
    const number = Number.parseInt(file, 10)
    const possible = states.slice(begun.get(number), (made.get(number) ?? writer.writes.length) + 1)
    const isOne = possible.some(
      (state) => state.size === held.size && [...state].every((name) => held.has(name)),
    )
    expect(isOne, `${file}: ${[...held].join(', ')}`).toBe(true)
  }
  const { length } = writer.writes
  console.log(`${files.length} back-ups, ${kills} of their programs killed, beside ${length} writes`)
})

test('a server waits for no back-up that stands still, and the back-up holds what was there when it began', async () => {
  const cookies = await siteWithHost()
  // Enough that it copies for a while.
  const database = new SQLite(path.join(data, 'trois-clics.sqlite'))
  database.exec(`WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < 40000)
    INSERT INTO guided_session_record
    SELECT n, '2026-11', 'fr', hex(randomblob(100)), 'done-alone', 'epn', 'under-5' FROM number`)
  database.close()
  const server = await start()
  const visitor = createVisitor(
    appAt(() => server.address ?? ''),
    cookies,
  )
  const file = path.join(around, 'site.backup')
  const { program, ended } = admin(['back-up', file])
  const size = () => statSync(`${file}.unfinished`, { throwIfNoEntry: false })?.size ?? 0
  // Looked at without a pause.
  while (size() === 0 && !existsSync(file)) await new Promise((resolve) => setImmediate(resolve))
  program.kill('SIGSTOP')
  expect(existsSync(`${file}.unfinished`)).toBe(true)
  expect((await visitor.post('/host/mediators', { 'mediator-name': 'Clara' })).status).toBe(200)
  expect((await visitor.get('/host')).status).toBe(200)
  program.kill('SIGCONT')
  expect(await ended).toMatchObject({ code: 0 })
  await killProgram(server.process)
  expect(await namesIn(data)).toContain('Clara')
  await restoreBackUp(data, file)
  expect(await namesIn(data)).toEqual(new Set(['Hilde']))
})

/** Two states of a site: one as a server that was killed has left it, its log full; the other in a back-up. */
async function twoStates(): Promise<{ readonly old: string; readonly file: string }> {
  const old = path.join(around, 'old')
  const file = path.join(around, 'site.backup')
  const add = async (directory: string, names: readonly string[]) => {
    const database = connect(directory)
    await migrate(database)
    for (const name of names) await createKioskStore(database).add({ id: name, name })
    return database
  }
  const other = path.join(around, 'other')
  await (await add(other, ['In the back-up'])).destroy()
  await makeBackUp(other, file, Date.now())
  const many = Array.from({ length: 40 }, (_, number) => `Old ${number} ${'.'.repeat(900)}`)
  const running = path.join(around, 'running')
  const database = await add(running, many)
  cpSync(running, old, { recursive: true })
  await database.destroy()
  expect(statSync(path.join(old, 'trois-clics.sqlite-wal')).size).toBeGreaterThan(50_000)
  return { old, file }
}

/** Says which of the two states the site has; throws where it is neither. */
async function stateOf(): Promise<'old' | 'new'> {
  const names = await namesIn(data)
  if (names.size === 1 && names.has('In the back-up')) return 'new'
  expect(names.size).toBe(40)
  for (const name of names) expect(name).toMatch(/^Old /)
  return 'old'
}

test('a restore that is killed leaves the old site or the new one: before each of its steps, and anywhere within', async () => {
  const { old, file } = await twoStates()
  const found: string[] = []
  const again = () => {
    rmSync(data, { recursive: true, force: true })
    cpSync(old, data, { recursive: true })
  }
  const look = async () => {
    found.push(await stateOf())
    // Of a restore that was killed no copy stays, once a server has started.
    expect(readdirSync(data).filter((name) => name.includes('restore'))).toEqual([])
  }
  let milliseconds = 0
  for (let step = 1; ; step += 1) {
    again()
    const began = performance.now()
    const { code } = await admin(['restore', file], String(step)).ended
    milliseconds = performance.now() - began
    await look()
    if (code === 0) break
    expect(code).toBeNull()
  }
  for (let time = 0; time < 6; time += 1) {
    again()
    const { program, ended } = admin(['restore', file])
    const lock = path.join(data, 'trois-clics.sqlite-server')
    while (!existsSync(lock)) await new Promise((resolve) => setImmediate(resolve))
    setTimeout(() => program.kill('SIGKILL'), (Math.random() * milliseconds) / 8)
    await ended
    await look()
  }
  console.log(`killed restores have left: ${found.map((one) => one.slice(0, 1)).join('')}`)
  expect(new Set(found)).toEqual(new Set(['old', 'new']))
})

test('a restore waits for nobody and lets nobody in: a server, a command and another restore each hear why', async () => {
  const { old, file } = await twoStates()
  cpSync(old, data, { recursive: true })
  const server = await start()
  const inUse = (why: string) => `DATA_DIR ${data} is in use. ${why} Nothing was changed.\n`
  expect(await admin(['restore', file]).ended).toEqual({
    code: 1,
    said: inUse('A server works on it: stop that first.'),
  })
  expect((await fetch(`${server.address}/healthz`)).status).toBe(200)
  await killProgram(server.process)

  const stand = async (words: readonly string[], step: string) => {
    const begun = admin(words, step, 'SIGSTOP')
    // It stands where a signal is to be sent to it, and not before.
    const stands = () => /^State:\tT/m.test(statusOf(begun.program))
    while (!stands()) await new Promise((resolve) => setTimeout(resolve, 5))
    return begun
  }
  const backUp = await stand(['back-up', path.join(around, 'old.backup')], 'renameSync')
  expect(await admin(['restore', file]).ended).toEqual({
    code: 1,
    said: inUse('A command of the administrator works on it: let that end first.'),
  })
  backUp.program.kill('SIGCONT')
  expect(await backUp.ended).toMatchObject({ code: 0 })
  expect(await stateOf()).toBe('old')

  const restore = await stand(['restore', file], 'renameSync')
  expect(await start()).toMatchObject({
    address: null,
    said: expect.stringContaining(`DATA_DIR ${data} is in use by a restore.\n`),
  })
  for (const words of [['list-addresses'], ['back-up', path.join(around, 'during.backup')]]) {
    expect(await admin(words).ended).toEqual({ code: 1, said: `DATA_DIR ${data} is in use by a restore.\n` })
  }
  expect(await admin(['restore', file]).ended).toEqual({
    code: 1,
    said: inUse('Another restore works on it: let that end first.'),
  })
  restore.program.kill('SIGCONT')
  expect(await restore.ended).toMatchObject({ code: 0 })
  expect(await stateOf()).toBe('new')
})
