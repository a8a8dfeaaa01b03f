/** How hard a text is to read: LIX (Björnsson, 1968) = words a sentence + percentage of words over six letters. */

const longWordLetters = 6

/** The sentences of a block. A point inside a date, a number or an address does not end one. */
export function sentencesOf(block: string): readonly string[] {
  return block
    .replace(/(?<=[\p{L}\d])[./·](?=[\p{L}\d])/gu, '_')
    .split(/(?<=[.?!:])(?=[\s»”“)]|$)/u)
    .filter((sentence) => wordsOf(sentence).length > 0)
}

/** Words as they stand between spaces: l’hôpital counts as one word, and as a long one. */
export function wordsOf(sentence: string): readonly string[] {
  return sentence.match(/[\p{L}\d][\p{L}\d’'_\u00ad-]*/gu) ?? []
}

function lettersOf(word: string): number {
  return word.replace(/[^\p{L}\d]/gu, '').length
}

export interface ReadingLevel {
  readonly lix: number
  readonly words: number
  readonly longestSentence: { readonly words: number; readonly text: string }
}

export function readingLevel(blocks: readonly string[]): ReadingLevel {
  const sentences = blocks.flatMap(sentencesOf)
  const words = sentences.flatMap(wordsOf)
  const long = words.filter((word) => lettersOf(word) > longWordLetters)
  const longest = sentences
    .map((text) => ({ words: wordsOf(text).length, text: text.trim() }))
    .reduce((one, other) => (other.words > one.words ? other : one), { words: 0, text: '' })
  return {
    lix: words.length / sentences.length + (100 * long.length) / words.length,
    words: words.length,
    longestSentence: longest,
  }
}
