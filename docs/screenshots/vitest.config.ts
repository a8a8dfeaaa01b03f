/** Runs what takes the pictures of a kiosk, as the tests of a kiosk are run, and no test: `npm run screenshots`. */

import { defineConfig } from 'vitest/config'
import { hangMilliseconds } from '../../test/support/limits.ts'
import tests from '../../vitest.config.ts'

const pictures = {
  extends: true as const,
  test: {
    name: 'pictures',
    include: ['docs/screenshots/kiosk.pictures.ts'],
    testTimeout: hangMilliseconds,
    hookTimeout: hangMilliseconds,
  },
}

export default defineConfig({ ...tests, test: { ...tests.test, projects: [pictures] } })
