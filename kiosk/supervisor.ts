/** Makes true what the machine of kiosk.ts says: starts and ends browsers, moves windows, tells the server, erases. */

import path from 'node:path'
import type { Card } from './card.ts'
import type { KioskConfiguration } from './configuration.ts'
import type { Display, Window } from './display.ts'
import type { Documents } from './documents.ts'
import {
  browsersOf,
  type Command,
  type Guide,
  type KioskEvent,
  kioskAfter,
  layoutOf,
  mostPortalWindows,
  reportOf,
  started,
} from './kiosk.ts'
import { insideSandbox, type Role } from './policies.ts'
import { mayOpen } from './portals.ts'
import type { Printing } from './printing.ts'
import type { BrowserWish, RunningBrowser } from './sandbox.ts'
import type { ServerLink, Silence } from './server-link.ts'
import { unwatched, type Watched, watchedAfter } from './vital-signs.ts'
import { areaOf, type DisplaySize } from './windows.ts'

interface SupervisorParts {
  readonly configuration: Pick<KioskConfiguration, 'portals' | 'onScreenKeyboard'>
  readonly startBrowser: (wish: BrowserWish) => RunningBrowser
  readonly startKeyboard: () => RunningBrowser
  readonly documentsDirectory: string
  readonly display: Display
  /** At the start. */
  readonly displaySize: DisplaySize
  /** Lays out what the window manager and the on-screen keyboard read, for another size. */
  readonly followDisplay: (size: DisplaySize) => void
  /** Has the window manager read it. */
  readonly tellWindowManager: () => Promise<void>
  readonly card: Card
  readonly documents: Documents
  readonly printing: Printing
  readonly server: ServerLink
  /** Milliseconds that never go back. */
  readonly now: () => number
  /** Calls back once, after so many milliseconds, unless it is taken back before. */
  readonly after: (milliseconds: number, work: () => void) => () => void
  /** Said after each look at the display: whoever watches from outside ends a supervisor that no longer says it. */
  readonly beat: () => void
  /** One line for the person who looks after the machine; nothing of a patient. */
  readonly say: (line: string) => void
  /** Nothing can be done here any more: all ends, and is started anew from outside. */
  readonly giveUp: (why: string) => void
}

const tickEveryMilliseconds = 500
const lookAtCardEveryMilliseconds = 1500
const lookAtPrinterEveryMilliseconds = 4000
const reportAtLeastEveryMilliseconds = 10_000
/** The display may be slow once; when it is silent so often, it is gone. */
const mostSilentLooks = 5
/** A window manager that was killed is back within a few. */
const mostUnmanagedLooks = 30
/** A guide is missing for some seconds where the server is asked for its address in vain. */
const mostLooksWithoutGuide = 60
/** A guide that nobody saw so often in a row will not be seen the next time. */
const mostUnseenGuides = 3
/** CUPS alone may take ten seconds until it has heard that it is to cancel. */
const longestEraseMilliseconds = 30_000

/** For whoever looks after the machine; a server that is away says nothing new. */
const silenceSaid: Readonly<Record<Silence, string | null>> = {
  refused: 'The server does not know this KIOSK_TOKEN: make a new code for this kiosk at /host.',
  untrusted:
    'This machine does not trust the certificate of SERVER_URL: give it the root, or renew the certificate.',
  away: null,
}

interface Slot {
  readonly number: number
  readonly browser: RunningBrowser
  watched: Watched
  lookedAt: number
  /** Whether it was ever seen to show a page in a window. */
  wasWell: boolean
}

