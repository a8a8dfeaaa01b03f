/** Sign-ins that have ended and are still in the database, because it could not be written: refused from memory. */

/** Of sign-ins that go on there are far fewer; more than these are somebody's attempt to fill the memory. */
const mostRemembered = 10_000

interface EndedSignIns {
  /**
   * Takes a sign-in out of the database; where that fails, it is refused from now on and taken out later. Of one that may be made
   * up, since the database could not be asked, no more are remembered than fit, and none pushes out a real one.
   */
  readonly end: (tokenHash: string, mayBeMadeUp: boolean) => Promise<void>
  /** Refuses it from now on. */
  readonly remember: (tokenHash: string) => void
  readonly has: (tokenHash: string) => boolean
  /** Takes out what is left, as long as that works. */
  readonly tryAgain: () => Promise<void>
}

/** `remove` throws where the database cannot be written. A restart forgets what is remembered here. */
export function createEndedSignIns(remove: (tokenHash: string) => Promise<void>): EndedSignIns {
  const real = new Set<string>()
  const perhapsMadeUp = new Set<string>()

  /** Whether it is out of the database. Whatever failed, nobody stays signed in for it. */
  async function isRemoved(tokenHash: string): Promise<boolean> {
    return remove(tokenHash).then(
      () => true,
      () => false,
    )
  }

  function rememberIn(place: Set<string>, tokenHash: string): void {
    place.add(tokenHash)
    const [oldest] = place
    if (place.size > mostRemembered && oldest !== undefined) place.delete(oldest)
  }

  return {
    end: async (tokenHash, mayBeMadeUp) => {
      if (!(await isRemoved(tokenHash))) rememberIn(mayBeMadeUp ? perhapsMadeUp : real, tokenHash)
    },
    remember: (tokenHash) => rememberIn(real, tokenHash),
    has: (tokenHash) => real.has(tokenHash) || perhapsMadeUp.has(tokenHash),
    tryAgain: async () => {
      for (const place of [real, perhapsMadeUp]) {
        for (const tokenHash of place) {
          if (!(await isRemoved(tokenHash))) return
          place.delete(tokenHash)
        }
      }
    },
  }
}
