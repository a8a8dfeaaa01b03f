/** Starts the built server on a free port, for the measurements. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface MeasuredServer {
  readonly address: string
  readonly pid: number
  /** From the start of the process to its line "Ready:". */
  readonly startMilliseconds: number
  readonly residentMegabytes: () => number
  readonly stop: () => Promise<void>
}

export const root = path.dirname(import.meta.dirname)

/** The words by which `npm start` runs node. */
const startWords = readStartWords()

/** Its flags. */
export const serverFlags: readonly string[] = startWords.filter((word) => word.startsWith('--'))

/** Its settings of the environment. */
const startSettings: Readonly<Record<string, string>> = Object.fromEntries(
  startWords.flatMap((word) => {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(word) ?? []
    return name === '' ? [] : [[name, value]]
  }),
)

function readStartWords(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ')
}

/** `prepare` fills the folder of the database before the start. */
export async function startBuiltServer(
  prepare: (directory: string) => Promise<void> = async () => {},
): Promise<MeasuredServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-bench-'))
  await prepare(directory)
  const began = performance.now()
  const server: ChildProcess = spawn(process.execPath, [...serverFlags, 'build/bundle/main.js'], {
    cwd: root,
    env: {
      ...process.env,
      ...startSettings,
      PORT: '0',
      DATA_DIR: directory,
      PUBLIC_URL: 'https://site.example',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (server.stdout === null) throw new Error('The server has no output')
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const startMilliseconds = performance.now() - began
  const address = /^Ready: (\S+)/m.exec(line.toString())?.[1]
  if (address === undefined) throw new Error(`The server said: ${line.toString()}`)
  return {
    address,
    pid: server.pid ?? 0,
    startMilliseconds,
    residentMegabytes: () => {
      const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
    },
    stop: async () => {
      server.kill('SIGTERM')
      await once(server, 'exit')
      rmSync(directory, { recursive: true })
    },
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
