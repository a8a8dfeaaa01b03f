/** At a supervised kiosk: keeps the strip right, and tells the page what its supervisor and the server have done to the visit. */

import { find } from './shared/find.client.ts'

/** The parts that show, and the words of those that say something new. */
interface Told {
  readonly parts: readonly string[]
  readonly words: Readonly<Record<string, string | null>>
}

const strip = find('.kiosk-strip')
const channel = new BroadcastChannel('visit')
const listenAgainEvery = 2000

/** What is told is ids and words of ours; only places that are there already are filled. */
function show({ parts, words }: Told): void {
  const height = strip.offsetHeight
  for (const place of strip.querySelectorAll<HTMLElement>('[data-part]')) {
    const { part = '' } = place.dataset
    const said = words[part]
    if (said) find('span', place).textContent = said
    place.hidden = !parts.includes(part)
  }
  // What a finger is about to tap stays where it is: at the top of a page the browser would let it sink.
  if (scrollY === 0) scrollBy(0, strip.offsetHeight - height)
}

let events: EventSource | null = null
/** Covering the page stops everything that is on its way, this stream too. */
function listen(): void {
  if (events !== null && events.readyState !== EventSource.CLOSED) return
  events = new EventSource(strip.dataset.events ?? '')
  events.addEventListener('strip', ({ data }) => show(JSON.parse(data)))
  events.addEventListener('visit', ({ data }) => channel.postMessage(data))
}
listen()
const listening = setInterval(listen, listenAgainEvery)
addEventListener('pagehide', () => {
  clearInterval(listening)
  events?.close()
})

/** The guide is not left, and what is tapped stays where it is. */
async function sendApart(address: string): Promise<void> {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json' },
      referrerPolicy: 'same-origin',
    })
    if (!answer.ok) location.reload()
  } catch {
    location.reload()
  }
}
addEventListener('submit', (event) => {
  const submitter = event.submitter as HTMLButtonElement | null
  if ((event.target as Element).closest('.kiosk-strip') === null || submitter === null) return
  event.preventDefault()
  void sendApart(submitter.formAction)
})

// Nothing of the browser's own comes up under a finger that rests, drags or pinches.
for (const kind of ['contextmenu', 'dragstart', 'drop'])
  addEventListener(kind, (event) => event.preventDefault())
addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false })
