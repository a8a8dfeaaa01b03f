/** Three projects: `fast` for whoever changes something, `pages` in a browser, `machine` with whole programs and kiosks. */

import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { hangMilliseconds, longestWaitMilliseconds } from './test/support/limits.ts'

/** Short to read and long to run: begun last, one worker would wait for them. */
const longToRun =
  /\/(machine\/(kiosk(-escapes|-idle|-display)?|installation)|pages\/(every-page|three-clicks|engines|guided-sessions|helper-pages|accessibility|paper|screens|pa11y|visits))\.test\.ts$/

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longToRun.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

const projects = (['fast', 'pages', 'machine'] as const).map((name) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    // What is quick to test is not worth reading the whole program anew for each file.
    isolate: name !== 'fast',
    testTimeout: hangMilliseconds,
    hookTimeout: hangMilliseconds,
    expect: { poll: { timeout: longestWaitMilliseconds } },
  },
}))

export default defineConfig({
  // Views are hono/jsx; the transformer does not read tsconfig.json for this.
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    projects,
    globalSetup: ['test/support/run/keep-tidy.ts', 'test/support/run/build.ts'],
    setupFiles: 'test/support/run/name-worker.ts',
    reporters: ['default', 'test/support/run/figures-reporter.ts'],
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
})
