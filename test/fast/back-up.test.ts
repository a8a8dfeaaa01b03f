/** Back-ups of a site and their restore: what is in them, what is refused, and that a refusal changes nothing. */

import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backUpHere, restoreHere } from '../../server/back-up-commands.ts'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { applicationId, sealBackUp } from '../../server/database/back-up-file.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createKioskStore } from '../../server/fleet/store.ts'
import { createGuidedSessionRecords } from '../../server/guided-sessions/store.ts'
import { hashToken } from '../../server/web/tokens.ts'
import { openTestApp } from '../support/app.ts'
import { valueIn } from '../support/cookies.ts'
import { createVisitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const madeAt = Date.parse('2026-11-20T10:00:30Z')
const isRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }
if (!isRoot) console.log('Not tried without root: files of another user, and a disk that is full.')

let around: string
let data: string
let file: string
beforeEach(() => {
  around = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  data = path.join(around, 'data')
  file = path.join(around, 'site.backup')
})
afterEach(() => rmSync(around, { recursive: true }))

function settings(directory: string) {
  const read = readConfiguration({ DATA_DIR: directory, PUBLIC_URL: 'https://site.example' })
  if (!read.ok) throw new Error(read.sentence)
  return read.configuration
}

const backUp = (into = file, directory = data) => backUpHere(settings(directory), into, madeAt)
const restore = (from = file, directory = data) => restoreHere(settings(directory), from)

/** The name itself stands in a row once. */
const idOf = (name: string) => Buffer.from(name).toString('hex')

/** A site with one kiosk for each name. */
async function siteWith(names: readonly string[], directory = data): Promise<void> {
  const database = connect(directory)
  await migrate(database)
  const rows = names.map((name) => ({ id: idOf(name), name }))
  await database.insertInto('kiosk').values(rows).execute()
  await database.destroy()
}

async function kiosksOf(directory = data): Promise<readonly string[]> {
  const database = connect(directory)
  await migrate(database)
  const rows = await createKioskStore(database).list()
  await database.destroy()
  return rows.map(({ name }) => name)
}

/** Every file of a folder by its name, as its bytes are now. */
function bytesOf(directory: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'latin1')]),
  )
}

const modeOf = (place: string) => (statSync(place).mode & 0o777).toString(8)

/** Runs a built command as a program of its own, as another user where one is named. */
function admin(words: readonly string[], more: object = {}) {
  const command = path.join(findRootDirectory(), 'build/bundle/admin.js')
  return spawnSync(process.execPath, [command, ...words], {
    env: { PATH: process.env.PATH, DATA_DIR: data },
    encoding: 'utf8',
    ...more,
  })
}

/** Makes a back-up that is changed in its database, and whole again. */
async function changedBackUp(change: (database: SQLite.Database) => void): Promise<void> {
  await backUp()
  const text = readFileSync(file, 'latin1')
  truncateSync(file, text.lastIndexOf('\ntrois-clics back-up'))
  const database = new SQLite(file)
  change(database)
  database.close()
  sealBackUp(file, madeAt)
}

