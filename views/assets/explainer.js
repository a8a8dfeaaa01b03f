// What is ticked is kept in the visit until it ends: another language, or a helper who is called, takes nothing of it away.
const form = document.querySelector('form[data-ticks]')
const ask = (request) => fetch(form.dataset.ticks, { referrerPolicy: 'same-origin', ...request })
const tickOf = ([name, value]) => form.querySelector(`[name="${name}"][value="${value}"]`)

/** What was ticked before is on the page before anything of it is told anew. */
let shown = null
async function showTicks() {
  // The browser's back button must not bring back what somebody ticked: the next person may be the one who presses it.
  form.reset()
  try {
    const answer = await ask({})
    for (const tick of await answer.json()) tickOf(tick).checked = true
  } catch {
    // Where the server is away, the page works as it is.
  }
}
addEventListener('pageshow', () => {
  shown = showTicks()
})
form.addEventListener('change', async () => {
  await shown
  try {
    await ask({ method: 'POST', body: new URLSearchParams(new FormData(form)), keepalive: true })
  } catch {
    // The next tick tells all of them again.
  }
})
