/** The commands of the person who keeps a site: `npm run admin -- help`. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Kysely } from 'kysely'
import { countryOf } from '../content/countries.ts'
import { backUpHere, restoreHere } from './back-up-commands.ts'
import { type Configuration, readConfiguration } from './configuration.ts'
import { keepNewFilesClosed } from './database/closed-files.ts'
import { connect, takeFor } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import type { Database } from './database/schema.ts'
import { correctedAddress } from './facts/rules.ts'
import { createAddressOverrides } from './facts/store.ts'
import { thisMachine } from './machine.ts'
import type { Outcome } from './make-certificate.ts'
import { createStaff } from './staff.ts'
import { startFailure } from './start-failure.ts'
import { startAddressOf } from './web/network.ts'

const commands = `npm run admin -- COMMAND
  invite-mediator --name NAME [--trained]
                                      a link with which a mediator chooses a passphrase, once, within 7 days
  make-certificate [--again]          a certificate for the host of PUBLIC_URL, and a root that phones trust
  renew-host                          for a lost phone, card or passphrase of the person who runs the site: ends all of it at
                                      once, and gives a link with which to choose a new passphrase, once, within 7 days
  remove-hosts                        forget who runs the site; the next start gives a new set-up link
  back-up FILE                        a copy of the site in one file that is not there yet, while the server runs
  restore FILE                        the site as it was in that copy, while the server is stopped; docs/back-up.md
  list-addresses                      the official addresses that this site has corrected
  set-address PAGE LANGUAGE ADDRESS   correct one; it counts from the next start of the server
  remove-address PAGE LANGUAGE        go back to the address the software brings
  help                                this page
`

/** The commands, and what a place in them can hold. */
function helpFor({ country }: Pick<Configuration, 'country'>): string {
  return `${commands}PAGE is one of: ${Object.keys(countryOf(country).officialPages).join(', ')}\n`
}

/** What stands behind the name of a command, or null where it is no use. */
function invitationIn(words: readonly string[]): { readonly name: string; readonly trained: boolean } | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { name: { type: 'string' }, trained: { type: 'boolean', default: false } },
    })
    return values.name === undefined ? null : { name: values.name, trained: values.trained }
  } catch {
    return null
  }
}

function staffOf({ siteName, country }: Configuration, database: Kysely<Database>) {
  return createStaff(database, thisMachine(), () => siteName, countryOf(country).guessableWords)
}

async function inviteMediator(
  words: readonly string[],
  configuration: Configuration,
  database: Kysely<Database>,
): Promise<Outcome> {
  const invitation = invitationIn(words)
  if (invitation === null) return { ok: false, text: helpFor(configuration) }
  const { accounts } = staffOf(configuration, database).companion
  const invited = await accounts.invite(invitation.name, invitation.trained)
  switch (invited.kind) {
    case 'name-missing':
      return { ok: false, text: 'NAME must have 1 to 60 letters.\n' }
    case 'name-taken':
      return { ok: false, text: 'There is a mediator of this name. The host page gives a new link.\n' }
    case 'invited': {
      const address = configuration.publicUrl ?? startAddressOf(configuration)
      return { ok: true, text: `${address}/companion/invitation/${invited.token}\n` }
    }
  }
}

async function renewHost(configuration: Configuration, database: Kysely<Database>): Promise<Outcome> {
  const { accounts, signIns } = staffOf(configuration, database).host
  const [host] = await accounts.list()
  const begun = host === undefined ? null : await signIns.startAnew(host.id, null)
  if (begun === null) return { ok: false, text: 'Nobody runs the site yet. Its start gives a set-up link.\n' }
  const address = configuration.publicUrl ?? startAddressOf(configuration)
  return { ok: true, text: `${address}/host/invitation/${begun.token}\n` }
}

async function removeHosts(configuration: Configuration, database: Kysely<Database>): Promise<Outcome> {
  const { accounts, signIns } = staffOf(configuration, database).host
  for (const { id } of await accounts.list()) await signIns.remove(id)
  return { ok: true, text: 'Done. The next start of the server gives a new set-up link.\n' }
}

/** Runs one command; returns what to print, and whether it worked. */
async function run(words: readonly string[]): Promise<Outcome> {
  const [command = 'help'] = words
  const settings = readConfiguration(process.env)
  // The commands can be read whatever is set.
  if (command === 'help') return { ok: true, text: settings.ok ? helpFor(settings.configuration) : commands }
  if (!settings.ok) return { ok: false, text: `${settings.sentence}\n` }
  if (command === 'make-certificate') {
    if (words.slice(1).some((word) => word !== '--again'))
      return { ok: false, text: helpFor(settings.configuration) }
    // Loaded only here: it brings a library that nothing else needs.
    const { makeCertificateHere } = await import('./make-certificate.ts')
    return makeCertificateHere(settings.configuration, words.includes('--again'), Date.now())
  }
  try {
    if (command === 'back-up' || command === 'restore') {
      const [, file, ...more] = words
      if (file === undefined || more.length > 0) return { ok: false, text: helpFor(settings.configuration) }
      const place = path.resolve(file)
      return command === 'back-up'
        ? await backUpHere(settings.configuration, place, Date.now())
        : await restoreHere(settings.configuration, place)
    }
    return await runOnDatabase(words, settings.configuration)
  } catch (error) {
    return { ok: false, text: `${startFailure(error, settings.configuration)}\n` }
  }
}

/** The commands that read the database, or change it. Throws where it cannot be had. */
async function runOnDatabase(words: readonly string[], configuration: Configuration): Promise<Outcome> {
  const [command = 'help', page = '', language = '', newAddress = ''] = words
  const letGo = takeFor('command', configuration.dataDirectory)
  const database = connect(configuration.dataDirectory)
  try {
    await migrate(database)
    if (command === 'invite-mediator') return await inviteMediator(words.slice(1), configuration, database)
    if (command === 'renew-host') return await renewHost(configuration, database)
    if (command === 'remove-hosts') return await removeHosts(configuration, database)
    const overrides = createAddressOverrides(database)
    if (command === 'list-addresses') {
      const rows = await overrides.list()
      return {
        ok: true,
        text: rows.map((row) => `${row.officialPageId} ${row.language} ${row.address}\n`).join(''),
      }
    }
    if (command !== 'set-address' && command !== 'remove-address')
      return { ok: false, text: helpFor(configuration) }
    const { languages, officialPages } = countryOf(configuration.country)
    if (!Object.hasOwn(officialPages, page)) {
      return { ok: false, text: `There is no page ${page}.\n${helpFor(configuration)}` }
    }
    if (!languages.includes(language)) {
      return { ok: false, text: `There is no language ${language}.\n` }
    }
    if (command === 'remove-address') {
      const removed = await overrides.remove(page, language)
      return { ok: removed, text: removed ? 'Done.\n' : 'There was no correction.\n' }
    }
    const address = correctedAddress(newAddress)
    if (address === null) {
      return { ok: false, text: 'ADDRESS must begin with https:// and the name of a site.\n' }
    }
    const today = new Date().toISOString().slice(0, 10)
    await overrides.set({ officialPageId: page, language, address }, today)
    return { ok: true, text: 'Done. It counts from the next start of the server.\n' }
  } finally {
    await database.destroy()
    letGo()
  }
}

keepNewFilesClosed()
const { ok, text } = await run(process.argv.slice(2))
process.stdout.write(text)
if (!ok) process.exitCode = 1
