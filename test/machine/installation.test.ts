/**
 * The installation of a kiosk: what the scripts write, tried in a Debian made for it and thrown away.
 * Without INSTALLATION_ON=bookworm or trixie (see kiosk/try-installation.sh) npm and the packages of this clone are
 * lent to the new Debian, which saves Debian's own npm with its 380 packages.
 */

import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { endProgram } from '../support/kiosk-machine.ts'
import { hangMilliseconds, longestWaitMilliseconds } from '../support/limits.ts'

const root = findRootDirectory()
const asked = process.env.INSTALLATION_ON
const debian = asked ?? 'bookworm'
const longestWaitSeconds = longestWaitMilliseconds / 1000
const mirror = 'http://deb.debian.org/debian'

interface Line {
  readonly part: string
  readonly mode: string
  readonly file: string
  readonly place: string
}

const installed: readonly Line[] = readFileSync(path.join(root, 'kiosk/installed.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [part = '', mode = '', file = '', place = '', ...rest] = line.split(/\s+/)
    if (rest.length > 0) throw new Error(`too many words: ${line}`)
    return { part, mode, file, place }
  })

const files = installed.filter(({ mode }) => /^0\d{3}$/.test(mode))

function has(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(path.join(folder, program)))
}

function folderOfNpm(): string {
  const program = execFileSync('sh', ['-c', 'command -v npm']).toString().trim()
  return path.dirname(path.dirname(realpathSync(program)))
}

const scripts = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'kiosk'], { cwd: root })
  .toString()
  .split('\n')
  .filter((name) => name !== '' && readFileSync(path.join(root, name), 'utf8').startsWith('#!/bin/sh\n'))

