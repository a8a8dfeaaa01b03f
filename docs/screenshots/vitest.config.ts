/** Runs what takes the pictures of a kiosk, as the tests of a kiosk are run: `npm run screenshots`. */

import { defineConfig } from 'vitest/config'
import tests from '../../vitest.config.ts'

export default defineConfig({
  ...tests,
  test: { ...tests.test, include: ['docs/screenshots/kiosk.pictures.ts'] },
})
