/**
 * Stands beside a run of the tests: `node warden.ts FOLDER PID`. Once the run has ended, or whoever started it is gone, it
 * ends every process that names the run's temporary folder, and removes that. Says what a run that ended well has left.
 */

import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type ProcessStat, processesNaming, statOf } from './processes.ts'
import { workersFolder } from './run-folder.ts'

const lookEveryMilliseconds = 250
/** Xvfb removes its lock and its socket when it is asked to end. */
const graceMilliseconds = 2000

const [folder = '', run = ''] = process.argv.slice(2)
/** What kiosks keep in memory stands there under the same name. */
const folders = [folder, path.join('/dev/shm', path.basename(folder))]
const hadSockets = existsSync('/tmp/.X11-unix')

/** The run's own process, and those of npm above it: whoever interrupts may reach only the first of them. */
function watched(): readonly ProcessStat[] {
  const above: ProcessStat[] = []
  for (let one = statOf(Number(run)); one !== null && one.pid > 1; one = statOf(one.parent)) above.push(one)
  const last = above.findLastIndex(({ name }) => name.startsWith('npm'))
  return above.slice(0, Math.max(last, 0) + 1)
}

const isThere = ({ pid, startedAt }: ProcessStat) => statOf(pid)?.startedAt === startedAt
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already.
  }
}

/** Ends what is left, also what that starts meanwhile, and gives the command lines. */
async function endAll(): Promise<readonly string[]> {
  // While the run is there its workers are on their way out, and it waits for their word.
  const isOfTheRunItself = (pid: number) =>
    all.some(isThere) && (statOf(pid)?.parent === Number(run) || commandOf(pid).startsWith('vitest'))
  const leftNow = () => processesNaming(folder).filter((pid) => !isOfTheRunItself(pid))
  const first = leftNow()
  const commands = first.map(commandOf)
  for (const pid of first) signal(pid, 'SIGTERM')
  const began = performance.now()
  for (let left = first; left.length > 0; left = leftNow()) {
    if (performance.now() - began > graceMilliseconds) for (const pid of left) signal(pid, 'SIGKILL')
    await wait(50)
  }
  return commands
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200)
  } catch {
    return ''
  }
}

function removeFolders(): readonly string[] {
  const left = folders.flatMap((one) =>
    existsSync(one) ? readdirSync(one).map((name) => path.join(one, name)) : [],
  )
  for (const one of folders) rmSync(one, { recursive: true, force: true })
  if (!hadSockets) {
    try {
      rmdirSync('/tmp/.X11-unix')
    } catch {
      // It never came, or another display is in use.
    }
  }
  return left
}

const isOver = new Promise<boolean>((resolve) => {
  process.stdin.once('data', () => resolve(true))
  process.stdin.once('end', () => resolve(false))
})
const all = watched()
process.stdout.write('It watches.\n')
const isInterrupted = (async () => {
  while (all.every(isThere)) await wait(lookEveryMilliseconds)
  return false
})()

const endedWell = await Promise.race([isOver, isInterrupted])
const [main] = all
if (!endedWell && main !== undefined && isThere(main)) {
  signal(main.pid, 'SIGTERM')
  await wait(graceMilliseconds)
  if (isThere(main)) signal(main.pid, 'SIGKILL')
}
const processes = await endAll()
const files = removeFolders()
const surplus = [...processes, ...files.filter((file) => path.basename(file) !== workersFolder)]
if (endedWell) for (const line of surplus) process.stdout.write(`  ${line}\n`)
process.exit(0)
