// Keeps the strip of a guided session right, and sends what a person taps on it without leaving the page.
const strip = document.querySelector('.live-strip')
const text = (name) => strip.querySelector(`[data-text="${name}"]`)
const listenAgainEvery = 2000
const longestAnswer = 4000

function set(name, value) {
  if (value === null || value === undefined || value === false) delete strip.dataset[name]
  else strip.dataset[name] = value === true ? '' : value
}

/** What is told is ids and words of ours; only places that are there already are filled. */
function show(state) {
  const height = strip.offsetHeight
  set('phase', state.phase)
  set('pace', state.pace)
  set('lost', state.lost)
  set('offer', state.offer?.kind)
  set('pointed', state.pointedAt)
  strip.querySelector('[data-take]').value = state.offerId ?? ''
  if (state.offerWords) text('offer').textContent = state.offerWords
  if (state.reasonWords) text('reason').textContent = state.reasonWords
  if (state.askWords) text('asks').textContent = state.askWords
  const id = state.pointedAt?.split('/')[1]
  for (const step of document.querySelectorAll('[data-step]')) {
    step.toggleAttribute('data-pointed', step.dataset.step === id)
  }
  strip.querySelector('[data-step-link]').href = `#${id ?? ''}`
  // What a finger is about to tap stays where it is: at the top of a page the browser would let it sink.
  if (scrollY === 0 && getComputedStyle(strip).position === 'sticky') scrollBy(0, strip.offsetHeight - height)
}

let events = null
let over = false
/**
 * A browser has six connections to a server over plain HTTP. A tab that nobody sees leaves them to the others, and of windows side
 * by side the three that listen since last do so: they tell the others, which then look for a moment.
 */
const mostListening = 3
const silentAfter = 3 * listenAgainEvery
const pages = window.BroadcastChannel ? new BroadcastChannel('helper') : null
const me = Math.random()
const others = new Map()
let since = 0
const tell = (state = null) => pages?.postMessage({ from: me, since, state, of: strip.dataset.events })
const isListening = () => events !== null && events.readyState !== EventSource.CLOSED

function open() {
  const stream = new EventSource(strip.dataset.events)
  stream.onmessage = ({ data }) => {
    const state = JSON.parse(data)
    over = state.phase === 'none' || state.phase === 'ended'
    if (over || stream !== events) stream.close()
    if (stream === events) tell(state)
    show(state)
  }
  stream.onerror = () => stream.readyState === EventSource.CLOSED && void lookWhy()
  return stream
}

/** Covering the page stops everything that is on its way, this stream too. */
function listen() {
  const late = [...others.values()].filter(
    (other) => other.since > since && Date.now() - other.heard < silentAfter,
  )
  if (document.visibilityState === 'hidden' || late.length >= mostListening) return events?.close()
  if (!over && !isListening()) {
    since = Date.now()
    events = open()
  }
  if (!over) tell()
}

if (pages) {
  pages.onmessage = ({ data: { from, since, state, of } }) => {
    others.set(from, { since, heard: Date.now() })
    if (state === null || isListening() || over || document.visibilityState === 'hidden') return
    // Words come in the language of their page.
    if (of === strip.dataset.events) show(state)
    else open()
  }
}
/** Whoever works in this window wants it to be the one that hears. */
addEventListener('focus', () => {
  if (isListening()) return
  since = Date.now()
  listen()
})

/** A stream that was refused: a server that began anew knows nothing of the visit, and this page leads out of it. */
async function lookWhy() {
  const late = new AbortController()
  try {
    const { status } = await fetch(strip.dataset.events, { signal: late.signal })
    if (status === 404) location.reload()
  } catch {
    // It is away, or a proxy speaks for it: it is listened for again.
  }
  late.abort()
}

const step = strip.dataset.pointed?.split('/')[1]
if (step !== undefined) document.getElementById(step)?.toggleAttribute('data-pointed', true)

/** Once a form had to go by itself, so does all that follows. */
let plain = false
const bound = () =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error('No answer')), longestAnswer))
addEventListener('submit', async (event) => {
  const { submitter, target } = event
  if (plain || !submitter || target.closest('.live-strip, .step-tool, .live-end') === null) return
  // These lead to another page, or to this one with other tools on it.
  if (submitter.value === 'accept' || submitter.name === 'take') return
  event.preventDefault()
  submitter.closest('details')?.removeAttribute('open')
  try {
    const asked = fetch(submitter.getAttribute('formaction') ?? target.action, {
      method: 'POST',
      body: new URLSearchParams([[submitter.name, submitter.value]]),
      headers: { accept: 'application/json' },
      referrerPolicy: 'same-origin',
    })
    const answer = await Promise.race([asked, bound()])
    if (answer.ok) show(await answer.json())
    else location.reload()
  } catch {
    // Nobody answers this script: the form goes.
    plain = true
    submitter.click()
  }
})

// Whoever touches the step where a code is typed has opened it: nobody looks from that moment on.
for (const step of document.querySelectorAll('[data-private-moment]')) {
  step.addEventListener('click', (event) => {
    if (event.target.closest('button, a') === null) step.querySelector('.step-tool button')?.click()
  })
}

// Last, so that what is missing here costs nothing above.
addEventListener('pagehide', () => events?.close())
document.addEventListener('visibilitychange', listen)
setInterval(listen, listenAgainEvery)
// A page that was opened before somebody helped knows nothing of it, and its way to an official page neither.
if (window.BroadcastChannel) new BroadcastChannel('visit').postMessage('helped')
listen()
