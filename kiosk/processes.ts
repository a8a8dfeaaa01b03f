/** Other programs: run to their end, or kept running. The only place that starts any, the browsers apart. */

import { execFile, spawn } from 'node:child_process'

interface Finished {
  readonly ok: boolean
  /** Whether it took too long, and was killed before its end. */
  readonly hung: boolean
  readonly output: string
}

export interface Processes {
  /** Runs a program to its end; one that hangs is killed, and not waited for. Never throws: what fails says so by `ok`. */
  readonly run: (command: string, args: readonly string[], input?: string) => Promise<Finished>
  /** Starts a program and starts it again whenever it ends. */
  readonly keepRunning: (command: string, args: readonly string[]) => void
  readonly stopAll: () => void
}

const usualLongestRunMilliseconds = 2000
const startAgainAfterMilliseconds = 200

/** How often a program is run that a busy machine was too slow for: together still within the time that an erase has. */
const mostRuns = 5

/** Whether a program came to its end, run again where it hung: an erase that fails ends everything for the next person. */
export async function comesToItsEnd(
  { run }: Pick<Processes, 'run'>,
  command: string,
  args: readonly string[],
): Promise<boolean> {
  for (let runs = 0; runs < mostRuns; runs += 1) {
    if (!(await run(command, args)).hung) return true
  }
  return false
}

export function createProcesses(
  environment: NodeJS.ProcessEnv,
  longestRunMilliseconds = usualLongestRunMilliseconds,
): Processes {
  let stopping = false
  const kept = new Set<() => void>()

  function keepRunning(command: string, args: readonly string[]): void {
    if (stopping) return
    const child = spawn(command, args, { env: environment, stdio: 'ignore' })
    const stop = () => child.kill('SIGKILL')
    kept.add(stop)
    let ended = false
    const again = () => {
      if (ended) return
      ended = true
      kept.delete(stop)
      setTimeout(() => keepRunning(command, args), startAgainAfterMilliseconds)
    }
    child.once('exit', again)
    child.once('error', again)
  }

  return {
    run: (command, args, input) =>
      new Promise((resolve) => {
        const failed = (hung: boolean) => resolve({ ok: false, hung, output: '' })
        try {
          const child = execFile(command, args, { env: environment }, (error, output) => {
            clearTimeout(late)
            resolve({ ok: error === null, hung: false, output })
          })
          // Killed it may still not end, and what it has started may hold its output open for ever.
          const late = setTimeout(() => {
            child.kill('SIGKILL')
            child.stdout?.destroy()
            child.stderr?.destroy()
            failed(true)
          }, longestRunMilliseconds)
          child.stdin?.on('error', () => {})
          child.stdin?.end(input)
        } catch {
          // The system has no room for another process.
          failed(false)
        }
      }),
    keepRunning,
    stopAll: () => {
      stopping = true
      for (const stop of kept) stop()
    },
  }
}
