/** How pages and assets leave the server: rendered once, kept as bytes, compressed once. */

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Asset } from './assets.ts'
import { compressPage } from './compress.ts'
import { fillSlots, keyOfSlots, type Slots } from './slots.ts'

/** What hono/jsx gives for an element. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** A page as it goes out; compressed when somebody first asks for that. */
export interface ReadyPage {
  readonly bytes: Buffer<ArrayBuffer>
  readonly brotli: () => Buffer<ArrayBuffer>
}

/**
 * Public pages by path. A public page depends on country, language and path alone (the country is a setting),
 * so one rendering serves everybody; what belongs to a visit comes in by slots.
 */
export interface Pages {
  readonly usualSlots: Slots
  readonly get: (path: string, slots: Slots, render: () => Markup) => Promise<ReadyPage>
  /** Whether the page of a path, with these slots, goes out as it is kept: what is not kept costs a turn. */
  readonly isKept: (path: string, slots: Slots) => boolean
  /** Forgets every page, because what stands on all of them has changed. */
  readonly forget: () => void
  /** The page of a path that has been made before, with these slots; undefined where it has not. */
  readonly known: (path: string, slots: Slots) => Promise<ReadyPage> | undefined
}

/** Pages with slots of few people's choice are filled anew when they were not asked for lately. */
const mostUnusualPages = 100

const usualQuality = 9
const unusualQuality = 5
/** For a page that goes out once. */
const onceQuality = 1

export function createPages(usualSlots: Slots): Pages {
  const usualKey = keyOfSlots(usualSlots)
  const renderings = new Map<string, () => Markup>()
  // Rendering takes ten times as long as filling slots. As bytes, all public pages together are some MB.
  const rendered = new Map<string, Buffer<ArrayBuffer>>()
  const usual = new Map<string, ReadyPage>()
  const unusual = new Map<string, ReadyPage>()

  async function make(markup: Markup | string, slots: Slots, quality: number): Promise<ReadyPage> {
    const bytes = Buffer.from(await document(markup, slots))
    let compressed: Buffer<ArrayBuffer> | undefined
    return {
      bytes,
      brotli: () => {
        compressed ??= compressPage(bytes, quality)
        return compressed
      },
    }
  }

  /** The page of a path before its slots are filled. */
  async function markupOf(path: string, render: () => Markup): Promise<string> {
    const kept = rendered.get(path)
    if (kept !== undefined) return kept.toString()
    const markup = String(await render())
    rendered.set(path, Buffer.from(markup))
    return markup
  }

  /** Where a page with these slots is kept, and under what name; null where it is made for one answer. */
  function placeOf(path: string, slots: Slots) {
    if (slots.live !== undefined || slots.kiosk !== undefined) return null
    const key = keyOfSlots(slots)
    return key === usualKey ? { store: usual, name: path } : { store: unusual, name: `${key} ${path}` }
  }

  async function get(path: string, slots: Slots, render: () => Markup): Promise<ReadyPage> {
    renderings.set(path, render)
    const place = placeOf(path, slots)
    if (place === null) return make(await markupOf(path, render), slots, onceQuality)
    const { store, name } = place
    const page =
      store.get(name) ??
      (store === usual
        ? await make(render(), slots, usualQuality)
        : await make(await markupOf(path, render), slots, unusualQuality))
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
    isKept: (path, slots) => {
      const place = placeOf(path, slots)
      return place !== null && (place.store === usual || place.store.has(place.name))
    },
    forget: () => {
      for (const store of [renderings, rendered, usual, unusual]) store.clear()
    },
    known: (path, slots) => {
      const render = renderings.get(path)
      return render === undefined ? undefined : get(path, slots, render)
    },
  }
}

/** Without a doctype browsers fall into quirks mode, and hono/jsx cannot write one. */
async function document(markup: Markup | string, slots: Slots): Promise<string> {
  return `<!doctype html>${fillSlots(String(await markup), slots)}`
}

/** Whether a browser takes Brotli, from its Accept-Encoding header; `br;q=0` means that it does not. */
export function acceptsBrotli(acceptEncoding: string | undefined): boolean {
  return /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(acceptEncoding ?? '')
}

const pageHeaders = { 'content-type': 'text/html; charset=utf-8' }

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503

/** A page made for one visit comes at a person's pace. A form has taken its turn before. */
async function takePageTurn(c: Context): Promise<void> {
  const turn = c.get('mayMakePage')
  if (c.req.method === 'GET' && turn !== undefined && !(await turn())) throw new HTTPException(429)
}

/** Sends a public page. `path` is its place in the store: the same path always means the same page. */
export async function sendPage(
  c: Context,
  pages: Pages,
  path: string,
  render: () => Markup,
  status: PageStatus = 200,
): Promise<Response> {
  const slots = c.get('slots') ?? pages.usualSlots
  if (!pages.isKept(path, slots)) await takePageTurn(c)
  const page = await pages.get(path, slots, render)
  const headers = { ...pageHeaders, vary: 'accept-encoding' }
  c.set('publicPage', path)
  if (!acceptsBrotli(c.req.header('accept-encoding'))) return c.body(page.bytes, status, headers)
  return c.body(page.brotli(), status, { ...headers, 'content-encoding': 'br' })
}

/** Sends a page that answers one request and is forgotten with it. */
export async function sendFleetingPage(
  c: Context,
  pages: Pages,
  markup: Markup,
  status: PageStatus = 200,
): Promise<Response> {
  await takePageTurn(c)
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
