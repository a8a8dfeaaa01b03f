/** The companion's live page: htmx and its event streams, and what they need to run under our content policy. */

import htmx from 'htmx.org'
import 'htmx.org/dist/ext/hx-sse.min.js'
import { find } from '../shared/find.client.ts'

/** What htmx has, and its own types do not say: its event streams' settings, and its way to trusted types. */
declare module 'htmx.org' {
  interface HtmxConfig {
    sse: { readonly reconnectDelay: number; readonly reconnectMaxDelay: number }
  }
}
interface MarkupRules {
  readonly createHTML: (markup: string) => string
  readonly createScript: () => string
}
interface Internals {
  readonly initSecurity: (rules: object) => void
}
declare global {
  interface Window {
    readonly trustedTypes?: { readonly createPolicy: (name: string, rules: MarkupRules) => object }
  }
}

const offline = find('#offline')
const said = find('#said')

htmx.config.includeIndicatorCSS = false
htmx.config.history = false
// What a mediator has unfolded stays so while events come.
htmx.config.morphIgnore = ['data-htmx-powered', 'open']
// A phone that was in a pocket has to be right within a second.
htmx.config.sse = { reconnectDelay: 300, reconnectMaxDelay: 700 }

// Only markup of our own server ever reaches htmx; it brings no scripts.
const rules: MarkupRules = { createHTML: (markup) => markup, createScript: () => '' }
htmx.registerExtension('own-markup', {
  init: (internals: Internals) =>
    internals.initSecurity(window.trustedTypes?.createPolicy('htmx', rules) ?? rules),
})

document.addEventListener('htmx:sse:error', (event) => {
  offline.hidden = false
  const { status } = (event as CustomEvent<{ readonly status?: number }>).detail
  // The sign-in or the guided session is over: there is nothing to listen to any more.
  if (status === 403 || status === 404) location.assign('/companion')
})
document.addEventListener('htmx:sse:after:connection', () => {
  offline.hidden = true
})
document.addEventListener('htmx:sse:after:message', () => {
  said.textContent = ''
})
