/** Three projects: `fast` for whoever changes something, `pages` in a browser, `machine` with whole programs and kiosks. */

import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { hangMilliseconds, longestWaitMilliseconds } from './test/support/limits.ts'

/**
 * In the order in which they begin, the longest first: at the end one worker would wait for them. What waits for a display (kiosks)
 * begins beside what computes (pages), and not more than two kiosks begin together, so that both processors are always in use.
 */
const longToRun = [
  ...['machine/kiosk', 'machine/kiosk-escapes', 'pages/every-page', 'machine/installation'],
  ...[
    'pages/paper',
    'machine/kiosk-display',
    'pages/guided-sessions',
    'pages/staff-pages',
    'pages/accessibility',
  ],
  ...['pages/visits', 'pages/engines', 'machine/kiosk-card', 'pages/three-clicks', 'pages/screens'],
  ...[
    'fast/back-up-kills',
    'fast/visits-flood',
    'pages/explainers',
    'pages/pa11y',
    'fast/visits-apart',
    'machine/kiosk-idle',
  ],
  ...['pages/visits-end', 'pages/guided-sessions-tabs', 'pages/visits-engines', 'machine/unhealthy-start'],
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longToRun.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return found === -1 ? longToRun.length : found
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}

const projects = (['fast', 'pages', 'machine'] as const).map((name) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    // Reading the whole program anew for each file takes longer than many of them.
    isolate: false,
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
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
})
