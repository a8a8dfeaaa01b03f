/** The accessibility statement of a country, and what the tests have judged of its pages: the figures that the statement cites. */

/** How many pages of each language, or journeys of each engine. */
type Counts = Readonly<Record<string, number>>

/** What one file of tests has judged on a day, yyyy-mm-dd, with which versions, and how much without finding anything. */
interface Judged<What extends string> {
  readonly judgedOn: string
  readonly tools: Readonly<Record<string, string>>
  readonly counts: Readonly<Record<What, Counts>>
}

/** What the tests have judged; `UPDATE_JUDGED=yes npm run judged` writes it. */
export interface JudgedFigures {
  /** What a reader comes to, sheets of paper included. */
  readonly pages: Judged<'axe' | 'htmlCodeSniffer' | 'uncut' | 'uncutAtLargest' | 'targets'>
  /** Menus, the privacy screen and some pages, in each choice of colours; and how many choices that were. */
  readonly colours: Judged<'axe' | 'choices'>
  /** Of mediators and hosts. */
  readonly staffPages: Judged<'axeAndHtmlCodeSniffer'>
  /** Other engines than the one that has judged the pages, which have gone the main ways. */
  readonly engines: Judged<'journeys'>
}

/** Days as yyyy-mm-dd. */
export interface AccessibilityStatement {
  readonly preparedOn: string
  /** When a person last read it against its figures. */
  readonly reviewedOn: string
  readonly figures: JudgedFigures
}

/** The first and the last day on which something of the figures was judged. */
export function daysOfFigures(figures: JudgedFigures): { readonly first: string; readonly last: string } {
  const { pages, colours, staffPages, engines } = figures
  const days = [pages, colours, staffPages, engines].map(({ judgedOn }) => judgedOn).sort()
  return { first: days[0] ?? '', last: days.at(-1) ?? '' }
}

/** What keeps a statement from being shown; empty where it is in order. */
export function complaintsAboutStatement(
  { preparedOn, reviewedOn, figures }: AccessibilityStatement,
  languages: readonly string[],
): readonly string[] {
  const { last } = daysOfFigures(figures)
  const { pages, colours, staffPages } = figures
  const counts = [pages, colours, staffPages].flatMap((part) => Object.values<Counts>(part.counts))
  return [
    ...(reviewedOn >= last
      ? []
      : [
          `the accessibility statement of ${reviewedOn} is older than its figures of ${last}, so read it again and set reviewedOn`,
        ]),
    ...(reviewedOn >= preparedOn
      ? []
      : ['the accessibility statement was read again before it was prepared']),
    ...languages
      .filter((language) => counts.some((count) => count[language] === undefined))
      .map((language) => `the accessibility statement has no figures of ${language}`),
  ]
}

/** What a statement claims beyond what was judged; empty where it claims no more. */
export function claimedBeyond(
  claimed: Readonly<Record<string, Counts>>,
  judged: Readonly<Record<string, Counts>>,
): readonly string[] {
  return Object.entries(claimed).flatMap(([what, counts]) =>
    Object.entries(counts)
      .map(([name, count]) => ({ name, count, found: judged[what]?.[name] ?? 0 }))
      .filter(({ count, found }) => count > found)
      .map(({ name, count, found }) => `${what} ${name}: ${count} claimed, ${found} judged`),
  )
}
