/** The ids of this country's content, as its French words have them: what they lack does not compile. */

import type {
  GuidesOf,
  SharedNote as SharedNoteOf,
  SharedStep as SharedStepOf,
} from '../../server/guides/rules.ts'
import type { officialPages, sources } from './facts.ts'
import type exclude from './words/fr/explainers/exclude-someone.json'
import type masante from './words/fr/explainers/masante-for-me.json'
import type paperOrScreen from './words/fr/explainers/screen-or-paper.json'
import type results from './words/fr/explainers/see-results-alone.json'
import type share from './words/fr/explainers/share-my-data.json'
import type someone from './words/fr/explainers/someone-to-help.json'
import type facts from './words/fr/facts.json'
import type glossary from './words/fr/glossary.json'
import type consent from './words/fr/guides/consent.json'
import type forOthers from './words/fr/guides/for-others.json'
import type help from './words/fr/guides/help.json'
import type myMedicines from './words/fr/guides/my-medicines.json'
import type myRecord from './words/fr/guides/my-record.json'
import type paper from './words/fr/guides/paper.json'
import type signIn from './words/fr/guides/sign-in.json'
import type whoSees from './words/fr/guides/who-sees.json'
import type guides from './words/fr/guides.json'
import type themes from './words/fr/themes.json'

/** The words of each theme's guides; French stands for the shape that every language has. */
interface ThemeWords {
  readonly consent: typeof consent
  readonly 'sign-in': typeof signIn
  readonly 'my-record': typeof myRecord
  readonly 'my-medicines': typeof myMedicines
  readonly 'who-sees': typeof whoSees
  readonly 'for-others': typeof forOthers
  readonly paper: typeof paper
  readonly help: typeof help
}

/** The words of each explainer. */
export interface ExplainerWords {
  readonly 'share-my-data': typeof share
  readonly 'exclude-someone': typeof exclude
  readonly 'see-results-alone': typeof results
  readonly 'someone-to-help': typeof someone
  readonly 'screen-or-paper': typeof paperOrScreen
  readonly 'masante-for-me': typeof masante
}

export type ThemeId = keyof ThemeWords & keyof (typeof themes)['names']
export type FactId = keyof typeof facts
export type SourceId = keyof typeof sources
export type TermId = keyof typeof glossary

/** What the structure may name. */
export interface Ids {
  readonly theme: ThemeId
  readonly guide: { [Theme in ThemeId]: keyof ThemeWords[Theme] }[ThemeId]
  readonly fact: FactId
  readonly officialPage: keyof typeof officialPages
}

type Shared = (typeof guides)['shared']
export type SharedStep = SharedStepOf<Shared, Ids>
export type SharedNote = SharedNoteOf<Shared, Ids>

/** The guides of a theme, one for each key of its words. */
export type GuidesOfTheme<Theme extends ThemeId> = GuidesOf<ThemeWords[Theme], Shared, Ids>
