/** The few places of a public page that belong to the visit: filled when the page is served, never kept with it. */

import type { Contrast, TextSize } from '../visits/rules.ts'

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
  /**
   * Of the rooms that have a part in this visit, in the order in which they show. Such a page is made for this answer alone, and
   * kept nowhere.
   */
  readonly rooms?: readonly RoomFillers[]
}

/** The slots between tags that rooms fill; what stands there already is for all other pages. */
const roomSlots = ['strips', 'kiosk', 'past-privacy-screen', 'step-tool', 'own-pc'] as const

type RoomSlot = (typeof roomSlots)[number]

/** What a room puts into the pages of one visit. */
export interface RoomFillers {
  /** The room's name, as that of its folder. */
  readonly room: string
  /** Markup, by the slot, from what the page says there. */
  readonly between: Readonly<Partial<Record<RoomSlot, (argument: string) => string>>>
  /** The way to a guide's official page by our server. */
  readonly officialPath: (language: string, guideId: string) => string
  /** Whether that page opens beside the guide, and so in no tab of its own. */
  readonly opensBeside: boolean
}

/** Asked for each page of a visit: what a room puts into it; null where the room has no part in it. */
export type RoomFiller = (visit: {
  readonly id: string
  /** Where it goes on; null where that is no kiosk. */
  readonly kioskId: string | null
}) => Promise<RoomFillers | null>

declare module 'hono' {
  interface ContextVariableMap {
    /** What the visit puts into the page that answers this request. */
    slots: Slots
    /** Asks for one of the turns that a page takes which is made for this visit. */
    mayMakePage: () => Promise<boolean>
    /** The public page that answered, as it stands in the store. */
    publicPage: string
    /** The visit that the browser brought, where it goes on. */
    visitId: string | null
    /** A visit has ended in this browser, so the start has to open the door anew. */
    doorClosed: boolean
  }
}

/** The slots in tags, as views mark them: `data-slot="name"` or `data-slot="name:argument"`. */
const fillers: Readonly<Record<string, (slots: Slots, argument: string, address: string) => string>> = {
  visit: (slots) =>
    ` data-size="${slots.size}" data-contrast="${slots.contrast}"` +
    ` data-hide-after-seconds="${slots.hideAfterSeconds}" data-answer-within-seconds="${slots.answerWithinSeconds}"` +
    (slots.moreTime ? ' data-more-time=""' : ''),
  refresh: (slots, path) => ` content="${slots.refreshAfterSeconds}; url=${path}"`,
  'size-chosen': (slots, size) => ` aria-pressed="${slots.size === size}"`,
  'contrast-chosen': (slots, contrast) => ` aria-pressed="${slots.contrast === contrast}"`,
  'more-time-chosen': (slots) => ` aria-pressed="${slots.moreTime}"`,
  official: ({ rooms = [] }, argument, address) => {
    const [language = '', guideId = ''] = argument.split(' ')
    // The last room knows of those before it: a helper's private moment begins on the way to the kiosk's own.
    const path = rooms.at(-1)?.officialPath(language, guideId) ?? address
    const isBeside = rooms.some(({ opensBeside }) => opensBeside)
    return ` href="${path}"${isBeside ? '' : ' target="_blank" rel="noopener noreferrer"'}`
  },
}

/** The slots between tags: `<slot name="name:argument"></slot>`. What several rooms put into one stands together. */
function filledBetween(name: string, { rooms = [] }: Slots, argument: string, content: string): string {
  const slot = roomSlots.find((known) => known === name)
  if (slot === undefined) throw new Error(`No slot ${name}`)
  const filled = rooms.flatMap(({ between }) => between[slot]?.(argument) ?? [])
  if (filled.length === 0) return content
  return filled.length === 1 ? filled.join('') : `<div class="${slot}">${filled.join('')}</div>`
}

/** An address that stands before a slot belongs to it. */
const slotInTag = /(?: href="([^"]*)")? data-slot="([a-z-]+)(?::([^"]*))?"/g

export function fillSlots(markup: string, slots: Slots): string {
  return markup
    .replace(slotInTag, (_mark, address: string | undefined, name: string, argument: string | undefined) =>
      known(fillers, name)(slots, argument ?? '', address ?? ''),
    )
    .replace(
      /<slot name="([a-z-]+):([^"]*)">(.*?)<\/slot>/gs,
      (_mark, name: string, argument: string, content: string) =>
        filledBetween(name, slots, argument, content),
    )
}

function known<Filler>(all: Readonly<Record<string, Filler>>, name: string): Filler {
  const filler = all[name]
  if (filler === undefined) throw new Error(`No slot ${name}`)
  return filler
}

/** Two visits with the same key see the same bytes. */
export function keyOfSlots(slots: Slots): string {
  return Object.values(slots).join(' ')
}
