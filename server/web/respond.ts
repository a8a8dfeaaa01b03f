/** How pages and assets leave the server: rendered once, kept as bytes, compressed once. */

import type { Context } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Asset } from './assets.ts'
import { compressPage } from './compress.ts'
import { fillSlots, keyOfSlots, type Slots } from './slots.ts'

/** What hono/jsx gives for an element. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

interface StoredPage {
  readonly bytes: Buffer<ArrayBuffer>
  readonly brotli: Buffer<ArrayBuffer>
}

/**
 * Public pages by path. A public page depends on country, language and path alone (the country is a setting),
 * so one rendering serves everybody; what belongs to a visit comes in by slots.
 */
export interface Pages {
  readonly usualSlots: Slots
  readonly get: (path: string, slots: Slots, render: () => Markup) => Promise<StoredPage>
  /** Forgets every page, because what stands on all of them has changed. */
  readonly forget: () => void
  /** The page of a path that has been made before, with these slots; undefined where it has not. */
  readonly known: (path: string, slots: Slots) => Promise<StoredPage> | undefined
}

/** Pages with slots of few people's choice are made anew when they were not asked for lately. */
const mostUnusualPages = 100

const usualQuality = 9
const unusualQuality = 5

export function createPages(usualSlots: Slots): Pages {
  const usualKey = keyOfSlots(usualSlots)
  const renderings = new Map<string, () => Markup>()
  const usual = new Map<string, StoredPage>()
  const unusual = new Map<string, StoredPage>()

  async function make(render: () => Markup, slots: Slots, quality: number): Promise<StoredPage> {
    const bytes = Buffer.from(await document(render(), slots))
    return { bytes, brotli: compressPage(bytes, quality) }
  }

  async function get(path: string, slots: Slots, render: () => Markup): Promise<StoredPage> {
    renderings.set(path, render)
    if (slots.live !== undefined || slots.kiosk !== undefined) return make(render, slots, unusualQuality)
    const key = keyOfSlots(slots)
    const [store, name, quality] =
      key === usualKey ? [usual, path, usualQuality] : [unusual, `${key} ${path}`, unusualQuality]
    const page = store.get(name) ?? (await make(render, slots, quality))
    // Put in last, so that the first is the one that was asked for longest ago.
    store.delete(name)
    store.set(name, page)
    const [oldest] = unusual.keys()
    if (unusual.size > mostUnusualPages && oldest !== undefined) unusual.delete(oldest)
    return page
  }

  return {
    usualSlots,
    get,
    forget: () => {
      for (const store of [renderings, usual, unusual]) store.clear()
    },
    known: (path, slots) => {
      const render = renderings.get(path)
      return render === undefined ? undefined : get(path, slots, render)
    },
  }
}

/** Without a doctype browsers fall into quirks mode, and hono/jsx cannot write one. */
async function document(markup: Markup, slots: Slots): Promise<string> {
  return `<!doctype html>${fillSlots(String(await markup), slots)}`
}

/** Whether a browser takes Brotli, from its Accept-Encoding header; `br;q=0` means that it does not. */
export function acceptsBrotli(acceptEncoding: string | undefined): boolean {
  return /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(acceptEncoding ?? '')
}

const pageHeaders = { 'content-type': 'text/html; charset=utf-8' }

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503

/** Sends a public page. `path` is its place in the store: the same path always means the same page. */
export async function sendPage(
  c: Context,
  pages: Pages,
  path: string,
  render: () => Markup,
  status: PageStatus = 200,
): Promise<Response> {
  const page = await pages.get(path, c.get('slots') ?? pages.usualSlots, render)
  const headers = { ...pageHeaders, vary: 'accept-encoding' }
  c.set('publicPage', path)
  if (!acceptsBrotli(c.req.header('accept-encoding'))) return c.body(page.bytes, status, headers)
  return c.body(page.brotli, status, { ...headers, 'content-encoding': 'br' })
}

/** Sends a page that answers one request and is forgotten with it. */
export async function sendFleetingPage(
  c: Context,
  pages: Pages,
  markup: Markup,
  status: PageStatus = 200,
): Promise<Response> {
  return c.body(await document(markup, c.get('slots') ?? pages.usualSlots), status, pageHeaders)
}

/** Sends an asset: its address carries the hash of its content, so it never changes. */
export async function sendAsset(c: Context, asset: Asset): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': asset.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  }
  const brotli = acceptsBrotli(c.req.header('accept-encoding')) ? await asset.brotli() : null
  if (brotli === null) return c.body(asset.bytes, 200, headers)
  return c.body(brotli, 200, { ...headers, 'content-encoding': 'br' })
}
