/** One browser in a sandbox of its own (bubblewrap): killing it kills every process of it, and nothing of it remains. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { TextSize } from './messages.ts'
import { insideSandbox, type Role } from './policies.ts'
import { processIds, readProcess, whenGone } from './process-list.ts'
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
  /** How many processes it has of the two kinds without which it shows nothing, or nothing new. */
  readonly vitalProcesses: () => Promise<VitalProcesses>
}

export interface VitalProcesses {
  readonly renderers: number
  readonly zygotes: number
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
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const inner = innerProcess(child.stdio[3] as Readable)
  let ending = false
  const exited = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code !== 0))
    child.once('error', () => resolve(true))
  })
  const gone = (async () => {
    const crashed = await exited
    const pid = await inner
    // The first process of the sandbox ends only after all others of it.
    if (pid !== null) await whenGone(pid)
    return { crashed: crashed && !ending }
  })()
  return {
    gone,
    end: async () => {
      ending = true
      child.kill('SIGKILL')
      await gone
    },
    vitalProcesses: async () => {
      const pid = await inner
      return pid === null ? { renderers: 0, zygotes: 0 } : countVital(pid)
    },
  }
}

/** Looks at the list of processes of this machine, as `ps` does. */
function countVital(first: number): VitalProcesses {
  const parents = new Map<number, number>()
  for (const pid of processIds()) {
    const parent = / [A-Z] (\d+) /.exec(readProcess(pid, 'stat'))?.[1]
    if (parent !== undefined) parents.set(pid, Number(parent))
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === first || isBelow(parent))
  }
  let [renderers, zygotes] = [0, 0]
  for (const pid of parents.keys()) {
    if (!isBelow(pid)) continue
    const line = readProcess(pid, 'cmdline')
    if (line.includes('--type=renderer')) renderers += 1
    else if (line.includes('--type=zygote')) zygotes += 1
  }
  return { renderers, zygotes }
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
