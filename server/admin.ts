/** The commands of the person who keeps a site: `npm run admin -- help`. */

import { z } from 'zod'
import { findRootDirectory, readConfiguration } from './configuration.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { officialPageIds } from './facts/catalogue.ts'
import { createAddressOverrides } from './facts/store.ts'
import { loadWords } from './web/language.ts'

const help = `npm run admin -- COMMAND
  list-addresses                      the official addresses that this site has corrected
  set-address PAGE LANGUAGE ADDRESS   correct one; it counts from the next start of the server
  remove-address PAGE LANGUAGE        go back to the address the software brings
  help                                this page
PAGE is one of: ${officialPageIds.join(', ')}
`

const address = z.url({ protocol: /^https$/ })

/** Runs one command; returns what to print, and whether it worked. */
async function run(words: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
  const [command = 'help', page = '', language = '', newAddress = ''] = words
  if (command === 'help') return { ok: true, text: help }
  const settings = readConfiguration(process.env)
  if (!settings.ok) return { ok: false, text: `${settings.sentence}\n` }
  const database = connect(settings.configuration.dataDirectory)
  await migrate(database)
  try {
    const overrides = createAddressOverrides(database)
    if (command === 'list-addresses') {
      const rows = await overrides.list()
      return {
        ok: true,
        text: rows.map((row) => `${row.officialPageId} ${row.language} ${row.address}\n`).join(''),
      }
    }
    if (command !== 'set-address' && command !== 'remove-address') return { ok: false, text: help }
    if (!officialPageIds.some((id) => id === page))
      return { ok: false, text: `There is no page ${page}.\n${help}` }
    if (!loadWords(findRootDirectory()).languages.includes(language)) {
      return { ok: false, text: `There is no language ${language}.\n` }
    }
    if (command === 'remove-address') {
      const removed = await overrides.remove(page, language)
      return { ok: removed, text: removed ? 'Done.\n' : 'There was no correction.\n' }
    }
    if (!address.safeParse(newAddress).success)
      return { ok: false, text: 'ADDRESS must begin with https://\n' }
    const today = new Date().toISOString().slice(0, 10)
    await overrides.set({ officialPageId: page, language, address: newAddress }, today)
    return { ok: true, text: 'Done. It counts from the next start of the server.\n' }
  } finally {
    await database.destroy()
  }
}

const { ok, text } = await run(process.argv.slice(2))
process.stdout.write(text)
if (!ok) process.exitCode = 1
