/** Belgium: everything that a page of this country says and leads to. */

import type { Country } from '../../server/content/rules.ts'
import { accessibility } from './accessibility.ts'
import { explainers } from './explainers.ts'
import { days, facts, officialPages, sources } from './facts.ts'
import { guessableWords } from './guessable-words.ts'
import { guides, themes } from './guides.ts'

export const belgium: Country = {
  code: 'be',
  folder: 'content/be',
  timeZone: 'Europe/Brussels',
  languages: ['fr', 'nl', 'de', 'en'],
  themes,
  guides,
  explainers,
  guideToHelp: 'find-help',
  facts,
  sources,
  officialPages,
  addressesInWords: {
    addressFr: { officialPage: 'masante', language: 'fr' },
    addressNl: { officialPage: 'masante', language: 'nl' },
  },
  adviceDays: days,
  guessableWords,
  accessibility,
}
