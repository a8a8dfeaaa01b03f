/** Gives a run of the tests one temporary folder, and a warden that takes away what the run leaves, however it ends. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findRootDirectory } from '../../../server/configuration.ts'

const longestTidyingMilliseconds = 30_000

export default async function keepTidy(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-tests-'))
  // Users of a kiosk pass through it to folders of their own.
  chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  const warden = spawn(
    process.execPath,
    [path.join(findRootDirectory(), 'test/support/run/warden.ts'), folder, String(process.pid)],
    // Out of reach of what ends the run: Ctrl+C goes to a whole group.
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  // Whoever interrupts before it watches would leave everything.
  await once(warden.stdout, 'data')
  let said = ''
  warden.stdout.on('data', (data) => {
    said += String(data)
  })
  const ended = once(warden, 'exit')
  return async () => {
    warden.stdin.end('over\n')
    const hung = setTimeout(() => warden.kill('SIGKILL'), longestTidyingMilliseconds)
    await ended
    clearTimeout(hung)
    if (said === '') return
    process.stderr.write(`The tests have left behind:\n${said}`)
    process.exitCode = 1
  }
}
