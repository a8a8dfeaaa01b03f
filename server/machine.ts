/** What the machine gives: clocks, randomness, the log, slow work. Handed in, so that tests bring their own. */

import { createHmac, randomBytes, randomInt } from 'node:crypto'
import { uptime } from 'node:os'
import type { DestinationStream } from 'pino'
import { standardOutputLog } from './bounded-log.ts'
import type { ClockReading } from './live/clock.ts'
import { judgeInProcess } from './passphrases/guess-process.ts'
import type { JudgeGuessable } from './passphrases/guessable.ts'
import { type DeriveKey, deriveKey, type PassphraseCost, passphraseCost } from './passphrases/hashes.ts'
import type { NewNumber } from './second-factor/rules.ts'

export interface Machine {
  readonly readClock: () => ClockReading
  /** An id that nobody can guess. */
  readonly newId: () => string
  /** Six digits that nobody can foresee. */
  readonly newCode: () => string
  /** A number below another one that nobody can foresee. */
  readonly newNumber: NewNumber
  /** A hash with a key that lives as long as the process. */
  readonly mark: (secret: string) => string
  readonly logDestination: DestinationStream
  readonly passphraseCost: PassphraseCost
  /** The slow part of a passphrase. */
  readonly deriveKey: DeriveKey
  /** Whether others would guess a passphrase; it takes a second. */
  readonly judgeGuessable: JudgeGuessable
}

const bootMilliseconds = () => uptime() * 1000

/** This machine: its clocks, its randomness, and the log on standard output. */
export function thisMachine(): Machine {
  const key = randomBytes(32)
  return {
    readClock: () => ({
      dayMilliseconds: Date.now(),
      steadyMilliseconds: performance.now(),
      bootMilliseconds,
    }),
    newId: () => randomBytes(16).toString('base64url'),
    newCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
    newNumber: (below) => randomInt(below),
    mark: (secret) => createHmac('sha256', key).update(secret).digest('base64url'),
    logDestination: standardOutputLog(),
    passphraseCost,
    deriveKey,
    judgeGuessable: judgeInProcess,
  }
}
