// The companion's live page: htmx and its event streams, and what they need to run under our content policy.
import htmx from 'htmx.org/dist/htmx.esm.min.js'
import 'htmx.org/dist/ext/hx-sse.min.js'

const offline = document.getElementById('offline')
const said = document.getElementById('said')

htmx.config.includeIndicatorCSS = false
htmx.config.history = false
// What a mediator has unfolded stays so while events come.
htmx.config.morphIgnore = ['data-htmx-powered', 'open']
// A phone that was in a pocket has to be right within a second.
htmx.config.sse = { reconnectDelay: 300, reconnectMaxDelay: 700 }

// Only markup of our own server ever reaches htmx; it brings no scripts.
const rules = { createHTML: (markup) => markup, createScript: () => '' }
htmx.registerExtension('own-markup', {
  init: (internals) => internals.initSecurity(window.trustedTypes?.createPolicy('htmx', rules) ?? rules),
})

document.addEventListener('htmx:sse:error', ({ detail }) => {
  offline.hidden = false
  // The sign-in or the guided session is over: there is nothing to listen to any more.
  if (detail.status === 403 || detail.status === 404) location.assign('/companion')
})
document.addEventListener('htmx:sse:after:connection', () => {
  offline.hidden = true
})
document.addEventListener('htmx:sse:after:message', () => {
  said.textContent = ''
})
