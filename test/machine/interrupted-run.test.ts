/** A run of the tests that is interrupted: nothing of it stays on the machine of whoever interrupted it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { longestWaitMilliseconds } from '../support/limits.ts'
import { processesNaming } from '../support/run/processes.ts'

const isLinux = process.platform === 'linux'
if (!isLinux) process.stdout.write('Not tried, for want of /proc: what an interrupted run leaves.\n')

/** As vitest begins one: then it starts what would outlive it, writes a file, and says where. */
const run = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import keepTidy from './test/support/run/keep-tidy.ts'
await keepTidy()
writeFileSync(tmpdir() + '/file', '')
spawn('sh', ['-c', 'trap "" TERM INT; while :; do sleep 1; done'], { detached: true, stdio: 'ignore' })
spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: {}, cwd: tmpdir() })
process.stdout.write(tmpdir())
setInterval(() => {}, 1000)`

test.skipIf(!isLinux).each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'whoever ends a run by %s finds no process and no file of it later',
  async (signal) => {
    const main = spawn(process.execPath, ['--input-type=module', '--eval', run], {
      cwd: findRootDirectory(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(main.stdout, 'data')
    const folder = String(said)
    expect(existsSync(path.join(folder, 'file'))).toBe(true)
    const exited = once(main, 'exit')
    main.kill(signal)
    await exited
    await vi.waitUntil(() => !existsSync(folder) && processesNaming(folder).length === 0, {
      timeout: longestWaitMilliseconds,
    })
  },
)

test.skipIf(!isLinux)('whoever ends npm alone ends what npm has begun', async () => {
  // npm names itself so; a shell stands between it and the run.
  const npm = `process.title = 'npm test'; require('node:child_process').spawn('sh', ['-c', '"$0" "$@"; true', process.execPath,
    '--input-type=module', '--eval', ${JSON.stringify(run)}], { stdio: 'inherit' })`
  const main = spawn(process.execPath, ['--eval', npm], {
    cwd: findRootDirectory(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(main.stdout, 'data')
  const folder = String(said)
  main.kill('SIGKILL')
  await vi.waitUntil(() => !existsSync(folder) && processesNaming(folder).length === 0, {
    timeout: longestWaitMilliseconds,
  })
})
