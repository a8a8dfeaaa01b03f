// Feels touches, hides the page when nobody is there, and ends the visit in time. The server counts for itself as well:
// what stands here makes the screen safe at once. Where this file does not arrive, styles hide the page in the end.
// Each act is a form that works by itself: where something throws, or nobody answers in time, the form goes (decision 39).
const root = document.documentElement
const screen = document.getElementById('privacy-screen')
/** The privacy screen is a page of its own where no script could show it; there the content is not on the page. */
const isOwnPage = screen.tagName === 'MAIN'
const formOf = (act) => document.querySelector(`form[action$="visit/${act}"]`)
const addressOf = (page) => `/${root.lang}/${page}`
const timer = screen.querySelector('[role="timer"]')
const bar = screen.querySelector('progress')
const announcement = screen.querySelector('[role="status"]')
const hiddenTitle = screen.querySelector('h1').textContent
const pageTitle = document.title
let channel = new EventTarget()
try {
  channel = new BroadcastChannel('visit')
} catch {
  // Safari before 15.4 has none, Firefox none where cookies are blocked: other tabs then learn of it by the server.
}
const share = (what) => channel.postMessage?.(what)

/** Seconds. */
const announceEvery = 20
const mostTellEvery = 5000
const againAfter = 1000
/** Whoever taps "go on" must not wait for a server that hangs. */
const longestAnswer = 4000

// A clock set back must not keep content on screen, nor a machine that slept: of both clocks the one that went further.
const dayStart = Date.now()
const steadyStart = performance.now()
let latest = 0
function now() {
  latest = Math.max(latest, Date.now() - dayStart, performance.now() - steadyStart)
  return latest
}

const hideAfter = () => Number(root.dataset.hideAfterSeconds) * 1000
const answerWithin = () => Number(root.dataset.answerWithinSeconds) * 1000

let hideAt = now() + hideAfter()
/** When the visit ends, while the page is hidden; null while it is on screen. */
let endAt = null
/** How often the page was hidden or was to go on: what was asked before the last time is too late. */
let turn = 0
let ending = false
let leaving = false
let pageAddress
let focused

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

