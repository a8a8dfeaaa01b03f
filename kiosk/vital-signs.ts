/** Whether a browser shows a page, by its processes and windows alone: pure. What ends somebody's sign-in has to be sure. */

/** A process's number and start: tells it from an earlier one that had the same number. */
export type ProcessName = `${number} ${number}`

export interface VitalSigns {
  readonly renderers: number
  /** Those that renderers come from: without them nothing new is shown. */
  readonly zygotes: ReadonlySet<ProcessName>
  readonly processes: ReadonlySet<ProcessName>
  /** What it has worked since it began, and waited for a processor that others had. */
  readonly busyMilliseconds: number
  /** Whether some of it runs, or waits for a processor or a disk, at this moment. */
  readonly isBusy: boolean
}

/** What is remembered of a browser from look to look. */
export interface Watched {
  /** Every zygote that a renderer was seen to come from; empty until it shows its first page. */
  readonly zygotes: ReadonlySet<ProcessName>
  /** How often in a row something was missing, and how often of that nothing was on its way. */
  readonly amissLooks: number
  readonly quietLooks: number
  readonly busyMilliseconds: number
}

export const unwatched: Watched = { zygotes: new Set(), amissLooks: 0, quietLooks: 0, busyMilliseconds: 0 }

/** What is missing for so many looks, with nothing on its way, does not come. */
const mostQuietLooks = { firstPage: 30, page: 2, window: 8 }
/** Nor does what a browser has worked on for so many looks. */
const mostAmissLooks = 240
/** Of the time between two looks: a browser whose page has crashed does next to nothing. */
const quietShare = 0.25

export interface Look {
  readonly signs: VitalSigns
  /** Of this browser; null where the window manager does not say. */
  readonly windows: number | null
  /** Since the look before. */
  readonly milliseconds: number
}

/** `no-page`: it shows none, or nothing new. `no-window`: nobody sees what it shows. */
export type Verdict = 'well' | 'unsure' | 'no-page' | 'no-window'

/** What is remembered after a look, and what is known by now. */
export function watchedAfter(
  before: Watched,
  { signs, windows, milliseconds }: Look,
): { readonly watched: Watched; readonly verdict: Verdict } {
  const { busyMilliseconds } = signs
  const hasPage = signs.renderers > 0 && [...before.zygotes].every((zygote) => signs.processes.has(zygote))
  const zygotes = hasPage ? new Set([...before.zygotes, ...signs.zygotes]) : before.zygotes
  if (hasPage && windows !== 0) {
    const verdict = windows === null ? 'unsure' : 'well'
    return { watched: { ...unwatched, zygotes, busyMilliseconds }, verdict }
  }
  const worked = busyMilliseconds - before.busyMilliseconds
  const isQuiet = !signs.isBusy && Math.abs(worked) < milliseconds * quietShare
  const watched = {
    zygotes,
    amissLooks: before.amissLooks + 1,
    quietLooks: isQuiet ? before.quietLooks + 1 : 0,
    busyMilliseconds,
  }
  const missing = hasPage ? 'window' : zygotes.size > 0 ? 'page' : 'firstPage'
  const isSure = watched.quietLooks >= mostQuietLooks[missing] || watched.amissLooks >= mostAmissLooks
  return { watched, verdict: isSure ? (hasPage ? 'no-window' : 'no-page') : 'unsure' }
}
