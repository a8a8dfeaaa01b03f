/** The name of the place, which its host can change while the server runs. */

export interface Site {
  /** The name as it is now, for every page. */
  readonly name: () => string
  readonly rename: (name: string) => void
}

/** `onRenamed` is for what was made with the old name. */
export function createSite(startName: string, onRenamed: () => void): Site {
  let name = startName
  return {
    name: () => name,
    rename: (newName) => {
      name = newName
      onRenamed()
    },
  }
}
