/** Reads what a person would read out of our own pages, whose markup is plain and well formed. */

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/** The texts of the blocks of a page's main part, in order; what only screen readers hear is in it. */
export function textBlocks(html: string): readonly string[] {
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? ''
  return main

    .replace(/<wbr\s*\/?>/g, '')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(
      /<\/?(?:p|li|h1|h2|h3|table|caption|thead|tbody|tr|th|td|fieldset|legend|label|button|ul|ol|section|div|a|dt|dd|dl|nav|header|footer|figcaption|strong|figure)\b[^>]*>/g,
      '\n',
    )
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trim())
    .filter((line) => /\p{L}|\d/u.test(line))
}

/** The addresses that a page's links lead to, on this site, without the part after #. */
export function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="(\/[^"#]*)[^"]*"/g)].flatMap(([, href]) => (href ? [href] : []))
}

/** A page without the key of the look at it, for comparing two looks. */
export function withoutKey(html: string): string {
  return html.replace(/name="once" value="[\w-]{22}"/g, 'name="once"')
}
