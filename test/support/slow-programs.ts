/** Programs of the machine that hang, before the real ones on a kiosk's path. */

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createProcesses, type Processes } from '../../kiosk/processes.ts'

export interface SlowPrograms {
  readonly folder: string
  /** What hangs is killed after 0.7 seconds. */
  readonly processes: Processes
  /** A program that does nothing but hang at its first calls; gives what it was called with, a line each. */
  readonly hangs: (name: string, times: number) => () => readonly string[]
  readonly remove: () => void
}

export function createSlowPrograms(): SlowPrograms {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-programs-'))
  return {
    folder,
    processes: createProcesses({ PATH: `${folder}:/usr/bin:/bin` }, 700),
    hangs: (name, times) => {
      const notes = path.join(folder, `${name}.calls`)
      const lines = [`echo "$*" >> ${notes}`, `[ $(wc -l < ${notes}) -gt ${times} ] || exec sleep 60`]
      writeFileSync(notes, '')
      writeFileSync(path.join(folder, name), ['#!/bin/sh', ...lines, ''].join('\n'))
      chmodSync(path.join(folder, name), 0o755)
      return () => readFileSync(notes, 'utf8').trim().split('\n')
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
