/** Signing in of mediators and of hosts, from one database; the administrator's commands use it as well. */

import type { Kysely } from 'kysely'
import type { Database } from '../database/schema.ts'
import { createClock } from '../live/clock.ts'
import { createMemoryState } from '../live/live-state.ts'
import type { Machine } from '../machine.ts'
import { hashToken } from '../web/tokens.ts'
import { codePace, createAttempts, type Failures, mostRememberedFailures } from './attempts-live.ts'
import { createFactorStore } from './factor-store.ts'
import { createHalfWays, type HalfWay, mostHalfWays } from './half-ways-live.ts'
import { createSignIns, type SignIns } from './live.ts'
import { createBeginSignIn } from './new-sign-ins-live.ts'
import { createPassphrases } from './passphrases.ts'
import { type AccountKind, dayOf } from './rules.ts'
import { createSecondFactors } from './second-factors-live.ts'
import { createAccountStore } from './store.ts'
import { createTotp } from './totp.ts'
import { createTries } from './tries-live.ts'

/** The sign-ins of mediators and of hosts. */
export function createBothSignIns(
  database: Kysely<Database>,
  machine: Pick<
    Machine,
    'readClock' | 'newId' | 'newNumber' | 'passphraseCost' | 'deriveKey' | 'judgeGuessable'
  >,
  siteName: () => string,
  /** What is guessed first where the site is. */
  guessableWords: readonly string[],
): { readonly mediators: SignIns; readonly hosts: SignIns } {
  const { newId, newNumber, readClock } = machine
  const store = createAccountStore(database)
  const clock = createClock(readClock)
  const now = () => readClock().dayMilliseconds
  const failures = () => createMemoryState<Failures>(mostRememberedFailures)
  const attempts = createAttempts(failures(), clock)
  const codeAttempts = createAttempts(failures(), clock, codePace)
  const passphrases = createPassphrases(machine.passphraseCost, machine.deriveKey, (text, own) =>
    machine.judgeGuessable(text, [...own, ...guessableWords]),
  )
  const parts = { store, passphrases, hashToken, now, siteName }
  const beginSignIn = createBeginSignIn({ store, newId, hashToken, now })
  const halfWays = createHalfWays({
    state: createMemoryState<HalfWay>(mostHalfWays),
    clock,
    newId,
    hashToken,
  })
  const isKnownDevice = (tokenHash: string, accountId: string) =>
    store.isKnownDevice(tokenHash, accountId, dayOf(now()))

  function signInsOf(kind: AccountKind): SignIns {
    const counted = { kind, networkAttempts: attempts, isKnownDevice, hashToken }
    const secondFactors = createSecondFactors({
      ...parts,
      kind,
      factors: createFactorStore(database),
      halfWays,
      tries: createTries({ ...counted, attempts: codeAttempts }),
      totp: createTotp(),
      beginSignIn,
      newNumber,
    })
    const tries = createTries({ ...counted, attempts })
    return createSignIns({ ...parts, kind, tries, beginSignIn, secondFactors, newId })
  }

  return { mediators: signInsOf('mediator'), hosts: signInsOf('host') }
}
