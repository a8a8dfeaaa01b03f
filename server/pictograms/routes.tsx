/** The gallery: every pictogram with its words. */

import { Hono } from 'hono'
import { Gallery } from '../../views/pictograms.tsx'
import { pageOf } from '../pages/page.ts'
import { sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import type { PictogramId } from './rules.ts'

export function pictogramRoutes(services: Services, language: string): Hono {
  const { words, pages, pictograms } = services
  const ids = Object.keys(pictograms) as PictogramId[]
  const items = () =>
    ids.map((id) => ({
      id,
      licence: pictograms[id].licence,
      source: pictograms[id].source,
      names: words.languages.map((language) => ({
        language,
        name: words.translate(language)(`pictograms:${id}`),
      })),
    }))
  const routes = new Hono()
  routes.get(`/pictograms`, (c) =>
    sendPage(c, pages, `/${language}/pictograms`, () => (
      <Gallery page={pageOf(services, language, '/pictograms')} items={items()} />
    )),
  )
  return routes
}
