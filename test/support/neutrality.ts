/** The rules of docs/neutrality.md that a machine can check, on any set of options side by side. */

import type { RowId } from '../../server/explainers/rules.ts'
import { wordsOf } from './reading-level.ts'

export interface JudgedOption {
  readonly name: string
  readonly changesNothing: boolean
  readonly lines: Readonly<Record<RowId, readonly string[]>>
}

export interface OptionFigures {
  readonly name: string
  readonly changesNothing: boolean
  readonly advantageLines: number
  readonly riskLines: number
  readonly advantageToRiskWords: number
  readonly words: number
  readonly hasWayBack: boolean
}

export interface NeutralityFigures {
  readonly options: readonly OptionFigures[]
  readonly smallestToLargestOption: number
  readonly unknowns: number
}

const mostLinesApart = 1
const leastRatio = 0.8
const largestRatio = 1.25

function countWords(lines: readonly string[]): number {
  return lines.flatMap(wordsOf).length
}

export function neutralityOf(
  options: readonly JudgedOption[],
  unknowns: readonly string[],
): NeutralityFigures {
  const figures = options.map((option): OptionFigures => {
    const { advantages, risks, back } = option.lines
    return {
      name: option.name,
      changesNothing: option.changesNothing,
      advantageLines: advantages.length,
      riskLines: risks.length,
      advantageToRiskWords: countWords(advantages) / countWords(risks),
      words: countWords(Object.values(option.lines).flat()),
      hasWayBack: back.length > 0,
    }
  })
  const sizes = figures.map((option) => option.words)
  return {
    options: figures,
    smallestToLargestOption: Math.min(...sizes) / Math.max(...sizes),
    unknowns: unknowns.length,
  }
}

/** What is wrong, one sentence each; nothing where the options are presented fairly. */
export function objectionsTo(figures: NeutralityFigures): readonly string[] {
  const { options } = figures
  return [
    ...(options.length < 2 ? ['fewer than two options'] : []),
    ...(options.some(({ changesNothing }) => changesNothing) ? [] : ['no option that changes nothing']),
    ...options.flatMap((option) => [
      ...(Math.abs(option.advantageLines - option.riskLines) > mostLinesApart
        ? [`${option.name}: ${option.advantageLines} advantages against ${option.riskLines} risks`]
        : []),
      ...(option.advantageToRiskWords >= leastRatio && option.advantageToRiskWords <= largestRatio
        ? []
        : [`${option.name}: advantages and risks differ in room`]),
      ...(option.hasWayBack ? [] : [`${option.name}: no way back`]),
    ]),
    ...(figures.smallestToLargestOption < leastRatio ? ['options differ in room'] : []),
    ...(figures.unknowns === 0 ? ['nothing is said to be unknown'] : []),
  ]
}

/** Words that push, by language, in the forms in which they would be used. */
const persuading: Readonly<Record<string, readonly string[]>> = {
  fr: [
    'il suffit',
    'simplement',
    'bien sûr',
    'évidemment',
    'ne vous inquiétez pas',
    'pas d’inquiétude',
    'recommandé',
    'recommandons',
    'conseillé',
    'conseillons',
    'profitez',
    'profiter',
    'en toute sécurité',
    'sûr et sécurisé',
    'malheureusement',
    'heureusement',
    'mieux vaut',
    'n’hésitez pas',
    'rassurez-vous',
  ],
  nl: [
    'gewoon',
    'eenvoudigweg',
    'natuurlijk',
    'uiteraard',
    'geen zorgen',
    'maak u geen zorgen',
    'aanbevolen',
    'aangeraden',
    'raden u aan',
    'geniet',
    'profiteer',
    'veilig en vertrouwd',
    'helaas',
    'gelukkig',
    'aarzel niet',
    'het volstaat',
  ],
  de: [
    'ganz einfach',
    'natürlich',
    'selbstverständlich',
    'keine sorge',
    'machen sie sich keine sorgen',
    'empfohlen',
    'empfehlen',
    'profitieren',
    'sicher und geschützt',
    'leider',
    'zum glück',
    'zögern sie nicht',
    'am besten',
    'es genügt',
  ],
  en: [
    'simply',
    'just',
    'of course',
    'don’t worry',
    'do not worry',
    'recommended',
    'recommend',
    'advise',
    'benefit from',
    'safe and secure',
    'unfortunately',
    'fortunately',
    'feel free',
    'obviously',
    'best option',
  ],
}

/** The persuading words of a language that stand in a text, in the order of the list. */
export function persuadingWords(language: string, text: string): readonly string[] {
  const list = persuading[language]
  if (list === undefined) throw new Error(`No list of persuading words for ${language}`)
  const lower = text.toLowerCase()
  return list.filter((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u').test(lower))
}
