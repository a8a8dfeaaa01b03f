/** What systemd hears of a supervisor, on a socket as systemd's own, by the program that Debian has for it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createProcesses } from '../../kiosk/processes.ts'
import { createWatchdog } from '../../kiosk/watchdog.ts'

const has = (program: string) => existsSync(path.join('/usr/bin', program))
const missing = ['systemd-notify', 'perl'].filter((program) => !has(program))
if (missing.length > 0) process.stdout.write(`Not tried, for want of ${missing.join(', ')}: the watchdog.\n`)

/** Node has no datagram sockets of the file system. It says that it listens, and then each datagram. */
const listener = `use IO::Socket::UNIX; use Socket; $| = 1;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]); print "listens\\n";
while (1) { $socket->recv(my $text, 1000); print "$text\\n"; }`

test.skipIf(missing.length > 0)(
  'a machine that stands still is begun anew: systemd hears of one that does not',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-notify-'))
    const socket = path.join(folder, 'notify')
    const systemd = spawn('perl', ['-e', listener, socket])
    onTestFinished(async () => {
      const ended = once(systemd, 'exit')
      systemd.kill()
      await ended
      rmSync(folder, { recursive: true })
    })
    const heard = async () => String((await once(systemd.stdout, 'data'))[0]).trim()
    expect(await heard()).toBe('listens')
    const environment = { PATH: '/usr/bin:/bin', NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000000' }
    const beat = createWatchdog(createProcesses(environment), environment, () => 0)
    const next = heard()
    beat()
    expect(await next).toContain('WATCHDOG=1')
  },
)
