/** Starts the kiosk's supervisor: reads the settings, lays out its folder, and keeps the screen right. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { trustAuthoritiesOfMachine } from './authorities.ts'
import { createCard } from './card.ts'
import { readKioskConfiguration, withoutSettings } from './configuration.ts'
import { createDisplay } from './display.ts'
import { createDocuments } from './documents.ts'
import { createPrinting } from './printing.ts'
import { endLeftovers } from './process-list.ts'
import { createProcesses } from './processes.ts'
import { layOut } from './runtime-files.ts'
import { type SandboxSite, startBrowser, startKeyboard } from './sandbox.ts'
import { createServerLink } from './server-link.ts'
import { startSupervisor } from './supervisor.ts'
import { createWatchdog } from './watchdog.ts'

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The folder of package.json, built or not. */
function findRootDirectory(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRootDirectory(path.dirname(from))
}

const result = readKioskConfiguration(process.env)
if (!result.ok) stop(result.sentence)
const { configuration } = result
trustAuthoritiesOfMachine()
// Whatever starts a program from here on, by whatever way, hands on no secret.
process.env = withoutSettings(process.env)
const processes = createProcesses({
  ...process.env,
  ...configuration.cardEnvironment,
  LC_ALL: 'C.UTF-8',
  // The window manager outlives every visit: what it frees is overwritten.
  MALLOC_PERTURB_: '165',
})
const display = createDisplay(processes, configuration.keyboardLayout)
const displaySize = await display.size()
if (displaySize === null) stop(`DISPLAY ${configuration.display} does not answer.`)

if (!(await endLeftovers(['bwrap', 'openbox'], configuration.runtimeDirectory))) {
  stop('A browser of before does not end.')
}
const folders = layOut(configuration, findRootDirectory(import.meta.dirname), displaySize)
const card = createCard(processes, configuration.cardModule, folders.nssdb)
// Nobody opens an official page in the first second.
void card.prepare().then((isPrepared) => {
  if (!isPrepared) say('The module of the card could not be made known: nobody can sign in with a card.')
})
// Openbox takes keys by their place: a layout that changes while it starts would leave it the wrong ones.
await display.setKeyboardLayout()
processes.keepRunning('openbox', ['--config-file', folders.openbox])
await processes.run('xsetroot', ['-solid', '#fbf9f4'])

const site: SandboxSite = {
  display: configuration.display,
  xAuthority: configuration.xAuthority,
  runtimeDirectory: configuration.runtimeDirectory,
  cardPaths: configuration.cardPaths,
  cardEnvironment: configuration.cardEnvironment,
  isRoot: process.getuid?.() === 0,
}
const supervisor = startSupervisor({
  configuration,
  startBrowser: (wish) => startBrowser(wish, site),
  startKeyboard: () => startKeyboard(site),
  documentsDirectory: folders.documents,
  display,
  displaySize,
  followDisplay: folders.followDisplay,
  tellWindowManager: async () => {
    await processes.run('openbox', ['--reconfigure'])
  },
  card,
  documents: createDocuments(folders.downloads, folders.documents),
  printing: createPrinting(processes, configuration.printer),
  server: createServerLink(configuration.serverAddress, configuration.token, say),
  now: () => performance.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds)
    return () => clearTimeout(timer)
  },
  beat: createWatchdog(processes, process.env, () => performance.now()),
  say,
  giveUp: stop,
})
say('Ready')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    supervisor.stop().then(
      () => {
        processes.stopAll()
        process.exit(0)
      },
      () => process.exit(1),
    )
  })
}
