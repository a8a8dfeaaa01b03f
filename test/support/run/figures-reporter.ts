/** Prints after a run how many CPU seconds each file of tests took, with all that it had started: the next slow one is seen. */

import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { allProcesses, type ProcessStat } from './processes.ts'
import { workersFolder } from './run-folder.ts'

/** Each look reads the whole of /proc, which takes its time from the tests. */
const lookEveryMilliseconds = 1000
const ticksPerSecond = 100
/** Files that took less are added up. */
const leastSecondsShown = 1

interface Tree {
  /** As the living said it at the last look. */
  alive: number
  /** Of those that have gone since, and whom nobody of the tree has collected. */
  gone: number
}

interface Owned {
  readonly file: string
  /** What the process had used before it came to this file. */
  readonly before: number
}

/** Adds up by file what /proc says: `look` again and again while the tests run. */
function createMeter() {
  const owned = new Map<string, Owned>()
  const trees = new Map<string, Tree>()

  /** The file of tests that each worker runs now. */
  function filesOfWorkers(): ReadonlyMap<number, string> {
    const folder = path.join(tmpdir(), workersFolder)
    try {
      return new Map(
        readdirSync(folder).map((pid) => [Number(pid), readFileSync(path.join(folder, pid), 'utf8')]),
      )
    } catch {
      // None has begun yet, or the run is over and its folder gone.
      return new Map()
    }
  }

  /** Whoever began in a tree stays of it, also once its parent has gone; a worker may go on to another file. */
  function ownedBy(
    one: ProcessStat,
    all: ReadonlyMap<number, ProcessStat>,
    files: ReadonlyMap<number, string>,
  ): Owned | null {
    const key = `${one.pid} ${one.startedAt}`
    const known = owned.get(key)
    const named = files.get(one.pid)
    if (known !== undefined && (named === undefined || named === known.file)) return known
    const parent = all.get(one.parent)
    const file = named ?? (parent === undefined ? undefined : ownedBy(parent, all, files)?.file)
    if (file === undefined) return null
    const now = { file, before: known === undefined ? 0 : one.ticks }
    owned.set(key, now)
    return now
  }

  return {
    look: (processes: readonly ProcessStat[]) => {
      const all = new Map(processes.map((one) => [one.pid, one]))
      const files = filesOfWorkers()
      const now = new Map<string, number>()
      for (const one of processes) {
        const owner = ownedBy(one, all, files)
        if (owner !== null) now.set(owner.file, (now.get(owner.file) ?? 0) + one.ticks - owner.before)
      }
      for (const file of new Set([...now.keys(), ...trees.keys()])) {
        const tree = trees.get(file) ?? { alive: 0, gone: 0 }
        const alive = now.get(file) ?? 0
        trees.set(file, { alive, gone: tree.gone + Math.max(0, tree.alive - alive) })
      }
    },
    seconds: (file: string) => {
      const tree = trees.get(file)
      return tree === undefined ? 0 : (tree.alive + tree.gone) / ticksPerSecond
    },
  }
}

export default class FiguresReporter implements Reporter {
  private readonly meter = createMeter()
  private timer: NodeJS.Timeout | undefined

  onTestRunStart(): void {
    this.timer = setInterval(() => this.meter.look(allProcesses()), lookEveryMilliseconds)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    clearInterval(this.timer)
    const rows = modules.map((module) => ({
      file: path.relative(process.cwd(), module.moduleId),
      cpu: this.meter.seconds(module.moduleId),
      wall: module.diagnostic().duration / 1000,
    }))
    if (rows.every(({ cpu }) => cpu === 0)) return
    const sum = (of: typeof rows) => of.reduce((total, { cpu }) => total + cpu, 0)
    const shown = rows.filter(({ cpu }) => cpu >= leastSecondsShown).sort((one, other) => other.cpu - one.cpu)
    const rest = rows.filter(({ cpu }) => cpu < leastSecondsShown)
    const line = (cpu: number, wall: string, what: string) =>
      `${cpu.toFixed(0).padStart(8)} ${wall.padStart(8)}  ${what}\n`
    process.stdout.write('\n CPU s    wall s  file of tests, with all that it started\n')
    for (const { cpu, wall, file } of shown) process.stdout.write(line(cpu, wall.toFixed(0), file))
    if (rest.length > 0) process.stdout.write(line(sum(rest), '', `${rest.length} files below 1 s`))
    process.stdout.write(line(sum(rows), '', 'all'))
  }
}
