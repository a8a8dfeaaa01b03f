/** The list of every public thing, for re-users and for tests; its form is a contract. */

import type { Country } from '../content/rules.ts'
import { explainerPath, explainerPrintPath } from '../explainers/explainer-page.ts'
import { factsOf as factsOfExplainer } from '../explainers/rules.ts'
import { daysOf } from '../facts/citation-rules.ts'
import { guidePath, guidePrintPath } from '../guides/guide-page.ts'
import { factsOf } from '../guides/rules.ts'

interface CatalogueEntry {
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

/** The catalogue of a country. */
export function buildCatalogue(country: Country): Catalogue {
  const { languages, guides, explainers } = country
  const byLanguage = (path: (language: string) => string) =>
    Object.fromEntries(languages.map((language) => [language, path(language)]))
  const entry = (
    kind: CatalogueEntry['kind'],
    id: string,
    theme: string,
    cited: readonly string[],
    path: (language: string) => string,
    printPath: (language: string) => string,
  ): CatalogueEntry => ({
    id,
    kind,
    theme,
    paths: byLanguage(path),
    print: byLanguage(printPath),
    facts: cited,
    ...daysOf(country, cited),
  })
  return {
    languages,
    country: country.code,
    entries: [
      ...guides.map(({ id, theme, guide }) =>
        entry(
          'guide',
          id,
          theme,
          factsOf(guide),
          (language) => guidePath(language, id),
          (language) => guidePrintPath(language, id),
        ),
      ),
      ...explainers.map((explainer) =>
        entry(
          'explainer',
          explainer.id,
          explainer.theme,
          factsOfExplainer(explainer),
          (language) => explainerPath(language, explainer.id),
          (language) => explainerPrintPath(language, explainer.id),
        ),
      ),
    ],
  }
}
