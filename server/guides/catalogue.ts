/** Every guide by theme, in the order in which people see them. */

import type { PictogramId } from '../pictograms/rules.ts'
import { consent } from './catalogue/consent.ts'
import { forOthers } from './catalogue/for-others.ts'
import { help } from './catalogue/help.ts'
import { myMedicines } from './catalogue/my-medicines.ts'
import { myRecord } from './catalogue/my-record.ts'
import { paper } from './catalogue/paper.ts'
import { signInGuides } from './catalogue/sign-in.ts'
import { whoSees } from './catalogue/who-sees.ts'
import { type Guide, type GuideId, type GuidesOf, type ThemeId, themeIds } from './rules.ts'

const guidesByTheme: { readonly [Theme in ThemeId]: GuidesOf<Theme> } = {
  consent,
  'sign-in': signInGuides,
  'my-record': myRecord,
  'my-medicines': myMedicines,
  'who-sees': whoSees,
  'for-others': forOthers,
  paper,
  help,
}

/** The pictogram of each theme's tile. */
export const themePictograms: Readonly<Record<ThemeId, PictogramId>> = {
  consent: 'share-data',
  'sign-in': 'sign-in',
  'my-record': 'folder',
  'my-medicines': 'medicines',
  'who-sees': 'who-sees',
  'for-others': 'theme-others',
  paper: 'paper',
  help: 'help',
}

/** A guide with its id and the theme it stands in. */
export interface CataloguedGuide {
  readonly id: GuideId
  readonly theme: ThemeId
  readonly guide: Guide
}

export const guides: readonly CataloguedGuide[] = themeIds.flatMap((theme) =>
  Object.entries<Guide>(guidesByTheme[theme]).map(([id, guide]) => ({ id: id as GuideId, theme, guide })),
)

/** What the screens themselves show beside the guides: way back, tools, headings. */
const screenPictograms: readonly PictogramId[] = [
  'home',
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

/** In how many guides a pictogram must stand to be sent along with the first page. */
const everydayFrom = 3

/** The pictograms that many pages show. */
export function everydayPictograms(): ReadonlySet<PictogramId> {
  const uses = new Map<PictogramId, number>()
  for (const { guide } of guides) {
    const lines = [...guide.steps, ...guide.watchOut, ...guide.whenItFails, ...guide.withoutComputer]
    for (const id of new Set([guide.pictogram, ...guide.needs, ...lines.map((line) => line.pictogram)])) {
      uses.set(id, (uses.get(id) ?? 0) + 1)
    }
  }
  const often = [...uses].filter(([, count]) => count >= everydayFrom).map(([id]) => id)
  return new Set([...screenPictograms, ...Object.values(themePictograms), ...often])
}
