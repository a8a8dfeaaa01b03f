/** One browser in a sandbox of its own (bubblewrap): killing it kills every process of it, and nothing of it remains. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { TextSize } from '../contract/kiosk.ts'
import { insideSandbox, type Role } from './policies.ts'
import { endProcess, processIds, readProcess, stateOf, waitedMilliseconds } from './process-list.ts'
import type { ProcessName, VitalSigns } from './vital-signs.ts'
import type { Area } from './windows.ts'

export interface BrowserWish {
  readonly role: Role
  readonly address: string
  readonly language: string
  readonly size: TextSize
  readonly area: Area
}

/** What of this machine a sandbox gets to see. */
export interface SandboxSite {
  readonly display: string
  readonly xAuthority: string | null
  /** With the folders `policies/<role>`, `nssdb`, `downloads`, `documents` and `pages`. */
  readonly runtimeDirectory: string
  /** What the module of the card needs besides the system's folders. */
  readonly cardPaths: readonly string[]
  readonly cardEnvironment: Readonly<Record<string, string>>
  readonly isRoot: boolean
}

const scales: Readonly<Record<TextSize, string>> = { usual: '1', large: '1.25', largest: '1.5' }

const home = '/home/kiosk'

/** Bubblewrap says within some milliseconds what it has begun; a machine that is busy may take longer. */
const longestBeginMilliseconds = 1000

/** The system read-only, the sockets of the card and the printer, and a HOME on a tmpfs that only this sandbox can see. */
function machineArguments(site: SandboxSite): readonly string[] {
  return [
    ...['--ro-bind', '/usr', '/usr', '--ro-bind', '/etc', '/etc'],
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...(existsSync('/etc/trois-clics') ? ['--tmpfs', '/etc/trois-clics'] : []),
    ...['--proc', '/proc', '--dev', '/dev', '--dev-bind-try', '/dev/dri', '/dev/dri', ...shown('/sys')],
    ...['--tmpfs', '/tmp', '--tmpfs', '/home', '--dir', home, ...shown('/tmp/.X11-unix')],
    ...shown('/var/cache/fontconfig'),
    ...(site.xAuthority === null ? [] : shown(site.xAuthority, '/tmp/.Xauthority')),
  ]
}

function shown(from: string, to = from): readonly string[] {
  return ['--ro-bind-try', from, to]
}

/** What of this machine each browser sees besides. */
function roleArguments(role: Role, site: SandboxSite): readonly string[] {
  const { runtimeDirectory } = site
  const policies = ['--tmpfs', '/etc/chromium', '--ro-bind', `${runtimeDirectory}/policies/${role}`]
  const always = [...policies, '/etc/chromium/policies', ...shown('/run/systemd/resolve')]
  switch (role) {
    case 'guide':
      return [...always, ...shown('/run/cups'), ...shown(`${runtimeDirectory}/pages`, insideSandbox.pages)]
    case 'document':
      return [...always, ...shown(`${runtimeDirectory}/documents`, insideSandbox.documents), '--unshare-net']
    case 'portal':
      return [
        ...[...always, ...shown('/run/cups'), ...shown('/run/pcscd')],
        ...['--bind', `${runtimeDirectory}/downloads`, insideSandbox.downloads],
        ...shown(`${runtimeDirectory}/nssdb`, '/nssdb'),
        ...site.cardPaths.flatMap((path) => ['--bind-try', path, path]),
      ]
  }
}

const namespaceArguments = [
  ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
  ...['--die-with-parent', '--new-session', '--info-fd', '3', '--clearenv'],
]

function variables(own: Readonly<Record<string, string>>, site: SandboxSite): readonly string[] {
  const all: Readonly<Record<string, string>> = {
    PATH: '/usr/bin:/bin',
    DISPLAY: site.display,
    LANG: 'C.UTF-8',
    ...(site.xAuthority === null ? {} : { XAUTHORITY: '/tmp/.Xauthority' }),
    ...own,
  }
  return Object.entries(all).flatMap(([name, value]) => ['--setenv', name, value])
}

/** The portal's HOME gets the card's module before the browser looks for it. */
const withCard = `mkdir -p "$HOME/.pki" && cp -r /nssdb "$HOME/.pki/nssdb" 2>/dev/null; exec "$@"`

function chromiumArguments(wish: BrowserWish, site: SandboxSite): readonly string[] {
  const { role, area } = wish
  return [
    'chromium',
    `--app=${wish.address}`,
    `--class=trois-clics-${role}`,
    `--window-position=${area.x},${area.y}`,
    `--window-size=${area.width},${area.height}`,
    `--lang=${wish.language}`,
    `--accept-lang=${wish.language}`,
    // The guide has its own sizes.
    `--force-device-scale-factor=${role === 'guide' ? '1' : scales[wish.size]}`,
    '--kiosk-printing',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--password-store=basic',
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-session-crashed-bubble',
    '--disable-breakpad',
    '--disable-component-update',
    // A page that crashed is told by no renderer being there: none may wait for the next page.
    '--disable-features=SpareRendererForSitePerProcess',
    // X covers every window for a moment while a screen is turned, and a page takes that for being left.
    '--disable-backgrounding-occluded-windows',
    // Chromium refuses its own sandbox to root; a kiosk runs as nobody of the sort.
    ...(site.isRoot ? ['--no-sandbox', '--test-type'] : []),
  ]
}

