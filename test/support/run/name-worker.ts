/** Says which file of tests a worker runs, so that its CPU time can be told from that of others. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { workersFolder } from './run-folder.ts'

const folder = path.join(tmpdir(), workersFolder)
mkdirSync(folder, { recursive: true })
writeFileSync(path.join(folder, String(process.pid)), expect.getState().testPath ?? '')
