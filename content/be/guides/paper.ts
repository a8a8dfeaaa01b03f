/** The guides on doing it on paper. Sources: facts F24 to F27, F35 to F38, F46. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, step } from './shared.ts'

export const paper: GuidesOfTheme<'paper'> = {
  'ask-for-a-copy': {
    pictogram: 'copy',
    facts: ['F37'],
    needs: [],
    officialPage: 'brussels-health-network',
    steps: [
      step('decide-what', 'document'),
      step('ask', 'doctor'),
      step('write', 'letter'),
      step('ask-explanation', 'talk', ['F36']),
      step('keep-safe', 'lock'),
    ],
    watchOut: [
      note('first-is-free', 'free', ['F37']),
      note('say-paper', 'paper'),
      note('no-more-secret-notes', 'document', ['F36']),
    ],
    whenItFails: [note('refused', 'ombuds', ['E2']), note('refused-gp', 'ombuds', ['F35', 'E2'])],
    withoutComputer: [note('all-on-paper', 'talk')],
  },
  'without-a-computer': {
    pictogram: 'without-computer',
    knowledge: true,
    facts: [],
    needs: [],
    officialPage: 'social-brussels',
    steps: [
      step('consent', 'yes-or-no', ['F8'], { see: 'give-consent' }),
      step('medicines', 'medication-scheme', ['F21'], { see: 'who-makes-my-scheme' }),
      step('results', 'lab-result', ['F36']),
      step('prescriptions', 'prescription', ['F24'], { see: 'paper-prescription' }),
      step('organ-donation', 'organ-donation', ['F38']),
      step('helper', 'helper', ['F40'], { see: 'find-help' }),
    ],
    watchOut: [
      note('brussels-counters', 'town-hall', ['F46']),
      note('not-the-portal', 'info', ['F46']),
      note('emergency', 'write'),
    ],
    whenItFails: [note('sent-to-internet', 'talk')],
    withoutComputer: [note('take-this-page', 'printer')],
  },
  'paper-prescription': {
    pictogram: 'prescription',
    facts: ['F24'],
    needs: [],
    officialPage: 'recip-e',
    steps: [
      step('ask-doctor', 'doctor', ['F24']),
      step('check-barcode', 'barcode', ['F25']),
      step('go-to-pharmacy', 'pharmacy'),
      step('or-card', 'id-card', ['F25']),
    ],
    watchOut: [
      note('since-2021', 'calendar', ['F24']),
      note('bis-number', 'printer', ['F27']),
      note('no-number', 'paper', ['F27']),
      note('hidden-one', 'masked', ['F26']),
    ],
    whenItFails: [note('ask-call', 'call')],
    withoutComputer: [note('nothing-needed', 'without-computer')],
  },
}
