/** What a visit is and how it goes on: pure rules, the time handed in as milliseconds of one clock that never goes back. */

export const textSizes = ['usual', 'large', 'largest'] as const
export const contrasts = ['paper', 'dark', 'black-on-white', 'white-on-black', 'yellow-on-black'] as const

export type TextSize = (typeof textSizes)[number]
export type Contrast = (typeof contrasts)[number]

/** How a person wants to see the pages. */
export interface Display {
  readonly size: TextSize
  readonly contrast: Contrast
}

export const usualDisplay: Display = { size: 'usual', contrast: 'paper' }

/** A form's answer, as the browser's URLSearchParams gives it. */
interface Form {
  readonly get: (name: string) => string | null
}

/** The display after a form that chooses one thing or the other; null where it names what there is not. */
export function displayFrom(before: Display, form: Form): Display | null {
  const size = form.get('size') ?? before.size
  const contrast = form.get('contrast') ?? before.contrast
  const chosenSize = textSizes.find((known) => known === size)
  const chosenContrast = contrasts.find((known) => known === contrast)
  if (chosenSize === undefined || chosenContrast === undefined) return null
  return { size: chosenSize, contrast: chosenContrast }
}

/**
 * Where a visit stands between two times that can end it.
 * `active`: the content is on screen, until `hideAt`.
 * `hidden`: the person hid it; at `askAt` the clock asks.
 * `warned`: the clock asks "are you still there?", until `endAt`.
 */
type OpenState =
  | { readonly phase: 'active'; readonly hideAt: number }
  | { readonly phase: 'hidden'; readonly askAt: number }
  | { readonly phase: 'warned'; readonly endAt: number }

type VisitState = OpenState | { readonly phase: 'ended' }

/**
 * How long the content stays without a touch, how long a screen hidden by hand waits before the clock asks, and how
 * long an answer is waited for after that.
 */
interface VisitTimes {
  readonly hideAfterMilliseconds: number
  readonly askAfterMilliseconds: number
  readonly answerWithinMilliseconds: number
}

export type VisitAct = 'touch' | 'hide' | 'ask' | 'go-on' | 'erase'

const ended: VisitState = { phase: 'ended' }

/** What the passing of time alone has made of a state. */
function stateAt(state: VisitState, at: number, times: VisitTimes): VisitState {
  switch (state.phase) {
    case 'active':
      return at < state.hideAt ? state : warnedFrom(state.hideAt, at, times)
    case 'hidden':
      return at < state.askAt ? state : warnedFrom(state.askAt, at, times)
    case 'warned':
      return at < state.endAt ? state : ended
    case 'ended':
      return state
  }
}

function warnedFrom(askedAt: number, at: number, times: VisitTimes): VisitState {
  const endAt = askedAt + times.answerWithinMilliseconds
  return at < endAt ? { phase: 'warned', endAt } : ended
}

/**
 * What somebody does, at a time. A touch brings nothing back that is hidden: only going on does. Hiding again does not
 * start the time anew, and nothing brings back what has ended.
 */
function stateAfter(state: VisitState, act: VisitAct, at: number, times: VisitTimes): VisitState {
  const now = stateAt(state, at, times)
  const active: VisitState = { phase: 'active', hideAt: at + times.hideAfterMilliseconds }
  if (now.phase === 'ended' || act === 'erase') return ended
  switch (act) {
    case 'touch':
      return now.phase === 'active' ? active : now
    case 'hide':
      return now.phase === 'active' ? { phase: 'hidden', askAt: at + times.askAfterMilliseconds } : now
    case 'ask':
      return now.phase === 'active' ? warnedFrom(at, at, times) : now
    case 'go-on':
      return active
  }
}

/** When an open visit ends if nobody does anything. */
export function endsAt(state: OpenState, times: VisitTimes): number {
  switch (state.phase) {
    case 'active':
      return state.hideAt + times.answerWithinMilliseconds
    case 'hidden':
      return state.askAt + times.answerWithinMilliseconds
    case 'warned':
      return state.endAt
  }
}

/** One person's time at the screen. An ended visit is not kept, so it has no such record. */
export interface Visit {
  readonly state: OpenState
  readonly display: Display
  /** The page of ours on which the person is: a path, always one that we serve. */
  readonly place: string
  /** Asked for by a slow person, for the whole visit. */
  readonly moreTime: boolean
  /** Whether it was asked for: it counts as soon as the visit is somebody's. */
  readonly wantsMoreTime: boolean
  /**
   * Whether something has come from this browser since the visit began: its script has spoken, or its person has opened
   * another page or tapped. A flood of starts never comes back.
   */
  readonly hasComeBack: boolean
  /** Whether the page's script has spoken: then touches are felt, and the shorter times are safe. */
  readonly feelsTouch: boolean
}

