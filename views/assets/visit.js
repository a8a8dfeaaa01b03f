// Feels touches, hides the page when nobody is there, and ends the visit in time. The server counts for itself as well:
// what stands here makes the screen safe at once, and what stands there makes it safe without this file.
const root = document.documentElement
const screen = document.getElementById('privacy-screen')
/** The privacy screen is a page of its own where no script could show it; there the content is not on the page. */
const isOwnPage = screen.tagName === 'MAIN'
const formOf = (act) => screen.querySelector(`[data-act="${act}"]`).form
const timer = screen.querySelector('[role="timer"]')
const bar = screen.querySelector('progress')
const announcement = screen.querySelector('[data-announced]')
const hiddenTitle = screen.querySelector('h1').textContent
const pageTitle = document.title
const channel = new BroadcastChannel('visit')

const announceEverySeconds = 20
const mostTellEvery = 5000

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
let leaving = false
let pageAddress = ''

/** Tells the server. Gives what the visit has become, or null where the server cannot be reached. */
async function tell(act, body) {
  try {
    const answer = await fetch(formOf('go-on').action.replace(/go-on$/, act), {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      keepalive: true,
      referrerPolicy: 'same-origin',
    })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

function cover(milliseconds) {
  if (endAt !== null) return
  endAt = now() + milliseconds
  bar.max = milliseconds / 1000
  root.dataset.covered = ''
  document.title = hiddenTitle
  pageAddress = location.href
  // The address bar and the list of tabs would tell what was read.
  history.replaceState(null, '', formOf('go-on').action.replace(/visit\/go-on$/, 'privacy-screen'))
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

function end() {
  clearInterval(ticking)
  channel.postMessage('end')
  formOf('erase').submit()
}

function show() {
  const seconds = Math.ceil((endAt - now()) / 1000)
  timer.textContent = seconds
  bar.value = seconds
  const step = Math.ceil(seconds / announceEverySeconds)
  if (announcement.dataset.announced === String(step)) return
  announcement.dataset.announced = step
  announcement.textContent = timer.parentElement.textContent
}

function tick() {
  const at = now()
  if (endAt !== null && at >= endAt) end()
  else if (endAt !== null) show()
  else if (at >= hideAt + answerWithin()) end()
  else if (at >= hideAt) cover(hideAt + answerWithin() - at)
}

/** What the server says that the visit has become. */
function become(visit) {
  if (visit === null) return
  if (visit.phase === 'ended') return location.replace('/')
  if (visit.phase === 'hidden' || visit.phase === 'warned') return cover(answerWithin())
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
      become(await tell('touch'))
    },
    Math.max(0, toldAt + tellEvery - now()),
  )
}

async function goOn(act) {
  const visit = await tell(act)
  if (visit?.phase === 'ended') return location.replace('/')
  become(visit)
  channel.postMessage('go-on')
  uncover()
}

addEventListener('submit', (event) => {
  const { submitter, target } = event
  if (target === formOf('erase') || submitter?.dataset.action === 'erase') {
    channel.postMessage('end')
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
    void tell(act, choice).then(become)
  }
})

channel.addEventListener('message', ({ data }) => {
  if (data === 'end') location.replace('/')
  else if (isOwnPage) data === 'go-on' && formOf('go-on').submit()
  else if (data === 'hide') cover(hideAfter() + answerWithin())
  else if (data === 'go-on' && endAt !== null) uncover()
  else if (data === 'touch' && endAt === null) hideAt = now() + hideAfter()
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
const ticking = setInterval(tick, 500)
