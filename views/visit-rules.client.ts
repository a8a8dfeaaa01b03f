/** When a page of a visit is on screen, when it is covered and when its visit ends: pure rules, the time handed in. */

/** Milliseconds: how long the content stays without a touch, and how long an answer is waited for after that. */
export interface Times {
  readonly hideAfter: number
  readonly answerWithin: number
}

/**
 * `turn` counts how often the page was hidden, asked to go on, or to end: what was asked before the last time is too late.
 * `open`: the content is on screen, until `hideAt`. `covered`: nothing of it is, and the visit ends at `endAt`.
 * `ending`: nothing of it ever comes back.
 */
export type Screen = { readonly turn: number } & (
  | { readonly phase: 'open'; readonly hideAt: number }
  | { readonly phase: 'covered'; readonly endAt: number }
  | { readonly phase: 'ending' }
)

/**
 * `hide`: at the person's wish, or because the tab was left; the clock asks later, and then waits for an answer.
 * `hide-elsewhere`: another tab was hidden. `ask`: another tab's clock asks. `cover`: the server says how long the visit has.
 * `ask-to-go-on`: the server is asked; `answered`: it has answered what was asked at that turn. `go-on`: another tab went on. `tick`: time has passed.
 */
export type ScreenEvent =
  | { readonly kind: 'touch' | 'hide' | 'hide-elsewhere' | 'ask' | 'ask-to-go-on' | 'go-on' | 'tick' | 'end' }
  | { readonly kind: 'cover'; readonly millisecondsLeft: number }
  | { readonly kind: 'answered'; readonly turn: number }

/** A page that has just come up. */
export function opened(at: number, times: Times): Screen {
  return { phase: 'open', turn: 0, hideAt: at + times.hideAfter }
}

/** The privacy screen as a page of its own: there the content is not on the page. */
export function coveredUntil(endAt: number): Screen {
  return { phase: 'covered', turn: 0, endAt }
}

/**
 * What an event makes of a page. What is covered has its time already: it does not begin anew. Nothing but going on brings the
 * content back, and nothing after the end.
 */
export function screenAfter(screen: Screen, event: ScreenEvent, at: number, times: Times): Screen {
  const turn = screen.turn + 1
  const open: Screen = { phase: 'open', turn: screen.turn, hideAt: at + times.hideAfter }
  const covered = (endAt: number): Screen => ({ phase: 'covered', turn, endAt })
  if (screen.phase === 'ending') return screen
  if (event.kind === 'end') return { phase: 'ending', turn }
  if (event.kind === 'ask-to-go-on') return { ...screen, turn }
  if (screen.phase === 'covered') {
    switch (event.kind) {
      case 'hide':
        // Left again while the answer to going on is on its way: it comes too late.
        return { ...screen, turn }
      case 'answered':
        return event.turn === screen.turn ? open : screen
      case 'go-on':
        return open
      case 'tick':
        return at < screen.endAt ? screen : { phase: 'ending', turn }
      default:
        return screen
    }
  }
  switch (event.kind) {
    case 'touch':
      return open
    case 'hide':
    case 'hide-elsewhere':
      return covered(at + times.hideAfter + times.answerWithin)
    case 'ask':
      return covered(at + times.answerWithin)
    case 'cover':
      return covered(at + event.millisecondsLeft)
    case 'tick':
      // A machine that slept finds the time of the answer begun, or over.
      return at < screen.hideAt ? screen : covered(screen.hideAt + times.answerWithin)
    default:
      return screen
  }
}

/**
 * The time on the page, from what two clocks say has passed. A clock set back must not keep content on screen, nor a machine that
 * slept: of both clocks the one that went further.
 */
export function timeAfter(latest: number, byDay: number, bySteadyClock: number): number {
  return Math.max(latest, byDay, bySteadyClock)
}

const mostTellEvery = 5000

/** How long a touch waits before the server is told: one every five seconds is enough, and none may be later than the screen. */
export function tellIn(toldAt: number, at: number, times: Times): number {
  return Math.max(0, toldAt + Math.min(mostTellEvery, times.hideAfter / 4) - at)
}
