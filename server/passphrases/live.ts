/** Passphrases: which ones are good enough, and who waits while they are hashed. */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { condensed, type JudgeGuessable } from './guessable.ts'
import {
  costOfCodes,
  type DeriveKey,
  isOutdated,
  keyBytes,
  type PassphraseCost,
  read,
  saltBytes,
  written,
} from './hashes.ts'

const shortestPassphrase = 8
export const longestPassphrase = 128

/** What is wrong with a passphrase that somebody chose. */
export type PassphraseObjection = 'too-short' | 'too-long' | 'not-the-same' | 'own-words' | 'common'

/** What a passphrase must not be made of. */
export interface OwnWords {
  readonly name: string
  readonly siteName: string
}

/** Whose work it is, and whether it goes first. */
export interface Turn {
  /** One of a share runs at a time and two wait: a network, a device that is known, a link, an account. */
  readonly share: string
  /** Somebody has shown already who they are, so that a flood of strangers does not keep them out. */
  readonly first: boolean
}

export interface Passphrases {
  /** Null where the passphrase can be kept, "busy" where too many wait. `again` is what was typed the second time. */
  readonly objection: (
    passphrase: string,
    again: string,
    own: OwnWords,
    turn: Turn,
  ) => Promise<PassphraseObjection | 'busy' | null>
  /** Null where too many wait already. */
  readonly hash: (passphrase: string, turn: Turn) => Promise<string | null>
  /** Whether a hash that was kept would be made in another way today. */
  readonly isOutdated: (hash: string) => boolean
  /** Takes the same time where there is no hash to compare with. Null where too many wait already. */
  readonly matches: (passphrase: string, hash: string | null, turn: Turn) => Promise<boolean | null>
  /** Hashes of the codes of one card. Null where too many wait already. */
  readonly hashCodes: (codes: readonly string[], turn: Turn) => Promise<readonly string[] | null>
  /** The one of the hashes of a card that a code gives, if any. Null where too many wait already. */
  readonly matchingCode: (
    code: string,
    hashes: readonly string[],
    turn: Turn,
  ) => Promise<{ readonly hash: string | null } | null>
}

/** Two at once take 128 MB for a moment, 256 where they are of scrypt; the next ones wait. */
const mostHashesAtOnce = 2
/** One takes up to 190 MB and 2 seconds of one core. */
const mostJudgedAtOnce = 1
/** Whoever comes after so many would wait longer than a person does. Those who go first have as many places again. */
const mostWaiting = 20
/** One stranger, or one network, has no more than this of what waits, and one of what runs. */
const mostWaitingOfOne = 2

/** Words for what is asked here, in the four languages, without spaces, accents and capitals. */
const passwordWords = [
  'motdepasse',
  'motdepass',
  'phrasedepasse',
  'wachtwoord',
  'wachtzin',
  'paswoord',
  'passwort',
  'kennwort',
  'password',
  'passphrase',
]

/** So many signs have to remain when one's own words are taken out. */
const leastOfOnesOwn = 6
/** A name and its parts of three letters and more. */
function wordsOf({ name, siteName }: OwnWords): readonly string[] {
  const parts = `${name} ${siteName}`.split(/[\s'’-]+/)
  return [name, siteName, ...parts.filter((part) => condensed(part).length > 2)]
}

/** Whether little remains of a passphrase without the words that anybody would try first. */
function isOwnWords(passphrase: string, own: OwnWords): boolean {
  const words = [...wordsOf(own).map(condensed), ...passwordWords]
  const whole = condensed(passphrase)
  const rest = words
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, ''), whole)
  return rest !== whole && rest.length < leastOfOnesOwn
}

/** Compared in constant time. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}

/** The hash of another text under the salt and at the cost of one that was kept. */
async function hashedLike(hash: string, text: string, derive: DeriveKey): Promise<string> {
  const { salt, cost } = read(hash)
  return written(salt, await derive(text, salt, cost), cost)
}

interface Waiting extends Turn {
  readonly start: () => void
}

