// Keeps the strip of a guided session right, and sends what a person taps on it without leaving the page.
const strip = document.querySelector('.live-strip')
const text = (name) => strip.querySelector(`[data-text="${name}"]`)

function set(name, value) {
  if (value === null || value === undefined || value === false) delete strip.dataset[name]
  else strip.dataset[name] = value === true ? '' : value
}

/** What is told is ids and words of ours; only places that are there already are filled. */
function show(state) {
  set('phase', state.phase)
  set('pace', state.pace)
  set('lost', state.lost)
  set('offer', state.offer?.kind)
  set('pointed', state.pointedAt)
  if (state.offerWords) text('offer').textContent = state.offerWords
  if (state.reasonWords) text('reason').textContent = state.reasonWords
  if (state.askWords) text('asks').textContent = state.askWords
  const id = state.pointedAt?.split('/')[1]
  for (const step of document.querySelectorAll('[data-step]')) {
    step.toggleAttribute('data-pointed', step.dataset.step === id)
  }
  strip.querySelector('[data-step-link]').href = `#${id ?? ''}`
}

const events = new EventSource(strip.dataset.events)
events.onmessage = ({ data }) => show(JSON.parse(data))
addEventListener('pagehide', () => events.close())

const step = strip.dataset.pointed?.split('/')[1]
if (step !== undefined) document.getElementById(step)?.toggleAttribute('data-pointed', true)

/** These lead to another page, or to this one with other tools on it. */
const leaving = new Set(['accept', 'take-offer'])

addEventListener('submit', async (event) => {
  const { submitter, target } = event
  if (target.closest('.live-strip, .step-tool') === null || submitter === null) return
  if (leaving.has(submitter.value)) return
  event.preventDefault()
  submitter.closest('details')?.removeAttribute('open')
  try {
    const answer = await fetch(submitter.getAttribute('formaction') ?? target.action, {
      method: 'POST',
      body: new URLSearchParams([[submitter.name, submitter.value]]),
      headers: { accept: 'application/json' },
      referrerPolicy: 'same-origin',
    })
    if (answer.ok) show(await answer.json())
    else location.reload()
  } catch {
    location.reload()
  }
})

// Whoever touches the step where a code is typed has opened it: nobody looks from that moment on.
for (const step of document.querySelectorAll('[data-private-moment]')) {
  step.addEventListener('click', (event) => {
    if (event.target.closest('button, a') === null) step.querySelector('.step-tool button')?.click()
  })
}