describe('a site that was lost', () => {
  test('comes back with its helpers, hosts, kiosks, name and corrections; nobody is signed in, and no old link opens', async () => {
    const site = await openTestApp()
    const hilde = createVisitor(site.app)
    const form = { name: 'Hilde', 'site-name': 'Pharmacie du Parc', passphrase, again: passphrase }
    await hilde.post(`/host/set-up/${await site.services.setUp.open()}`, form)
    const linkOf = async (name: string) => {
      const answer = await hilde.post('/host/mediators', { 'mediator-name': name, trained: 'yes' })
      return /\/companion\/invitation\/[\w-]{22}/.exec(await answer.text())?.[0] ?? ''
    }
    const clara = createVisitor(site.app)
    await clara.post(await linkOf('Clara Janssens'), { passphrase, again: passphrase })
    const open = await linkOf('Zebulon Wegzuwischen')
    await hilde.post('/host/kiosks', { 'kiosk-name': 'Comptoir' })
    const cookies = hilde.cookie('/host')
    const secrets = {
      signIn: hashToken(valueIn(cookies, 'host') ?? ''),
      device: hashToken(valueIn(cookies, 'known-device') ?? ''),
      invitation: hashToken(open.split('/').at(-1) ?? ''),
    }
    const correction = { officialPageId: 'masante', language: 'fr', address: 'https://site.example/' }
    await site.services.addressOverrides.set(correction, '2026-11-20')
    const records = createGuidedSessionRecords(site.database, site.machine.newId, () => madeAt)
    const ticks = { outcome: 'done-alone', placeKind: 'pharmacy', length: 'under-5' } as const
    await records.add({ language: 'fr', themes: [], ...ticks })
    expect((await backUp(file, site.directory)).ok).toBe(true)
    expect(modeOf(file)).toBe('600')
    const inSite = [...bytesOf(site.directory).values()].join('\n')
    const inBackUp = readFileSync(file, 'latin1')
    for (const [what, hash] of Object.entries(secrets)) {
      expect(hash.length, what).toBeGreaterThan(15)
      expect(inSite.includes(hash), `${what} is in the site`).toBe(true)
      expect(inBackUp.includes(hash), what).toBe(false)
    }
    const [account] = (await site.services.staff.companion.accounts.list()).filter(({ name }) =>
      /^Clara/.test(name),
    )
    await hilde.post(`/host/mediators/${account?.id}/remove`)
    await site.close()

    const restored = await restore()
    expect(restored).toEqual({
      ok: true,
      text:
        `Done: the site in DATA_DIR ${data} is as it was on 2026-11-20 at 10:00 UTC.\n` +
        'Everybody signs in again, and links that were open are worth nothing.\n' +
        'What was ended since then counts again: people who were removed, earlier passphrases, passkeys, apps and cards,\n' +
        'and secrets of kiosks. Start the server, look through /host, and end them once more.\n',
    })
    expect([modeOf(data), modeOf(path.join(data, 'trois-clics.sqlite'))]).toEqual(['700', '600'])

    const back = await openTestApp({}, site.machine, {}, undefined, data)
    expect((await createVisitor(back.app, cookies).get('/host')).status).toBe(303)
    expect(await (await back.app.request(open)).text()).not.toContain('name="passphrase"')
    const signedIn = createVisitor(back.app)
    await signedIn.post('/host/sign-in', { name: 'Hilde', passphrase, to: '' })
    const page = await (await signedIn.get('/host')).text()
    for (const name of ['Hilde', 'Clara Janssens', 'Zebulon Wegzuwischen', 'Comptoir', 'Pharmacie du Parc']) {
      expect(page, name).toContain(name)
    }
    expect(await back.services.addressOverrides.list()).toEqual([correction])
    expect(
      await createGuidedSessionRecords(
        back.database,
        () => '',
        () => madeAt,
      ).count(),
    ).toBe(1)
    await back.close()
  })

  test('comes back from a back-up of an earlier version in the form of this one', async () => {
    await siteWith(['Comptoir'])
    const earlier = new SQLite(path.join(data, 'trois-clics.sqlite'))
    earlier.exec(`
      DROP TABLE authenticator_app; DROP TABLE card_code; ALTER TABLE account DROP COLUMN second_factor;
      INSERT INTO account VALUES ('a', 'mediator', 'Anna', 'anna', 1, 'hash');
      DELETE FROM kysely_migration WHERE name >= '0005'`)
    earlier.close()
    expect((await backUp()).ok).toBe(true)
    // Making one changes nothing of the site: the server of the earlier version may run on.
    expect(readFileSync(file, 'latin1')).not.toContain('authenticator_app')
    rmSync(data, { recursive: true })
    expect((await restore()).ok).toBe(true)
    const database = connect(data)
    const accounts = await database.selectFrom('account').select(['name', 'second_factor']).execute()
    expect(accounts).toEqual([{ name: 'Anna', second_factor: 0 }])
    expect(await database.selectFrom('authenticator_app').selectAll().execute()).toEqual([])
    await database.destroy()
    expect(await kiosksOf()).toEqual(['Comptoir'])
  })

  test('that is damaged on its disk, log included, is replaced as well', async () => {
    await siteWith(['Comptoir'])
    await backUp()
    for (const name of ['', '-wal', '-shm', '-journal'].map((ending) => `trois-clics.sqlite${ending}`)) {
      writeFileSync(path.join(data, name), 'nothing that anybody can read '.repeat(400))
    }
    expect((await restore()).ok).toBe(true)
    expect(await kiosksOf()).toEqual(['Comptoir'])
  })

  test.skipIf(!isRoot)('belongs to the server’s user also where root restores it', async () => {
    await siteWith(['Comptoir'])
    await backUp()
    for (const name of ['', ...readdirSync(data)]) chownSync(path.join(data, name), nobody.uid, nobody.gid)
    expect((await restore()).ok).toBe(true)
    expect(statSync(path.join(data, 'trois-clics.sqlite')).uid).toBe(nobody.uid)
  })
})

