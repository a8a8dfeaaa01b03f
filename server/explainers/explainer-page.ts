/** An explainer as one reader sees it: structure and words joined, options in an order that favours none. */

import type { Country } from '../content/rules.ts'
import { type Citation, cite, hedgeOf } from '../facts/citation-rules.ts'
import { guidePath } from '../guides/guide-page.ts'
import type { Words } from '../pages/words.ts'
import type { PictogramId } from '../pictograms/rules.ts'
import {
  type CardId,
  type Explainer,
  type ExplainerWords,
  type FactsByLine,
  factsOf,
  type RowId,
  rowIds,
  type Texts,
} from './rules.ts'

export interface Claim {
  readonly id: string
  readonly text: string
  /** The year of a claim that one source alone makes, or null. */
  readonly year: string | null
}

interface OptionColumn {
  readonly id: string
  readonly name: string
  readonly pictogram: PictogramId
  readonly changesNothing: boolean
  /** The path of the guide that says how. */
  readonly howTo: string
}

interface GridRow {
  readonly id: RowId
  readonly question: string
  readonly pictogram: PictogramId
  /** The cards that this row speaks to. */
  readonly cards: readonly CardId[]
  /** One cell an option, in the order of the columns. */
  readonly cells: readonly (readonly Claim[])[]
}

export interface Card {
  readonly id: CardId
  readonly name: string
  readonly pictogram: PictogramId
}

export interface StatementLine {
  readonly id: string
  readonly claim: string
  readonly explanation: string
  readonly isTrue: boolean
}

export interface ExplainerPage {
  readonly id: string
  readonly theme: string
  readonly pictogram: PictogramId
  readonly path: string
  readonly printPath: string
  readonly title: string
  readonly question: string
  readonly situation: readonly Claim[]
  readonly ask: readonly { readonly pictogram: PictogramId; readonly text: string }[]
  readonly options: readonly OptionColumn[]
  readonly rows: readonly GridRow[]
  readonly unknowns: readonly Claim[]
  readonly questions: readonly { readonly id: string; readonly text: string }[]
  readonly cards: readonly Card[]
  readonly statements: readonly StatementLine[]
  /** The path of the guide that says who helps. */
  readonly helpPath: string
  readonly citation: Citation
}

export interface ExplainerPages {
  readonly find: (language: string, id: string) => ExplainerPage | undefined
  readonly ofTheme: (language: string, theme: string) => readonly ExplainerPage[]
}

const rowPictograms: Readonly<Record<RowId, PictogramId>> = {
  happens: 'info',
  takes: 'clock',
  advantages: 'add',
  risks: 'minus',
  back: 'withdraw',
}

const cardPictograms: Readonly<Record<CardId, PictogramId>> = {
  privacy: 'masked',
  emergency: 'emergency',
  decide: 'person',
  easy: 'tap',
  'not-alone': 'another-person',
  calm: 'care-goes-on',
  complete: 'caregivers',
  change: 'withdraw',
}

/** What all explainers show: their pages have the most words, so that their pictograms have to be there already. */
export function explainerPictograms({ explainers }: Country): ReadonlySet<PictogramId> {
  const shown = explainers.flatMap(({ pictogram, ask, options }) => [
    pictogram,
    ...Object.values(ask),
    ...Object.values(options).map((option) => option.pictogram),
  ])
  return new Set([...shown, ...Object.values(rowPictograms), ...Object.values(cardPictograms)])
}

/** The path of an explainer. */
export function explainerPath(language: string, id: string): string {
  return `/${language}/explainers/${id}`
}

/** The path of an explainer's sheet, with nothing ticked. */
export function explainerPrintPath(language: string, id: string): string {
  return `/${language}/print/explainer/${id}`
}

/** Joins the country's structure with the words. */
export function createExplainerPages(country: Country, words: Words): ExplainerPages {
  const { explainers } = country
  const made = new Map<string, ExplainerPage>()
  /** Joined at the first call, as guides are. */
  function pageOf(language: string, explainer: Explainer): ExplainerPage {
    const key = `${language} ${explainer.id}`
    const page = made.get(key) ?? build(country, words, language, explainer)
    made.set(key, page)
    return page
  }
  return {
    find: (language, id) => {
      const explainer = explainers.find((one) => one.id === id)
      return explainer === undefined ? undefined : pageOf(language, explainer)
    },
    ofTheme: (language, theme) =>
      explainers.filter((one) => one.theme === theme).map((explainer) => pageOf(language, explainer)),
  }
}

/** The words of an explainer; `schema.ts` and test/fast/explainers.test.ts hold every language to this shape. */
function explainerWords(words: Words, language: string, id: string): ExplainerWords {
  return words.explainer(language, id) as unknown as ExplainerWords
}

function build(country: Country, words: Words, language: string, explainer: Explainer): ExplainerPage {
  const t = words.translate(language)
  const own = explainerWords(words, language, explainer.id)
  const ids = inNeutralOrder(language, explainer, own)
  const cards = Object.keys(explainer.cards) as CardId[]
  return {
    id: explainer.id,
    theme: explainer.theme,
    pictogram: explainer.pictogram,
    path: explainerPath(language, explainer.id),
    printPath: explainerPrintPath(language, explainer.id),
    title: own.title,
    question: own.question,
    situation: claims(country, explainer.situation, own.situation),
    ask: Object.entries(explainer.ask).map(([id, pictogram]) => ({
      pictogram,
      text: own.ask[id] ?? missing(id),
    })),
    options: ids.map((id) => {
      const option = explainer.options[id] ?? missing(id)
      return {
        id,
        name: own.options[id]?.name ?? missing(id),
        pictogram: option.pictogram,
        changesNothing: option.changesNothing ?? false,
        howTo: guidePath(language, option.howTo),
      }
    }),
    rows: rowIds.map((row) => ({
      id: row,
      question: t(`explainers:rows.${row}`),
      pictogram: rowPictograms[row],
      cards: cards.filter((card) => explainer.cards[card]?.includes(row)),
      cells: ids.map((id) =>
        claims(
          country,
          explainer.options[id]?.rows[row] ?? missing(id),
          own.options[id]?.[row] ?? missing(id),
        ),
      ),
    })),
    unknowns: claims(country, explainer.unknowns, own.unknowns),
    questions: Object.entries(own.questions).map(([id, text]) => ({ id, text })),
    cards: cards.map((id) => ({ id, name: t(`explainers:cards.${id}`), pictogram: cardPictograms[id] })),
    statements: Object.entries(explainer.statements).map(([id, { isTrue }]) => ({
      id,
      isTrue,
      ...(own.statements[id] ?? missing(id)),
    })),
    helpPath: guidePath(language, country.guideToHelp),
    citation: cite(country, language, factsOf(explainer)),
  }
}

/**
 * The order of options: by the name that the reader sees, in the alphabet of their language.
 * Nobody chooses it, so nobody can put an answer first (docs/decisions/0008).
 */
function inNeutralOrder(language: string, explainer: Explainer, own: ExplainerWords): readonly string[] {
  const nameOf = (id: string) => own.options[id]?.name ?? missing(id)
  return Object.keys(explainer.options).sort((one, other) =>
    nameOf(one).localeCompare(nameOf(other), language),
  )
}

function claims(country: Country, lines: FactsByLine, texts: Texts): readonly Claim[] {
  return Object.entries(lines).map(([id, cited]) => ({
    id,
    text: texts[id] ?? missing(id),
    year: hedgeOf(country, cited)?.year ?? null,
  }))
}

function missing(id: string): never {
  throw new Error(`No words or structure for ${id}`)
}
