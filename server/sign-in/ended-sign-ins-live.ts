/** Sign-ins that have ended and are still in the database, because it could not be written: refused from memory. */

import { createMemoryState, type LiveState } from '../live/live-state.ts'

/** Of sign-ins that go on there are far fewer; more than these are somebody's attempt to fill the memory. */
const mostRemembered = 10_000

interface EndedSignIns {
  /**
   * Takes a sign-in out of the database; where that fails, it is refused from now on and taken out later. Of one that may be made
   * up, since the database could not be asked, no more are remembered than fit, and none pushes out a real one.
   */
  readonly end: (tokenHash: string, mayBeMadeUp: boolean) => Promise<void>
  /** Refuses it from now on. */
  readonly remember: (tokenHash: string) => Promise<void>
  readonly has: (tokenHash: string) => Promise<boolean>
  /** Takes out what is left, as long as that works. */
  readonly tryAgain: () => Promise<void>
}

/** `remove` throws where the database cannot be written. A restart forgets what is remembered here. */
export function createEndedSignIns(remove: (tokenHash: string) => Promise<void>): EndedSignIns {
  const real: LiveState<true> = createMemoryState(mostRemembered)
  const perhapsMadeUp: LiveState<true> = createMemoryState(mostRemembered)

  /** Whether it is out of the database. Whatever failed, nobody stays signed in for it. */
  async function isRemoved(tokenHash: string): Promise<boolean> {
    return remove(tokenHash).then(
      () => true,
      () => false,
    )
  }

  return {
    end: async (tokenHash, mayBeMadeUp) => {
      if (!(await isRemoved(tokenHash))) await (mayBeMadeUp ? perhapsMadeUp : real).add(tokenHash, true)
    },
    remember: (tokenHash) => real.add(tokenHash, true),
    has: async (tokenHash) =>
      ((await real.find(tokenHash)) ?? (await perhapsMadeUp.find(tokenHash))) !== null,
    tryAgain: async () => {
      for (const place of [real, perhapsMadeUp]) {
        for (const tokenHash of await place.updateAll((value, id) => ({ value, result: id }))) {
          if (!(await isRemoved(tokenHash))) return
          await place.remove(tokenHash)
        }
      }
    },
  }
}
