/** Loaded before a program of ours (`node --import`): sends it `SIGNAL` before its step number `STEP` on files. */

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import SQLite from 'better-sqlite3'

const { STEP, SIGNAL = 'SIGKILL' } = process.env
/** A step as well as its number: `renameSync` stands for the first of its name. */
const [first, stepNumber] = [STEP, Number(STEP)]
let steps = 0

function count(holder: object, name: string): void {
  const functions = holder as Record<string, (...given: unknown[]) => unknown>
  const original = functions[name]
  if (original === undefined) throw new Error(`There is no ${name}`)
  functions[name] = function counted(this: unknown, ...given: unknown[]) {
    steps += 1
    if (steps === stepNumber || name === first) process.kill(process.pid, SIGNAL)
    return original.apply(this, given)
  }
}

for (const name of ['appendFileSync', 'chownSync', 'fsyncSync', 'renameSync', 'rmSync']) count(fs, name)
count(SQLite.prototype, 'close')
syncBuiltinESMExports()
