/** Styles, scripts, the typeface and the pictograms: read once, named by their content, kept for good by browsers. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { PictogramOrigin } from '../pictograms/pictograms.ts'

export interface Asset {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer<ArrayBuffer>
  /** Null where compressing gains nothing (the typeface is compressed already). */
  readonly brotli: Buffer<ArrayBuffer> | null
}

export interface Assets {
  /** The address of a file of views/assets or of `pictograms/<id>.svg`; an unknown name throws. */
  readonly url: (name: string) => string
  /** The asset behind an address, or undefined. */
  readonly find: (url: string) => Asset | undefined
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const typeface = 'atkinson-hyperlegible-next-latin-wght-normal.woff2'
const typefaceFolder = 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files'
const healthiconsFolder = 'node_modules/healthicons/public/icons/svg/filled'

/** The file of a pictogram, as a symbol that pages bring in with `<use href="…#p">`. */
export function pictogramFile(rootDirectory: string, origin: PictogramOrigin): string {
  const file =
    'file' in origin
      ? path.join(rootDirectory, 'pictograms', origin.file)
      : path.join(rootDirectory, healthiconsFolder, `${origin.healthicons}.svg`)
  const shapes = readFileSync(file, 'utf8')
    .replace(/<!--.*?-->|<\?xml.*?\?>/gs, '')
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/#(?:000|000000|333333)"/g, 'currentColor"')
    .replace(/>\s+</g, '><')
    .trim()
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><g id="p" fill="none">${shapes}</g></svg>`
}

/** The stylesheet names the typeface by a placeholder, since its address carries its content's hash. */
function readStyles(file: string, typefaceUrl: string): Buffer<ArrayBuffer> {
  return Buffer.from(readFileSync(file, 'utf8').replaceAll('TYPEFACE_URL', typefaceUrl))
}

export function loadAssets(
  rootDirectory: string,
  pictograms: Readonly<Record<string, PictogramOrigin>>,
): Assets {
  const byUrl = new Map<string, Asset>()
  const urls = new Map<string, string>()

  function add(name: string, bytes: Buffer<ArrayBuffer>): string {
    const extension = path.extname(name)
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
    const url = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
    const brotli =
      extension === '.woff2'
        ? null
        : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
    const contentType = contentTypes[extension] ?? 'application/octet-stream'
    byUrl.set(url, { name, contentType, bytes, brotli })
    urls.set(name, url)
    return url
  }

  const typefaceUrl = add('typeface.woff2', readFileSync(path.join(rootDirectory, typefaceFolder, typeface)))
  const folder = path.join(rootDirectory, 'views/assets')
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name)
    add(name, name.endsWith('.css') ? readStyles(file, typefaceUrl) : readFileSync(file))
  }
  for (const [id, origin] of Object.entries(pictograms)) {
    add(`pictograms/${id}.svg`, Buffer.from(pictogramFile(rootDirectory, origin)))
  }

  return {
    url: (name) => {
      const url = urls.get(name)
      if (url === undefined) throw new Error(`No asset ${name}`)
      return url
    },
    find: (url) => byUrl.get(url),
  }
}
