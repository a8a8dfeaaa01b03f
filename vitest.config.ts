/** Fast tests beside browser journeys: two workers, since the journeys bring their own browsers. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Views are hono/jsx; the transformer does not read tsconfig.json for this.
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: 'test/support/build.ts',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
})
