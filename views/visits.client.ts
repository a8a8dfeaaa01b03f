/** Feels touches, hides the page when nobody is there, and ends the visit in time. */

// The server counts for itself as well: what stands here makes the screen safe at once. Where this file does not arrive, styles hide
// the page in the end. When it is covered and when it ends, is in visit-rules.client.ts; here is what is seen and sent of it.
// Each act is a form that works by itself: where something throws, or nobody answers in time, the form goes (decision 39).
import { find } from './shared/find.client.ts'
import {
  coveredUntil,
  opened,
  type ScreenEvent,
  screenAfter,
  type Times,
  tellIn,
  timeAfter,
} from './visit-rules.client.ts'

/** What stands on the page of what a person has chosen. */
const chosenNames = ['size', 'contrast', 'hideAfterSeconds', 'answerWithinSeconds'] as const

type Chosen = Partial<Readonly<Record<(typeof chosenNames)[number], string>>> & { readonly moreTime: boolean }

/** What the server says of the visit. */
interface Visit extends Chosen {
  readonly phase: 'active' | 'hidden' | 'warned' | 'ended' | 'none'
  readonly millisecondsLeft: number
}

const root = document.documentElement
const screen = find('#privacy-screen')
/** The privacy screen is a page of its own where no script could show it; there the content is not on the page. */
const isOwnPage = screen.tagName === 'MAIN'
const formOf = (act: string) => find<HTMLFormElement>(`form[action$="visit/${act}"]`)
const addressOf = (page: string) => `/${root.lang}/${page}`
const timer = find('[role="timer"]', screen)
const bar = find<HTMLProgressElement>('progress', screen)
const announcement = find('[role="status"]', screen)
const hiddenTitle = find('h1', screen).textContent ?? ''
const pageTitle = document.title
let channel: BroadcastChannel | null = null
try {
  channel = new BroadcastChannel('visit')
} catch {
  // Safari before 15.4 has none, Firefox none where cookies are blocked: other tabs then learn of it by the server.
}
const share = (what: string) => channel?.postMessage(what)

/** Seconds. */
const announceEvery = 20
const againAfter = 1000
/** Whoever taps "go on" must not wait for a server that hangs. */
const longestAnswer = 4000

const dayStart = Date.now()
const steadyStart = performance.now()
let latest = 0
function now(): number {
  latest = timeAfter(latest, Date.now() - dayStart, performance.now() - steadyStart)
  return latest
}

const times = (): Times => ({
  hideAfter: Number(root.dataset.hideAfterSeconds) * 1000,
  answerWithin: Number(root.dataset.answerWithinSeconds) * 1000,
})

let state = isOwnPage
  ? coveredUntil(now() + Number(find('[data-seconds-left]', screen).dataset.secondsLeft) * 1000)
  : opened(now(), times())
let leaving = false
let pageAddress = ''
let focused: HTMLElement | null = null

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** What an event makes of the page, and what is seen of it. Whether the content has come, gone, or is over. */
function move(event: ScreenEvent): boolean {
  const { phase } = state
  const at = now()
  state = screenAfter(state, event, at, times())
  if (phase === state.phase) return false
  if (state.phase === 'covered') cover(state.endAt, Math.round(state.endAt - at))
  else if (state.phase === 'open') uncover()
  else void end()
  return true
}

// What the visit has become; null where the server is away or a choice makes no sense to it: its form would say the same, and browsers
// keep on the disk what a form said in vain. Undefined where this script gets no answer from it. The bound is a
// timer of its own: WebKit leaves what was on its way at `stop()` without an answer, and without its end by a signal.
async function send(act: string, body: URLSearchParams | null = null): Promise<Visit | null | undefined> {
  try {
    const late = new AbortController()
    const answer = fetch(addressOf(`visit/${act}`), {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      keepalive: true,
      referrerPolicy: 'same-origin',
      signal: late.signal,
    }).then(
      (answer) => (answer.ok ? answer.json() : answer.status > 428 || body ? null : undefined),
      () => null,
    )
    return await Promise.race([answer, pause(longestAnswer).then(() => late.abort())])
  } catch {
    return
  }
}

/** Tells the server, one thing after the other. */
let told: Promise<Visit | null | undefined> = Promise.resolve(null)
function tell(act: string, body?: URLSearchParams): Promise<Visit | null | undefined> {
  told = told.then(() => send(act, body))
  return told
}

function cover(endAt: number, milliseconds: number): void {
  focused = document.activeElement as HTMLElement | null
  bar.max = Math.max(1, milliseconds / 1000)
  root.dataset.covered = ''
  document.title = hiddenTitle
  // All else is invisible, so nothing of it can be reached; a modal dialog could be closed by Escape.
  screen.hidden = false
  find('button', formOf('go-on')).focus()
  show(endAt)
  pageAddress = location.href
  // A page that is on its way would come up uncovered.
  window.stop()
  // The address bar and the list of tabs would tell what was read.
  history.replaceState(null, '', addressOf('privacy-screen'))
}

/** Hidden at the person's wish, or because the tab was left. */
function hide(): void {
  move({ kind: 'hide' })
  share('hide')
  void tellHidden()
}

/** A page that the server takes for open comes back when it is loaded again. */
async function tellHidden(): Promise<void> {
  const { turn } = state
  // Whoever comes back to a tab that slept finds one answer late, and has scrolled and ticked: one more try.
  const visit = (await tell('hide')) ?? (turn === state.turn ? await tell('hide') : null)
  if (visit === undefined && turn === state.turn && state.phase !== 'ending') formOf('hide').submit()
}

