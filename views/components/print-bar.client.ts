/** Prints the sheet: on a tap of its button, and at once when the person came by a print button (#print). */

import { find } from '../shared/find.client.ts'

const button = find('button[data-action="print"]')
button.hidden = false
// The keys are the way without this script; a kiosk and a phone have none.
find('.how-to-print').hidden = true
button.addEventListener('click', () => window.print())
if (window.location.hash === '#print') {
  // Going back and forth afterwards must not print again.
  window.history.replaceState(null, '', window.location.pathname)
  window.addEventListener('load', () => window.print())
}
