/** Makes what browsers get, from views/assets and the pictograms, as build/assets: the server reads it when it starts. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { optimize } from 'svgo'
import manifest from './pictograms/manifest.json' with { type: 'json' }
import type { PictogramOrigin } from './server/pictograms/rules.ts'

const healthicons = 'node_modules/healthicons/public/icons/svg/filled'

/** No curve becomes an arc that is only like it: what is drawn stays the same to the eye and to the pixel. */
const sameCurves = { makeArcs: { threshold: 0, tolerance: 0 }, smartArcRounding: false, convertToQ: false }

/** A drawing without what no screen shows: numbers have two decimals on a grid of 48, where healthicons carry five. */
function smallest(svg: string): string {
  const preset = { overrides: { convertPathData: sameCurves } }
  return optimize(svg, {
    multipass: true,
    floatPrecision: 2,
    plugins: [
      { name: 'preset-default', params: preset },
      { name: 'removeAttrs', params: { attrs: 'clip-rule' } },
      'sortAttrs',
    ],
  }).data
}

/** The shapes of a pictogram, on a grid of 48, in the colour of the words around it. */
function shapesOf(origin: PictogramOrigin): string {
  const file =
    'file' in origin
      ? path.join('pictograms', origin.file)
      : path.join(healthicons, `${origin.healthicons}.svg`)
  const inOneColour = readFileSync(file, 'utf8').replace(/#(?:000|000000|333333)"/g, 'currentColor"')
  return smallest(inOneColour).replace(/^<svg[^>]*>|<\/svg>$/g, '')
}

/** Writes build/assets anew, from the folder of the repository. */
export function buildAssets(): void {
  const folder = 'build/assets'
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const origins = Object.entries<PictogramOrigin>(manifest)
  const shapes = Object.fromEntries(origins.map(([id, origin]) => [id, shapesOf(origin)]))
  writeFileSync(path.join(folder, 'pictograms.json'), JSON.stringify(shapes))
}
