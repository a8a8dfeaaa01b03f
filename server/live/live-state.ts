/** What lives only while somebody is there, behind one narrow interface: in memory here, shared by a fleet later. */

/** Entries by id. Each change is made alone, so that two at once cannot lose one another. */
export interface LiveState<Value> {
  /** Puts a new entry in. Where there is no room left, the entry that was changed longest ago goes. */
  readonly add: (id: string, value: Value) => Promise<void>
  /** Puts a new entry in where there is room, and says whether there was: none that is there has to go. */
  readonly addIfRoom: (id: string, value: Value) => Promise<boolean>
  /** Changes the entry of an id and gives it; `null` takes it out. Gives null where there is none. */
  readonly change: (id: string, next: (value: Value) => Value | null) => Promise<Value | null>
  /** Changes the entry of an id, or a fresh one where there is none: of two first ones at once, one comes second. */
  readonly changeOrAdd: (id: string, fresh: Value, next: (value: Value) => Value) => Promise<void>
  /** Makes the same change to every entry. */
  readonly changeAll: (next: (value: Value) => Value | null) => Promise<void>
  readonly count: () => Promise<number>
}

/** Entries in this process alone, at most so many: nothing is written anywhere. */
export function createMemoryState<Value>(mostEntries: number): LiveState<Value> {
  // A Map keeps the order of insertion, so the entry that was changed longest ago is the first.
  const entries = new Map<string, Value>()

  function put(id: string, value: Value): void {
    entries.set(id, value)
    if (entries.size <= mostEntries) return
    const [oldest] = entries.keys()
    if (oldest !== undefined) entries.delete(oldest)
  }

  return {
    add: async (id, value) => put(id, value),
    addIfRoom: async (id, value) => {
      if (entries.size >= mostEntries && !entries.has(id)) return false
      entries.set(id, value)
      return true
    },
    change: async (id, next) => {
      const value = entries.get(id)
      if (value === undefined) return null
      const changed = next(value)
      entries.delete(id)
      if (changed !== null) entries.set(id, changed)
      return changed
    },
    changeOrAdd: async (id, fresh, next) => {
      const changed = next(entries.get(id) ?? fresh)
      entries.delete(id)
      put(id, changed)
    },
    changeAll: async (next) => {
      for (const [id, value] of entries) {
        const changed = next(value)
        if (changed === null) entries.delete(id)
        else entries.set(id, changed)
      }
    },
    count: async () => entries.size,
  }
}
