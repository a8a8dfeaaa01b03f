/** What goes wrong with a database and is nobody's bug, in words that do not say which database it is: pure. */

/** Another program writes in it, and did not end within the time that anybody waits here. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy'
}

/** The file, its folder or its disk takes nothing. `path` is the file or folder that is to blame. */
export class DatabaseUnwritable extends Error {
  override readonly name = 'DatabaseUnwritable'
  readonly code: string
  readonly path: string

  constructor(code: string, path: string) {
    super('The database cannot be written')
    this.code = code
    this.path = path
  }
}

/** What a process wants a database for. */
export type Work = 'server' | 'command' | 'restore'

/** Another process works on the same database, and the two do not go together. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse'
  readonly by: Work

  constructor(by: Work) {
    super('The database is in use')
    this.by = by
  }
}

/** A newer version of this program has changed it; `unknown` are the names of the changes that this one does not know. */
export class DatabaseNewer extends Error {
  override readonly name = 'DatabaseNewer'
  readonly unknown: readonly string[]

  constructor(unknown: readonly string[]) {
    super('A newer version has changed the database')
    this.unknown = unknown
  }
}
