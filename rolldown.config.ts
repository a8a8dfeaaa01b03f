/** Checks the content, builds what browsers get, and bundles the built server: a start reads a dozen files in place of some 900. */

import { defineConfig, type Plugin } from 'rolldown'
import { buildAssets } from './build-assets.ts'
import { checkContent } from './check-content.ts'
import { countryCodes, countryOf } from './content/countries.ts'
import pictograms from './pictograms/manifest.json' with { type: 'json' }

/** V8 keeps a source with a single letter beyond Latin-1 at two bytes for each of its letters; in ASCII, it is one. */
const inAscii: Plugin = {
  name: 'in-ascii',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type === 'chunk') part.code = part.code.replace(/[^\0-\x7f]/g, escapeOf)
    }
  },
}

/** One UTF-16 unit as strings, templates and regular expressions write it. */
function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

export default defineConfig(async () => {
  checkContent('.', countryCodes.map(countryOf), Object.keys(pictograms))
  await buildAssets()
  return {
    input: {
      main: 'build/server/main.js',
      admin: 'build/server/admin.js',
      'guess-process': 'build/server/passphrases/guess-process.js',
    },
    platform: 'node' as const,
    // It looks for its own compiled part beside itself.
    external: ['better-sqlite3'],
    plugins: [inAscii],
    output: {
      dir: 'build/bundle',
      cleanDir: true,
      // Names stay: a failure in the log says where it was.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    },
  }
})
