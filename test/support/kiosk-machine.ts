/** The machine of a kiosk that is tried: users, display, CUPS with a PDF printer, and a supervisor that is started again. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findRootDirectory } from '../../server/configuration.ts'

/** Debian's own users who do nothing, one for each kiosk that is tried at the same time. CUPS asks for a name. */
export const kioskUsers = {
  visit: { uid: 9, gid: 9, name: 'news' },
  card: { uid: 10, gid: 10, name: 'uucp' },
  idle: { uid: 38, gid: 38, name: 'list' },
  escapes: { uid: 39, gid: 39, name: 'irc' },
  display: { uid: 13, gid: 13, name: 'proxy' },
  pictures: { uid: 34, gid: 34, name: 'backup' },
} as const

export type KioskUser = (typeof kioskUsers)[keyof typeof kioskUsers]

/** Some hundred milliseconds each: one that is not there by then hangs. */
const mostTriesAtCups = 500

/** What is asked to end does so sooner: only what hangs is killed. */
const graceMilliseconds = 10_000

/** Asks a program to end, so that it takes away what it has laid down; resolves once it has ended. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const hung = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds)
  child.kill('SIGTERM')
  await ended
  clearTimeout(hung)
}

/** A new folder in memory, through which anybody may pass. The run of the tests takes away all that are left. */
export function folderInMemory(name: string): string {
  const ofThisRun = path.join('/dev/shm', path.basename(tmpdir()))
  mkdirSync(ofThisRun, { recursive: true, mode: 0o711 })
  const folder = mkdtempSync(path.join(ofThisRun, `trois-clics-${name}-`))
  chmodSync(folder, 0o711)
  return folder
}

/** Why a kiosk cannot be tried on this machine, in one line; null where it can. */
export function whyNoKiosk(): string | null {
  if (process.getuid?.() !== 0) return 'A kiosk is tried as root only: it starts CUPS and a display.'
  const x11 = ['Xvfb', 'openbox', 'xdotool', 'wmctrl', 'xprintidle', 'xsel']
  const missing = [...x11, 'bwrap', 'cupsd', 'certutil'].filter(
    (program) => !['/usr/bin', '/usr/sbin'].some((folder) => existsSync(path.join(folder, program))),
  )
  return missing.length === 0 ? null : `These programs are missing for a kiosk: ${missing.join(', ')}.`
}

/** The built supervisor where anybody may read it, as an installation has it. */
export function layOutProgram(root: string, directory: string): string {
  const program = path.join(directory, 'program')
  mkdirSync(path.join(program, 'node_modules'), { recursive: true })
  for (const name of ['build/kiosk', 'build/contract', 'locales', 'pictograms', 'package.json']) {
    cpSync(path.join(root, name), path.join(program, name), { recursive: true })
  }
  for (const name of ['zod', '@fontsource-variable']) {
    cpSync(path.join(root, 'node_modules', name), path.join(program, 'node_modules', name), {
      recursive: true,
    })
  }
  cpSync(realpathSync(process.execPath), path.join(program, 'node'))
  return program
}

