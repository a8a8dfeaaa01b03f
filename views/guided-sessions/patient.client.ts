/** Counts the seconds of a code, and goes on as soon as a helper has typed it. */

import { find } from '../shared/find.client.ts'

const page = find('.helper-page')
const timer = page.querySelector<HTMLElement>('[data-seconds-left]')

/** Whoever has tapped an answer is on the way already: what the server tells of it must not lead elsewhere. */
let answering = false
addEventListener('submit', () => {
  answering = true
})
const goOn = () => answering || location.replace(page.dataset.next ?? '')

if (timer !== null) {
  const until = performance.now() + Number(timer.dataset.secondsLeft) * 1000
  setInterval(() => {
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000))
    timer.textContent = String(seconds)
    if (seconds === 0) goOn()
  }, 500)
}

if (page.dataset.phase === 'waiting' || page.dataset.phase === 'asking') {
  let events: EventSource | null = null
  // A browser has six connections to a server over plain HTTP: a tab that nobody sees leaves them to the others.
  const listen = () => {
    events?.close()
    if (document.visibilityState === 'hidden') return
    events = new EventSource(page.dataset.events ?? '')
    events.onmessage = ({ data }) => JSON.parse(data).phase !== page.dataset.phase && goOn()
  }
  document.addEventListener('visibilitychange', listen)
  addEventListener('pagehide', () => events?.close())
  listen()
}
