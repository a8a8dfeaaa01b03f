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
  /** Where a helper was called. Such a page is made for this answer alone, and kept nowhere. */
  readonly live?: LiveSlots
  /** At a kiosk whose supervisor is there: likewise. */
  readonly kiosk?: KioskSlots
}

/** What a supervised kiosk puts into a page, as markup and addresses. */
export interface KioskSlots {
  readonly strip: (language: string) => string
  /** The way to a guide's official page, which the supervisor opens beside the guide. */
  readonly officialPath: (language: string, guideId: string) => string
}

/** What a guided session puts into a page, as markup and addresses. */
export interface LiveSlots {
  readonly strip: (language: string) => string
  /** Beside a step, such as `check-consent/type-pin`, which may be one where a secret is typed. */
  readonly stepTool: (language: string, stepId: string, isPrivate: boolean) => string
  /** On the privacy screen. */
  readonly pastPrivacyScreen: (language: string) => string
  /** The way to a guide's official page by our server, so that a private moment begins before the page is left. */
  readonly officialPath: (language: string, guideId: string) => string
}

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
  official: ({ live, kiosk }, argument, address) => {
    const [language = '', guideId = ''] = argument.split(' ')
    const path = (live ?? kiosk)?.officialPath(language, guideId) ?? address
    return ` href="${path}"${kiosk === undefined ? ' target="_blank" rel="noopener noreferrer"' : ''}`
  },
}

/**
 * The slots between tags: `<slot name="name:argument"></slot>`, empty where nobody was called and no supervisor is there. What
 * stands between the tags is for all other pages.
 */
const fillersBetween: Readonly<Record<string, (slots: Slots, argument: string, content: string) => string>> =
  {
    strips: ({ live, kiosk }, language) => {
      const strips = (kiosk?.strip(language) ?? '') + (live?.strip(language) ?? '')
      return live === undefined || kiosk === undefined ? strips : `<div class="strips">${strips}</div>`
    },
    kiosk: ({ kiosk }, language) => kiosk?.strip(language) ?? '',
    'past-privacy-screen': ({ live }, language) => live?.pastPrivacyScreen(language) ?? '',
    'step-tool': ({ live }, argument) => {
      const [language = '', stepId = '', kind] = argument.split(' ')
      return live?.stepTool(language, stepId, kind === 'private') ?? ''
    },
    'own-pc': ({ kiosk }, _language, content) => (kiosk === undefined ? content : ''),
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
        known(fillersBetween, name)(slots, argument, content),
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
