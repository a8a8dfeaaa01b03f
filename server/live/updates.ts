/** Tells those who watch something live that it has changed: in this process alone, and nothing of what it is. */

export interface Updates {
  /** Calls back at each change under a name, until the returned function is called. */
  readonly subscribe: (name: string, changed: () => void) => () => void
  readonly publish: (name: string) => void
  /** How many watch under a name. */
  readonly watchersOf: (name: string) => number
}

export function createUpdates(): Updates {
  const watchers = new Map<string, Set<() => void>>()
  return {
    subscribe: (name, changed) => {
      const ofName = watchers.get(name) ?? new Set()
      watchers.set(name, ofName.add(changed))
      return () => {
        ofName.delete(changed)
        if (ofName.size === 0 && watchers.get(name) === ofName) watchers.delete(name)
      }
    },
    publish: (name) => {
      for (const changed of [...(watchers.get(name) ?? [])]) changed()
    },
    watchersOf: (name) => watchers.get(name)?.size ?? 0,
  }
}
