/** Sign-ins that have ended and are still in the database, because it could not be written: refused from memory. */

/** Of sign-ins that go on there are far fewer; more than these are somebody's attempt to fill the memory. */
const mostRemembered = 10_000

export interface EndedSignIns {
  /** Takes a sign-in out of the database; where that fails, it is refused from now on and taken out later. */
  readonly end: (tokenHash: string) => Promise<void>
  /** Refuses it from now on. */
  readonly remember: (tokenHash: string) => void
  readonly has: (tokenHash: string) => boolean
  /** Takes out what is left, as long as that works. */
  readonly tryAgain: () => Promise<void>
}

/** `remove` throws where the database cannot be written. A restart forgets what is remembered here. */
export function createEndedSignIns(remove: (tokenHash: string) => Promise<void>): EndedSignIns {
  const remembered = new Set<string>()

  /** Whether it is out of the database. Whatever failed, nobody stays signed in for it. */
  async function isRemoved(tokenHash: string): Promise<boolean> {
    return remove(tokenHash).then(
      () => true,
      () => false,
    )
  }

  function remember(tokenHash: string): void {
    remembered.add(tokenHash)
    const [oldest] = remembered
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest)
  }

  return {
    end: async (tokenHash) => {
      if (!(await isRemoved(tokenHash))) remember(tokenHash)
    },
    remember,
    has: (tokenHash) => remembered.has(tokenHash),
    tryAgain: async () => {
      for (const tokenHash of remembered) {
        if (!(await isRemoved(tokenHash))) return
        remembered.delete(tokenHash)
      }
    },
  }
}
