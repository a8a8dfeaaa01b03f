/** The staff of a site, mediators and hosts: accounts, sign-ins and second factors put together, for the server and for the administrator's commands. */

import type { Kysely } from 'kysely'
import { type Accounts, createAccounts } from './accounts/live.ts'
import { type Area, dayOf, kindOfArea } from './accounts/rules.ts'
import { createAccountStore } from './accounts/store.ts'
import type { Database } from './database/schema.ts'
import { createClock } from './live/clock.ts'
import { createMemoryState } from './live/live-state.ts'
import type { Machine } from './machine.ts'
import { createPassphrases } from './passphrases/live.ts'
import { createSecondFactors, type SecondFactors } from './second-factor/live.ts'
import { createFactorStore, factorsOfSignIns } from './second-factor/store.ts'
import { createTotp } from './second-factor/totp.ts'
import { codePace, createAttempts, type Failures, mostRememberedFailures } from './sign-in/attempts-live.ts'
import { createHalfWays, type HalfWay, mostHalfWays } from './sign-in/half-ways-live.ts'
import { createSignIns, type SignIns } from './sign-in/live.ts'
import { createBeginSignIn } from './sign-in/new-sign-ins-live.ts'
import { createSignInStore } from './sign-in/store.ts'
import { createTries } from './sign-in/tries-live.ts'
import { hashToken } from './web/tokens.ts'

interface StaffOfArea {
  readonly accounts: Accounts
  readonly signIns: SignIns
  readonly secondFactors: SecondFactors
}

/** Mediators by the companion's pages, hosts by theirs. */
export type Staff = Readonly<Record<Area, StaffOfArea>>

export function createStaff(
  database: Kysely<Database>,
  machine: Pick<
    Machine,
    'readClock' | 'newId' | 'newNumber' | 'passphraseCost' | 'deriveKey' | 'judgeGuessable'
  >,
  siteName: () => string,
  /** What is guessed first where the site is. */
  guessableWords: readonly string[],
): Staff {
  const { newId, newNumber, readClock } = machine
  const accountStore = createAccountStore(database)
  const store = createSignInStore(database, factorsOfSignIns)
  const clock = createClock(readClock)
  const now = () => readClock().dayMilliseconds
  const failures = () => createMemoryState<Failures>(mostRememberedFailures)
  const attempts = createAttempts(failures(), clock)
  const codeAttempts = createAttempts(failures(), clock, codePace)
  const passphrases = createPassphrases(machine.passphraseCost, machine.deriveKey, (text, own) =>
    machine.judgeGuessable(text, [...own, ...guessableWords]),
  )
  const secrets = { newId, hashToken, now }
  const state = createMemoryState<HalfWay>(mostHalfWays)
  const halfWays = createHalfWays({ state, clock, newId, hashToken })
  const beginSignIn = createBeginSignIn({ ...secrets, store })
  const isKnownDevice = (tokenHash: string, accountId: string) =>
    store.isKnownDevice(tokenHash, accountId, dayOf(now()))

  function staffOf(area: Area): StaffOfArea {
    const kind = kindOfArea[area]
    const accounts = createAccounts({ ...secrets, kind, store: accountStore })
    const parts = { ...secrets, kind, accounts, passphrases, beginSignIn, halfWays, siteName }
    const counted = { kind, networkAttempts: attempts, isKnownDevice, hashToken }
    return {
      accounts,
      signIns: createSignIns({ ...parts, accountStore, store, tries: createTries({ ...counted, attempts }) }),
      secondFactors: createSecondFactors({
        ...parts,
        store: createFactorStore(database),
        tries: createTries({ ...counted, attempts: codeAttempts }),
        totp: createTotp(),
        newNumber,
      }),
    }
  }

  return { companion: staffOf('companion'), host: staffOf('host') }
}
