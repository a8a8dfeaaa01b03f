/** Builds the server once before all tests, for those that start it as a program of its own. */

import { execFileSync } from 'node:child_process'
import { findRootDirectory } from '../../../server/configuration.ts'

export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: findRootDirectory(),
    stdio: 'inherit',
    // npm would keep what it has compiled in the folder that has to be empty at the end.
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  })
}