/** Lets so many run at once and so many wait, of all and of each share; gives null to the others. */
function createQueue(mostAtOnce: number) {
  const running = new Set<string>()
  const waiting: Waiting[] = []

  function mayStart({ share }: Turn): boolean {
    return running.size < mostAtOnce && !running.has(share)
  }

  function mayWait(turn: Turn): boolean {
    const ofShare = waiting.filter(({ share }) => share === turn.share).length
    const before = waiting.filter(({ first }) => first === turn.first).length
    return ofShare < mostWaitingOfOne && before < mostWaiting
  }

  /** Those who go first stand before the others, each in the order in which they came. */
  function wait(turn: Turn): Promise<void> {
    return new Promise((start) => {
      const place = turn.first ? waiting.findIndex(({ first }) => !first) : -1
      waiting.splice(place === -1 ? waiting.length : place, 0, { ...turn, start })
    })
  }

  /** Whoever waits takes over the place at once, so that nobody who comes now can take it. */
  function startNext(): void {
    const next = waiting.findIndex(mayStart)
    const [turn] = next === -1 ? [] : waiting.splice(next, 1)
    if (turn === undefined) return
    running.add(turn.share)
    turn.start()
  }

  return async <Result>(work: () => Promise<Result>, turn: Turn): Promise<Result | null> => {
    if (mayStart(turn)) {
      running.add(turn.share)
    } else {
      if (!mayWait(turn)) return null
      await wait(turn)
    }
    try {
      return await work()
    } finally {
      running.delete(turn.share)
      startNext()
    }
  }
}

/** `cost` is of the hashes that are made here; one that was kept is compared at its own. */
export function createPassphrases(
  cost: PassphraseCost,
  derive: DeriveKey,
  isGuessable: JudgeGuessable,
): Passphrases {
  const queue = createQueue(mostHashesAtOnce)
  const judging = createQueue(mostJudgedAtOnce)
  const codeCost = costOfCodes(cost)
  /** Compared with where a name is unknown; no passphrase gives it. */
  const nobodysHash = written(Buffer.alloc(saltBytes), Buffer.alloc(keyBytes), cost)
  const nobodysCode = written(Buffer.alloc(saltBytes), Buffer.alloc(keyBytes), codeCost)
  return {
    objection: async (passphrase, again, own, turn) => {
      const { length } = [...passphrase.normalize('NFC')]
      if (length < shortestPassphrase) return 'too-short'
      if (length > longestPassphrase) return 'too-long'
      if (passphrase.normalize('NFC') !== again.normalize('NFC')) return 'not-the-same'
      if (isOwnWords(passphrase, own)) return 'own-words'
      // A judge that was killed, by a machine without memory for one, says nothing: whoever tries again gets another.
      const judge = () => isGuessable(passphrase.normalize('NFC'), wordsOf(own)).catch(() => null)
      const guessable = await judging(judge, turn)
      if (guessable === null) return 'busy'
      return guessable ? 'common' : null
    },
    hash: (passphrase, turn) =>
      queue(async () => {
        const salt = randomBytes(saltBytes)
        return written(salt, await derive(passphrase, salt, cost), cost)
      }, turn),
    isOutdated: (hash) => isOutdated(hash, cost),
    matches: (passphrase, hash, turn) =>
      queue(async () => {
        const kept = hash ?? nobodysHash
        const given = await hashedLike(kept, passphrase.slice(0, 4 * longestPassphrase), derive)
        return isSame(given, kept) && hash !== null
      }, turn),
    hashCodes: (codes, turn) =>
      queue(async () => {
        // One salt, so that a code that is typed is worked out once and compared with all that are left.
        const salt = randomBytes(saltBytes)
        const hashes: string[] = []
        for (const code of codes) hashes.push(written(salt, await derive(code, salt, codeCost), codeCost))
        return hashes
      }, turn),
    matchingCode: (code, hashes, turn) =>
      queue(async () => {
        const given = await hashedLike(hashes[0] ?? nobodysCode, code, derive)
        return { hash: hashes.filter((hash) => isSame(hash, given))[0] ?? null }
      }, turn),
  }
}
