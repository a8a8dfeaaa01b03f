// Lets htmx put our own markup into the page, and says so when the connection is away.
const rules = { createHTML: (markup) => markup, createScript: () => '' }
const policy = window.trustedTypes === undefined ? rules : trustedTypes.createPolicy('htmx', rules)
const offline = document.getElementById('offline')
const said = document.getElementById('said')

document.addEventListener('htmx:sse:error', ({ detail }) => {
  offline.hidden = false
  // The sign-in or the session is over: there is nothing more to listen to.
  if (detail.status === 404 || detail.status === 403) location.assign('/companion')
})
document.addEventListener('htmx:sse:after:connection', () => {
  offline.hidden = true
})
document.addEventListener('htmx:sse:after:message', () => {
  said.textContent = ''
})

export { policy }
