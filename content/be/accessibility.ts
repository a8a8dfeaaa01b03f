/** The accessibility statement: its days, and the figures of judged.json, which the tests write. */

import type { AccessibilityStatement } from '../../server/accessibility/rules.ts'
import figures from './judged.json' with { type: 'json' }

export const accessibility: AccessibilityStatement = {
  preparedOn: '2026-11-30',
  // Read the page in every language against judged.json before you change it.
  reviewedOn: '2026-11-30',
  figures,
}
