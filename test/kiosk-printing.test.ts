/** What a kiosk says of its printer, and what happens to what waits there. */

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPrinting, type Printing, printerState } from '../kiosk/printing.ts'
import { createProcesses } from '../kiosk/processes.ts'

test('a printer in trouble is told by what a person can do about it', () => {
  const said = (alerts: string, status = 'is idle.  enabled since') =>
    `printer paper ${status}\n\tAlerts: ${alerts}\n`
  expect(printerState(said('none'))).toBe('ready')
  expect(printerState(said('media-empty-error'))).toBe('no-paper')
  expect(printerState(said('media-needed'))).toBe('no-paper')
  expect(printerState(said('media-jam-error'))).toBe('jam')
  expect(printerState(said('offline-report'))).toBe('not-working')
  expect(printerState(said('none', 'disabled since'))).toBe('not-working')
  expect(printerState('lpstat: Invalid destination name')).toBe('none')
})

describe('while CUPS is busy', () => {
  let programs: string
  let printing: Printing
  beforeEach(() => {
    programs = mkdtempSync(path.join(tmpdir(), 'trois-clics-programs-'))
    const processes = createProcesses({ PATH: `${programs}:/usr/bin:/bin` }, 400)
    printing = createPrinting(processes, 'paper')
  })
  afterEach(() => rmSync(programs, { recursive: true }))

  /** A program of CUPS that notes each call, and hangs for the first of them. */
  function hangs(name: string, times: number): { readonly calls: () => readonly string[] } {
    const notes = path.join(programs, `${name}.calls`)
    const file = path.join(programs, name)
    writeFileSync(notes, '')
    writeFileSync(
      file,
      `#!/bin/sh\necho "$*" >> ${notes}\n[ $(wc -l < ${notes}) -gt ${times} ] || exec sleep 60\n`,
    )
    chmodSync(file, 0o755)
    return { calls: () => readFileSync(notes, 'utf8').trim().split('\n') }
  }

  test('a printer that is out of paper is not said to be well', async () => {
    hangs('lpstat', 1)
    expect(await printing.state()).toBeNull()
  })

  test('no page of a visit stays to come out for the next person: it is cancelled until CUPS has heard it', async () => {
    const { calls } = hangs('cancel', 2)
    await printing.cancelAll()
    expect(calls()).toEqual(['-a -x', '-a -x', '-a -x'])
  })

  test('an erase that CUPS never answers is not said to be done', async () => {
    hangs('cancel', 100)
    await expect(printing.cancelAll()).rejects.toThrow('CUPS')
  })
})
