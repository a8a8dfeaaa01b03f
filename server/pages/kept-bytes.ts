/** Bytes kept by name within a bound, and nothing but bytes: so nothing that is kept can hold a request, a cookie or a visit. */

export interface KeptBytes {
  readonly has: (name: string) => boolean
  /** What was put under a name, which from now on goes last; undefined where it is not kept, or no longer. */
  readonly get: (name: string) => Buffer<ArrayBuffer> | undefined
  /** Keeps a copy, and gives it. */
  readonly put: (name: string, bytes: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer>
  readonly clear: () => void
  /** How many bytes are kept now; names are not counted. */
  readonly size: () => number
}

interface Entry {
  readonly name: string
  readonly bytes: Buffer<ArrayBuffer>
}

/** Keeps at most `mostBytes`: what was asked for longest ago goes first. More than that at once is not kept at all. */
export function createKeptBytes(mostBytes: number): KeptBytes {
  // In the order in which they were asked for.
  const entries = new Map<string, Entry>()
  let size = 0

  function drop({ name, bytes }: Entry): void {
    entries.delete(name)
    size -= bytes.length
  }

  return {
    has: (name) => entries.has(name),
    get: (name) => {
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      // Under the name of before: that of a request may be a piece of its whole address.
      entries.delete(entry.name)
      entries.set(entry.name, entry)
      return entry.bytes
    },
    put: (name, bytes) => {
      const before = entries.get(name)
      if (before !== undefined) drop(before)
      // In memory of its own: zlib's buffers are several times as large as what stands in them, and a pool has other things in it.
      const own = Buffer.allocUnsafeSlow(bytes.length)
      bytes.copy(own)
      entries.set(name, { name, bytes: own })
      size += own.length
      for (const oldest of entries.values()) {
        if (size <= mostBytes) break
        drop(oldest)
      }
      return own
    },
    clear: () => {
      entries.clear()
      size = 0
    },
    size: () => size,
  }
}
