// What is ticked is kept in the visit until it ends: another language, or a helper who is called, takes nothing of it away.
const form = document.querySelector('form[data-ticks]')
/** Milliseconds. WebKit leaves what was on its way when the page was covered without an answer, for good. */
const longestAnswer = 4000
const pause = () => new Promise((resolve) => setTimeout(resolve, longestAnswer))
const ask = (request) => fetch(form.dataset.ticks, { referrerPolicy: 'same-origin', ...request })
const tickOf = ([name, value]) => form.querySelector(`[name="${name}"][value="${value}"]`)

/** What a finger has touched since counts, and not what was there before. */
let touched = new Set()
let told = Promise.resolve()
/** However late: what is ticked meanwhile goes before it, and so does whoever opens the page again. */
async function showTicks() {
  const mine = touched
  try {
    const ticks = await (await ask({})).json()
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
form.addEventListener('change', ({ target }) => {
  touched.add(target.type === 'radio' ? target.name : [target.name, target.value].join())
  // One after the other, each with all that is ticked by then: the last one that arrives is the last.
  told = told.then(async () => {
    try {
      const request = { method: 'POST', body: new URLSearchParams(new FormData(form)), keepalive: true }
      await Promise.race([ask(request), pause()])
    } catch {
      // The next tick tells all of them again.
    }
  })
})
