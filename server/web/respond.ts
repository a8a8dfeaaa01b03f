/** How pages and assets leave the server: rendered once, kept as bytes, compressed once. */

import { brotliCompressSync, constants } from 'node:zlib'
import type { Context } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Asset } from './assets.ts'

/** What hono/jsx gives for an element. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

interface StoredPage {
  readonly bytes: Buffer<ArrayBuffer>
  readonly brotli: Buffer<ArrayBuffer>
}

/**
 * Public pages by path. A public page depends on country, language and path alone (the country is a setting),
 * so one rendering serves everybody; nothing of a visitor may go into it.
 */
export interface Pages {
  readonly get: (path: string, render: () => Markup) => Promise<StoredPage>
  /** The page of a path that has been made, or undefined. */
  readonly known: (path: string) => StoredPage | undefined
}

export function createPages(): Pages {
  const stored = new Map<string, StoredPage>()
  return {
    known: (path) => stored.get(path),
    get: async (path, render) => {
      const known = stored.get(path)
      if (known !== undefined) return known
      // Without a doctype browsers fall into quirks mode, and hono/jsx cannot write one.
      const bytes = Buffer.from(`<!doctype html>${await render()}`)
      const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      const page = { bytes, brotli }
      stored.set(path, page)
      return page
    },
  }
}

/** Whether a browser takes Brotli, from its Accept-Encoding header; `br;q=0` means that it does not. */
export function acceptsBrotli(acceptEncoding: string | undefined): boolean {
  return /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(acceptEncoding ?? '')
}

/** Sends a public page. `path` is its place in the store: the same path always means the same page. */
export async function sendPage(
  c: Context,
  pages: Pages,
  path: string,
  render: () => Markup,
  status: 200 | 400 | 404 | 500 = 200,
): Promise<Response> {
  const page = await pages.get(path, render)
  const headers: Record<string, string> = {
    'content-type': 'text/html; charset=utf-8',
    // What somebody read on a shared machine must not be found in its cache.
    'cache-control': 'no-store',
    vary: 'accept-encoding',
  }
  if (!acceptsBrotli(c.req.header('accept-encoding'))) return c.body(page.bytes, status, headers)
  return c.body(page.brotli, status, { ...headers, 'content-encoding': 'br' })
}

/** Sends a page that answers one request and is forgotten with it. */
export async function sendFleetingPage(c: Context, markup: Markup): Promise<Response> {
  return c.body(`<!doctype html>${await markup}`, 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
}

/** Sends an asset: its address carries the hash of its content, so it never changes. */
export function sendAsset(c: Context, asset: Asset): Response {
  const headers: Record<string, string> = {
    'content-type': asset.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  }
  const brotli = acceptsBrotli(c.req.header('accept-encoding')) ? asset.brotli() : null
  if (brotli === null) return c.body(asset.bytes, 200, headers)
  return c.body(brotli, 200, { ...headers, 'content-encoding': 'br' })
}
