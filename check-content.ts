/** Stops the build where a country is not whole: no page, and no start, has to look again. */

import { complaintsAbout } from './server/content/check-rules.ts'
import type { Country } from './server/content/rules.ts'
import { loadWords } from './server/pages/words.ts'

/** What the build says of a country that lacks something. */
function sentenceOf({ code }: Country, [first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` And ${others.length} more.`
  return `The content of ${code} is not whole: ${first}.${more}`
}

/** Throws a sentence at the first country in which something is missing or too much. */
export function checkContent(
  rootDirectory: string,
  countries: readonly Country[],
  pictograms: readonly string[],
): void {
  for (const country of countries) {
    const complaints = complaintsAbout(country, loadWords(rootDirectory, country).all, pictograms)
    if (complaints.length > 0) throw new Error(sentenceOf(country, complaints))
  }
}
