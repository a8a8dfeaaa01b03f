/** Fast tests beside browser journeys: two workers, since the journeys bring their own browsers. */

import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Short to read and long to run, since they go through every page: begun last, one worker would wait for them. */
const everyPage = /\/journeys\/(accessibility|pa11y|screens|three-clicks)\.test\.ts$/

class EveryPageFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => everyPage.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  // Views are hono/jsx; the transformer does not read tsconfig.json for this.
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: 'test/support/build.ts',
    maxWorkers: 2,
    sequence: { sequencer: EveryPageFirst },
    testTimeout: 30_000,
  },
})
