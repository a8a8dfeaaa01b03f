/** What the kiosk does: a pure machine. Browsers, windows and reports follow from its state alone, so what dies comes back. */

import type {
  ClosingReason,
  EntryWish,
  MachineAct,
  PrinterState,
  PrinterWarning,
  Report,
  ServerState,
  TextSize,
  VisitAct,
} from '../contract/kiosk.ts'

type Visit = NonNullable<ServerState['visit']>

/** An official page beside the guide. */
export interface Portal {
  /** The server's number of this opening. */
  readonly number: number
  readonly address: string
  /** How often its browser has crashed. */
  readonly crashes: number
  readonly windows: number
  readonly document: Document
}

/** The one document that is shown; `number` tells it from the one before. */
export type Document =
  | { readonly is: 'none' | 'refused' }
  | { readonly is: 'shown'; readonly number: number; readonly file: string }

export type Screen =
  | { readonly at: 'idle' }
  | { readonly at: 'guide'; readonly visit: Visit; readonly closed: ClosedPortal | null }
  | { readonly at: 'portal'; readonly visit: Visit; readonly portal: Portal }
  | { readonly at: 'erasing' }
  | { readonly at: 'out-of-service' }

interface ClosedPortal {
  readonly number: number
  readonly because: ClosingReason
}

/** The guide's browser: a new number is a new browser with nothing of the one before. */
export interface Guide {
  readonly number: number
  readonly shows: EntryWish | 'out-of-service' | 'nothing'
}

export interface Kiosk {
  readonly screen: Screen
  readonly guide: Guide
  /** What the server said last; null while it is not connected. */
  readonly server: ServerState | null
  /** The number of the visit that was erased here last: what is still on its way of it counts no longer. */
  readonly visitOver: number | null
  /** Since when the server has not been connected, in milliseconds of the clock. */
  readonly serverLostAt: number
  readonly printer: PrinterState
  readonly printerWarning: PrinterWarning
  /** Without a touch for so long, at the whole display. */
  readonly idleMilliseconds: number
  /** When the server was last told of a touch, and whether it was told that nobody is there. */
  readonly touchToldAt: number
  readonly asked: boolean
}

export type KioskEvent =
  | { readonly kind: 'server'; readonly state: ServerState }
  | { readonly kind: 'server-lost' }
  | { readonly kind: 'patient'; readonly act: MachineAct }
  | { readonly kind: 'tick'; readonly idleMilliseconds: number }
  | { readonly kind: 'guide-gone'; readonly number: number }
  | { readonly kind: 'portal-gone'; readonly number: number; readonly crashed: boolean }
  | { readonly kind: 'document-gone'; readonly number: number }
  | { readonly kind: 'windows'; readonly count: number }
  | { readonly kind: 'document'; readonly file: string }
  | { readonly kind: 'document-refused' }
  | { readonly kind: 'card-out' }
  | { readonly kind: 'printer'; readonly state: PrinterState; readonly warning: PrinterWarning }
  /** The server was told to erase: the number of its visit; null where it has none, or did not answer. */
  | { readonly kind: 'erase-told'; readonly visit: number | null }
  | { readonly kind: 'erased' }

export type Command =
  /** All browsers ended, everything of the visit gone, here and on the server; `erased` answers it. */
  | { readonly kind: 'erase' }
  | { readonly kind: 'tell'; readonly act: Exclude<VisitAct, 'erase'> }
  | { readonly kind: 'print'; readonly file: string }
  | { readonly kind: 'close-window' }

interface KioskRules {
  /** Whether an official page is on the site's list. */
  readonly mayOpen: (address: string) => boolean
}

/** A server that restarts is back sooner; whoever stands at the screen waits no longer. */
export const serverGraceMilliseconds = 3000
const tellTouchEveryMilliseconds = 2000
/** A page that crashes more often would crash again. */
const mostCrashes = 2
export const mostPortalWindows = 4

/** The start is the same in each language. */
const atStart: EntryWish = { resume: false, page: 'start', language: 'fr' }

