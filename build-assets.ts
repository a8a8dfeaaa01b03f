/** Makes what browsers get, from what stands beside views and the pictograms, as build/assets: the server reads it when it starts. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundle, Features } from 'lightningcss'
import { build } from 'rolldown'
import { optimize } from 'svgo'
import manifest from './pictograms/manifest.json' with { type: 'json' }
import type { PictogramOrigin } from './server/pictograms/rules.ts'

const sources = 'views'
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

/** The oldest browsers in which pages work (docs/browsers.md), as lightningcss writes versions. */
const floor = {
  safari: 15 << 16,
  ios_saf: 15 << 16,
  chrome: 87 << 16,
  android: 87 << 16,
  firefox: 91 << 16,
  samsung: 14 << 16,
}

/**
 * A stylesheet with its parts in their places. Nothing in it becomes newer than the floor, and nothing is written for an old
 * browser that the source does not say: pages from right to left need logical properties, and the looks stay.
 */
function stylesOf(file: string): Uint8Array {
  return bundle({
    filename: file,
    minify: true,
    targets: floor,
    include: Features.MediaQueries,
    exclude:
      Features.LogicalProperties |
      Features.VendorPrefixes |
      Features.Selectors |
      Features.Colors |
      Features.FontFamilySystemUi |
      Features.TextDecorationThicknessPercent,
  }).code
}

/**
 * A script with its modules and packages in one file. What is newer than the floor in its syntax stays so, and fails the test of
 * browsers; the minifier adds nothing newer. A package of `apart` is left out.
 */
export async function scriptOf(file: string, apart: readonly RegExp[] = []): Promise<string> {
  const { output } = await build({
    input: file,
    platform: 'browser',
    external: [...apart],
    output: { minify: { compress: { target: 'es2020' }, mangle: { toplevel: true } }, comments: false },
    write: false,
  })
  return output[0].code
}

/**
 * The styles and scripts that views name, such as `start.css` and `visits.js`, with the file of each. What others import goes into
 * them, and is not among these. Two of one name throw.
 */
function namedFiles(): ReadonlyMap<string, string> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:css|client\.ts)$/.test(name))
    .map((name) => path.join(sources, name))
  const imported = new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:^@import|\bfrom) ["'](.+?)["']/gm)].map(([, target = '']) =>
        path.join(path.dirname(file), target),
      ),
    ),
  )
  const named = new Map<string, string>()
  for (const file of files.filter((one) => !imported.has(one))) {
    const name = path.basename(file).replace(/\.client\.ts$/, '.js')
    if (named.has(name)) throw new Error(`${file} and ${named.get(name)} would both be ${name}`)
    named.set(name, file)
  }
  return named
}

/** Writes build/assets anew, from the folder of the repository. */
export async function buildAssets(): Promise<void> {
  const folder = 'build/assets'
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const origins = Object.entries<PictogramOrigin>(manifest)
  const shapes = Object.fromEntries(origins.map(([id, origin]) => [id, shapesOf(origin)]))
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(path.join(folder, name), content)
  write('pictograms.json', JSON.stringify(shapes))
  write('icon.svg', smallest(readFileSync(path.join(sources, 'shared/icon.svg'), 'utf8')))
  for (const [name, file] of namedFiles()) {
    write(name, name.endsWith('.css') ? stylesOf(file) : await scriptOf(file))
  }
}