export function startSupervisor(parts: SupervisorParts): { readonly stop: () => Promise<void> } {
  const { configuration, display, documents, printing, server, now } = parts
  const rules = { mayOpen: (address: string) => mayOpen(configuration.portals, address) }
  const slots = new Map<Role | 'keyboard', Slot>()
  /** Browsers that are being ended: an erase waits for these as well. */
  const endings = new Set<Promise<void>>()
  /** Documents on their way to the printer: an erase waits until CUPS has them, to take them back. */
  const prints = new Set<Promise<void>>()
  let displaySize = parts.displaySize
  /** It takes every window off the screen for a moment to read its rules anew, and a page takes that for being left. */
  let windowManagerKnows = true
  let kiosk = started(now())
  let stopped = false
  let reported = { text: '', at: Number.NEGATIVE_INFINITY }
  /** How often in a row something was missing without which there is no kiosk. */
  const missed = { display: 0, windowManager: 0, guide: 0, seenGuide: 0 }

  /** Counts a look at which something is missing, and gives up where that was too often. */
  function count(what: keyof typeof missed, isMissing: boolean, most: number, why: string): void {
    missed[what] = isMissing ? missed[what] + 1 : 0
    if (missed[what] >= most) giveUp(why)
  }

  function giveUp(why: string): void {
    if (stopped) return
    stopped = true
    for (const stop of loops) stop()
    parts.giveUp(why)
  }

  function happen(event: KioskEvent): void {
    if (stopped) return
    const before = kiosk.screen.at
    const { kiosk: next, commands } = kioskAfter(kiosk, event, now(), rules)
    const layoutChanged = layoutOf(next) !== layoutOf(kiosk)
    const portalBefore = portalNumber()
    kiosk = next
    if (kiosk.screen.at !== before) parts.say(`${before} -> ${kiosk.screen.at}`)
    for (const command of commands) obey(command)
    reconcile()
    if (layoutChanged) later(arrange())
    // Whoever takes the card along soon after has to be noticed too.
    if (portalNumber() !== portalBefore) later(lookAtCard())
    if (event.kind !== 'tick') later(report())
  }

  /** Work that ends by itself; a failure of it is said, and the next tick tries again. */
  function later(work: Promise<unknown>): void {
    work.catch((error: unknown) => parts.say(`failed: ${error instanceof Error ? error.name : 'unknown'}`))
  }

  function obey(command: Command): void {
    switch (command.kind) {
      case 'erase':
        // What cannot be erased ends with this process, and the next one begins with an empty folder.
        eraseInTime()
        break
      case 'tell':
        later(server.tell(command.act))
        break
      case 'print':
        print(command.file)
        break
      case 'close-window':
        later(closeFrontWindow())
        break
    }
  }

  function print(file: string): void {
    const printed = printing
      .print(path.join(parts.documentsDirectory, file))
      .finally(() => prints.delete(printed))
    prints.add(printed)
    later(printed)
  }

  function eraseInTime(): void {
    const late = parts.after(longestEraseMilliseconds, () => giveUp('An erase does not end.'))
    erase()
      .catch(() => giveUp('An erase has failed.'))
      .finally(late)
  }

  /** Ends what is not wanted, and starts what is missing. */
  function reconcile(): void {
    const wanted = browsersOf(kiosk)
    keep('guide', wanted.guide.shows === 'nothing' ? null : wanted.guide, (number) => startGuide(number))
    const { portal, document } = wanted
    keep('portal', portal, (number) => {
      if (portal !== null) start('portal', number, { ...portal })
    })
    keep('document', document, (number) => {
      if (document === null) return
      const address = `file://${insideSandbox.documents}/${document.file}#toolbar=0&navpanes=0&view=FitH`
      start('document', number, { address, language: document.language, size: 'usual' })
    })
    const mayType = configuration.onScreenKeyboard && portal !== null && layoutOf(kiosk) === 'beside'
    keep('keyboard', mayType ? { number: 1 } : null, (number) =>
      watch('keyboard', number, parts.startKeyboard()),
    )
  }

  /** Why the server was not heard when it was last lost: the page that says it is away names it. */
  let silence: Silence = 'away'

  function lost(why: Silence): void {
    const isNew = why !== silence
    if (isNew && silenceSaid[why] !== null) parts.say(silenceSaid[why])
    silence = why
    // The page on screen names the reason of before.
    if (isNew && kiosk.screen.at === 'out-of-service') {
      happen({ kind: 'guide-gone', number: kiosk.guide.number })
    }
    happen({ kind: 'server-lost' })
  }

  /** The number of a guide whose address is being asked for. */
  let asking: number | null = null

  function keep(
    role: Role | 'keyboard',
    wanted: { readonly number: number } | null,
    begin: (number: number) => void,
  ): void {
    const slot = slots.get(role)
    if (slot !== undefined && slot.number !== wanted?.number) {
      slots.delete(role)
      end(slot)
    }
    if (wanted !== null && !slots.has(role)) begin(wanted.number)
  }

  function end(slot: Slot): void {
    const ending = slot.browser.end().finally(() => endings.delete(ending))
    endings.add(ending)
    later(ending)
  }

  function startGuide(number: number): void {
    if (asking === number) return
    asking = number
    const { shows } = kiosk.guide
    const local = `file://${insideSandbox.pages}/out-of-service.html#${silence}`
    const language = typeof shows === 'string' ? 'fr' : shows.language
    later(
      (async () => {
        const address = await addressOf(shows, local).finally(() => {
          if (asking === number) asking = null
        })
        if (stopped || kiosk.guide.number !== number || slots.has('guide')) return
        start('guide', number, { address, language, size: 'usual' })
        if (address === local && typeof shows !== 'string') guideIsLocal(number)
      })(),
    )
  }

  async function addressOf(shows: Guide['shows'], local: string): Promise<string> {
    // A visit that is to be erased is erased before a new guide begins.
    await told
    return typeof shows === 'string' ? local : ((await server.entry(shows)) ?? local)
  }

  /** The server gave no address: as soon as it does, the guide begins anew. */
  function guideIsLocal(number: number): void {
    parts.after(tickEveryMilliseconds, () => {
      if (kiosk.guide.number === number && kiosk.server !== null) happen({ kind: 'guide-gone', number })
      else if (kiosk.guide.number === number && !stopped) guideIsLocal(number)
    })
  }

  function start(role: Role, number: number, wish: Pick<BrowserWish, 'address' | 'language' | 'size'>): void {
    const area = areaOf(role, layoutOf(kiosk), displaySize)
    watch(role, number, parts.startBrowser({ ...wish, role, area }))
  }

  function watch(role: Role | 'keyboard', number: number, browser: RunningBrowser): void {
    slots.set(role, { number, browser, watched: unwatched, lookedAt: now(), wasWell: false })
    later(
      browser.gone.then(({ crashed }) => {
        const slot = slots.get(role)
        if (slot?.browser === browser) gone(role, slot, crashed)
      }),
    )
  }

  function gone(role: Role | 'keyboard', { number, wasWell }: Slot, crashed: boolean): void {
    slots.delete(role)
    // A keyboard that is missing is started again at the next tick.
    if (role === 'guide') {
      count('seenGuide', !wasWell, mostUnseenGuides, 'The guide cannot be shown.')
      happen({ kind: 'guide-gone', number })
    } else if (role === 'portal') happen({ kind: 'portal-gone', number, crashed })
    else if (role === 'document') happen({ kind: 'document-gone', number })
  }

  /** A browser whose page has crashed stays and shows a sad face: it is ended, and another one begins. */
  function lookAtBrowsers(windows: readonly Window[] | null): void {
    for (const [role, slot] of slots) {
      // It shows no page.
      if (role === 'keyboard') continue
      const { watched, verdict } = watchedAfter(slot.watched, {
        signs: slot.browser.vitalSigns(),
        windows: windows === null ? null : windows.filter((window) => window.role === role).length,
        milliseconds: now() - slot.lookedAt,
      })
      Object.assign(slot, { watched, lookedAt: now(), wasWell: slot.wasWell || verdict === 'well' })
      if (role === 'guide' && verdict === 'well') missed.seenGuide = 0
      if (verdict === 'well' || verdict === 'unsure') continue
      parts.say(
        verdict === 'no-page'
          ? `the page of the ${role} has crashed`
          : `nobody sees the ${role}: it has no window`,
      )
      end(slot)
      gone(role, slot, true)
    }
  }

  let told: Promise<void> = Promise.resolve()

  /** Everything of the visit, on this machine and on the server. The next guide is on its way meanwhile. */
  async function erase(): Promise<void> {
    const began = now()
    told = server.tell('erase').then((visit) => happen({ kind: 'erase-told', visit }))
    for (const [role, slot] of slots) {
      slots.delete(role)
      end(slot)
    }
    if (!windowManagerKnows) {
      windowManagerKnows = true
      later(parts.tellWindowManager())
    }
    await Promise.all([cancelPrints(), display.clearSelections(), display.resetInput(displaySize)])
    // Only now can no browser put anything there any more.
    await documents.clear()
    await told
    parts.say(`erased in ${Math.round(now() - began)} ms`)
    happen({ kind: 'erased' })
  }

  /** Only when nobody can hand anything over any more: what came later would come out for the next person. */
  async function cancelPrints(): Promise<void> {
    await Promise.all(endings)
    await Promise.allSettled(prints)
    await printing.cancelAll()
  }

  async function closeFrontWindow(): Promise<void> {
    const open = (await display.desktop())?.windows.filter(({ role }) => role === 'portal') ?? []
    const front = open.at(-1)
    if (open.length > 1 && front !== undefined) await display.close(front.id)
  }

  /** A screen that was turned, or another one: the windows follow with the next lines of `arrange`. */
  function followDisplay(size: DisplaySize): void {
    if (size.width === displaySize.width && size.height === displaySize.height) return
    displaySize = size
    parts.say(`the display is ${size.width} x ${size.height}`)
    parts.followDisplay(size)
    windowManagerKnows = false
    // The keyboard reads its place once, as it begins.
    const keyboard = slots.get('keyboard')
    if (keyboard === undefined) return
    slots.delete('keyboard')
    end(keyboard)
    reconcile()
  }

  /** Every window in its place; those that belong to nobody are closed, and so are too many of a portal. */
  async function arrange(): Promise<readonly Window[] | null> {
    const desktop = await display.desktop()
    if (desktop === null) return null
    const { windows, size } = desktop
    followDisplay(size)
    const layout = layoutOf(kiosk)
    const portals = windows.filter(({ role }) => role === 'portal')
    if (kiosk.screen.at === 'portal' && kiosk.screen.portal.windows !== portals.length) {
      happen({ kind: 'windows', count: portals.length })
    }
    const guides = windows.filter(({ role }) => role === 'guide')
    const surplus = [
      ...windows.filter(({ role }) => role === null),
      ...portals.slice(mostPortalWindows),
      ...guides.slice(1),
    ]
    for (const { id } of surplus) await display.close(id)
    for (const { id, role } of windows) {
      if (role === 'dialog') {
        // A tap on the page behind it would hide it, but nothing stands in front of the privacy screen.
        await display.keepInFront(id, layout === 'beside')
        await display.center(id, areaOf('portal', layout, displaySize))
      } else if (role !== null && role !== 'keyboard') {
        await display.place(id, areaOf(role, layout, displaySize))
      }
    }
    const [guide] = guides
    if (layout === 'covered' && guide !== undefined) await display.raise(guide.id)
    return windows
  }

  async function report(): Promise<void> {
    const text = JSON.stringify(reportOf(kiosk))
    if (text === reported.text && now() - reported.at < reportAtLeastEveryMilliseconds) return
    const before = reported
    reported = { text, at: now() }
    if (kiosk.server !== null && !(await server.report(reportOf(kiosk)))) reported = before
  }

  async function look(): Promise<void> {
    const idleMilliseconds = await display.idleMilliseconds()
    count('display', idleMilliseconds === null, mostSilentLooks, 'The display is gone.')
    if (idleMilliseconds === null) return
    happen({ kind: 'tick', idleMilliseconds })
    const windows = await arrange()
    count('windowManager', windows === null, mostUnmanagedLooks, 'The window manager does not answer.')
    lookAtBrowsers(windows)
    const isMissing = kiosk.guide.shows !== 'nothing' && !slots.has('guide')
    count('guide', isMissing, mostLooksWithoutGuide, 'There is no guide.')
    if (kiosk.screen.at === 'portal') {
      const { shown, refused } = await documents.look()
      if (shown !== null) happen({ kind: 'document', file: shown })
      if (refused) happen({ kind: 'document-refused' })
    }
    await report()
    parts.beat()
  }

  /** How many cards were there when it could last be told, while an official page was open. */
  let cardsSeen: { readonly portal: number; readonly cards: number } | null = null

  let isCounting = false

  async function lookAtCard(): Promise<void> {
    const portal = portalNumber()
    // Two counts at once could end the wrong way round, and a card just put in would look taken along.
    if (portal === null || isCounting) return
    isCounting = true
    const cards = await parts.card.count().finally(() => {
      isCounting = false
    })
    if (cards === null || portalNumber() !== portal) return
    const isOut = cardsSeen?.portal === portal && cards < cardsSeen.cards
    cardsSeen = { portal, cards }
    if (isOut) happen({ kind: 'card-out' })
  }

  function portalNumber(): number | null {
    return kiosk.screen.at === 'portal' ? kiosk.screen.portal.number : null
  }

  const loops = [
    every(tickEveryMilliseconds, look),
    every(lookAtCardEveryMilliseconds, lookAtCard),
    every(lookAtPrinterEveryMilliseconds, async () => {
      const said = await printing.state()
      const isNew = said?.state !== kiosk.printer || said.warning !== kiosk.printerWarning
      if (said !== null && isNew) happen({ kind: 'printer', ...said })
    }),
  ]

  /** One after the other, never two at once. */
  function every(milliseconds: number, work: () => Promise<void>): () => void {
    let stop = parts.after(0, again)
    function again(): void {
      later(
        work().finally(() => {
          if (!stopped) stop = parts.after(milliseconds, again)
        }),
      )
    }
    return () => stop()
  }

  server.listen({
    state: (state) => {
      silence = 'away'
      happen({ kind: 'server', state })
    },
    act: (act) => happen({ kind: 'patient', act }),
    lost,
  })
  obey({ kind: 'erase' })

  return {
    stop: async () => {
      stopped = true
      for (const stop of loops) stop()
      server.stop()
      for (const slot of slots.values()) end(slot)
      await Promise.all(endings)
    },
  }
}