/** Who switches the kiosk on sees soon that the server is away, and no page about it where the server is there. */
const firstGraceMilliseconds = 1000

/** A kiosk that has just started: its first act is an erase, since nobody knows what was before. */
export function started(at: number): Kiosk {
  return {
    screen: { at: 'erasing' },
    guide: { number: 1, shows: 'nothing' },
    server: null,
    visitOver: null,
    serverLostAt: at - serverGraceMilliseconds + firstGraceMilliseconds,
    printer: 'none',
    printerWarning: 'none',
    idleMilliseconds: 0,
    touchToldAt: at,
    asked: false,
  }
}

/** The kiosk after an event, at a time in milliseconds that never goes back, and what is to be done. */
export function kioskAfter(
  before: Kiosk,
  event: KioskEvent,
  at: number,
  rules: KioskRules,
): { readonly kiosk: Kiosk; readonly commands: readonly Command[] } {
  const happened = { ...before, ...whatHappened(before, event, at) }
  const asked = actOf(happened, event)
  const settled = settle(happened, at, rules)
  const told = timeTold(settled.kiosk, event, at)
  return { kiosk: told.kiosk, commands: [...asked, ...settled.commands, ...told.commands] }
}

/** What an event alone changes. */
function whatHappened(kiosk: Kiosk, event: KioskEvent, at: number): Partial<Kiosk> {
  const { screen, guide } = kiosk
  switch (event.kind) {
    case 'server':
      return {
        server: withoutVisit(kiosk.visitOver, event.state),
        ...(event.state.visit?.phase === 'active' ? { asked: false } : {}),
      }
    case 'server-lost':
      return kiosk.server === null ? {} : { server: null, serverLostAt: at }
    case 'tick':
      return { idleMilliseconds: event.idleMilliseconds }
    case 'printer':
      return { printer: event.state, printerWarning: event.warning }
    case 'guide-gone':
      if (event.number !== guide.number) return {}
      return { guide: { number: guide.number + 1, shows: againShown(kiosk) } }
    case 'erase-told': {
      // No new guide begins before the server was told: what it still speaks of is what was there before.
      const visitOver = event.visit ?? kiosk.server?.visit?.number ?? kiosk.visitOver
      return { visitOver, server: kiosk.server && withoutVisit(visitOver, kiosk.server) }
    }
    case 'erased':
      return screen.at === 'erasing' ? { screen: { at: 'idle' } } : {}
    case 'portal-gone':
    case 'document-gone':
    case 'windows':
    case 'document':
    case 'document-refused':
    case 'card-out':
      return screen.at === 'portal' ? { screen: portalAfter(screen, event) } : {}
    case 'patient':
      if (event.act !== 'close-document' || screen.at !== 'portal') return {}
      return { screen: withPortal(screen, { document: { is: 'none' } }) }
  }
}

function withoutVisit(number: number | null, state: ServerState): ServerState {
  return state.visit === null || state.visit.number !== number
    ? state
    : { ...state, visit: null, portal: null }
}

/** What the guide's browser shows when it comes back by itself. */
function againShown({ screen, guide }: Kiosk): Guide['shows'] {
  if (screen.at === 'guide' || screen.at === 'portal') {
    return { resume: true, page: 'start', language: screen.visit.language }
  }
  return guide.shows
}

type AtPortal = Extract<Screen, { at: 'portal' }>
type PortalEvent = Extract<
  KioskEvent,
  { kind: 'portal-gone' | 'document-gone' | 'windows' | 'document' | 'document-refused' | 'card-out' }
>

function withPortal(screen: AtPortal, change: Partial<Portal>): AtPortal {
  return { ...screen, portal: { ...screen.portal, ...change } }
}

function closed({ visit, portal }: AtPortal, because: ClosingReason): Screen {
  return { at: 'guide', visit, closed: { number: portal.number, because } }
}

