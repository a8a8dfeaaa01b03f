/** Serves styles, scripts, the typeface and the pictograms. */

import { Hono } from 'hono'
import type { Assets } from './assets.ts'
import { sendAsset } from './respond.ts'

export function assetRoutes({ assets }: { readonly assets: Assets }): Hono {
  return new Hono().get('/assets/*', (c) => {
    const asset = assets.find(c.req.path)
    return asset === undefined ? c.notFound() : sendAsset(c, asset)
  })
}
