/** The addresses of every public page, taken from the catalogue as a stranger would. */

import { belgium } from '../../content/be/country.ts'
import { buildCatalogue } from '../../server/catalogue/rules.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { loadWords } from '../../server/pages/words.ts'

export const words = loadWords(findRootDirectory(), belgium)
export const catalogue = buildCatalogue(belgium)

const themeIds = belgium.themes.map(({ id }) => id)

export function themeAddresses(language: string): readonly string[] {
  return themeIds.map((theme) => `/${language}/themes/${theme}`)
}

function entriesOf(kind: 'guide' | 'explainer') {
  return catalogue.entries.filter((entry) => entry.kind === kind)
}

export function guideAddresses(language: string): readonly string[] {
  return entriesOf('guide').flatMap(({ paths }) => paths[language] ?? [])
}

export function explainerAddresses(language: string): readonly string[] {
  return entriesOf('explainer').flatMap(({ paths }) => paths[language] ?? [])
}

/** The sheets of guides, upright, and those of explainers, across. */
export function guideSheetAddresses(language: string): readonly string[] {
  return entriesOf('guide').flatMap(({ print }) => print?.[language] ?? [])
}

export function explainerSheetAddresses(language: string): readonly string[] {
  return entriesOf('explainer').flatMap(({ print }) => print?.[language] ?? [])
}

export function printAddresses(language: string): readonly string[] {
  return [...guideSheetAddresses(language), ...explainerSheetAddresses(language)]
}

/** The accessibility statement. */
export function statementAddress(language: string): string {
  return `/${language}/accessibility`
}

/** Every page of a language that is meant for reading on a screen. */
export function screenAddresses(language: string): readonly string[] {
  return [
    `/${language}`,
    ...themeAddresses(language),
    ...guideAddresses(language),
    ...explainerAddresses(language),
    `/${language}/pictograms`,
    statementAddress(language),
  ]
}

/** Every page that a reader of a language can come to: the start, a wrong address, the end, screens and sheets. */
export function pagesOf(language: string): readonly string[] {
  return [
    '/',
    `/${language}/no-such-page`,
    `/${language}/erased`,
    `/${language}/kiosk/erased`,
    ...screenAddresses(language),
    ...printAddresses(language),
  ]
}

const ids: ReadonlySet<string> = new Set([...themeIds, ...catalogue.entries.map(({ id }) => id)])

/** An address without its language and the id of what it shows. */
export function templateOf(address: string): string {
  return address
    .split('/')
    .map((part) => (words.languages.includes(part) ? ':language' : ids.has(part) ? ':id' : part))
    .join('/')
}

/** One page of each template that a language has. */
export function onePageOfEachTemplate(language: string): readonly string[] {
  const byTemplate = new Map(
    [...pagesOf(language)].reverse().map((address) => [templateOf(address), address]),
  )
  return [...byTemplate.values()].reverse()
}

export function everyAddress(): readonly string[] {
  return ['/', '/no-such-page', ...words.languages.flatMap((language) => pagesOf(language).slice(1))]
}
