/** Whom this process sends streams about kiosks: supervisors and pages. Connections cannot be shared, so they are no live state. */

import type { Updates } from '../live/updates.ts'
import type { PageWord } from './rules.ts'

interface KioskListeners {
  /** Calls back when a supervisor may have something new to hear; gives the way to stop that. */
  readonly watchKiosk: (kioskId: string, changed: () => void) => () => void
  /** The same for one open page of a visit, with the words that it was told since the last time. */
  readonly watchPage: (
    visitId: string,
    changed: () => void,
  ) => { readonly takeWords: () => readonly PageWord[]; readonly stop: () => void }
  readonly pagesOf: (visitId: string) => number
  readonly ringSupervisors: (kioskId: string) => void
  readonly ringPages: (visitId: string) => void
  /** Tells each open page of a visit a word, once. */
  readonly tell: (visitId: string, word: PageWord) => void
}

export function createKioskListeners(updates: Updates): KioskListeners {
  /** What each page has yet to hear, by the visit. */
  const untold = new Map<string, Set<PageWord[]>>()

  return {
    watchKiosk: (kioskId, changed) => updates.subscribe(`supervisor ${kioskId}`, changed),
    watchPage: (visitId, changed) => {
      const words: PageWord[] = []
      const ofVisit = untold.get(visitId) ?? new Set()
      untold.set(visitId, ofVisit.add(words))
      const stopWatching = updates.subscribe(`page ${visitId}`, changed)
      return {
        takeWords: () => words.splice(0),
        stop: () => {
          stopWatching()
          ofVisit.delete(words)
          if (ofVisit.size === 0 && untold.get(visitId) === ofVisit) untold.delete(visitId)
        },
      }
    },
    pagesOf: (visitId) => updates.watchersOf(`page ${visitId}`),
    ringSupervisors: (kioskId) => updates.publish(`supervisor ${kioskId}`),
    ringPages: (visitId) => updates.publish(`page ${visitId}`),
    tell: (visitId, word) => {
      for (const words of untold.get(visitId) ?? []) words.push(word)
      updates.publish(`page ${visitId}`)
    },
  }
}
