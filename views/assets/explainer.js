// What is ticked is kept in the visit until it ends: another language, or a helper who is called, takes nothing of it away.
const form = document.querySelector('form[data-ticks]')
/** Milliseconds. WebKit leaves what was on its way when the page was covered without an answer, for good. */
const longestAnswer = 4000
const pause = () => new Promise((resolve) => setTimeout(resolve, longestAnswer))
const ask = (request) =>
  Promise.race([fetch(form.dataset.ticks, { referrerPolicy: 'same-origin', ...request }), pause()])
const tickOf = ([name, value]) => form.querySelector(`[name="${name}"][value="${value}"]`)

/** What a finger has touched since counts, and not what was there before. */
let touched = new Set()
let told = Promise.resolve()
async function showTicks() {
  try {
    const answer = await ask({})
    for (const tick of await answer.json()) {
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
  told = showTicks()
})
form.addEventListener('change', ({ target }) => {
  touched.add(target.type === 'radio' ? target.name : [target.name, target.value].join())
  // One after the other, each with all that is ticked by then: the last one that arrives is the last.
  told = told.then(async () => {
    try {
      await ask({ method: 'POST', body: new URLSearchParams(new FormData(form)), keepalive: true })
    } catch {
      // The next tick tells all of them again.
    }
  })
})
