/** What pages and sheets are called in a language. */

import type { ExplainerPages } from '../explainers/explainer-page.ts'
import type { GuidePages } from '../guides/guide-page.ts'
import type { Words } from '../pages/words.ts'
import type { Offer } from './messages.ts'
import { nameOf, type PlaceId, type Places } from './place-rules.ts'

export interface Titled {
  readonly words: Words
  readonly guides: GuidePages
  readonly explainers: ExplainerPages
  readonly places: Places
}

/** The title of a place, as its own page says it. */
export function titleOfPlace(
  { words, guides, explainers, places }: Titled,
  language: string,
  place: PlaceId,
): string {
  const t = words.translate(language)
  const [kind, id] = nameOf(place)
  const theme = places.themeOf(place)
  if (kind === 'theme' && theme !== null) return t(`themes:names.${theme}`)
  const page = kind === 'guide' ? guides.find(language, id) : explainers.find(language, id)
  if (page !== undefined) return page.title
  return place === 'home' ? t('companion:home') : t('companion:elsewhere')
}

/** The title of what is offered; the question "shall I explain?" has none. */
export function titleOf(titled: Titled): (language: string, offer: Offer) => string {
  return (language, offer) => {
    switch (offer.kind) {
      case 'page':
        return titleOfPlace(titled, language, offer.page)
      case 'sheet':
        return titleOfPlace(titled, language, offer.sheet)
      case 'explain':
        return ''
    }
  }
}
