/** A start that fails says in one sentence what to mend: which setting, which file, and why. */

import { expect, test } from 'vitest'
import { type Configuration, readConfiguration } from '../../server/configuration.ts'
import {
  DatabaseBusy,
  DatabaseInUse,
  DatabaseNewer,
  DatabaseUnwritable,
} from '../../server/database/failures.ts'
import { startFailure } from '../../server/start-failure.ts'

const data = '/srv/data'
const file = `${data}/trois-clics.sqlite`

function settings(more: Readonly<Record<string, string>> = {}): Configuration {
  const read = readConfiguration({ DATA_DIR: data, PORT: '80', ...more })
  if (!read.ok) throw new Error(read.sentence)
  return read.configuration
}

const failed = (code: string, more: object = {}) => Object.assign(new Error('no sentence'), { code, ...more })

test.each<readonly [what: string, error: Error, sentence: string]>([
  [
    'a port below 1024',
    failed('EACCES', { syscall: 'listen', port: 80, address: '127.0.0.1' }),
    'PORT 80 takes a right that this user does not have. Choose 1024 or more, or see docs/operating.md.',
  ],
  ['a port that is taken', failed('EADDRINUSE', { port: 80 }), 'PORT 80 is in use by another program.'],
  [
    'a host of elsewhere',
    failed('EADDRNOTAVAIL', { port: 80 }),
    'HOST 127.0.0.1 is not an address of this machine.',
  ],
  [
    'a folder of somebody else',
    failed('EACCES', { path: data }),
    `DATA_DIR ${data} cannot be written: this user may not write there (${data}).`,
  ],
  [
    'a folder above it that is somebody else’s',
    failed('EACCES', { path: '/srv' }),
    `DATA_DIR ${data} cannot be written: this user may not write there (/srv).`,
  ],
  [
    'a file of the database that is root’s',
    new DatabaseUnwritable('SQLITE_READONLY_DBMOVED', `${file}-wal`),
    `DATA_DIR ${data} cannot be written: this user may not write there (${file}-wal).`,
  ],
  [
    'a disk that is full',
    new DatabaseUnwritable('SQLITE_FULL', file),
    `DATA_DIR ${data} cannot be written: the disk is full (${file}).`,
  ],
  [
    'a disk that can only be read',
    failed('EROFS', { path: file }),
    `DATA_DIR ${data} cannot be written: the disk can only be read (${file}).`,
  ],
  [
    'a disk that is broken',
    new DatabaseUnwritable('SQLITE_IOERR_WRITE', file),
    `DATA_DIR ${data} cannot be written: the disk does not work (${file}).`,
  ],
  [
    'a file in the place of the folder',
    failed('EEXIST', { path: data }),
    `DATA_DIR ${data} cannot be written: a file stands where a folder has to be (${data}).`,
  ],
  ['a database that is none', failed('SQLITE_NOTADB'), `The database in DATA_DIR ${data} is damaged.`],
  ['another server', new DatabaseInUse('server'), `DATA_DIR ${data} is in use by another server.`],
  ['a restore', new DatabaseInUse('restore'), `DATA_DIR ${data} is in use by a restore.`],
  [
    'another program that writes',
    new DatabaseBusy(),
    `DATA_DIR ${data} is held by another program that writes there.`,
  ],
  [
    'a newer version',
    new DatabaseNewer(['0099-rooms']),
    `DATA_DIR ${data} was changed by a newer version of this program (0099-rooms): start that one.`,
  ],
])('whoever starts the server on %s reads what to mend', (_, error, sentence) => {
  expect(startFailure(error, settings())).toBe(sentence)
})

test('a failure that nobody who starts the server can mend is shown whole', () => {
  const error = failed('EACCES', { path: '/usr/lib/other.so' })
  expect(startFailure(error, settings())).toContain('no sentence')
  expect(startFailure(new Error('a bug'), settings())).toContain('start-failure.test.ts')
})

test('the port for a kiosk of this machine is told from the other', () => {
  const tls = { TLS_CERT: '/c', TLS_KEY: '/k', PUBLIC_URL: 'https://site.example', LOCAL_PORT: '81' }
  const error = failed('EACCES', { syscall: 'listen', port: 81 })
  expect(startFailure(error, settings(tls))).toMatch(/^LOCAL_PORT 81 /)
})
