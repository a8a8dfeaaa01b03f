// Feels touches, hides the page when nobody is there, and ends the visit in time. The server counts for itself as well:
// what stands here makes the screen safe at once. Where this file does not arrive, styles hide the page in the end.
const root = document.documentElement
const screen = document.getElementById('privacy-screen')
/** The privacy screen is a page of its own where no script could show it; there the content is not on the page. */
const isOwnPage = screen.tagName === 'MAIN'
const formOf = (act) => screen.querySelector(`[data-act="${act}"]`).form
const addressOf = (page) => formOf('go-on').action.replace(/visit\/go-on$/, page)
const timer = screen.querySelector('[role="timer"]')
const bar = screen.querySelector('progress')
const announcement = screen.querySelector('[data-announced]')
const hiddenTitle = screen.querySelector('h1').textContent
const pageTitle = document.title
const channel = new BroadcastChannel('visit')

const announceEverySeconds = 20
const mostTellEvery = 5000
const eraseAgainAfter = 1000
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
/** How often the page was hidden: an answer to "go on" that comes after the next hiding is too late. */
let timesHidden = 0
let ending = false
let leaving = false
let pageAddress = ''

async function send(act, body) {
  try {
    const answer = await fetch(addressOf(`visit/${act}`), {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      keepalive: true,
      referrerPolicy: 'same-origin',
      signal: AbortSignal.timeout(longestAnswer),
    })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

/** Tells the server, one thing after the other. Gives what the visit has become, or null where nobody answers. */
let told = Promise.resolve()
function tell(act, body) {
  told = told.then(() => send(act, body))
  return told
}

function cover(milliseconds) {
  if (endAt !== null) return
  timesHidden += 1
  endAt = now() + milliseconds
  bar.max = Math.max(1, milliseconds / 1000)
  root.dataset.covered = ''
  document.title = hiddenTitle
  pageAddress = location.href
  // A page that is on its way would come up uncovered.
  window.stop()
  // The address bar and the list of tabs would tell what was read.
  history.replaceState(null, '', addressOf('privacy-screen'))
  screen.showModal()
  show()
}

/** Hidden at the person's wish, or because the tab was left: the clock asks later, and then waits for an answer. */
function hide() {
  cover(hideAfter() + answerWithin())
  channel.postMessage('hide')
  void tell('hide')
}

function uncover() {
  endAt = null
  hideAt = now() + hideAfter()
  delete root.dataset.covered
  document.title = pageTitle
  history.replaceState(null, '', pageAddress)
  screen.close()
}

/** Hides the page whatever the server does, and asks until it has answered. */
async function end() {
  if (ending) return
  ending = true
  root.dataset.covered = ''
  document.title = hiddenTitle
  channel.postMessage('end')
  while ((await send('erase')) === null) await new Promise((resolve) => setTimeout(resolve, eraseAgainAfter))
  location.replace(addressOf('erased'))
}

function show() {
  const seconds = Math.max(0, Math.ceil((endAt - now()) / 1000))
  timer.textContent = seconds
  bar.value = seconds
  const step = Math.ceil(seconds / announceEverySeconds)
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
  if (visit === null || ending) return
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
function chosenHere({ name, value }) {
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
      channel.postMessage('touch')
      if (endAt === null && !ending) become(await tell('touch'))
    },
    Math.max(0, toldAt + tellEvery - now()),
  )
}

async function goOn(act) {
  const hiding = timesHidden
  const visit = await tell(act)
  if (ending || endAt === null || hiding !== timesHidden) return
  if (visit?.phase === 'ended') return location.replace('/')
  become(visit)
  channel.postMessage('go-on')
  uncover()
}

addEventListener('submit', (event) => {
  const { submitter, target } = event
  if (target === formOf('erase') || submitter?.dataset.action === 'erase') {
    event.preventDefault()
    void end()
  } else if (isOwnPage) {
    channel.postMessage('go-on')
  } else if (submitter?.dataset.action === 'hide') {
    event.preventDefault()
    hide()
  } else if (submitter?.dataset.act !== undefined) {
    event.preventDefault()
    void goOn(submitter.dataset.act)
  } else if (submitter?.closest('.tool-menu')) {
    event.preventDefault()
    submitter.closest('details').open = false
    const act = submitter.name === '' ? 'more-time' : 'display'
    const choice = new URLSearchParams([[submitter.name, submitter.value]])
    void tell(act, choice).then((visit) => become(visit?.phase === 'none' ? chosenHere(submitter) : visit))
  }
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
