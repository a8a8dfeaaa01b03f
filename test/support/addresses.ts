/** The addresses of every public page, taken from the catalogue as a stranger would. */

import { buildCatalogue } from '../../server/catalogue/catalogue.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { themeIds } from '../../server/guides/guides.ts'
import { loadWords } from '../../server/web/language.ts'

export const words = loadWords(findRootDirectory())
export const catalogue = buildCatalogue(words.languages, 'be')

export function themeAddresses(language: string): readonly string[] {
  return themeIds.map((theme) => `/${language}/themes/${theme}`)
}

export function guideAddresses(language: string): readonly string[] {
  return catalogue.entries.flatMap(({ paths }) => paths[language] ?? [])
}

export function printAddresses(language: string): readonly string[] {
  return catalogue.entries.flatMap(({ print }) => print?.[language] ?? [])
}

/** Every page of a language that is meant for reading on a screen. */
export function screenAddresses(language: string): readonly string[] {
  return [`/${language}`, ...themeAddresses(language), ...guideAddresses(language), `/${language}/pictograms`]
}

export function everyAddress(): readonly string[] {
  return [
    '/',
    '/no-such-page',
    ...words.languages.flatMap((language) => [
      ...screenAddresses(language),
      ...printAddresses(language),
      `/${language}/no-such-page`,
    ]),
  ]
}
