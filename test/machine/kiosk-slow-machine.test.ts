/** A kiosk whose machine is slow: nothing is said to be done that nobody has answered for. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDisplay } from '../../kiosk/display.ts'
import { createPrinting } from '../../kiosk/printing.ts'
import { endProcess, stateOf } from '../../kiosk/process-list.ts'
import { createSlowPrograms, type SlowPrograms } from '../support/slow-programs.ts'

const always = Number.MAX_SAFE_INTEGER

describe('on a machine that is slow', () => {
  let programs: SlowPrograms
  beforeEach(() => {
    programs = createSlowPrograms()
  })
  afterEach(() => programs.remove())
  const printing = () => createPrinting(programs.processes, 'paper')

  test('a printer that is out of paper is not said to be well', async () => {
    programs.hangs('lpstat', 1)
    expect(await printing().state()).toBeNull()
  })

  test('no page of a visit stays to come out for the next person: it is cancelled until CUPS has heard it', async () => {
    const calls = programs.hangs('cancel', 2)
    await printing().cancelAll()
    expect(calls().length).toBeGreaterThan(2)
    expect(new Set(calls())).toEqual(new Set(['-a -x']))
  })

  test('an erase that CUPS never answers is not said to be done', async () => {
    programs.hangs('cancel', always)
    await expect(printing().cancelAll()).rejects.toThrow('CUPS')
  })

  test.each(['xsel', 'xprop'])(
    'an erase whose %s hangs is not said to be done: what was copied may be there',
    async (name) => {
      for (const program of ['xsel', 'xprop']) programs.hangs(program, program === name ? always : 0)
      const display = createDisplay(programs.processes, 'be')
      await expect(display.clearSelections()).rejects.toThrow('display')
    },
  )

  test('an erase on a machine that is too slow for a moment forgets what was copied all the same', async () => {
    for (const program of ['xsel', 'xprop']) programs.hangs(program, 3)
    await createDisplay(programs.processes, 'be').clearSelections()
  })

  test('a program that has ended but left its output to another is not waited for', async () => {
    const notes = path.join(programs.folder, 'other')
    const leaves = `sleep 600 & echo $! > ${notes}`
    expect(await programs.processes.run('sh', ['-c', leaves])).toMatchObject({ hung: true })
    process.kill(Number(readFileSync(notes, 'utf8')), 'SIGKILL')
  })

  test('a process whose number another one has got is left alone, and counts as gone', async () => {
    const child = spawn('sleep', ['30'])
    const ended = once(child, 'exit')
    const pid = child.pid ?? 0
    const startedAt = stateOf(pid)?.startedAt ?? 0
    await endProcess(pid, startedAt - 1)
    expect(stateOf(pid)?.startedAt).toBe(startedAt)
    await endProcess(pid, startedAt)
    await ended
    await endProcess(pid, startedAt)
  })
})
