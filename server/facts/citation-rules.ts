/** How a page says where its claims come from: sources, days, and how sure one fact is. */

import { type FactId, facts, sources } from './catalogue.ts'
import { hedgeYear, needsHedge } from './rules.ts'

export interface SourceLine {
  readonly title: string
  /** As the source gives it, or null. */
  readonly date: string | null
}

/** What stands at the foot of a page of claims. Days are written as the language writes them. */
export interface Citation {
  readonly sources: readonly SourceLine[]
  readonly checkedOn: string
  readonly reviewBy: string
}

/** For a page of advice alone, which cites no fact. */
const contentCheckedOn = '2026-11-20'
const contentReviewBy = '2027-05-20'

/** The oldest check and the nearest review among facts; days as yyyy-mm-dd. */
export function daysOf(cited: readonly FactId[]): { readonly checkedOn: string; readonly reviewBy: string } {
  const known = cited.map((id) => facts[id])
  return {
    checkedOn: known.map((fact) => fact.checkedOn).sort()[0] ?? contentCheckedOn,
    reviewBy: known.map((fact) => fact.reviewBy).sort()[0] ?? contentReviewBy,
  }
}

export function cite(language: string, cited: readonly FactId[]): Citation {
  const ids = new Set(cited.flatMap((id) => facts[id].sources))
  const titled = [...ids].map((id) => ({ title: sources[id].title, date: sources[id].date }))
  const { checkedOn, reviewBy } = daysOf(cited)
  return {
    sources: [...new Map(titled.map((source) => [`${source.title} ${source.date}`, source])).values()],
    checkedOn: writtenDay(language, checkedOn),
    reviewBy: writtenDay(language, reviewBy),
  }
}

/** What must be said of a claim that rests on one source: its year, and whether the source itself carries it. */
interface Hedge {
  readonly year: string
  readonly dated: boolean
}

/** The hedge that a line's facts ask for, or null where each is known from several sources. */
export function hedgeOf(cited: readonly FactId[]): Hedge | null {
  const unsure = cited.map((id) => facts[id]).find(needsHedge)
  if (unsure === undefined) return null
  const year = hedgeYear(sources[unsure.sources[0]])
  return year === null ? { year: unsure.checkedOn.slice(0, 4), dated: false } : { year, dated: true }
}

/** A day (yyyy-mm-dd) in figures, day first, as the language writes it in Belgium. */
function writtenDay(language: string, day: string): string {
  const format = new Intl.DateTimeFormat(`${language}-BE`, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}
