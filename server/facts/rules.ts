/** What a fact is: one sentence with its sources, the date they were checked, and how sure we are. */

/** A document or a site that says a thing. `date` is the year or day it carries; null where it carries none. */
export interface Source {
  readonly title: string
  readonly date: string | null
  readonly url: string | null
}

/**
 * How surely a fact is known (shared with the project's list of facts):
 * C confirmed elsewhere, N found elsewhere in one source, N+ in several, S the source document alone,
 * X the source document is contradicted, and the sentence says what stands instead.
 */
export type Confidence = 'C' | 'N' | 'N+' | 'S' | 'X'

/** One fact; its sentence stands in `facts.json` of the country's words under the same id. */
export interface Fact<SourceId extends string = string> {
  /** The first source is the main one. */
  readonly sources: readonly [SourceId, ...SourceId[]]
  readonly confidence: Confidence
  /** Days as yyyy-mm-dd. */
  readonly checkedOn: string
  readonly reviewBy: string
}

/** A text that may differ by language; `default` serves every language without one of its own. */
type ByLanguage = Readonly<{ default: string } & Partial<Record<string, string>>>

/** An official page that guides lead to. A site can override an address (see `store.ts`). */
export interface OfficialPage {
  readonly name: ByLanguage
  readonly address: ByLanguage
}

/** One address that the site has corrected. */
export interface AddressOverride {
  readonly officialPageId: string
  readonly language: string
  readonly address: string
}

export function inLanguage(text: ByLanguage, language: string): string {
  return text[language] ?? text.default
}

/** The address of an official page for a reader, the site's correction first. */
export function officialAddress(
  id: string,
  page: OfficialPage,
  language: string,
  overrides: readonly AddressOverride[],
): string {
  const override = overrides.find((entry) => entry.officialPageId === id && entry.language === language)
  return override?.address ?? inLanguage(page.address, language)
}

/** How an address is said and written on paper: without scheme, `www.` and last slash. */
export function spokenAddress(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
}

/** True where a text citing the fact must carry its date and send the reader to ask (one source only). */
export function needsHedge(fact: Pick<Fact, 'confidence'>): boolean {
  return fact.confidence === 'N' || fact.confidence === 'S'
}

/** The year a hedge names, from a source's date (`2022`, `2021-2022`, `2023-09-01`), or null without a date. */
export function hedgeYear(source: Source): string | null {
  if (source.date === null) return null
  return /^\d{4}-\d{4}$/.test(source.date) ? source.date.slice(5) : source.date.slice(0, 4)
}

/**
 * The address of an official page as browsers write it; null for what could look like another one than it is. People read
 * it on paper, so nothing stands before the host's name, and nothing in it breaks a line.
 */
export function correctedAddress(typed: string): string | null {
  if (!/^https:\/\/[^/\\@\s]/i.test(typed) || /\p{Cc}|\s$/u.test(typed) || !URL.canParse(typed)) return null
  const { protocol, username, password, href } = new URL(typed)
  return protocol === 'https:' && username === '' && password === '' ? href : null
}
