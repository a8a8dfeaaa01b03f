/** Checks the content, builds what browsers get, and bundles the built server: a start reads a dozen files in place of some 900. */

import { defineConfig } from 'rolldown'
import { buildAssets } from './build-assets.ts'
import { checkContent } from './check-content.ts'
import { countryCodes, countryOf } from './content/countries.ts'
import pictograms from './pictograms/manifest.json' with { type: 'json' }

export default defineConfig(async () => {
  checkContent('.', countryCodes.map(countryOf), Object.keys(pictograms))
  await buildAssets()
  return {
    input: {
      main: 'build/server/main.js',
      admin: 'build/server/admin.js',
      'guess-process': 'build/server/accounts/guess-process.js',
    },
    platform: 'node' as const,
    // It looks for its own compiled part beside itself.
    external: ['better-sqlite3'],
    output: {
      dir: 'build/bundle',
      cleanDir: true,
      // Names stay: a failure in the log says where it was.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    },
  }
})
