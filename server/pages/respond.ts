/** How pages and assets leave the server: rendered once, kept as bytes, compressed where that is asked for. */

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Asset } from './assets.ts'
import { compressPage } from './compress.ts'
import { createKeptBytes } from './kept-bytes.ts'
import { createLighterPages } from './lighter-pages.ts'
import { fillSlots, keyOfSlots, type Slots } from './slots.ts'

/** What hono/jsx gives for an element. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** What may be asked for of a page: as it is, or with Brotli. */
export type Encoding = 'br' | 'plain'

/** A page as it goes out. */
type PageBytes = Buffer<ArrayBuffer>

/**
 * Public pages by path. A public page depends on country, language and path alone (the country is a setting),
 * so one rendering serves everybody; what belongs to a visit comes in by slots. Nothing is kept but bytes: a function
 * would hold whatever was in its scope, such as a cookie, beyond the end of the visit.
 */
export interface Pages {
  readonly usualSlots: Slots
  /** The page of a path with these slots. It is rendered where that was not done before. */
  readonly get: (path: string, slots: Slots, encoding: Encoding, render: () => Markup) => Promise<PageBytes>
  /** The same without rendering; undefined where the page would have to be rendered. */
  readonly known: (path: string, slots: Slots, encoding: Encoding) => PageBytes | undefined
  /** Whether `known` gives the page with whatever slots. */
  readonly isRendered: (path: string) => boolean
  /** Whether the page has to be made for a visit: it is neither kept as it is nor will it be for good. */
  readonly isMadeForVisit: (path: string, slots: Slots, encoding: Encoding) => boolean
  /** Resolves once every page that goes out for good is as light as it gets. */
  readonly settled: () => Promise<void>
  /** Forgets every page, because what stands on all of them has changed. */
  readonly forget: () => void
}

/** Markup before its slots are filled, which is needed for all but the usual slots: all pages and sheets of today are 7 MB. */
export const mostMarkupBytes = 8_000_000

/** Pages with slots of few people's choice: some hundred, or five hundred where they are compressed. */
export const mostUnusualBytes = 3_000_000

const usualQuality = 9
const unusualQuality = 5
/** For a page that goes out once. */
const onceQuality = 1

export function createPages(usualSlots: Slots): Pages {
  const usualKey = keyOfSlots(usualSlots)
  // Rendering takes ten times as long as filling slots.
  const markups = createKeptBytes(mostMarkupBytes)
  // For good: there are as many as there are public pages.
  const usual = createKeptBytes(Number.POSITIVE_INFINITY)
  const unusual = createKeptBytes(mostUnusualBytes)
  const lighter = createLighterPages(usual)

  /** Where a page with these slots is kept, and under what name; null where it is made for one answer. */
  function placeOf(path: string, slots: Slots, encoding: Encoding) {
    if (slots.rooms !== undefined) return null
    const key = keyOfSlots(slots)
    return key === usualKey
      ? { store: usual, name: `${encoding} ${path}`, quality: usualQuality }
      : { store: unusual, name: `${encoding} ${key} ${path}`, quality: unusualQuality }
  }

  function fill(markup: string, path: string, slots: Slots, encoding: Encoding): PageBytes {
    const place = placeOf(path, slots, encoding)
    const page = Buffer.from(documentOf(markup, slots))
    const bytes = encoding === 'br' ? compressPage(page, place?.quality ?? onceQuality) : page
    if (place === null) return bytes
    const kept = place.store.put(place.name, bytes)
    if (place.store === usual && encoding === 'br') lighter.note(place.name, kept)
    return kept
  }

  function known(path: string, slots: Slots, encoding: Encoding): PageBytes | undefined {
    const place = placeOf(path, slots, encoding)
    const kept = place?.store.get(place.name)
    if (kept !== undefined) return kept
    const markup = markups.get(path)
    return markup === undefined ? undefined : fill(markup.toString(), path, slots, encoding)
  }

  return {
    usualSlots,
    known,
    get: async (path, slots, encoding, render) => {
      const page = known(path, slots, encoding)
      if (page !== undefined) return page
      const markup = String(await render())
      markups.put(path, Buffer.from(markup))
      return fill(markup, path, slots, encoding)
    },
    isRendered: (path) => markups.has(path),
    isMadeForVisit: (path, slots, encoding) => {
      const place = placeOf(path, slots, encoding)
      return place === null || (place.store === unusual && !unusual.has(place.name))
    },
    settled: lighter.settled,
    forget: () => {
      for (const store of [markups, usual, unusual]) store.clear()
    },
  }
}

/** Without a doctype browsers fall into quirks mode, and hono/jsx cannot write one. */
function documentOf(markup: string, slots: Slots): string {
  return `<!doctype html>${fillSlots(markup, slots)}`
}

/** How a page goes to the browser that asks for it, from its Accept-Encoding header. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  return acceptsBrotli(acceptEncoding) ? 'br' : 'plain'
}

function encodingOf(c: Context): Encoding {
  return encodingFor(c.req.header('accept-encoding'))
}

/** Whether a browser takes Brotli, from its Accept-Encoding header; `br;q=0` means that it does not. */
export function acceptsBrotli(acceptEncoding: string | undefined): boolean {
  return /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(acceptEncoding ?? '')
}

const pageHeaders = { 'content-type': 'text/html; charset=utf-8' }

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503

/** A page that is made for one visit comes at a person's pace. */
async function takePageTurn(c: Context): Promise<void> {
  const mayMakePage = c.get('mayMakePage')
  if (mayMakePage !== undefined && !(await mayMakePage())) throw new HTTPException(429)
}

/** Sends a public page. `path` is its place in the store: the same path always means the same page. */
export async function sendPage(
  c: Context,
  pages: Pages,
  path: string,
  render: () => Markup,
): Promise<Response> {
  const slots = c.get('slots') ?? pages.usualSlots
  if (pages.isMadeForVisit(path, slots, encodingOf(c))) await takePageTurn(c)
  c.set('publicPage', path)
  return sendWithSlots(c, pages, path, slots, render, 200)
}

/** Sends a public page with the slots that are given, and takes no turn for it. */
export async function sendWithSlots(
  c: Context,
  pages: Pages,
  path: string,
  slots: Slots,
  render: () => Markup,
  status: PageStatus,
): Promise<Response> {
  const encoding = encodingOf(c)
  const page = await pages.get(path, slots, encoding, render)
  const compressed = encoding === 'br' ? { 'content-encoding': 'br' } : {}
  return c.body(page, status, { ...pageHeaders, vary: 'accept-encoding', ...compressed })
}

/** Sends a page that answers one request and is forgotten with it. */
export async function sendFleetingPage(
  c: Context,
  pages: Pages,
  markup: Markup,
  status: PageStatus = 200,
): Promise<Response> {
  await takePageTurn(c)
  const text = documentOf(String(await markup), c.get('slots') ?? pages.usualSlots)
  return c.body(text, status, pageHeaders)
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
