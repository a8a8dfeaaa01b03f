/** How a page says where its claims come from: sources, days, and how sure one fact is. */

import { type Country, factOf, sourceOf } from '../content/rules.ts'
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

/** The oldest check and the nearest review among facts; days as yyyy-mm-dd. */
export function daysOf(country: Country, cited: readonly string[]): Country['adviceDays'] {
  const known = cited.map((id) => factOf(country, id))
  return {
    checkedOn: known.map((fact) => fact.checkedOn).sort()[0] ?? country.adviceDays.checkedOn,
    reviewBy: known.map((fact) => fact.reviewBy).sort()[0] ?? country.adviceDays.reviewBy,
  }
}

/** The foot of a page that rests on these facts. */
export function cite(country: Country, language: string, cited: readonly string[]): Citation {
  const ids = new Set(cited.flatMap((id) => factOf(country, id).sources))
  const titled = [...ids].map((id) => {
    const { title, date } = sourceOf(country, id)
    return { title, date }
  })
  const { checkedOn, reviewBy } = daysOf(country, cited)
  const writtenDay = (day: string) => dayFormat(country, language).format(new Date(`${day}T00:00:00Z`))
  return {
    sources: [...new Map(titled.map((source) => [`${source.title} ${source.date}`, source])).values()],
    checkedOn: writtenDay(checkedOn),
    reviewBy: writtenDay(reviewBy),
  }
}

/** What must be said of a claim that rests on one source: its year, and whether the source itself carries it. */
interface Hedge {
  readonly year: string
  readonly dated: boolean
}

/** The hedge that a line's facts ask for, or null where each is known from several sources. */
export function hedgeOf(country: Country, cited: readonly string[]): Hedge | null {
  const unsure = cited.map((id) => factOf(country, id)).find(needsHedge)
  if (unsure === undefined) return null
  const year = hedgeYear(sourceOf(country, unsure.sources[0]))
  return year === null ? { year: unsure.checkedOn.slice(0, 4), dated: false } : { year, dated: true }
}

/** A day in figures, as the language writes it in the country. */
function dayFormat({ code }: Country, language: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(`${language}-${code.toUpperCase()}`, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
