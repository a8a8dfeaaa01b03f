/** The guides on medicines. Sources: MaSanté brochure 9 and 10; INAMI 2023. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, portalTrouble, signIn, signInNeeds, signOut, step } from './shared.ts'

export const myMedicines: GuidesOfTheme<'my-medicines'> = {
  'medication-scheme': {
    pictogram: 'medication-scheme',
    facts: ['F21'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-scheme', 'menu', ['S9'], { menuNames: true }),
      step('read-scheme', 'medication-scheme', ['F21']),
      step('note-mistakes', 'write'),
      signOut,
    ],
    watchOut: [
      note('do-not-change', 'pharmacist'),
      note('check-often', 'calendar', ['S10']),
      note('who-updates', 'caregivers', ['F21', 'S10']),
    ],
    whenItFails: [note('no-scheme', 'pharmacist', ['F21'], { see: 'who-makes-my-scheme' }), ...portalTrouble],
    withoutComputer: [note('ask-print', 'printer')],
  },
  'who-makes-my-scheme': {
    pictogram: 'pharmacist',
    facts: ['F21'],
    needs: ['medicines'],
    officialPage: 'masante',
    steps: [
      step('choose-who', 'pharmacist', ['F21']),
      step('bring-all', 'medicines'),
      step('answer', 'talk'),
      step('each-change', 'update', ['F21', 'S10']),
      step('check', 'read'),
      step('ask-paper', 'printer'),
    ],
    watchOut: [note('useful-for', 'hospital', ['S18']), note('may-be-old', 'warning', ['S10'])],
    whenItFails: [note('refused', 'pharmacist', ['F21'])],
    withoutComputer: [note('all-by-talking', 'talk')],
  },
  'medicines-i-received': {
    pictogram: 'pharmacy-bag',
    facts: ['F22'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [...signIn, step('find-list', 'pharmacy-bag', ['F22']), step('read-list', 'read'), signOut],
    watchOut: [
      note('who-sees', 'who-sees', ['F23'], { see: 'who-can-see' }),
      note('why', 'warning', ['S14']),
      note('where-kept', 'network', ['F23']),
      note('for-another', 'mandate', ['F22'], { see: 'mandate' }),
    ],
    whenItFails: [note('wrong-line', 'pharmacist'), ...portalTrouble],
    withoutComputer: [note('ask-pharmacist', 'pharmacist')],
  },
  'my-prescriptions': {
    pictogram: 'prescription',
    facts: ['S7'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-prescriptions', 'prescription', ['S7']),
      signOut,
      step('go-to-pharmacy', 'pharmacy'),
      step('show-one-thing', 'id-card', ['F25']),
    ],
    watchOut: [
      note('paper-is-optional', 'paper', ['F24'], { see: 'paper-prescription' }),
      note('hidden-one', 'masked', ['F26']),
      note('barcode-on-screen', 'barcode', ['F25']),
    ],
    whenItFails: [note('pharmacist-sees-nothing', 'call'), note('outage', 'wait', ['R8']), ...portalTrouble],
    withoutComputer: [
      note('show-card', 'id-card', ['F25']),
      note('ask-paper', 'prescription', ['F24', 'F27']),
    ],
  },
  'medicines-app': {
    pictogram: 'app',
    facts: ['S6'],
    needs: ['phone', 'code'],
    officialPage: 'masante',
    steps: [
      step('ask-which', 'pharmacist', ['F3', 'F1', 'S6'], { dated: true }),
      step('own-phone', 'phone'),
      step('install', 'install-app'),
      step('type-code', 'look-away', [], { privateMoment: true }),
      step('look', 'medicines', ['S6']),
      step('close', 'lock'),
    ],
    watchOut: [
      note('others-too', 'mandate', ['S6'], { see: 'mandate' }),
      note('fake-apps', 'fake'),
      note('lost-phone', 'lock'),
    ],
    whenItFails: [note('use-site', 'computer', ['S7'], { see: 'my-prescriptions' })],
    withoutComputer: [note('show-card', 'id-card', ['F25', 'F24'], { see: 'paper-prescription' })],
  },
}
