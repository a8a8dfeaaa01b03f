/** The few places of a public page that belong to the visit: filled when the page is served, never kept with it. */

import type { Contrast, TextSize } from '../visits/visits.ts'

/** Everything that a page can show of a visit: short lists and numbers, and never a word of anybody. */
export interface Slots {
  readonly size: TextSize
  readonly contrast: Contrast
  readonly moreTime: boolean
  /** For the page's script, which feels touches. */
  readonly hideAfterSeconds: number
  readonly answerWithinSeconds: number
  /** For a page without its script. */
  readonly refreshAfterSeconds: number
}

declare module 'hono' {
  interface ContextVariableMap {
    /** What the visit puts into the page that answers this request. */
    slots: Slots
    /** The public page that answered, as it stands in the store. */
    publicPage: string
    /** The visit that the browser brought, where it goes on. */
    visitId: string | null
    /** A visit has ended in this browser, so the start has to open the door anew. */
    doorClosed: boolean
  }
}

/** The names of the slots, as views mark them: `data-slot="name"` or `data-slot="name:argument"`. */
const fillers: Readonly<Record<string, (slots: Slots, argument: string) => string>> = {
  visit: (slots) =>
    ` data-size="${slots.size}" data-contrast="${slots.contrast}"` +
    ` data-hide-after-seconds="${slots.hideAfterSeconds}" data-answer-within-seconds="${slots.answerWithinSeconds}"` +
    (slots.moreTime ? ' data-more-time=""' : ''),
  refresh: (slots, path) => ` content="${slots.refreshAfterSeconds}; url=${path}"`,
  'size-chosen': (slots, size) => ` aria-pressed="${slots.size === size}"`,
  'contrast-chosen': (slots, contrast) => ` aria-pressed="${slots.contrast === contrast}"`,
  'more-time-chosen': (slots) => ` aria-pressed="${slots.moreTime}"`,
}

export function fillSlots(markup: string, slots: Slots): string {
  return markup.replace(/ data-slot="([a-z-]+)(?::([^"]*))?"/g, (_mark, name: string, argument = '') => {
    const filler = fillers[name]
    if (filler === undefined) throw new Error(`No slot ${name}`)
    return filler(slots, argument)
  })
}

/** Two visits with the same key see the same bytes. */
export function keyOfSlots(slots: Slots): string {
  return Object.values(slots).join(' ')
}
