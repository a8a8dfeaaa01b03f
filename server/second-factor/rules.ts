/** Codes of a second factor as people type them: pure rules of their letters, their lengths, and how they are read. */

/** A second factor by which a code is typed. A passkey is one too, and needs no passphrase. */
export type FactorKind = 'app' | 'card'

/** Without signs that look like another one on paper: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const cardLetters = '34679ACDEFGHJKMNPQRTWXY'
const cardCodeLength = 8
const cardCodeCount = 10

/** Of RFC 4648; 32 of them are the 160 bits that RFC 4226 recommends. */
const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const secretLength = 32

/** From this many wrong codes on, the passphrase has to be typed again. */
export const mostWrongCodes = 5

/** Gives a number from 0 to one less than `below`, which nobody can foresee. */
export type NewNumber = (below: number) => number

function randomText(letters: string, length: number, newNumber: NewNumber): string {
  return Array.from({ length }, () => letters[newNumber(letters.length)]).join('')
}

/** A secret for an app, in base32. */
export function newSecret(newNumber: NewNumber): string {
  return randomText(base32Letters, secretLength, newNumber)
}

/** The codes of a card, each another one. */
export function newCardCodes(newNumber: NewNumber): readonly string[] {
  const codes = new Set<string>()
  while (codes.size < cardCodeCount) codes.add(randomText(cardLetters, cardCodeLength, newNumber))
  return [...codes]
}

/** A long code as people read it off: in groups of four. */
export function inGroups(code: string): readonly string[] {
  return code.match(/.{1,4}/g) ?? []
}

interface TypedCode {
  readonly kind: FactorKind
  readonly code: string
}

const cardForm = new RegExp(`^[${cardLetters}]{${cardCodeLength}}$`)

/** What somebody typed, by its form alone, however it was spaced; null where no code has this form. */
export function readCode(typed: string): TypedCode | null {
  const code = typed.replace(/[\s.\-–]/gu, '').toUpperCase()
  if (/^[0-9]{6}$/.test(code)) return { kind: 'app', code }
  return cardForm.test(code) ? { kind: 'card', code } : null
}
