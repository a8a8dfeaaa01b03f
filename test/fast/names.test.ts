/** Names as people write, paste and dictate them: whoever was invited by one name comes in by it, however it is typed. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isName, nameKey, tidyName } from '../../server/accounts/name-rules.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openTestApp } from '../support/app.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'

const same: readonly (readonly [invited: string, typed: string, what: string])[] = [
  ["D'Anna", 'D\u2019Anna', 'the apostrophe of a telephone'],
  ["D'Anna", 'D\u02bcAnna', 'the apostrophe that is a letter'],
  ["D'Anna", 'D`Anna', 'an accent for an apostrophe'],
  ["D'Anna", 'D\u00b4Anna', 'an acute accent for an apostrophe'],
  ["D'Anna", 'D\u2032Anna', 'a prime for an apostrophe'],
  ['Anna-Anna', 'Anna\u2010Anna', 'a true hyphen'],
  ['Anna-Anna', 'Anna\u2011Anna', 'a hyphen that breaks no line'],
  ['Anna-Anna', 'Anna\u2013Anna', 'a dash'],
  ['Anna-Anna', 'Anna\u2212Anna', 'a minus'],
  ['Anna', 'An\u00adna', 'a pasted soft hyphen'],
  ['Anna', '\ufeffAnna', 'a pasted byte order mark'],
  ['Anna', 'Anna\u200e', 'a direction mark'],
  ['Anna', '\uff21\uff4e\uff4e\uff41', 'wide letters'],
  ['Anna Anna', 'Anna\u00a0Anna', 'a space that breaks no line'],
  ['Ann\u00e9e', 'Anne\u0301e', 'an accent apart'],
  ['Ann\u00df', 'ANNSS', 'a letter with a capital of two'],
  ['\u0646\u06cc\u200c\u0644\u0648', '\u0646\u06cc\u0644\u0648', 'a joiner left out'],
  ['\u0d28\u0d4d\u200d\u0d28', '\u0d28\u0d4d\u0d28', 'another joiner left out'],
]

describe('a name', () => {
  test.each(same)('%s is the same as %s: %s', async (invited, typed) => {
    expect(isName(tidyName(invited))).toBe(true)
    expect(nameKey(typed)).toBe(nameKey(invited))
    const site = await openTestApp()
    const { accounts, signIns } = site.services.staff.companion
    const { id } = await newMediator(site.services, invited)
    const origin = { address: '203.0.113.7', knownDevice: null }
    expect((await signIns.signIn(typed, usualPassphrase, origin)).kind).toBe('signed-in')
    expect((await accounts.list()).find((one) => one.id === id)?.name, 'as it was written').toBe(
      tidyName(invited),
    )
    await site.close()
  })

  test('with joiners that its script needs is kept as it is, and nothing else that cannot be seen', () => {
    expect(tidyName('\u0646\u06cc\u200c\u0644\u0648')).toBe('\u0646\u06cc\u200c\u0644\u0648')
    expect(isName('\u0646\u06cc\u200c\u0644\u0648')).toBe(true)
    expect(tidyName('An\u00adna')).toBe('Anna')
    // With ZWJ, as some scripts write a name.
    expect(isName(tidyName('\u0d28\u0d4d\u200d'))).toBe(true)
    const fillers = ['Anna\ufe0f', 'Anna\u3164', 'Anna\u2800', 'An\u034fna', '\u3164', '\u2800', '\u200d']
    for (const unseen of ['', ' ', '\u200c', '\u00ad', 'An\u202ena', 'An\u0007na', ...fillers]) {
      expect(isName(tidyName(unseen)), JSON.stringify(unseen)).toBe(false)
    }
  })

  test('has the same key however often it is tidied, and other names have others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        expect(nameKey(tidyName(name))).toBe(nameKey(name))
        expect(nameKey(nameKey(name))).toBe(nameKey(name))
      }),
    )
    expect(nameKey('Anna')).not.toBe(nameKey('Anne'))
    expect(nameKey("D'Anna")).not.toBe(nameKey('DAnna'))
  })

  test('that was kept before keys were so lets its person in as before, and by the telephone’s apostrophe', async () => {
    const site = await openTestApp()
    const { id } = await newMediator(site.services, 'D\u2019Anna')
    const database = connect(site.directory)
    await database.updateTable('account').set({ name_key: 'd\u2019anna' }).where('id', '=', id).execute()
    const ran = 'kysely_migration' as never
    await database
      .deleteFrom(ran)
      .where('name' as never, '=', '0006-name-keys' as never)
      .execute()
    await migrate(database)
    await database.destroy()
    const origin = { address: '203.0.113.7', knownDevice: null }
    for (const typed of ['D\u2019Anna', "d'anna"]) {
      const { kind } = await site.services.staff.companion.signIns.signIn(typed, usualPassphrase, origin)
      expect(kind, typed).toBe('signed-in')
    }
    await site.close()
  })
})