// What the visit has become; null where the server is away or a choice makes no sense to it: its form would say the same, and browsers
// keep on the disk what a form said in vain. Undefined where this script gets no answer from it. The bound is a
// timer of its own: WebKit leaves what was on its way at `stop()` without an answer, and without its end by a signal.
async function send(act, body) {
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
let told = Promise.resolve()
function tell(act, body) {
  told = told.then(() => send(act, body))
  return told
}

function cover(milliseconds) {
  if (endAt !== null) return
  turn += 1
  focused = document.activeElement
  endAt = now() + milliseconds
  bar.max = Math.max(1, milliseconds / 1000)
  root.dataset.covered = ''
  document.title = hiddenTitle
  // All else is invisible, so nothing of it can be reached; a modal dialog could be closed by Escape.
  screen.hidden = false
  formOf('go-on').firstElementChild.focus()
  show()
  pageAddress = location.href
  // A page that is on its way would come up uncovered.
  window.stop()
  // The address bar and the list of tabs would tell what was read.
  history.replaceState(null, '', addressOf('privacy-screen'))
}

/** Hidden at the person's wish, or because the tab was left: the clock asks later, and then waits for an answer. */
function hide() {
  cover(hideAfter() + answerWithin())
  share('hide')
  void tellHidden()
}

/** A page that the server takes for open comes back when it is loaded again. */
async function tellHidden() {
  const hiding = turn
  // Whoever comes back to a tab that slept finds one answer late, and has scrolled and ticked: one more try.
  const visit = (await tell('hide')) ?? (hiding === turn ? await tell('hide') : null)
  if (visit === undefined && hiding === turn && !ending) formOf('hide').submit()
}

function uncover() {
  endAt = null
  hideAt = now() + hideAfter()
  delete root.dataset.covered
  document.title = pageTitle
  screen.hidden = true
  focused?.focus({ preventScroll: true })
  history.replaceState(null, '', pageAddress)
}

/** Hides the page whatever the server does, and asks until it has answered. */
async function end() {
  if (ending) return
  ending = true
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

function show() {
  const seconds = Math.max(0, Math.ceil((endAt - now()) / 1000))
  timer.textContent = seconds
  bar.value = seconds
  const step = Math.ceil(seconds / announceEvery)
  if (announcement.dataset.announced === String(step)) return
  announcement.dataset.announced = step
  announcement.textContent = timer.parentElement.textContent
}

function tick() {
  const at = now()
  if (endAt !== null && at >= endAt) void end()
  else if (endAt !== null) show()
  else if (at >= hideAt) {
    cover(hideAt + answerWithin() - at)
    void tell('ask')
  }
}

/** What the server says that the visit has become. */
function become(visit) {
  if (!visit || ending) return
  if (visit.phase === 'ended') return location.replace('/')
  if (visit.phase === 'hidden' || visit.phase === 'warned') return cover(visit.millisecondsLeft)
  if (visit.phase === 'none') return
  root.dataset.size = visit.size
  root.dataset.contrast = visit.contrast
  root.dataset.hideAfterSeconds = visit.hideAfterSeconds
  root.dataset.answerWithinSeconds = visit.answerWithinSeconds
  for (const button of document.querySelectorAll('.toolbar [aria-pressed]')) {
    const chosen = button.name === '' ? visit.moreTime : visit[button.name] === button.value
    button.setAttribute('aria-pressed', chosen)
  }
}

/** Where the server has no visit, larger letters and other colours count on this page. */
function chosenHere(name, value) {
  return name === '' ? null : { phase: 'active', moreTime: false, ...root.dataset, [name]: value }
}

let toldAt = Number.NEGATIVE_INFINITY
let telling = false
function touched(event) {
  if (!event.isTrusted || endAt !== null) return
  hideAt = now() + hideAfter()
  if (telling) return
  telling = true
  const tellEvery = Math.min(mostTellEvery, hideAfter() / 4)
  setTimeout(
    async () => {
      telling = false
      toldAt = now()
      share('touch')
      if (endAt !== null || ending) return
      // Apart from the rest: nothing has to wait for it, since it brings nothing back that is hidden.
      const before = turn
      const visit = await send('touch')
      if (before === turn) become(visit)
    },
    Math.max(0, toldAt + tellEvery - now()),
  )
}

async function goOn(act) {
  turn += 1
  const going = turn
  const visit = await tell(act)
  if (ending || endAt === null || going !== turn) return
  if (visit?.phase === 'ended') return location.replace('/')
  become(visit)
  share('go-on')
  uncover()
  if (visit === undefined) formOf(act).submit()
}

/** Once a form has to go by itself, so does all that follows. */
let plain = false
async function choose(button) {
  const { name, value } = button
  button.closest('details').open = false
  const act = name === '' ? 'more-time' : 'display'
  const visit = await tell(act, new URLSearchParams([[name, value]]))
  become(visit?.phase === 'none' ? chosenHere(name, value) : visit)
  if (visit !== undefined) return
  plain = true
  button.click()
}

addEventListener('submit', (event) => {
  const { submitter, target } = event
  const act = target.action.split('/visit/')[1]
  if (plain) return
  if (act === 'erase') void end()
  else if (isOwnPage) return share('go-on')
  else if (act === 'hide') hide()
  // Safari before 15.4 does not say which button it was.
  else if (act === 'display' && submitter) void choose(submitter)
  else if (act === 'go-on' || act === 'more-time') void goOn(act)
  else return
  // Last: where anything above has thrown, the form goes.
  event.preventDefault()
})

channel.addEventListener('message', ({ data }) => {
  if (data === 'end') location.replace('/')
  else if (isOwnPage) data === 'go-on' && formOf('go-on').submit()
  else if (data === 'hide') cover(hideAfter() + answerWithin())
  else if (data === 'ask') cover(answerWithin())
  else if (data === 'go-on' && endAt !== null) uncover()
  else if (data === 'touch' && endAt === null) hideAt = now() + hideAfter()
  else if (data === 'helped' && document.querySelector('.live-strip, .helper-page') === null)
    location.reload()
})

if (isOwnPage) {
  endAt = now() + Number(screen.firstElementChild.dataset.secondsLeft) * 1000
  show()
} else {
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