/** As systemd does: whenever it ends, it is started again. */
export function keepSupervisor(
  program: string,
  user: KioskUser,
  environment: Readonly<Record<string, string>>,
) {
  let child: ChildProcess | null = null
  let stopping = false
  let starts = 0
  let hear = (_text: string) => {}
  const start = () => {
    if (stopping) return
    const process = spawn(path.join(program, 'node'), ['build/kiosk/main.js'], {
      cwd: program,
      env: environment,
      uid: user.uid,
      gid: user.gid,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = process
    starts += 1
    process.stdout.on('data', (data) => hear(String(data)))
    process.stderr.on('data', (data) => hear(String(data)))
    process.once('exit', () => {
      if (!stopping) setTimeout(start, 100)
    })
    // What could not even be begun says so where a test looks that waits for it in vain.
    process.once('error', (error) => hear(`${error.message}\n`))
  }
  start()
  return {
    onSaid: (listener: (text: string) => void) => {
      hear = listener
    },
    pid: () => child?.pid ?? 0,
    /** One that has ended gets none, whoever has its number since. */
    signal: (name: NodeJS.Signals) => child?.kill(name),
    /** How often it has begun. */
    starts: () => starts,
    stop: async () => {
      stopping = true
      if (child !== null) await endProgram(child)
    },
  }
}

/** A display of its own, whose picture stands in a file. Freed memory is overwritten, as the installation has it. */
export async function startDisplay({ turns = false } = {}) {
  const folder = folderInMemory('display')
  const process_ = spawn(
    'Xvfb',
    [
      ...[
        '-displayfd',
        '3',
        '-screen',
        '0',
        turns ? '1920x1920x24' : '1920x1080x24',
        '-nolisten',
        'tcp',
        '-noreset',
      ],
      // No pointer in the picture: a finger has none, and a page that stands still looks the same under it.
      ...['-fbdir', folder, '-nocursor'],
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: { ...process.env, MALLOC_PERTURB_: '165' } },
  )
  const number = await new Promise<string>((resolve, reject) => {
    process_.once('error', reject)
    process_.once('exit', () => reject(new Error('Xvfb has ended at its start')))
    process_.stdio[3]?.on('data', (data) => resolve(String(data).trim()))
  })
  const name = `:${number}`
  if (turns) giveModes(name)
  return {
    name,
    picture: path.join(folder, 'Xvfb_screen0'),
    stop: async () => {
      await endProgram(process_)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Two sizes between which a display can be turned, the first of them now. */
function giveModes(display: string): void {
  const xrandr = (...words: readonly string[]) =>
    execFileSync('xrandr', words, { env: { ...process.env, DISPLAY: display } })
  for (const [width, height] of [
    [1080, 1920],
    [1920, 1080],
  ] as const) {
    const mode = `${width}x${height}`
    const times = [width, height].flatMap((length) => [length, length + 1, length + 2, length + 3])
    xrandr('--newmode', mode, '60', ...times.map(String))
    xrandr('--addmode', 'screen', mode)
    xrandr('--output', 'screen', '--mode', mode)
  }
}

/** Debian's CUPS with our configuration, and a printer whose paper is a PDF file. */
export function startCups(directory: string, user: KioskUser): ChildProcess {
  const home = path.join(directory, 'cups')
  for (const name of ['spool', 'cache', 'state', 'tmp', 'paper', 'bin/backend']) {
    mkdirSync(path.join(home, name), { recursive: true })
  }
  // Filters run as somebody else than CUPS itself.
  chmodSync(path.join(home, 'tmp'), 0o1777)
  for (const name of ['cgi-bin', 'daemon', 'filter', 'monitor', 'notifier', 'driver', 'command']) {
    const from = path.join('/usr/lib/cups', name)
    if (existsSync(from)) symlinkSync(from, path.join(home, 'bin', name))
  }
  // The paper of this printer: what is printed comes out as files, and it runs empty where a file says so. Another
  // kiosk that is tried meanwhile has the same CUPS: what its pages print comes out nowhere.
  writeFileSync(
    path.join(home, 'bin/backend/paper'),
    `#!/bin/sh
[ $# = 0 ] && { echo 'direct paper "Paper" "Paper"'; exit 0; }
[ "$2" = ${user.name} ] || { cat \${6:--} > /dev/null; exit 0; }
while [ -e ${home}/no-paper ]; do echo "STATE: +media-empty-error" >&2; sleep 0.3; done
echo "STATE: -media-empty-error" >&2
cat \${6:--} > ${home}/paper/$1 && mv ${home}/paper/$1 ${home}/paper/$1.pdf
`,
    { mode: 0o700 },
  )
  const files = {
    ServerRoot: home,
    ServerBin: path.join(home, 'bin'),
    RequestRoot: path.join(home, 'spool'),
    CacheDir: path.join(home, 'cache'),
    StateDir: path.join(home, 'state'),
    TempDir: path.join(home, 'tmp'),
    ErrorLog: path.join(home, 'error_log'),
    AccessLog: path.join(home, 'access_log'),
    PageLog: path.join(home, 'page_log'),
    SystemGroup: 'root',
    FileDevice: 'No',
  }
  const lines = Object.entries(files).map(([name, value]) => `${name} ${value}\n`)
  writeFileSync(path.join(home, 'cups-files.conf'), lines.join(''))
  const installed = readFileSync(path.join(findRootDirectory(), 'kiosk/cups/cupsd.conf'), 'utf8')
  // As the installation has it, but for the name of the kiosk's user.
  writeFileSync(path.join(home, 'cupsd.conf'), installed.replaceAll('user kiosk', `user ${user.name}`))
  mkdirSync('/run/cups', { recursive: true })
  rmSync('/run/cups/cups.sock', { force: true })
  const cups = spawn(
    'cupsd',
    ['-f', '-c', path.join(home, 'cupsd.conf'), '-s', path.join(home, 'cups-files.conf')],
    {
      stdio: 'ignore',
    },
  )
  const isRunning = () => execFileSync('lpstat', ['-r'], { encoding: 'utf8' }).includes('is running')
  for (let tries = 0; !isRunning(); tries += 1) {
    if (tries > mostTriesAtCups) throw new Error('CUPS has not begun')
    execFileSync('sleep', ['0.1'])
  }
  execFileSync(
    'lpadmin',
    ['-p', 'paper', '-E', '-v', 'paper:/', '-P', '/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd'],
    {
      stdio: 'ignore',
    },
  )
  execFileSync('lpadmin', ['-d', 'paper'])
  return cups
}

/** Processes of a user, with their command lines: read where `ps` reads them, which would be a program more for each look. */
export function processesOf(uid: number) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => Number(/^Uid:\s+\d+\s+(\d+)/m.exec(readOf(name, 'status'))?.[1] ?? -1) === uid)
    .map((name) => ({ pid: Number(name), command: readOf(name, 'cmdline').replaceAll('\0', ' ').trim() }))
}

/**
 * Whether another run on this machine tries the kiosk of a user just now. What a run left that has ended, whose folder in memory
 * is gone, is ended here: it would reach into nothing, and nobody else ends it.
 */
export function isUsedByAnotherRun(user: KioskUser): boolean {
  const own = path.basename(tmpdir())
  const folderOf = (command: string) => /\/dev\/shm\/([^/\s]+)/.exec(command)?.[1]
  const others = processesOf(user.uid).flatMap(({ pid, command }) => {
    const folder = folderOf(command)
    return folder === undefined || folder === own ? [] : [{ pid, folder }]
  })
  const left = others.filter(({ folder }) => !existsSync(path.join('/dev/shm', folder)))
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  return others.length > left.length
}

/** Empty where the process has ended meanwhile. */
export function readOf(
  pid: number | string,
  file: 'cmdline' | 'environ' | 'maps' | 'stat' | 'status' | 'wchan',
): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
