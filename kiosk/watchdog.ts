/** Tells systemd that the supervisor still looks after the screen: where that stays out, systemd begins it anew (sd_notify(3)). */

import type { Processes } from './processes.ts'

/** systemd advises half of the time that it waits; a quarter leaves room for one that is lost. */
const partOfTime = 4

/**
 * Gives what is to be called whenever all is well; it passes that on often enough, and not more often. Does nothing where
 * systemd has set no `WATCHDOG_USEC` (microseconds). Node has no datagram sockets of the file system, so `systemd-notify` speaks.
 */
export function createWatchdog(
  { run }: Pick<Processes, 'run'>,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): () => void {
  const waitsMilliseconds = Number(environment.WATCHDOG_USEC) / 1000
  if (environment.NOTIFY_SOCKET === undefined || !(waitsMilliseconds > 0)) return () => {}
  let toldAt = Number.NEGATIVE_INFINITY
  return () => {
    if (now() - toldAt < waitsMilliseconds / partOfTime) return
    toldAt = now()
    void run('systemd-notify', ['WATCHDOG=1'])
  }
}
