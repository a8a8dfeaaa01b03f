/** Names as people write, paste and dictate them: how they are kept, and when two of them are the same. Pure. */

/** In letters: longer ones break pages and sheets. */
export const longestName = 60

/** Signs that nobody sees and that mean nothing in a name: soft hyphen, zero width space, word joiner, direction marks. */
const pastedAlong = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/gu

/** A name as it is kept: one form of each letter, no space too many, nothing that only came along with it. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replace(pastedAlong, '').trim().replace(/\s+/gu, ' ')
}

/** The apostrophe of keyboards, of telephones, of languages that write it as a letter, and what is taken for one. */
const apostrophes = /[`'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\uff07]/gu
const hyphens = /[\p{Dash_Punctuation}\u2212]/gu

/** What leaves no ink: signs of format, fillers, what chooses the form of another sign, and the empty cell of Braille. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * Two names with the same key are the same name: whatever their apostrophes, hyphens, capitals, widths of letters, spaces, and
 * signs that nobody sees.
 */
export function nameKey(name: string): string {
  return (
    tidyName(name)
      // Else the compatible form would make a space and an accent of it.
      .replaceAll('´', "'")
      .normalize('NFKC')
      .replace(apostrophes, "'")
      .replace(hyphens, '-')
      .replace(unseen, '')
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFC')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

/** The two that some scripts join and part letters with; they are part of how such a name is written. */
const joiners = /[\u200c\u200d]/gu

/** Whether a tidied name can be kept: other signs that cannot be seen would let one name pass for another. */
export function isName(name: string): boolean {
  const bare = name.replace(joiners, '')
  const isSeen = bare.replace(unseen, '') === bare && !/[\p{Cc}\p{Co}\p{Cn}]/u.test(bare)
  return isSeen && nameKey(name) !== '' && name.length <= longestName
}
