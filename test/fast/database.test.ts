/** The database: survives a power cut, and is brought to its newest form from any earlier one. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { up as secondFactors } from '../../server/database/migrations/0005-second-factors.ts'
import { createFactorStore } from '../../server/second-factor/store.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('every write reaches the disk before it counts, and migrating twice changes nothing', async () => {
  const database = connect(path.join(directory, 'new', 'folder'))
  await migrate(database)
  await migrate(database)
  const synchronous = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(database)
  const journal = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(database)
  expect(synchronous.rows).toEqual([{ synchronous: 2 }])
  expect(journal.rows).toEqual([{ journal_mode: 'wal' }])
  await database.destroy()
})

test('no table has a column where a patient’s name, number, code or words could stand', async () => {
  const database = connect(directory)
  await migrate(database)
  const tables = await database.introspection.getTables()
  const columns = tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`))
  // Names are those of mediators, of hosts, and of kiosks.
  expect(columns.sort()).toEqual([
    'account.id',
    'account.kind',
    'account.name',
    'account.name_key',
    'account.passphrase_hash',
    'account.second_factor',
    'account.trained',
    'address_override.address',
    'address_override.changed_on',
    'address_override.language',
    'address_override.official_page_id',
    'authenticator_app.account_id',
    'authenticator_app.last_step',
    'authenticator_app.secret',
    'card_code.account_id',
    'card_code.code_hash',
    'guided_session_record.id',
    'guided_session_record.language',
    'guided_session_record.length',
    'guided_session_record.month',
    'guided_session_record.outcome',
    'guided_session_record.place_kind',
    'guided_session_record.themes',
    'invitation.account_id',
    'invitation.expires_on',
    'invitation.spent',
    'invitation.token_hash',
    'kiosk.browser_hash',
    'kiosk.id',
    'kiosk.name',
    'kiosk.supervisor_hash',
    'known_device.account_id',
    'known_device.expires_on',
    'known_device.token_hash',
    'passkey.account_id',
    'passkey.added_on',
    'passkey.id',
    'passkey.public_key',
    'passkey.uses',
    'sign_in.account_id',
    'sign_in.expires_at',
    'sign_in.token_hash',
    'site_setting.setting',
    'site_setting.value',
  ])
  await database.destroy()
})

test('whoever had an account before keeps it, and may begin with a second factor as everybody does', async () => {
  const database = connect(directory)
  await migrate(database)
  await sql`DROP TABLE authenticator_app`.execute(database)
  await sql`DROP TABLE card_code`.execute(database)
  await sql`ALTER TABLE account DROP COLUMN second_factor`.execute(database)
  await sql`INSERT INTO account VALUES ('a', 'mediator', 'Anna', 'anna', 1, 'hash')`.execute(database)
  await secondFactors(database as Kysely<unknown>)
  const accounts = await database.selectFrom('account').select(['name', 'passphrase_hash']).execute()
  expect(accounts).toEqual([{ name: 'Anna', passphrase_hash: 'hash' }])
  expect(await createFactorStore(database).mayBeginAlone('a')).toBe(true)
  await database.destroy()
})
