/** What lives only while somebody is there, behind one narrow interface: in memory here, shared by a fleet later. */

/** Entries by id. Each change is made alone, so that two at once cannot lose one another. */
export interface LiveState<Value> {
  /** Puts a new entry in. Where there is no room left, the entry that was changed longest ago goes. */
  readonly add: (id: string, value: Value) => Promise<void>
  /** Changes the entry of an id and gives it; `null` takes it out. Gives null where there is none. */
  readonly change: (id: string, next: (value: Value) => Value | null) => Promise<Value | null>
  /** Makes the same change to every entry. */
  readonly changeAll: (next: (value: Value) => Value | null) => Promise<void>
  readonly count: () => Promise<number>
}

/** Entries in this process alone, at most so many: nothing is written anywhere. */
export function createMemoryState<Value>(mostEntries: number): LiveState<Value> {
  // A Map keeps the order of insertion, so the entry that was changed longest ago is the first.
  const entries = new Map<string, Value>()
  return {
    add: async (id, value) => {
      entries.set(id, value)
      if (entries.size <= mostEntries) return
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    },
    change: async (id, next) => {
      const value = entries.get(id)
      if (value === undefined) return null
      const changed = next(value)
      entries.delete(id)
      if (changed !== null) entries.set(id, changed)
      return changed
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
