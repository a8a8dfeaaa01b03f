/** The list of every public thing, for re-users and for tests; its form is a contract. */

import { z } from 'zod'
import type { Country } from '../content/rules.ts'
import { explainerPath, explainerPrintPath } from '../explainers/explainer-page.ts'
import { factsOf as factsOfExplainer } from '../explainers/rules.ts'
import { daysOf } from '../facts/citation-rules.ts'
import { guidePath, guidePrintPath } from '../guides/guide-page.ts'
import { factsOf } from '../guides/rules.ts'

const pathsByLanguage = z.record(z.string(), z.string()).readonly()

const catalogueEntrySchema = z.object({
  id: z.string().describe('It never changes.'),
  kind: z.enum(['guide', 'explainer', 'printout', 'exercise', 'help']),
  theme: z.string(),
  paths: pathsByLanguage.describe('Paths of its page, by language.'),
  print: pathsByLanguage.nullable().describe('Paths of its sheet of paper, by language.'),
  facts: z.array(z.string()).readonly().describe('The ids of the facts that it cites, as in /facts.json.'),
  checkedOn: z.iso.date(),
  reviewBy: z.iso.date().describe('The day by which the first of its facts is to be checked again.'),
})

export const catalogueSchema = z.object({
  languages: z.array(z.string()).readonly(),
  country: z.string().describe('Two small letters, such as be.'),
  entries: z.array(catalogueEntrySchema).readonly(),
})

type CatalogueEntry = z.infer<typeof catalogueEntrySchema>

export type Catalogue = z.infer<typeof catalogueSchema>

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