describe('what the installation writes', () => {
  test('is all in the repository, each file with a first line that says what it is for', () => {
    for (const { part, mode, file, place } of installed) {
      expect(['server', 'kiosk'], place).toContain(part)
      expect(mode).toMatch(/^(0644|0640|0755|settings|enable|mask)$/)
      if (mode === 'enable' || mode === 'mask') continue
      expect(place).toMatch(/^\/(etc|usr\/local\/sbin)\//)
      const text = readFileSync(path.join(root, 'kiosk', file), 'utf8')
      if (!file.endsWith('.json')) expect(text, file).toMatch(/^(#!\/bin\/sh\n)?(#|\/\/) ./)
    }
  })

  test('starts what npm starts', () => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    const { start, kiosk } = (manifest as { scripts: Readonly<Record<string, string>> }).scripts
    const unit = (name: string) => readFileSync(path.join(root, `kiosk/systemd/${name}.service`), 'utf8')
    const node = 'ExecStart=/opt/trois-clics/node_modules/.bin/'
    const [, settings = '', command = ''] = /^((?:[A-Z_]+=\S+ )*)(node .*)$/.exec(start ?? '') ?? []
    expect(unit('trois-clics-server')).toContain(`\n${node}${command}\n`)
    // What a server could change of its own program would outlive it: on an installed machine nothing is kept.
    for (const setting of settings.split(' ').filter((word) => word !== '' && !word.includes('CACHE'))) {
      expect(unit('trois-clics-server')).toContain(`\nEnvironment=${setting}\n`)
    }
    expect(unit('trois-clics-kiosk')).toContain(`\n${node}${kiosk ?? 'node build/kiosk/main.js'}\n`)
  })

  test('needs no shell but sh', () => {
    expect(scripts.length).toBeGreaterThan(4)
    for (const script of scripts) execFileSync('sh', ['-n', script], { cwd: root })
  })

  test.skipIf(!has('shellcheck'))('has no trap of the shell that shellcheck knows', () => {
    execFileSync('shellcheck', ['-x', ...scripts], { cwd: root, stdio: 'inherit' })
  })
})

const obstacle =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'only an administrator may make a Debian of its own'
    : ['mmdebstrap', 'unshare', 'nsenter'].every(has)
      ? await fetch(`${mirror}/dists/${debian}/Release`, {
          method: 'HEAD',
          signal: AbortSignal.timeout(longestWaitMilliseconds),
        }).then(
          ({ ok }) => (ok ? null : 'Debian’s mirror does not answer'),
          () => 'Debian’s mirror does not answer',
        )
      : 'mmdebstrap is not installed'
if (obstacle !== null) process.stderr.write(`The installation itself was NOT tried: ${obstacle}.\n`)

describe.skipIf(obstacle !== null)(`the installation on an empty Debian (${debian})`, () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-installation-'))
  const clone = '/root/trois-clics'
  const ownCertificates = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt'
  // Packages are fetched once, by whoever runs the tests often.
  const packages = path.join(homedir(), '.cache/trois-clics', debian)
  let holder: ReturnType<typeof spawn> | undefined

  /** Runs a line of shell beside the new Debian, where its mounts are seen. */
  async function beside(line: string): Promise<string> {
    const words = ['--target', String(holder?.pid), '--mount', 'sh', '-euc', line]
    const { stdout } = await promisify(execFile)('nsenter', words, { maxBuffer: 1e8 })
    return stdout
  }

  /** Runs a line of shell in the new Debian, as root or as one of its users, and gives what it said on both outputs. */
  async function inside(line: string, user = 'root'): Promise<string> {
    const words = ['--target', String(holder?.pid), '--mount', 'chroot', directory, 'env', '-i']
    // Where a network has a certificate of its own, npm is told of it here as it is outside.
    const certificates =
      user === 'root' && existsSync(ownCertificates) ? ['NODE_EXTRA_CA_CERTS=/root/certificates.pem'] : []
    const environment = [
      ...certificates,
      // By this the warden of the tests knows what an interrupted run has left in there.
      `TMPDIR_OF_TESTS=${tmpdir()}`,
      'HOME=/root',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ]
    const become = user === 'root' ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
    const shell = ['sh', '-euc', `exec 2>&1; cd /; ${line}`]
    return promisify(execFile)('nsenter', [...words, ...environment, ...become, ...shell], {
      maxBuffer: 1e8,
    }).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => {
        throw new Error(`${line}\n${error.stdout}`)
      },
    )
  }

  async function refused(line: string, user: string): Promise<boolean> {
    return inside(line, user).then(
      () => false,
      () => true,
    )
  }

  /** Every file that the installation could have touched: its kind, mode, owner and contents. */
  async function everything(): Promise<readonly string[]> {
    const folders = '/etc /opt /usr/local /var/lib/trois-clics'
    const text = await inside(
      `find ${folders} ! -type f -printf '%y %m %u:%g %p %l\\n'
       find ${folders} -type f -printf '%y %m %u:%g %p\\n'
       find ${folders} -type f -print0 | xargs -0 sha256sum`,
    )
    return text.split('\n').sort()
  }

  async function installAs(choice = ''): Promise<string> {
    // With the time before each line: where an installation is slow, it shows.
    return inside(
      `${clone}/kiosk/install.sh ${choice} | while read -r line; do echo "$(date +%T) $line"; done`,
    )
  }

  beforeAll(async () => {
    mkdirSync(packages, { recursive: true })
    // Its own mounts, which end with it; and it ends with us.
    holder = spawn('unshare', [
      ...['--mount', '--propagation', 'private', 'setpriv', '--pdeathsig', 'KILL', 'sh', '-euc'],
      `mount -t tmpfs -o size=6g,mode=0755 tmpfs ${directory}; echo ready; exec sleep infinity`,
    ])
    if (holder.stdout !== null) await once(holder.stdout, 'data')
    const began = performance.now()
    await beside(
      `mmdebstrap --quiet --mode=root --variant=minbase --format=directory --skip=check/empty,cleanup/apt \
         --setup-hook='mkdir -p "$1/var/cache/apt/archives"; mount --bind ${packages} "$1/var/cache/apt/archives"' \
         ${debian} ${directory} ${mirror}
       cd ${directory}
       mount --bind /proc proc
       # No daemon is started, and nothing waits for a disk: this Debian is in memory.
       printf '#!/bin/sh\\nexit 101\\n' >usr/sbin/policy-rc.d
       chmod +x usr/sbin/policy-rc.d
       echo force-unsafe-io >etc/dpkg/dpkg.cfg.d/try
       printf 'path-exclude=/usr/share/%s/*\\n' doc man locale >>etc/dpkg/dpkg.cfg.d/try
       cp /etc/resolv.conf etc/resolv.conf
       echo "deb ${mirror}-security ${debian}-security main" >>etc/apt/sources.list
       [ ! -e ${ownCertificates} ] || cp ${ownCertificates} root/certificates.pem
       mkdir -p root/.npm root/trois-clics
       # Npm would keep what it has compiled among the files of the tests.
       mount --bind "$(NODE_DISABLE_COMPILE_CACHE=1 npm config get cache)" root/.npm
       cd ${root}
       git ls-files -co --exclude-standard -z | tar -c --null -T - | tar -x -C ${directory}${clone} --no-same-owner`,
    )
    if (asked === undefined) {
      await beside(
        `cp ${process.execPath} ${directory}/usr/local/bin/node
         mkdir -p ${directory}/usr/local/lib/node_modules
         cp -r ${folderOfNpm()} ${directory}/usr/local/lib/node_modules/npm
         mkdir ${directory}${clone}/node_modules
         mount --bind -o ro ${root}/node_modules ${directory}${clone}/node_modules
         ln -s ../lib/node_modules/npm/bin/npm-cli.js ${directory}/usr/local/bin/npm`,
      )
    }
    process.stdout.write(`An empty Debian in ${Math.round((performance.now() - began) / 1000)} s.\n`)
  })

  afterAll(async () => {
    // Its mounts are gone once it has ended.
    if (holder !== undefined) await endProgram(holder)
    rmSync(directory, { recursive: true, force: true })
  })

  test(
    'installs everything, says so in sentences, and a second run changes nothing',
    async () => {
      const began = performance.now()
      const said = await installAs()
      const first = performance.now()
      expect(said).toContain('The software is in /opt/trois-clics.')
      expect(said).toMatch(/\n\S+ Done\. [^\n]+\n$/)
      process.stdout.write(`${said.match(/^\d\d:\d\d:\d\d [^:\n]+/gm)?.join('\n')}\n`)
      await inside(
        `echo 'KIOSK_TOKEN=kept' >/etc/trois-clics/kiosk.env; echo kept >/var/lib/trois-clics/kept`,
      )
      await inside('chown trois-clics:trois-clics /var/lib/trois-clics/kept')
      const before = await everything()
      const again = await installAs()
      const second = performance.now()
      expect(again).toContain('All Debian packages are there.')
      expect(again).toContain('is this one already')
      expect(await everything()).toEqual(before)
      expect(await inside('cat /etc/trois-clics/kiosk.env')).toBe('KIOSK_TOKEN=kept\n')
      process.stdout.write(
        `Installed in ${Math.round((first - began) / 1000)} s, again in ${((second - first) / 1000).toFixed(1)} s.\n`,
      )
    },
    // It is two installations, and each fetches and unpacks a whole desktop.
    2 * hangMilliseconds,
  )

  test('puts each file in its place, whole, with its mode, and root as its owner', async () => {
    for (const { mode, file, place } of files) {
      expect(await inside(`stat -c '%a %U %G' ${place}`), place).toBe(`${Number(mode)} root root\n`)
      const [theirs, ours] = [
        await inside(`cat ${place}`),
        readFileSync(path.join(root, 'kiosk', file), 'utf8'),
      ]
      expect(theirs).toBe(ours)
    }
    expect(await inside('stat -c "%a %U %G" /etc/trois-clics/server.env')).toBe('640 root root\n')
    expect(await inside('stat -c "%a %U %G" /etc/trois-clics/kiosk.env')).toBe('640 root kiosk\n')
    for (const { mode, place } of installed) {
      if (mode === 'mask') expect(await inside(`readlink /etc/systemd/system/${place}`)).toBe('/dev/null\n')
      if (mode === 'enable') expect(await inside(`systemctl is-enabled ${place}`), place).toBe('enabled\n')
    }
  })

  test('makes two users without password, login, home or groups, who can write nowhere that lasts', async () => {
    for (const user of ['kiosk', 'trois-clics']) {
      expect(await inside(`getent passwd ${user}`)).toMatch(/:\/usr\/sbin\/nologin\n$/)
      expect(await inside(`getent shadow ${user}`)).toMatch(new RegExp(`^${user}:!`))
      expect(await inside(`id -nG ${user}`)).toBe(`${user}\n`)
      expect(
        await inside(
          'find /opt /etc /usr /home /root /var/lib -writable ! -type l 2>/dev/null || true',
          user,
        ),
      ).toBe(user === 'kiosk' ? '' : '/var/lib/trois-clics\n/var/lib/trois-clics/kept\n')
    }
    expect(await refused('cat /var/lib/trois-clics/kept', 'kiosk')).toBe(true)
    expect(await refused('cat /etc/trois-clics/server.env', 'kiosk')).toBe(true)
    expect(await refused('cat /etc/trois-clics/kiosk.env', 'trois-clics')).toBe(true)
  })

  test('brings software that is built, without what only developers need, and serves the guides as its user', async () => {
    expect(await inside('test ! -e /opt/trois-clics/node_modules/vitest; ls -d /opt/*')).toBe(
      '/opt/trois-clics\n',
    )
    const node = '/opt/trois-clics/node_modules/.bin/node'
    expect(await inside(`${node} --version`)).toMatch(/^v24\./)
    const said = await inside(
      `cd /opt/trois-clics
       PORT=0 DATA_DIR=/var/lib/trois-clics timeout ${longestWaitSeconds} ${node} build/bundle/main.js >/tmp/said &
       for _ in $(seq ${2 * longestWaitSeconds}); do sleep 0.5; grep Ready: /tmp/said && break; done
       kill $!`,
      'trois-clics',
    )
    expect(said).toMatch(/^Ready: http:\/\/127\.0\.0\.1:\d+\n/)
  })

  test('has units that systemd understands, and a server that its own measure calls safe', async () => {
    const units = files
      .filter(({ place }) => /^\/etc\/systemd\/system\/[^/]+$/.test(place))
      .map(({ place }) => place)
    expect(await inside(`systemd-analyze verify --man=no ${units.join(' ')}`)).toBe('')
    const measured = await inside(
      'systemd-analyze security --offline=true --no-pager trois-clics-server.service',
    )
    const score = /Overall exposure level for trois-clics-server.service: ([\d.]+)/.exec(measured)?.[1]
    process.stdout.write(`systemd-analyze security trois-clics-server.service: ${score}\n`)
    expect(Number(score)).toBeLessThan(3)
  })

  test('leaves a Chromium that is started in any other way nowhere to go', async () => {
    const policy: unknown = JSON.parse(await inside('cat /etc/chromium/policies/managed/trois-clics.json'))
    expect(policy).toEqual({ URLBlocklist: ['*'] })
  })

  test('lets the user kiosk end and forget every print job, and CUPS keeps no trace of one', async () => {
    const title = 'canary-of-a-title'
    const said = await inside(
      `# Empty, as at each start of the machine.
       mount -t tmpfs -o mode=0710,gid=7 tmpfs /var/spool/cups
       mount -t tmpfs -o mode=0770,gid=7 tmpfs /var/cache/cups
       /usr/sbin/cupsd -t -c /etc/cups/trois-clics/cupsd.conf -s /etc/cups/trois-clics/cups-files.conf >/dev/null
       start() {
         $(sed -n s/^ExecStartPre=//p /etc/systemd/system/cups.service.d/trois-clics.conf)
         /usr/sbin/cupsd -f -c /etc/cups/trois-clics/cupsd.conf -s /etc/cups/trois-clics/cups-files.conf >>/tmp/cups.log 2>&1 &
         cups=$!
         for _ in $(seq ${2 * longestWaitSeconds}); do lpstat -r | grep -q 'is running' && break; sleep 0.5; done
       }
       start
       trap 'kill $cups' EXIT
       lpadmin -p try -E -v file:/dev/null 2>/dev/null
       lpadmin -d try
       kiosk() { setpriv --reuid=kiosk --regid=kiosk --clear-groups "$@"; }
       stranger() { setpriv --reuid=trois-clics --regid=trois-clics --clear-groups "$@"; }
       echo ${title} >/tmp/document
       cupsdisable try
       kiosk lp -t ${title} /tmp/document >/dev/null
       stranger lp -t ${title} /tmp/document >/dev/null
       echo "waiting: $(lpstat -o | wc -l), spooled: $(ls /var/spool/cups | grep -c ^d)"
       ! stranger cancel -a -x </dev/null 2>/dev/null || echo 'a stranger could'
       ! kiosk lpadmin -x try </dev/null 2>/dev/null || echo 'kiosk could remove the printer'
       kiosk cancel -a -x </dev/null
       echo "waiting: $(lpstat -o | wc -l), spooled: $(ls /var/spool/cups | grep -c ^[cd] || true)"
       kiosk lp -t ${title} /tmp/document >/dev/null
       kill $cups
       wait $cups || true
       start
       echo "after a new start: $(lpstat -o | wc -l), spooled: $(ls /var/spool/cups | grep -c ^[cd] || true)"
       kiosk cupsenable try </dev/null
       kiosk lp -t ${title} /tmp/document >/dev/null
       for _ in $(seq ${2 * longestWaitSeconds}); do [ -z "$(lpstat -o)" ] && break; sleep 0.5; done
       echo "waiting: $(lpstat -o | wc -l), spooled: $(ls /var/spool/cups | grep -c ^[cd] || true)"
       lpadmin -x try
       rm /tmp/document
       sleep 1
       ss -ltn 2>/dev/null | grep ':631' || true
       grep -rl ${title} /var/spool /var/log /var/cache/cups /var/lib /run /tmp /etc || true`,
    )
    const [waiting, cancelled, anew, printed] = said.trim().split('\n')
    expect(waiting).toBe('waiting: 2, spooled: 2')
    expect(cancelled).toBe('waiting: 0, spooled: 0')
    expect(anew, 'what waited as CUPS ended').toBe('after a new start: 0, spooled: 0')
    expect(printed).toBe('waiting: 0, spooled: 0')
    expect(said.trim().split('\n').length, 'nothing else was said').toBe(4)
  })

  test('is taken back: the settings and the data after a yes only', async () => {
    const traces = 'grep -rlsE "trois-clics|Trois Clics" --exclude="*-" /etc /usr/local /opt | sort'
    await inside('/opt/trois-clics/kiosk/uninstall.sh </dev/null')
    expect(await inside(traces)).toBe('/etc/trois-clics/server.env\n')
    expect(await inside('cat /etc/trois-clics/kiosk.env')).toBe('KIOSK_TOKEN=kept\n')
    expect(await inside('cat /var/lib/trois-clics/kept; ls /opt')).toBe('kept\n')
    for (const { mode, place } of installed) {
      if (mode === 'mask')
        expect(await inside(`ls /etc/systemd/system/${place} || echo gone`)).toContain('gone')
    }
    expect(await inside('getent passwd kiosk trois-clics || echo none')).toBe('none\n')
    await inside(`${clone}/kiosk/uninstall.sh --purge`)
    expect(await inside(traces)).toBe('')
    expect(await inside('ls -d /etc/trois-clics /var/lib/trois-clics || true')).not.toMatch(/^\//m)
    // What Debian's own packages brought is still theirs.
    const changed =
      'dpkg --verify cups-daemon ipp-usb systemd chromium udev | grep -vE " /usr/share/(doc|man|locale)/"'
    expect(await inside(`dpkg --audit; ${changed} || true`)).toBe('')
  })
})
