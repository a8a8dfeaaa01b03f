/** The processes of this machine, as Linux lists them in /proc: who began whom, and how long each has worked. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** The program's name as the system knows it, at most 15 characters. */
  readonly name: string
  /** CPU time of its own and of the children that it has collected, in hundredths of a second. */
  readonly ticks: number
  /** Since the machine's start, in hundredths of a second: tells a process from an earlier one with the same number. */
  readonly startedAt: number
}

/** Null where there is no such process. */
export function statOf(pid: number): ProcessStat | null {
  const text = read(`/proc/${pid}/stat`)
  const [, name = '', rest] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? []
  if (rest === undefined) return null
  // The fields after the name, as in proc(5): its field 3 is the first here.
  const fields = rest.split(' ').map(Number)
  const field = (number: number) => fields[number - 3] ?? 0
  const ticks = field(14) + field(15) + field(16) + field(17)
  return { pid, parent: field(4), name, ticks, startedAt: field(22) }
}

/** Empty on a system without /proc. */
export function allProcesses(): readonly ProcessStat[] {
  return processIds().flatMap((pid) => statOf(pid) ?? [])
}

/** Those that name a folder: in what they were started with, or as where they are. */
export function processesNaming(folder: string): readonly number[] {
  const names = (pid: number) =>
    ['environ', 'cmdline'].some((file) => read(`/proc/${pid}/${file}`).includes(folder)) ||
    ['cwd', 'root'].some((link) => readLink(`/proc/${pid}/${link}`).startsWith(folder))
  return processIds().filter((pid) => pid !== process.pid && names(pid))
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return ''
  }
}

function readLink(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
