/** The list of every public thing, for re-users and for tests; its form is a contract. */

import { facts } from '../facts/catalogue.ts'
import { guides } from '../guides/catalogue.ts'
import { contentCheckedOn, contentReviewBy, guidePath } from '../guides/guide-page.ts'
import { factsOf } from '../guides/guides.ts'

export interface CatalogueEntry {
  readonly id: string
  readonly kind: 'guide' | 'explainer' | 'printout' | 'exercise' | 'help'
  readonly theme: string
  /** Paths by language. */
  readonly paths: Readonly<Record<string, string>>
  readonly print: Readonly<Record<string, string>> | null
  readonly facts: readonly string[]
  readonly checkedOn: string
  readonly reviewBy: string
}

export interface Catalogue {
  readonly languages: readonly string[]
  readonly country: string
  readonly entries: readonly CatalogueEntry[]
}

export function buildCatalogue(languages: readonly string[], country: string): Catalogue {
  const byLanguage = (path: (language: string) => string) =>
    Object.fromEntries(languages.map((language) => [language, path(language)]))
  const entries = guides.map(({ id, theme, guide }): CatalogueEntry => {
    const cited = factsOf(guide)
    return {
      id,
      kind: 'guide',
      theme,
      paths: byLanguage((language) => guidePath(language, id)),
      print: byLanguage((language) => `/${language}/print/guide/${id}`),
      facts: cited,
      checkedOn: cited.map((fact) => facts[fact].checkedOn).sort()[0] ?? contentCheckedOn,
      reviewBy: cited.map((fact) => facts[fact].reviewBy).sort()[0] ?? contentReviewBy,
    }
  })
  return { languages, country, entries }
}
