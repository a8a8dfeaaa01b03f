/** Which pictograms many pages show: they come as one file with the first page. */

import type { Country } from '../content/rules.ts'
import type { PictogramId } from './rules.ts'

/** What the screens themselves show beside the guides: way back, tools, headings. */
const screenPictograms: readonly PictogramId[] = [
  'home',
  'back',
  'language',
  'printer',
  'open-portal',
  'warning',
  'not-working',
  'without-computer',
  // The toolbar's, and those of the privacy screen under each page.
  'display',
  'more-time',
  'call-helper',
  'hide-screen',
  'erase',
  'go-on',
]

/** In how many guides a pictogram must stand to be sent along with the first page; why, is in decision 3. */
const everydayFrom = 3

/** The pictograms that many guides and screens of a country show. */
export function everydayPictograms({ guides, themes }: Country): ReadonlySet<PictogramId> {
  const uses = new Map<PictogramId, number>()
  for (const { guide } of guides) {
    const lines = [...guide.steps, ...guide.watchOut, ...guide.whenItFails, ...guide.withoutComputer]
    for (const id of new Set([guide.pictogram, ...guide.needs, ...lines.map((line) => line.pictogram)])) {
      uses.set(id, (uses.get(id) ?? 0) + 1)
    }
  }
  const often = [...uses].filter(([, count]) => count >= everydayFrom).map(([id]) => id)
  return new Set([...screenPictograms, ...themes.map(({ pictogram }) => pictogram), ...often])
}
