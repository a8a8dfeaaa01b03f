/** What lives only while somebody is there, behind one narrow interface: in memory here, shared by a fleet later. */

/** What another process can read: no function, no connection, nothing that is lost as JSON. */
type Plain<Value> = { readonly [Key in keyof Value]: PlainPart<Value[Key]> }
type PlainPart<Part> = Part extends
  | undefined
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | Date
  | ((...given: never) => unknown)
  ? never
  : Plain<Part>

/** What an entry becomes, `null` takes it out, and what whoever changed it is told. */
interface Update<Value, Result> {
  readonly value: Value | null
  readonly result: Result
}

/**
 * Entries by id. Each update is made alone, so that two at once cannot lose one another; it may be asked for twice, where entries
 * are shared, and so it gives what it finds out, and changes nothing else.
 */
export interface LiveState<Value extends Plain<Value>> {
  /** Puts a new entry in. Where there is no room left, the entry that was changed longest ago goes. */
  readonly add: (id: string, value: Value) => Promise<void>
  /** Puts a new entry in where there is room, and says whether there was: none that is there has to go. */
  readonly addIfRoom: (id: string, value: Value) => Promise<boolean>
  /** The entry of an id, or null. */
  readonly find: (id: string) => Promise<Value | null>
  /** Updates the entry of an id, and gives what was found out; null where there is none. */
  readonly update: <Result>(
    id: string,
    next: (value: Value) => Update<Value, Result>,
  ) => Promise<Result | null>
  /** Updates the entry of an id, or a fresh one where there is none: of two first ones at once, one comes second. */
  readonly updateOrAdd: <Result>(
    id: string,
    fresh: Value,
    next: (value: Value) => Update<Value, Result>,
  ) => Promise<Result>
  /** Takes an entry out, if it is there. */
  readonly remove: (id: string) => Promise<void>
  /** Updates every entry, and gives what was found out of each. */
  readonly updateAll: <Result>(
    next: (value: Value, id: string) => Update<Value, Result>,
  ) => Promise<readonly Result[]>
  /** Takes out every entry that is no longer wanted. */
  readonly keep: (isWanted: (value: Value) => boolean) => Promise<void>
  readonly count: () => Promise<number>
}

/** Entries in this process alone, at most so many: nothing is written anywhere. */
export function createMemoryState<Value extends Plain<Value>>(mostEntries: number): LiveState<Value> {
  // A Map keeps the order of insertion, so the entry that was changed longest ago is the first.
  const entries = new Map<string, Value>()

  function put(id: string, value: Value): void {
    entries.set(id, value)
    if (entries.size <= mostEntries) return
    const [oldest] = entries.keys()
    if (oldest !== undefined) entries.delete(oldest)
  }

  function replace(id: string, before: Value, value: Value | null): void {
    // A flood is mostly refused. A Map keeps a hole for each that is taken out and put in anew, and walks past all of one id.
    if (value === before) return
    entries.delete(id)
    if (value !== null) entries.set(id, value)
  }

  return {
    add: async (id, value) => put(id, value),
    addIfRoom: async (id, value) => {
      if (entries.size >= mostEntries && !entries.has(id)) return false
      entries.set(id, value)
      return true
    },
    find: async (id) => entries.get(id) ?? null,
    update: async (id, next) => {
      const before = entries.get(id)
      if (before === undefined) return null
      const { value, result } = next(before)
      replace(id, before, value)
      return result
    },
    updateOrAdd: async (id, fresh, next) => {
      const before = entries.get(id)
      const { value, result } = next(before ?? fresh)
      if (before !== undefined) replace(id, before, value)
      else if (value !== null) put(id, value)
      return result
    },
    remove: async (id) => {
      entries.delete(id)
    },
    updateAll: async (next) =>
      [...entries].map(([id, before]) => {
        const { value, result } = next(before, id)
        if (value === null) entries.delete(id)
        else entries.set(id, value)
        return result
      }),
    keep: async (isWanted) => {
      for (const [id, value] of entries) if (!isWanted(value)) entries.delete(id)
    },
    count: async () => entries.size,
  }
}
