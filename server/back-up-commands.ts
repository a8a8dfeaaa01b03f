/** `npm run admin -- back-up FILE` and `restore FILE`: what becomes of them, in sentences. */

import type { Configuration } from './configuration.ts'
import { makeBackUp, type Refusal, restoreBackUp } from './database/back-up.ts'
import { DatabaseInUse, DatabaseNewer, type Work } from './database/failures.ts'
import type { Outcome } from './make-certificate.ts'
import { codeOf, pathOf, reasonOf, startFailure } from './start-failure.ts'

const failed = (sentence: string): Outcome => ({ ok: false, text: `${sentence}\n` })

/** Makes a back-up in `file`, a whole path. Throws only what is a bug. */
export async function backUpHere(
  configuration: Configuration,
  file: string,
  nowMilliseconds: number,
): Promise<Outcome> {
  const { dataDirectory } = configuration
  try {
    const made = await makeBackUp(dataDirectory, file, nowMilliseconds)
    switch (made.kind) {
      case 'made':
        return {
          ok: true,
          text:
            `Done: ${file}, ${Math.ceil(made.bytes / 1000)} kB, checked.\n` +
            'It holds the names of helpers and hosts, and what they sign in with: keep it where nobody else reads it.\n',
        }
      case 'no-site':
        return failed(`There is no site in DATA_DIR ${dataDirectory}.`)
      case 'name-of-database':
        return failed(`${file} is a name that the database needs. Choose another one.`)
      case 'taken':
        return failed(
          made.path === file
            ? `${file} is there already. Choose another name.`
            : `${made.path} is there: a back-up is being written, or one was interrupted. Choose another name, or delete it.`,
        )
    }
  } catch (error) {
    return failed(ofTarget(error, file) ?? startFailure(error, configuration))
  }
}

/** The file of a back-up cannot be written; null where the failure is of something else. */
function ofTarget(error: unknown, file: string): string | null {
  const place = error instanceof Error ? pathOf(error) : null
  if (!(error instanceof Error) || place === null || !`${file}.unfinished`.startsWith(place)) return null
  const reason = codeOf(error) === 'ENOENT' ? 'its folder is not there' : reasonOf(error)
  return reason === null ? null : `${file} cannot be written: ${reason}.`
}

const refusals: Readonly<Record<Refusal, string>> = {
  'name-of-database': 'has a name that the database needs. Move it elsewhere.',
  link: 'is a link. Name the file itself.',
  'no-file': 'is not a file.',
  'not-ours': 'is no back-up of this program.',
  damaged: 'is cut off or damaged. Take another one.',
  newer: 'was made by a newer version of this program. Restore it with that one.',
}

const inUse: Readonly<Record<Work, string>> = {
  server: 'A server works on it: stop that first.',
  command: 'A command of the administrator works on it: let that end first.',
  restore: 'Another restore works on it: let that end first.',
}

/** Puts the back-up in `file`, a whole path, in the place of the site. Throws only what is a bug. */
export async function restoreHere(configuration: Configuration, file: string): Promise<Outcome> {
  const { dataDirectory } = configuration
  const refused = (why: string) => failed(`${why} Nothing was changed.`)
  try {
    const restored = await restoreBackUp(dataDirectory, file)
    if (typeof restored === 'string') return refused(`${file} ${refusals[restored]}`)
    const madeAt = new Date(restored.madeAtMilliseconds).toISOString()
    const lines = [
      `Done: the site in DATA_DIR ${dataDirectory} is as it was on ${madeAt.slice(0, 10)} at ${madeAt.slice(11, 16)} UTC.`,
      'Everybody signs in again, and links that were open are worth nothing.',
      'What was ended since then counts again: people who were removed, earlier passphrases, passkeys, apps and cards,',
      'and secrets of kiosks. Start the server, look through /host, and end them once more.',
    ]
    return { ok: true, text: `${lines.join('\n')}\n` }
  } catch (error) {
    if (error instanceof DatabaseInUse)
      return refused(`DATA_DIR ${dataDirectory} is in use. ${inUse[error.by]}`)
    if (error instanceof DatabaseNewer) return refused(`${file} ${refusals.newer}`)
    return refused(ofSource(error, file) ?? startFailure(error, configuration))
  }
}

/** The back-up cannot be read; null where the failure is of something else. */
function ofSource(error: unknown, file: string): string | null {
  if (!(error instanceof Error) || pathOf(error) !== file) return null
  const code = codeOf(error)
  if (code === 'ENOENT') return `There is no file ${file}.`
  return `${file} cannot be read: ${code === 'EACCES' ? 'this user may not' : code}.`
}
