/** Keeps the strip of a guided session right, and sends what a person taps on it without leaving the page. */

import { find } from '../shared/find.client.ts'

/** What the server says of the guided session. */
interface Told {
  readonly phase: string
  readonly pace?: string | null
  readonly lost?: boolean
  readonly offer?: { readonly kind: string } | null
  readonly offerId?: string | null
  readonly pointedAt?: string | null
  readonly offerWords?: string | null
  readonly reasonWords?: string | null
  readonly askWords?: string | null
}

/** What a window says to the others: that it listens, since when, and what it was told by which stream. */
interface Word {
  readonly from: number
  readonly since: number
  readonly state: Told | null
  readonly of: string | undefined
}

const strip = find('.live-strip')
const text = (name: string) => find(`[data-text="${name}"]`, strip)
const listenAgainEvery = 2000
const longestAnswer = 4000

function set(name: string, value: string | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) delete strip.dataset[name]
  else strip.dataset[name] = value === true ? '' : value
}

/** What is told is ids and words of ours; only places that are there already are filled. */
function show(state: Told): void {
  const height = strip.offsetHeight
  set('phase', state.phase)
  set('pace', state.pace)
  set('lost', state.lost)
  set('offer', state.offer?.kind)
  set('pointed', state.pointedAt)
  find<HTMLButtonElement>('[data-take]', strip).value = state.offerId ?? ''
  if (state.offerWords) text('offer').textContent = state.offerWords
  if (state.reasonWords) text('reason').textContent = state.reasonWords
  if (state.askWords) text('asks').textContent = state.askWords
  const id = state.pointedAt?.split('/')[1]
  for (const step of document.querySelectorAll<HTMLElement>('[data-step]')) {
    step.toggleAttribute('data-pointed', step.dataset.step === id)
  }
  find<HTMLAnchorElement>('[data-step-link]', strip).href = `#${id ?? ''}`
  // What a finger is about to tap stays where it is: at the top of a page the browser would let it sink.
  if (scrollY === 0 && getComputedStyle(strip).position === 'sticky') scrollBy(0, strip.offsetHeight - height)
}

let events: EventSource | null = null
let over = false
/**
 * A browser has six connections to a server over plain HTTP. A tab that nobody sees leaves them to the others, and of windows side
 * by side the three that listen since last do so: they tell the others, which then look for a moment.
 */
const mostListening = 3
const silentAfter = 3 * listenAgainEvery
const hasChannels = 'BroadcastChannel' in window
const pages = hasChannels ? new BroadcastChannel('helper') : null
const me = Math.random()
const others = new Map<number, { readonly since: number; readonly heard: number }>()
let since = 0
const tell = (state: Told | null = null) => {
  const word: Word = { from: me, since, state, of: strip.dataset.events }
  pages?.postMessage(word)
}
const isListening = () => events !== null && events.readyState !== EventSource.CLOSED

function open(): EventSource {
  const stream = new EventSource(strip.dataset.events ?? '')
  stream.onmessage = ({ data }) => {
    const state: Told = JSON.parse(data)
    over = state.phase === 'none' || state.phase === 'ended'
    if (over || stream !== events) stream.close()
    if (stream === events) tell(state)
    show(state)
  }
  stream.onerror = () => stream.readyState === EventSource.CLOSED && void lookWhy()
  return stream
}

/** Covering the page stops everything that is on its way, this stream too. */
function listen(): void {
  const late = [...others.values()].filter(
    (other) => other.since > since && Date.now() - other.heard < silentAfter,
  )
  if (document.visibilityState === 'hidden' || late.length >= mostListening) {
    events?.close()
    return
  }
  if (!over && !isListening()) {
    since = Date.now()
    events = open()
  }
  if (!over) tell()
}

if (pages) {
  pages.onmessage = ({ data }: MessageEvent<Word>) => {
    const { from, since, state, of } = data
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
async function lookWhy(): Promise<void> {
  const late = new AbortController()
  try {
    const { status } = await fetch(strip.dataset.events ?? '', { signal: late.signal })
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
  new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('No answer')), longestAnswer))

async function sendApart(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  try {
    const asked = fetch(button.getAttribute('formaction') ?? form.action, {
      method: 'POST',
      body: new URLSearchParams([[button.name, button.value]]),
      headers: { accept: 'application/json' },
      referrerPolicy: 'same-origin',
    })
    const answer = await Promise.race([asked, bound()])
    if (answer.ok) show(await answer.json())
    else location.reload()
  } catch {
    // Nobody answers this script: the form goes.
    plain = true
    button.click()
  }
}
addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const submitter = event.submitter as HTMLButtonElement | null
  if (plain || !submitter || form.closest('.live-strip, .step-tool, .live-end') === null) return
  // These lead to another page, or to this one with other tools on it.
  if (submitter.value === 'accept' || submitter.name === 'take') return
  event.preventDefault()
  submitter.closest('details')?.removeAttribute('open')
  void sendApart(form, submitter)
})

// Whoever touches the step where a code is typed has opened it: nobody looks from that moment on.
for (const step of document.querySelectorAll('[data-private-moment]')) {
  step.addEventListener('click', ({ target }) => {
    if ((target as Element).closest('button, a') !== null) return
    step.querySelector<HTMLElement>('.step-tool button')?.click()
  })
}

// Last, so that what is missing here costs nothing above.
addEventListener('pagehide', () => events?.close())
document.addEventListener('visibilitychange', listen)
setInterval(listen, listenAgainEvery)
// A page that was opened before somebody helped knows nothing of it, and its way to an official page neither.
if (hasChannels) new BroadcastChannel('visit').postMessage('helped')
listen()