/** The times that a site has set, in seconds: `eraseAfterSeconds` counts from the last touch as well. */
export interface SiteTimes {
  readonly privacyScreenAfterSeconds: number
  readonly eraseAfterSeconds: number
}

/** WCAG 2.2.1 asks that a time can be made ten times as long. */
const moreTimeFactor = 10

/** WCAG 2.2.1 asks that at least this much is left to go on. */
export const leastSecondsToAnswer = 20

/**
 * Without its script a page cannot feel a touch, so its time has to last for reading it. The reason for the figure
 * is in docs/decisions/0012-times-without-javascript.md.
 */
const withoutScriptFactor = 5

/** How long a visit's pages stay and how long an answer is waited for. */
export function timesOf(
  { moreTime, feelsTouch }: Pick<Visit, 'moreTime' | 'feelsTouch'>,
  site: SiteTimes,
): VisitTimes {
  const pace = moreTime ? moreTimeFactor : 1
  const hideMilliseconds = site.privacyScreenAfterSeconds * 1000
  return {
    hideAfterMilliseconds: hideMilliseconds * (feelsTouch ? pace : Math.max(pace, withoutScriptFactor)),
    askAfterMilliseconds: hideMilliseconds * pace,
    answerWithinMilliseconds: site.eraseAfterSeconds * 1000 * pace - hideMilliseconds * pace,
  }
}

/**
 * What may happen to a visit. `arrive` is the page with which it began, `open` asking for another one, `touch` what the page's
 * script feels, `ask` its clock, `act` what somebody does in a room. `by` says where a kiosk's supervisor did it, and no page.
 */
export type VisitEvent =
  | { readonly kind: 'arrive'; readonly place: string }
  | { readonly kind: 'open'; readonly place: string | null }
  | { readonly kind: 'touch' | 'hide' | 'ask' | 'erase'; readonly by?: 'supervisor' }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'more-time' }
  | { readonly kind: 'display'; readonly display: Display }
  | { readonly kind: 'act' }
  | { readonly kind: 'look' }

/** A visit's first moment, at the page that was asked for. */
export function begun(place: string, at: number, site: SiteTimes): Visit {
  const pace = { moreTime: false, feelsTouch: false }
  const { hideAfterMilliseconds } = timesOf(pace, site)
  return {
    state: { phase: 'active', hideAt: at + hideAfterMilliseconds },
    display: usualDisplay,
    place,
    wantsMoreTime: false,
    hasComeBack: false,
    ...pace,
  }
}

const acts: Readonly<Record<Exclude<VisitEvent['kind'], 'look'>, VisitAct>> = {
  arrive: 'touch',
  open: 'touch',
  touch: 'touch',
  hide: 'hide',
  ask: 'ask',
  'go-on': 'go-on',
  'more-time': 'go-on',
  display: 'touch',
  act: 'touch',
  erase: 'erase',
}

/** What can come from a start alone: nobody may have come back yet. */
const ofAStart: ReadonlySet<VisitEvent['kind']> = new Set(['arrive', 'look', 'more-time'])

/** The visit after an event, or null where it has ended. What is hidden changes nothing that it holds. */
export function visitAfter(visit: Visit, event: VisitEvent, at: number, site: SiteTimes): Visit | null {
  const before = stateAt(visit.state, at, timesOf(visit, site))
  const wantsMoreTime = visit.wantsMoreTime || event.kind === 'more-time'
  const hasComeBack = visit.hasComeBack || !ofAStart.has(event.kind)
  const paced = {
    ...visit,
    wantsMoreTime,
    hasComeBack,
    moreTime: wantsMoreTime && hasComeBack,
    feelsTouch: visit.feelsTouch || event.kind === 'touch',
  }
  const state =
    event.kind === 'look' ? before : stateAfter(before, acts[event.kind], at, timesOf(paced, site))
  if (state.phase === 'ended') return null
  const next = { ...paced, state }
  if (state.phase !== 'active') return next
  if (event.kind === 'arrive') return { ...next, place: event.place }
  if (event.kind === 'open') return { ...next, place: event.place ?? visit.place }
  if (event.kind === 'display') return { ...next, display: event.display }
  return next
}
