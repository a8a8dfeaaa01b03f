/** Styles, scripts, the typeface and the pictograms: read once, named by their content, kept for good by browsers. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compressAsset } from './compress.ts'

export interface Asset {
  readonly contentType: string
  readonly bytes: Buffer<ArrayBuffer>
  /** Compressed at the first call; null where compressing gains nothing (the typeface is compressed already). */
  readonly brotli: () => Promise<Buffer<ArrayBuffer> | null>
}

export interface Assets {
  /** The address of a built style or script, the icon or the typeface; an unknown name throws. */
  readonly url: (name: string) => string
  /** What a `<use>` refers to for a pictogram; an unknown id throws. */
  readonly pictogram: (id: string) => string
  /** The asset behind an address, or undefined. */
  readonly find: (url: string) => Asset | undefined
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** What the build has made; build-assets.ts. */
const builtFolder = 'build/assets'
const shapesFile = 'pictograms.json'
const typeface = 'atkinson-hyperlegible-next-latin-wght-normal.woff2'
const typefaceFolder = 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files'

/** The shapes of every pictogram by its id, as the build has made them. */
function readShapes(rootDirectory: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(rootDirectory, builtFolder, shapesFile), 'utf8'))
}

function drawing(groups: readonly string[]): Buffer<ArrayBuffer> {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">${groups.join('')}</svg>`)
}

/** What a stylesheet cannot know it names in capitals: the typeface, whose address carries its hash, and the site's times. */
function filledIn(styles: string, settings: ReadonlyMap<string, string>): string {
  return styles.replace(/[A-Z]+(?:_[A-Z]+)+/g, (name) => known(settings, name))
}

/**
 * Reads everything that pages bring in. The pictograms of `everyday` come as one file, which the first page
 * brings and all others find in the browser; the others come one by one, so that nobody waits for all of them.
 */
export function loadAssets(
  rootDirectory: string,
  everyday: ReadonlySet<string>,
  /** What stylesheets name by a placeholder, such as the site's times. */
  settings: Readonly<Record<string, string>>,
): Assets {
  const byUrl = new Map<string, Asset>()
  const urls = new Map<string, string>()

  function add(name: string, bytes: Buffer<ArrayBuffer>): string {
    const extension = path.extname(name)
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
    const url = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
    const contentType = contentTypes[extension] ?? 'application/octet-stream'
    byUrl.set(url, {
      contentType,
      bytes,
      brotli: extension === '.woff2' ? async () => null : compressOnce(bytes),
    })
    urls.set(name, url)
    return url
  }

  const typefaceUrl = add('typeface.woff2', readFileSync(path.join(rootDirectory, typefaceFolder, typeface)))
  const placeholders = new Map(Object.entries({ ...settings, TYPEFACE_URL: typefaceUrl }))
  const folder = path.join(rootDirectory, builtFolder)
  for (const name of readdirSync(folder).sort()) {
    const bytes = readFileSync(path.join(folder, name))
    if (name.endsWith('.css')) add(name, Buffer.from(filledIn(bytes.toString(), placeholders)))
    else if (name !== shapesFile) add(name, bytes)
  }

  const pictogramUrls = new Map<string, string>()
  const groups = Object.entries(readShapes(rootDirectory)).map(
    ([id, shapes]) => [id, `<g id="${id}" fill="none">${shapes}</g>`] as const,
  )
  const shared = groups.filter(([id]) => everyday.has(id)).map(([, group]) => group)
  const sharedUrl = add('pictograms.svg', drawing(shared))
  for (const [id, group] of groups) {
    const url = everyday.has(id) ? sharedUrl : add(`pictograms/${id}.svg`, drawing([group]))
    pictogramUrls.set(id, `${url}#${id}`)
  }

  return {
    url: (name) => known(urls, name),
    pictogram: (id) => known(pictogramUrls, id),
    find: (url) => byUrl.get(url),
  }
}

function known(urls: ReadonlyMap<string, string>, name: string): string {
  const url = urls.get(name)
  if (url === undefined) throw new Error(`No asset or setting ${name}`)
  return url
}

function compressOnce(bytes: Buffer<ArrayBuffer>): () => Promise<Buffer<ArrayBuffer>> {
  let compressed: Promise<Buffer<ArrayBuffer>> | null = null
  return () => {
    compressed ??= compressAsset(bytes)
    return compressed
  }
}
