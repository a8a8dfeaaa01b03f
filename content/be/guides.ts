/** Every guide by theme, and the themes in the order in which people see them. */

import type { Theme } from '../../server/content/rules.ts'
import type { CataloguedGuide, Guide } from '../../server/guides/rules.ts'
import { consent } from './guides/consent.ts'
import { forOthers } from './guides/for-others.ts'
import { help } from './guides/help.ts'
import { myMedicines } from './guides/my-medicines.ts'
import { myRecord } from './guides/my-record.ts'
import { paper } from './guides/paper.ts'
import { signInGuides } from './guides/sign-in.ts'
import { whoSees } from './guides/who-sees.ts'
import type { GuidesOfTheme, Ids, TermId, ThemeId } from './ids.ts'

const guidesByTheme: { readonly [Id in ThemeId]: GuidesOfTheme<Id> } = {
  consent,
  'sign-in': signInGuides,
  'my-record': myRecord,
  'my-medicines': myMedicines,
  'who-sees': whoSees,
  'for-others': forOthers,
  paper,
  help,
}

/** Each with the pictogram of its tile, its colour, and the words of the glossary that come up in it. */
const themesById: Readonly<Record<ThemeId, Omit<Theme<Ids, TermId>, 'id'>>> = {
  consent: {
    pictogram: 'share-data',
    hue: 'violet',
    terms: ['informed-consent', 'therapeutic-relationship', 'exclusion'],
  },
  'sign-in': { pictogram: 'sign-in', hue: 'blue', terms: ['digital-mediator', 'public-digital-space'] },
  'my-record': {
    pictogram: 'folder',
    hue: 'teal',
    terms: ['health-summary', 'informed-consent', 'ombuds-service'],
  },
  'my-medicines': { pictogram: 'medicines', hue: 'brick', terms: ['medication-scheme', 'mandate'] },
  'who-sees': {
    pictogram: 'who-sees',
    hue: 'brown',
    terms: ['therapeutic-relationship', 'exclusion', 'ombuds-service'],
  },
  'for-others': {
    pictogram: 'theme-others',
    hue: 'plum',
    terms: ['mandate', 'trusted-person', 'representative'],
  },
  paper: { pictogram: 'paper', hue: 'olive', terms: ['informed-consent', 'public-digital-space'] },
  help: {
    pictogram: 'help',
    hue: 'green',
    terms: ['digital-mediator', 'public-digital-space', 'ombuds-service'],
  },
}

export const themes: readonly Theme<Ids, TermId>[] = Object.entries(themesById).map(([id, theme]) => ({
  id: id as ThemeId,
  ...theme,
}))

export const guides: readonly CataloguedGuide[] = themes.flatMap(({ id: theme }) =>
  Object.entries<Guide<Ids>>(guidesByTheme[theme]).map(([id, guide]) => ({ id, theme, guide })),
)
