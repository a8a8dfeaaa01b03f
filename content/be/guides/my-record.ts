/** The guides on the health record. Sources: MaSanté brochure 1, 5 to 8 and 13; LUSS III and IV. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, portalTrouble, signIn, signInNeeds, signOut, step } from './shared.ts'

export const myRecord: GuidesOfTheme<'my-record'> = {
  'what-is-masante': {
    pictogram: 'open-portal',
    knowledge: true,
    facts: ['F1'],
    needs: [],
    officialPage: 'masante',
    steps: [
      step('public-and-free', 'free', ['F1', 'E3']),
      step('shared-documents', 'document', ['S2']),
      step('medicines', 'medicines', ['S7']),
      step('you-decide', 'who-sees', ['F15', 'S16']),
      step('in-emergency', 'emergency', ['A2', 'F12']),
      step('not-everything', 'masked', ['F20', 'F17', 'F19']),
    ],
    watchOut: [
      note('some-exams', 'lab-result', ['A1']),
      note('four-networks', 'network', ['F16']),
      note('everywhere', 'place', ['S1']),
      note('name-of-app', 'app', ['F1', 'F2']),
    ],
    whenItFails: [note('too-many-tabs', 'helper', ['S13'], { see: 'find-help' })],
    withoutComputer: [
      note('ask-caregiver', 'doctor', ['F36']),
      note('ask-copy', 'copy', ['F37'], { see: 'ask-for-a-copy' }),
    ],
  },
  'health-summary': {
    pictogram: 'health-summary',
    facts: ['F17'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-summary', 'menu', ['S9'], { menuNames: true }),
      step('check-content', 'health-summary', ['F17']),
      step('tell-gp', 'doctor', ['F17']),
      signOut,
    ],
    watchOut: [
      note('not-everyone', 'doctor', ['F17']),
      note('incomplete', 'allergy', ['F17']),
      note('emergency-doctors', 'emergency', ['R5']),
    ],
    whenItFails: [note('no-summary', 'doctor', ['F17'], { see: 'what-my-gp-can-do' }), ...portalTrouble],
    withoutComputer: [note('ask-print', 'printer'), note('write-list', 'write')],
  },
  'what-my-gp-can-do': {
    pictogram: 'doctor',
    facts: ['F17'],
    needs: ['medicines'],
    officialPage: 'masante',
    steps: [
      step('ask-summary', 'health-summary', ['F17']),
      step('bring-list', 'medicines'),
      step('say-allergies', 'allergy', ['F17']),
      step('ask-scheme', 'medication-scheme', ['F21']),
      step('ask-complete', 'ask', ['F17']),
      step('ask-paper', 'copy'),
    ],
    watchOut: [note('useful-when', 'caregivers', ['S17']), note('takes-time', 'calendar')],
    whenItFails: [note('gp-says-no', 'write', ['F17'])],
    withoutComputer: [note('all-by-talking', 'talk')],
  },
  'my-documents': {
    pictogram: 'lab-result',
    facts: ['F12'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-documents', 'document', ['S9'], { menuNames: true }),
      step('read-or-wait', 'read'),
      step('note-questions', 'question-list'),
      signOut,
    ],
    watchOut: [
      note('what-is-there', 'x-ray', ['S2']),
      note('may-frighten', 'warning', ['R4']),
      note('closed-document', 'lock', ['F20']),
      note('consent-needed', 'masked', ['F11'], { see: 'check-consent' }),
    ],
    whenItFails: [
      note('cannot-open', 'lock', ['F20']),
      note('missing', 'hospital', ['F19']),
      ...portalTrouble,
    ],
    withoutComputer: [
      note('ask-explain', 'talk', ['F36']),
      note('ask-copy', 'copy', ['F37'], { see: 'ask-for-a-copy' }),
    ],
  },
  'what-my-hospital-shows': {
    pictogram: 'hospital',
    facts: ['F19'],
    needs: [],
    officialPage: 'masante',
    steps: [
      step('ask-which', 'ask', ['F19']),
      step('ask-when', 'calendar', ['F19']),
      step('look-later', 'computer', [], { see: 'my-documents' }),
      step('ask-doctor', 'doctor', ['F36']),
    ],
    watchOut: [
      note('only-exists', 'masked', ['F19']),
      note('list-of-hospitals', 'hospital', ['S11']),
      note('leak', 'warning', ['R1']),
    ],
    whenItFails: [note('nothing-shown', 'wait', ['F19'])],
    withoutComputer: [
      note('ask-desk', 'hospital'),
      note('ask-copy', 'copy', ['F37'], { see: 'ask-for-a-copy' }),
    ],
  },
  'other-functions': {
    pictogram: 'organ-donation',
    facts: ['S3'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('organ-donation', 'organ-donation', ['F38']),
      step('declarations', 'declaration', ['S3']),
      step('implants-and-more', 'implant', ['S3']),
      signOut,
    ],
    watchOut: [
      note('silence-means-yes', 'organ-donation', ['F38']),
      note('five-kinds', 'declaration', ['F39']),
      note('site-changes', 'update', ['S3']),
    ],
    whenItFails: [note('ask-town-hall', 'town-hall', ['F38']), ...portalTrouble],
    withoutComputer: [note('town-hall', 'town-hall', ['F38'])],
  },
}