function uncover(): void {
  delete root.dataset.covered
  document.title = pageTitle
  screen.hidden = true
  focused?.focus({ preventScroll: true })
  history.replaceState(null, '', pageAddress)
}

/** Hides the page whatever the server does, and asks until it has answered. */
async function end(): Promise<void> {
  root.dataset.covered = ''
  document.title = hiddenTitle
  share('end')
  let answer = await send('erase')
  while (answer === null) {
    await pause(againAfter)
    answer = await send('erase')
  }
  if (answer) location.replace(addressOf('erased'))
  else formOf('erase').submit()
}

function show(endAt: number): void {
  const seconds = Math.max(0, Math.ceil((endAt - now()) / 1000))
  timer.textContent = String(seconds)
  bar.value = seconds
  const step = String(Math.ceil(seconds / announceEvery))
  if (announcement.dataset.announced === step) return
  announcement.dataset.announced = step
  announcement.textContent = timer.parentElement?.textContent ?? ''
}

function tick(): void {
  if (move({ kind: 'tick' })) {
    if (state.phase === 'covered') void tell('ask')
  } else if (state.phase === 'covered') show(state.endAt)
}

/** What the server says that the visit has become. */
function become(visit: Visit | null | undefined): void {
  if (!visit || state.phase === 'ending') return
  const { phase, millisecondsLeft } = visit
  if (phase === 'ended') location.replace('/')
  else if (phase === 'hidden' || phase === 'warned') move({ kind: 'cover', millisecondsLeft })
  else if (phase === 'active') chosen(visit)
}

/** What a person has chosen, on this page. */
function chosen(visit: Chosen): void {
  for (const name of chosenNames) root.dataset[name] = visit[name]
  for (const button of document.querySelectorAll<HTMLButtonElement>('.toolbar [aria-pressed]')) {
    const { name, value } = button
    const isChosen = name === 'size' || name === 'contrast' ? visit[name] === value : visit.moreTime
    button.setAttribute('aria-pressed', String(isChosen))
  }
}

let toldAt = Number.NEGATIVE_INFINITY
let telling = false
function touched(event: Event): void {
  if (!event.isTrusted || state.phase !== 'open') return
  move({ kind: 'touch' })
  if (telling) return
  telling = true
  setTimeout(() => void tellTouch(), tellIn(toldAt, now(), times()))
}

async function tellTouch(): Promise<void> {
  telling = false
  toldAt = now()
  share('touch')
  if (state.phase !== 'open') return
  // Apart from the rest: nothing has to wait for it, since it brings nothing back that is hidden.
  const { turn } = state
  const visit = await send('touch')
  if (turn === state.turn) become(visit)
}

async function goOn(act: string): Promise<void> {
  move({ kind: 'ask-to-go-on' })
  const { turn } = state
  const visit = await tell(act)
  if (state.phase !== 'covered' || turn !== state.turn) return
  if (visit?.phase === 'ended') return location.replace('/')
  become(visit)
  share('go-on')
  move({ kind: 'answered', turn })
  if (visit === undefined) formOf(act).submit()
}

/** Once a form has to go by itself, so does all that follows. */
let plain = false
async function choose(button: HTMLButtonElement): Promise<void> {
  const { name, value } = button
  button.closest('details')?.removeAttribute('open')
  const act = name === '' ? 'more-time' : 'display'
  const visit = await tell(act, new URLSearchParams([[name, value]]))
  // Where the server has no visit, larger letters and other colours count on this page.
  if (visit?.phase !== 'none') become(visit)
  else if (name !== '') chosen({ moreTime: false, ...root.dataset, [name]: value })
  if (visit !== undefined) return
  plain = true
  button.click()
}

addEventListener('submit', (event) => {
  const { submitter } = event
  const act = (event.target as HTMLFormElement).action.split('/visit/')[1]
  if (plain) return
  if (act === 'erase') move({ kind: 'end' })
  else if (isOwnPage) return share('go-on')
  else if (act === 'hide') hide()
  // Safari before 15.4 does not say which button it was.
  else if (act === 'display' && submitter) void choose(submitter as HTMLButtonElement)
  else if (act === 'go-on' || act === 'more-time') void goOn(act)
  else return
  // Last: where anything above has thrown, the form goes.
  event.preventDefault()
})

channel?.addEventListener('message', ({ data }) => {
  if (data === 'end') location.replace('/')
  else if (isOwnPage) data === 'go-on' && formOf('go-on').submit()
  else if (data === 'hide') move({ kind: 'hide-elsewhere' })
  else if (data === 'ask' || data === 'go-on' || data === 'touch') move({ kind: data })
  else if (data === 'helped' && document.querySelector('.live-strip, .helper-page') === null)
    location.reload()
})

if (state.phase === 'covered') show(state.endAt)
else {
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'input', 'focusin']) {
    addEventListener(kind, touched, { passive: true, capture: true })
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && !leaving) hide()
  })
  // Going to another page is no leaving of the screen; but the browser may keep a copy of this one.
  addEventListener('pagehide', () => {
    leaving = true
    root.dataset.covered = ''
  })
}
addEventListener('pageshow', (event) => event.persisted && location.reload())
setInterval(tick, 500)
// The last line: from here on the page feels touches, and the styles need not hide it.
root.dataset.feels = ''