test('a back-up holds nothing of whom was removed before, and any program for databases can read it', async () => {
  await siteWith(['Comptoir', 'Zebulon Wegzuwischen'])
  const database = connect(data)
  await createKioskStore(database).remove(idOf('Zebulon Wegzuwischen'))
  expect((await backUp()).text).toMatch(/^Done: \S+site\.backup, \d+ kB, checked\.\nIt holds the names /)
  await database.destroy()
  expect(readFileSync(file, 'latin1')).toContain('Comptoir')
  expect(readFileSync(file, 'latin1')).not.toContain('Wegzuwischen')
  const read = new SQLite(file, { readonly: true })
  expect(read.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(read.prepare('SELECT name FROM kiosk').all()).toEqual([{ name: 'Comptoir' }])
  read.close()
  expect(readdirSync(around).sort()).toEqual(['data', 'site.backup'])
})

describe('a restore is refused, and the site stays as it is, by each byte,', () => {
  const refusals: readonly (readonly [what: string, prepare: () => Promise<void> | void, why: string])[] = [
    ['where there is no file', () => {}, 'There is no file FILE.'],
    ['from an empty file', () => writeFileSync(file, ''), 'FILE is no back-up of this program.'],
    [
      'from a text',
      () => writeFileSync(file, 'Not a database.\n'.repeat(9000)),
      'FILE is no back-up of this program.',
    ],
    [
      'from a database of another program',
      () => void new SQLite(file).exec('CREATE TABLE kiosk (name TEXT); PRAGMA user_version = 1').close(),
      'FILE is no back-up of this program.',
    ],
    [
      'from the copy of a database that no back-up made',
      async () => {
        await backUp()
        await restore()
        cpSync(path.join(data, 'trois-clics.sqlite'), file)
      },
      'FILE is no back-up of this program.',
    ],
    ['from a folder', () => mkdirSync(file), 'FILE is not a file.'],
    ['from a pipe', () => void execFileSync('mkfifo', [file]), 'FILE is not a file.'],
    [
      'from a link to a good one',
      async () => {
        await backUp(path.join(around, 'other.backup'))
        symlinkSync('other.backup', file)
      },
      'FILE is a link. Name the file itself.',
    ],
    [
      'from one that was cut in half',
      async () => {
        await backUp()
        truncateSync(file, Math.floor(statSync(file).size / 2))
      },
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one that lacks its last byte',
      async () => {
        await backUp()
        truncateSync(file, statSync(file).size - 1)
      },
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one to which something was added',
      async () => {
        await backUp()
        appendFileSync(file, '\n')
      },
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one in which a name was changed, which SQLite cannot see',
      async () => {
        await backUp()
        const bytes = readFileSync(file)
        expect(bytes.lastIndexOf('Comptoir')).toBe(bytes.indexOf('Comptoir'))
        bytes.write('Comptoor', bytes.indexOf('Comptoir'))
        writeFileSync(file, bytes)
      },
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one that was sealed over damage',
      () =>
        changedBackUp((database) => {
          database.unsafeMode()
          database.pragma('writable_schema = ON')
          database.exec("DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_kiosk_1'")
        }),
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one whose references lead nowhere',
      () =>
        changedBackUp((database) => {
          database.pragma('foreign_keys = OFF')
          database.exec("INSERT INTO card_code VALUES ('hash', 'nobody')")
        }),
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from an empty database with our mark',
      async () => {
        const database = new SQLite(file)
        database.pragma(`application_id = ${applicationId}`)
        database.close()
        sealBackUp(file, madeAt)
      },
      'FILE is cut off or damaged. Take another one.',
    ],
    [
      'from one whose tables a newer version has changed',
      () =>
        changedBackUp((database) => {
          database.exec("INSERT INTO kysely_migration VALUES ('0099-rooms', '2030')")
        }),
      'FILE was made by a newer version of this program. Restore it with that one.',
    ],
    [
      'from one in a form that a newer version made',
      async () => {
        await backUp()
        const text = readFileSync(file, 'latin1')
        writeFileSync(file, text.replace('\ntrois-clics back-up 1 ', '\ntrois-clics back-up 2 '), 'latin1')
      },
      'FILE was made by a newer version of this program. Restore it with that one.',
    ],
  ]

  test.each(refusals)('%s', async (_, prepare, why) => {
    await siteWith(['Comptoir'])
    await prepare()
    // The lock is made by the first that takes it.
    writeFileSync(path.join(data, 'trois-clics.sqlite-server'), '', { flag: 'a' })
    const before = bytesOf(data)
    expect(await restore()).toEqual({
      ok: false,
      text: `${why.replace('FILE', file)} Nothing was changed.\n`,
    })
    expect(bytesOf(data)).toEqual(before)
  })

  test('from the database itself, or a file that bears its name', async () => {
    await siteWith(['Comptoir'])
    const place = path.join(data, 'trois-clics.sqlite-restore')
    await backUp()
    cpSync(file, place)
    for (const name of [place, path.join(data, 'trois-clics.sqlite')]) {
      expect(await restore(name)).toEqual({
        ok: false,
        text: `${name} has a name that the database needs. Move it elsewhere. Nothing was changed.\n`,
      })
    }
    expect(readFileSync(place)).toEqual(readFileSync(file))
  })

  test('while a program that is none of ours has it open', async () => {
    await siteWith(['Comptoir'])
    await backUp()
    await siteWith(['Guichet'])
    const other = new SQLite(path.join(data, 'trois-clics.sqlite'))
    other.exec('BEGIN')
    expect(other.prepare('SELECT count(*) AS kiosks FROM kiosk').get()).toEqual({ kiosks: 2 })
    const { ok, text } = await restore()
    other.close()
    expect({ ok, text }).toEqual({
      ok: false,
      text: `DATA_DIR ${data} is held by another program that writes there. Nothing was changed.\n`,
    })
    expect(await kiosksOf()).toEqual(['Comptoir', 'Guichet'])
    expect(readdirSync(data).filter((name) => name.includes('restore'))).toEqual([])
  })

  test.skipIf(!isRoot)('where its user may not read the back-up, or not write the site', async () => {
    await siteWith(['Comptoir'])
    await backUp()
    for (const place of [around, data]) chmodSync(place, 0o755)
    const before = bytesOf(data)
    const unread = admin(['restore', file], nobody)
    expect(unread).toMatchObject({
      status: 1,
      stdout: `${file} cannot be read: this user may not. Nothing was changed.\n`,
    })
    chmodSync(file, 0o644)
    const unwritten = admin(['restore', file], nobody)
    expect(unwritten.status).toBe(1)
    expect(unwritten.stdout).toMatch(
      /^DATA_DIR \S+ cannot be written: this user may not write there \(\S+\)\. Nothing was changed\.\n$/,
    )
    expect(bytesOf(data)).toEqual(before)
  })

  test('where a file cannot become as large as the site, and where the disk is full', async () => {
    await siteWith(Array.from({ length: 6000 }, (_, number) => `Comptoir ${number} ${'.'.repeat(200)}`))
    await backUp()
    rmSync(data, { recursive: true })
    await siteWith(['Guichet'])
    const command = ['build/bundle/admin.js', 'restore', file].map((word) => `'${word}'`).join(' ')
    const limited = spawnSync('sh', ['-c', `ulimit -f 200; exec '${process.execPath}' ${command}`], {
      cwd: findRootDirectory(),
      env: { PATH: process.env.PATH, DATA_DIR: data },
      encoding: 'utf8',
    })
    expect(limited.stdout).toMatch(/^DATA_DIR \S+ cannot be written: a file .* Nothing was changed\.\n$/)
    expect(await kiosksOf()).toEqual(['Guichet'])
    if (isRoot) {
      const disk = path.join(around, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
      try {
        await siteWith(['Guichet'], disk)
        const { text } = await restore(file, disk)
        expect(text).toMatch(
          /^DATA_DIR \S+ cannot be written: the disk is full \(\S+\)\. Nothing was changed\.\n$/,
        )
        expect(await kiosksOf(disk)).toEqual(['Guichet'])
        expect(readdirSync(disk).filter((name) => name.includes('restore'))).toEqual([])
      } finally {
        execFileSync('umount', ['--lazy', disk])
      }
    }
  })
})

describe('a back-up is refused, and leaves nothing behind,', () => {
  const leaves = (names: readonly string[]) => expect(readdirSync(around).sort()).toEqual(names)

  test('where there is no site: nobody keeps empty back-ups for a year', async () => {
    expect(await backUp()).toEqual({ ok: false, text: `There is no site in DATA_DIR ${data}.\n` })
    leaves([])
    mkdirSync(data)
    writeFileSync(path.join(data, 'trois-clics.sqlite'), '')
    expect(await backUp()).toEqual({ ok: false, text: `There is no site in DATA_DIR ${data}.\n` })
    leaves(['data'])
  })

  test('where something has the name already, which stays as it is', async () => {
    await siteWith(['Comptoir'])
    writeFileSync(file, 'of somebody')
    symlinkSync('nowhere', path.join(around, 'link.backup'))
    writeFileSync(path.join(around, 'other.backup.unfinished'), '')
    expect(await backUp()).toEqual({ ok: false, text: `${file} is there already. Choose another name.\n` })
    expect(readFileSync(file, 'utf8')).toBe('of somebody')
    for (const name of ['data', 'link.backup']) {
      const place = path.join(around, name)
      expect(await backUp(place)).toEqual({
        ok: false,
        text: `${place} is there already. Choose another name.\n`,
      })
    }
    const other = path.join(around, 'other.backup')
    expect(await backUp(other)).toEqual({
      ok: false,
      text: `${other}.unfinished is there: a back-up is being written, or one was interrupted. Choose another name, or delete it.\n`,
    })
    const log = path.join(data, 'trois-clics.sqlite-wal')
    expect(await backUp(log)).toEqual({
      ok: false,
      text: `${log} is a name that the database needs. Choose another one.\n`,
    })
    leaves(['data', 'link.backup', 'other.backup.unfinished', 'site.backup'])
  })

  test('where its folder is missing, is a file, or takes nothing', async () => {
    await siteWith(['Comptoir'])
    const said = async (place: string) => (await backUp(place)).text
    const missing = path.join(around, 'missing', 'site.backup')
    expect(await said(missing)).toBe(`${missing} cannot be written: its folder is not there.\n`)
    writeFileSync(path.join(around, 'note'), '')
    const inFile = path.join(around, 'note', 'site.backup')
    expect(await said(inFile)).toBe(`${inFile} cannot be written: a file stands where a folder has to be.\n`)
    const long = path.join(around, 'long'.repeat(64))
    expect(await said(long)).toBe(`${long} cannot be written: its name is too long.\n`)
    leaves(['data', 'note'])
  })

  test.skipIf(!isRoot)('where its user may not write, or the disk is full', async () => {
    await siteWith(Array.from({ length: 600 }, (_, number) => `Comptoir ${number}`))
    chmodSync(around, 0o755)
    for (const name of ['', ...readdirSync(data)]) chownSync(path.join(data, name), nobody.uid, nobody.gid)
    expect(admin(['back-up', file], nobody)).toMatchObject({
      status: 1,
      stdout: `${file} cannot be written: this user may not write there.\n`,
    })
    const disk = path.join(around, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    try {
      const place = path.join(disk, 'site.backup')
      expect(await backUp(place)).toEqual({
        ok: false,
        text: `${place} cannot be written: the disk is full.\n`,
      })
      expect(readdirSync(disk)).toEqual([])
    } finally {
      execFileSync('umount', ['--lazy', disk])
    }
  })

  test('where the site is damaged, or of a newer version', async () => {
    await siteWith(['Comptoir'])
    const site = new SQLite(path.join(data, 'trois-clics.sqlite'))
    site.exec("INSERT INTO kysely_migration VALUES ('0099-rooms', '2030')")
    expect((await backUp()).text).toBe(
      `DATA_DIR ${data} was changed by a newer version of this program (0099-rooms): start that one.\n`,
    )
    site.exec("DELETE FROM kysely_migration WHERE name = '0099-rooms'")
    site.pragma('foreign_keys = OFF')
    site.exec("INSERT INTO card_code VALUES ('hash', 'nobody')")
    site.close()
    expect((await backUp()).text).toBe(`The database in DATA_DIR ${data} is damaged.\n`)
    leaves(['data'])
  })
})

test('the administrator finds both commands in the help, and they take one file', async () => {
  const help = admin(['help']).stdout
  expect(help).toMatch(/^ {2}back-up FILE .*\n {2}restore FILE /m)
  for (const words of [['back-up'], ['restore'], ['back-up', file, '--force'], ['restore', file, 'x']]) {
    expect(admin(words), words.join(' ')).toMatchObject({ status: 1, stdout: help })
  }
  expect(existsSync(data)).toBe(false)
})
