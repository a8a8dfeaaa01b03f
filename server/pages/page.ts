/** What every page needs to render itself: the language with its words, addresses, and the site's name. */

import type { Assets } from './assets.ts'
import type { Site } from './site.ts'
import type { Translate, Words } from './words.ts'

export interface Page {
  readonly language: string
  readonly t: Translate
  readonly asset: (name: string) => string
  readonly pictogram: (id: string) => string
  readonly siteName: string
  /** The same page in each language. */
  readonly alternatives: readonly {
    readonly language: string
    readonly name: string
    readonly path: string
  }[]
}

/** What `createPageOf` takes of the services. */
export interface PageServices {
  readonly site: Pick<Site, 'name'>
  readonly words: Words
  readonly assets: Assets
}

/**
 * The page of a path in a language. `rest` is the path after the language, such as `/guides/check-consent`,
 * or empty for the home.
 */
export function pageOf(services: PageServices, language: string, rest: string): Page {
  const { words, assets, site } = services
  return {
    language,
    t: words.translate(language),
    asset: assets.url,
    pictogram: assets.pictogram,
    siteName: site.name(),
    alternatives: words.languages.map((other) => ({
      language: other,
      name: words.translate(other)('layout:languageName'),
      path: `/${other}${rest}`,
    })),
  }
}