function portalAfter(screen: AtPortal, event: PortalEvent): Screen {
  const { portal } = screen
  switch (event.kind) {
    case 'portal-gone':
      if (event.number !== browserNumber(portal)) return screen
      if (!event.crashed) return closed(screen, 'window')
      if (portal.crashes >= mostCrashes) return closed(screen, 'crash')
      return withPortal(screen, { crashes: portal.crashes + 1, windows: 0, document: { is: 'none' } })
    case 'card-out':
      return closed(screen, 'card')
    case 'windows':
      return withPortal(screen, { windows: event.count })
    case 'document': {
      const number = portal.document.is === 'shown' ? portal.document.number + 1 : 1
      return withPortal(screen, { document: { is: 'shown', number, file: event.file } })
    }
    case 'document-refused':
      return portal.document.is === 'shown' ? screen : withPortal(screen, { document: { is: 'refused' } })
    case 'document-gone':
      if (portal.document.is !== 'shown' || portal.document.number !== event.number) return screen
      return withPortal(screen, { document: { is: 'none' } })
  }
}

/** What the patient asked for by a tap in the guide. */
function actOf({ screen }: Kiosk, event: KioskEvent): readonly Command[] {
  if (event.kind !== 'patient' || screen.at !== 'portal') return []
  const { document } = screen.portal
  if (event.act === 'print-document' && document.is === 'shown') {
    return [{ kind: 'print', file: document.file }]
  }
  return event.act === 'close-window' ? [{ kind: 'close-window' }] : []
}

/** Brings the screen in line with what the server says, and with its absence. */
function settle(
  kiosk: Kiosk,
  at: number,
  rules: KioskRules,
): { readonly kiosk: Kiosk; readonly commands: readonly Command[] } {
  const { screen, server } = kiosk
  const as = (next: Screen) => ({ kiosk: { ...kiosk, screen: next }, commands: [] })
  // An erase is never interrupted; what came meanwhile counts after it.
  if (screen.at === 'erasing') return { kiosk, commands: [] }
  if (server === null) {
    if (screen.at === 'out-of-service' || at - kiosk.serverLostAt < serverGraceMilliseconds) {
      return { kiosk, commands: [] }
    }
    if (screen.at === 'idle') {
      return guideAnew({ ...kiosk, screen: { at: 'out-of-service' } }, 'out-of-service')
    }
    return erase(kiosk, 'out-of-service')
  }
  const { visit } = server
  switch (screen.at) {
    case 'out-of-service':
      return guideAnew({ ...kiosk, screen: { at: 'idle' } }, atStart)
    case 'idle':
      if (typeof kiosk.guide.shows === 'string') return guideAnew(kiosk, atStart)
      return visit === null ? as(screen) : settle(as({ at: 'guide', visit, closed: null }).kiosk, at, rules)
    case 'guide':
    case 'portal': {
      if (visit === null) {
        // Where the clock had asked in vain, nobody stands there who would read what to take along.
        const page = screen.visit.phase === 'warned' ? 'start' : 'erased'
        return erase(kiosk, { resume: false, page, language: screen.visit.language })
      }
      return as(withWanted(screen, visit, server.portal, rules))
    }
  }
}

/** The official page that the patient wants open, unless it was closed here already. */
function withWanted(
  screen: Extract<Screen, { at: 'guide' | 'portal' }>,
  visit: Visit,
  wanted: ServerState['portal'],
  rules: KioskRules,
): Screen {
  const closedHere = screen.at === 'guide' ? screen.closed : null
  if (wanted === null || wanted.number === closedHere?.number) {
    return { at: 'guide', visit, closed: closedHere }
  }
  if (screen.at === 'portal' && screen.portal.number === wanted.number) return { ...screen, visit }
  const { number, address } = wanted
  if (!rules.mayOpen(address)) return { at: 'guide', visit, closed: { number, because: 'not-allowed' } }
  const portal = { number, address, crashes: 0, windows: 0, document: { is: 'none' } as const }
  return { at: 'portal', visit, portal }
}

