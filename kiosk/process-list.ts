/** The processes of this machine, as the system lists them. */

import { readdirSync, readFileSync } from 'node:fs'

const lookEveryMilliseconds = 10

export function processIds(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** Empty where the process has ended meanwhile. */
export function readProcess(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** A process that waits to be collected has ended. */
function isAlive(pid: number): boolean {
  const stat = readProcess(pid, 'stat')
  return stat !== '' && !/\) [ZX] /.test(stat)
}

/** Resolves once a process is gone. */
export async function whenGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds))
}

/**
 * Kills those of the programs that name the folder on their command line, and resolves once they are gone. A browser
 * that was just being started when the supervisor died has not yet learned that it is to die with it.
 */
export async function endLeftovers(programs: readonly string[], folder: string): Promise<void> {
  const left = processIds().filter((pid) => {
    const [program = '', ...rest] = readProcess(pid, 'cmdline').split('\0')
    return programs.includes(program) && rest.some((argument) => argument.includes(folder))
  })
  await Promise.all(left.map((pid) => (kill(pid) ? whenGone(pid) : null)))
}

/** False where it is gone already, or somebody else's. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
