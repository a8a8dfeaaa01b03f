/** The processes of this machine, as the system lists them. */

import { readdirSync, readFileSync } from 'node:fs'

const lookEveryMilliseconds = 10

export function processIds(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** Empty where the process has ended meanwhile. */
export function readProcess(pid: number, file: 'stat' | 'cmdline' | 'schedstat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** A process as the system describes it at a moment (proc(5)). */
interface ProcessState {
  readonly parent: number
  /** R runs or could, S sleeps, D waits for a disk, Z waits to be collected, X is gone. */
  readonly state: string
  /** Hundredths of a second since the machine's start: another process with the same number has another. */
  readonly startedAt: number
  readonly workedMilliseconds: number
}

const millisecondsPerTick = 10

/** Null where there is none with this number. */
export function stateOf(pid: number): ProcessState | null {
  const text = readProcess(pid, 'stat')
  // The name stands in parentheses and may itself hold any.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (text === '') return null
  const field = (number: number) => Number(fields[number - 3])
  return {
    parent: field(4),
    state: fields[0] ?? '',
    startedAt: field(22),
    workedMilliseconds: (field(14) + field(15)) * millisecondsPerTick,
  }
}

/** How long a process has waited for a processor that others had; 0 where the system does not count it. */
export function waitedMilliseconds(pid: number): number {
  return Number(readProcess(pid, 'schedstat').split(' ')[1] ?? 0) / 1e6
}

/** Whether a process is still there. One that waits to be collected has ended; its number may be another's since. */
function isThere(pid: number, startedAt: number): boolean {
  const now = stateOf(pid)
  return now !== null && now.startedAt === startedAt && !/[ZX]/.test(now.state)
}

/** Kills a process, and never another one that has got its number; resolves once it is gone. */
export async function endProcess(pid: number, startedAt: number): Promise<void> {
  if (isThere(pid, startedAt)) kill(pid)
  while (isThere(pid, startedAt)) await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds))
}

const longestEndMilliseconds = 20_000

/**
 * Kills those of the programs that name the folder on their command line; false where one of them does not end. A browser
 * that was just being started when the supervisor died has not yet learned that it is to die with it.
 */
export async function endLeftovers(programs: readonly string[], folder: string): Promise<boolean> {
  const left = processIds().filter((pid) => {
    const [program = '', ...rest] = readProcess(pid, 'cmdline').split('\0')
    return programs.includes(program) && rest.some((argument) => argument.includes(folder))
  })
  const late = new Promise<boolean>((resolve) =>
    setTimeout(() => resolve(false), longestEndMilliseconds).unref(),
  )
  const all = Promise.all(
    left.map((pid) => {
      const found = stateOf(pid)
      return found === null ? null : endProcess(pid, found.startedAt)
    }),
  )
  return Promise.race([all.then(() => true), late])
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already, or somebody else's.
  }
}