function guideAnew(kiosk: Kiosk, shows: Guide['shows']) {
  return { kiosk: { ...kiosk, guide: { number: kiosk.guide.number + 1, shows } }, commands: [] }
}

function erase(kiosk: Kiosk, shows: Guide['shows']) {
  const { kiosk: next } = guideAnew({ ...kiosk, screen: { at: 'erasing' } }, shows)
  const { screen } = kiosk
  const visitOver = screen.at === 'guide' || screen.at === 'portal' ? screen.visit.number : kiosk.visitOver
  const server = kiosk.server && withoutVisit(visitOver, kiosk.server)
  return {
    kiosk: { ...next, visitOver, server, asked: false },
    commands: [{ kind: 'erase' }] satisfies readonly Command[],
  }
}

/** What the time since the last touch leads to: the server is told, and the erase does not wait for its answer. */
function timeTold(kiosk: Kiosk, event: KioskEvent, at: number) {
  const { screen, server, idleMilliseconds } = kiosk
  if (event.kind !== 'tick' || (screen.at !== 'guide' && screen.at !== 'portal') || server === null) {
    return { kiosk, commands: [] }
  }
  if (idleMilliseconds >= server.eraseAfterSeconds * 1000) {
    return erase(kiosk, { resume: false, page: 'start', language: screen.visit.language })
  }
  if (idleMilliseconds >= server.privacyScreenAfterSeconds * 1000) {
    if (kiosk.asked || screen.visit.phase !== 'active') return { kiosk, commands: [] }
    return { kiosk: { ...kiosk, asked: true }, commands: [{ kind: 'tell', act: 'ask' } as const] }
  }
  const touchedAt = at - idleMilliseconds
  if (touchedAt <= kiosk.touchToldAt || at - kiosk.touchToldAt < tellTouchEveryMilliseconds) {
    return { kiosk, commands: [] }
  }
  return { kiosk: { ...kiosk, touchToldAt: at }, commands: [{ kind: 'tell', act: 'touch' } as const] }
}

/** The browser of a portal: a crash makes a new one. */
function browserNumber({ number, crashes }: Portal): number {
  return number * (mostCrashes + 1) + crashes
}

export interface Browsers {
  readonly guide: Guide
  readonly portal: {
    readonly number: number
    readonly address: string
    readonly language: string
    readonly size: TextSize
  } | null
  readonly document: { readonly number: number; readonly file: string; readonly language: string } | null
}

/** The browsers that are to run. Another number is another browser; what is not named here is ended. */
export function browsersOf({ screen, guide }: Kiosk): Browsers {
  if (screen.at !== 'portal') return { guide, portal: null, document: null }
  const { portal, visit } = screen
  const { language, size } = visit
  const { address, document } = portal
  return {
    guide,
    portal: { number: browserNumber(portal), address, language, size },
    document: document.is === 'shown' ? { number: document.number, file: document.file, language } : null,
  }
}

/** `full`: the guide alone. `beside`: the guide in the left third. `covered`: the guide's privacy screen over all. */
export type Layout = 'full' | 'beside' | 'covered'

export function layoutOf({ screen, server, idleMilliseconds }: Kiosk): Layout {
  if (screen.at !== 'portal') return 'full'
  const hidden = screen.visit.phase !== 'active'
  const nobody = server !== null && idleMilliseconds >= server.privacyScreenAfterSeconds * 1000
  return hidden || nobody ? 'covered' : 'beside'
}

export function reportOf({ screen, printer, printerWarning }: Kiosk): Report {
  if (screen.at === 'portal') {
    const { number, windows, document } = screen.portal
    const is = windows === 0 ? 'opening' : 'open'
    return { portal: { number, is, because: null }, windows, document: document.is, printer, printerWarning }
  }
  const closedPortal = screen.at === 'guide' ? screen.closed : null
  return {
    portal: closedPortal === null ? null : { ...closedPortal, is: 'closed' },
    windows: 0,
    document: 'none',
    printer,
    printerWarning,
  }
}
