/** Time at a kiosk's display that passes when a test says so: its supervisor asks `xprintidle` how long nobody touched it. */

import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export interface PassingTime {
  /** Before Debian's programs on the supervisor's path. */
  readonly programs: string
  /** So much more time has passed since the last touch; `idleMilliseconds` is what the display itself says. */
  readonly pass: (milliseconds: number, idleMilliseconds: number) => void
  /** How long nobody had touched the display, as the supervisor was told last. */
  readonly told: () => number
}

/** Adds what a test has let pass to what the display says, until somebody touches it. The times are those of /proc/uptime. */
function program(folder: string): string {
  return `#!/bin/sh
read -r now rest </proc/uptime
now=\${now%.*}\${now#*.}0
idle=$(/usr/bin/xprintidle) || exit
read -r passed at <${folder}/passed
[ "$idle" -lt $((now - at)) ] || idle=$((idle + passed))
echo "$idle" >${folder}/told
echo "$idle"
`
}

const uptimeMilliseconds = () => Math.round(Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000)

/** `directory` is one in which a user of a kiosk may read. */
export function createPassingTime(directory: string): PassingTime {
  const folder = path.join(directory, 'time')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'told'), '0')
  chmodSync(path.join(folder, 'told'), 0o666)
  writeFileSync(path.join(folder, 'xprintidle'), program(folder), { mode: 0o755 })
  let [passed, at] = [0, 0]
  const write = () => {
    // Whole at any moment.
    writeFileSync(path.join(folder, 'next'), `${passed} ${at}\n`)
    renameSync(path.join(folder, 'next'), path.join(folder, 'passed'))
  }
  write()
  return {
    programs: folder,
    pass: (milliseconds, idleMilliseconds) => {
      const now = uptimeMilliseconds()
      const isUntouched = idleMilliseconds >= now - at
      ;[passed, at] = [(isUntouched ? passed : 0) + milliseconds, now]
      write()
    },
    told: () => Number(readFileSync(path.join(folder, 'told'), 'utf8')),
  }
}