/** The whole command line, without the program's own name. */
export function browserArguments(wish: BrowserWish, site: SandboxSite): readonly string[] {
  const { role, language } = wish
  const isPortal = role === 'portal'
  return [
    ...machineArguments(site),
    ...roleArguments(role, site),
    ...namespaceArguments,
    ...variables({ HOME: home, LANGUAGE: language, ...(isPortal ? site.cardEnvironment : {}) }, site),
    '--',
    ...(isPortal ? ['sh', '-c', withCard, 'sh'] : []),
    ...chromiumArguments(wish, site),
  ]
}

export interface RunningBrowser {
  /** Resolves once every process of it is gone. */
  readonly gone: Promise<{ readonly crashed: boolean }>
  /** Kills it; resolves once every process of it is gone. */
  readonly end: () => Promise<void>
  /** What of it the list of processes of this machine shows now. */
  readonly vitalSigns: () => VitalSigns
}

/** Starts a browser. Nothing connects to it: what is known of it is its process id. */
export function startBrowser(wish: BrowserWish, site: SandboxSite): RunningBrowser {
  return startInSandbox(browserArguments(wish, site))
}

/** Starts the on-screen keyboard. It learns no words, and what it might keep goes with its sandbox. */
export function startKeyboard(site: SandboxSite): RunningBrowser {
  const settings = `${site.runtimeDirectory}/keyboard`
  return startInSandbox([
    ...machineArguments(site),
    ...['--dir', `${home}/.config`, '--ro-bind', settings, `${home}/.config/glib-2.0/settings`],
    ...[...namespaceArguments, '--unshare-net'],
    ...variables({ HOME: home, GSETTINGS_BACKEND: 'keyfile', NO_AT_BRIDGE: '1' }, site),
    ...['--', 'dbus-run-session', '--', 'onboard'],
  ])
}

function startInSandbox(sandbox: readonly string[]): RunningBrowser {
  const child = spawn('bwrap', sandbox, {
    // What the sandbox clears for the browser stays readable in it, of its first process.
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const inner = innerProcess(child.stdio[3] as Readable)
  let first: number | null = null
  let startedAt: number | undefined
  const begun = inner.then((pid) => {
    first = pid
    startedAt = pid === null ? undefined : stateOf(pid)?.startedAt
  })
  let ending = false
  const exited = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code !== 0))
    child.once('error', () => resolve(true))
  })
  const gone = (async () => {
    const crashed = await exited
    await begun
    // The first process of the sandbox ends only after all others of it. One that was just being begun has not yet learned that it
    // is to die with bubblewrap: it would go on, with a page that nobody can end any more.
    if (first !== null && startedAt !== undefined) await endProcess(first, startedAt)
    return { crashed: crashed && !ending }
  })()
  return {
    gone,
    end: async () => {
      ending = true
      // Whoever kills bubblewrap before it has said what it began does not know what else to kill. One that hangs never says it.
      await Promise.race([begun, exited, setTimeout(longestBeginMilliseconds, null, { ref: false })])
      child.kill('SIGKILL')
      await gone
    },
    vitalSigns: () => signsBelow(first),
  }
}

/** Of all that began below a process, as `ps` sees it; of nothing where there is none. */
function signsBelow(first: number | null): VitalSigns {
  const states = new Map(processIds().flatMap((pid) => [[pid, stateOf(pid)] as const]))
  const isBelow = (pid: number, steps = 0): boolean => {
    const parent = states.get(pid)?.parent
    return parent !== undefined && steps < states.size && (parent === first || isBelow(parent, steps + 1))
  }
  const below = first === null ? [] : [...states.keys()].filter((pid) => isBelow(pid))
  const kindOf = (pid: number) => /--type=([a-z-]+)/.exec(readProcess(pid, 'cmdline'))?.[1]
  const nameOf = (pid: number): ProcessName => `${pid} ${states.get(pid)?.startedAt ?? 0}`
  // A renderer that has just been begun is called as the zygote that it comes from: only a parent is known to be one.
  const zygotesAbove = (pid: number): readonly ProcessName[] => {
    const parent = states.get(pid)?.parent
    if (parent === undefined || kindOf(parent) !== 'zygote') return []
    return [nameOf(parent), ...zygotesAbove(parent)]
  }
  const renderers = below.filter((pid) => kindOf(pid) === 'renderer')
  const busy = below.map((pid) => (states.get(pid)?.workedMilliseconds ?? 0) + waitedMilliseconds(pid))
  return {
    renderers: renderers.length,
    zygotes: new Set(renderers.flatMap(zygotesAbove)),
    processes: new Set(below.map(nameOf)),
    busyMilliseconds: busy.reduce((sum, one) => sum + one, 0),
    isBusy: below.some((pid) => /[RD]/.test(states.get(pid)?.state ?? '')),
  }
}

/** The process id of the sandbox's first process, as bubblewrap tells it; null where it never came so far. */
async function innerProcess(info: Readable): Promise<number | null> {
  let text = ''
  try {
    for await (const chunk of info) text += String(chunk)
  } catch {
    return null
  }
  const found = /"child-pid": (\d+)/.exec(text)
  return found === null ? null : Number(found[1])
}
