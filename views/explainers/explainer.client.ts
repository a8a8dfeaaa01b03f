/** What is ticked is kept in the visit until it ends: another language, or a helper who is called, takes nothing of it away. */

import { find } from '../shared/find.client.ts'

/** The name of a field and the value that is ticked. */
type Tick = readonly [name: string, value: string]

const form = find<HTMLFormElement>('form[data-ticks]')
/** Milliseconds. WebKit leaves what was on its way when the page was covered without an answer, for good. */
const longestAnswer = 4000
const pause = () => new Promise((resolve) => setTimeout(resolve, longestAnswer))
const ask = (request: RequestInit) =>
  fetch(form.dataset.ticks ?? '', { referrerPolicy: 'same-origin', ...request })
const tickOf = ([name, value]: Tick) => find<HTMLInputElement>(`[name="${name}"][value="${value}"]`, form)

/** What a finger has touched since counts, and not what was there before. */
let touched = new Set<string>()
let told: Promise<unknown> = Promise.resolve()
/** However late: what is ticked meanwhile goes before it, and so does whoever opens the page again. */
async function showTicks(): Promise<void> {
  const mine = touched
  try {
    const ticks: readonly Tick[] = await (await ask({})).json()
    if (touched !== mine) return
    for (const tick of ticks) {
      if (!touched.has(tick[0]) && !touched.has(tick.join())) tickOf(tick).checked = true
    }
  } catch {
    // Where the server is away, the page works as it is.
  }
}
addEventListener('pageshow', () => {
  // The browser's back button must not bring back what somebody ticked: the next person may be the one who presses it.
  form.reset()
  touched = new Set()
  told = Promise.race([showTicks(), pause()])
})
form.addEventListener('change', (event) => {
  const target = event.target as HTMLInputElement
  touched.add(target.type === 'radio' ? target.name : [target.name, target.value].join())
  // One after the other, each with all that is ticked by then: the last one that arrives is the last.
  told = told.then(async () => {
    try {
      // It has no files: all that is in it are texts.
      const ticks = new FormData(form) as unknown as Iterable<[string, string]>
      const body = new URLSearchParams([...ticks])
      await Promise.race([ask({ method: 'POST', body, keepalive: true }), pause()])
    } catch {
      // The next tick tells all of them again.
    }
  })
})
