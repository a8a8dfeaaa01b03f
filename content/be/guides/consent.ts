/** The guides on the consent to share health data. Sources: MaSanté brochure 3, 4.2; LUSS III and IV. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, portalTrouble, signIn, signInNeeds, signOut, step } from './shared.ts'

export const consent: GuidesOfTheme<'consent'> = {
  'check-consent': {
    pictogram: 'yes-or-no',
    facts: ['F7'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-consent', 'menu', ['S9'], { menuNames: true }),
      step('read-answer', 'read'),
      signOut,
    ],
    watchOut: [note('not-a-treatment', 'info', ['F7']), note('someone-may-have', 'registered', ['F8'])],
    whenItFails: [note('look-together', 'pharmacist'), ...portalTrouble],
    withoutComputer: [note('ask-caregiver', 'doctor', ['F8']), note('ask-desk', 'hospital', ['F8'])],
  },
  'give-consent': {
    pictogram: 'yes',
    facts: ['F7'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      step('know-what', 'info', ['F12', 'F11']),
      ...signIn,
      step('activate', 'yes', ['S9'], { menuNames: true }),
      signOut,
    ],
    watchOut: [
      note('not-obliged', 'care-goes-on', ['F11']),
      note('once-and-free', 'free', ['F7']),
      note('change-your-mind', 'withdraw', ['F7'], { see: 'withdraw-consent' }),
      note('who-will-see', 'who-sees', ['F12'], { see: 'who-can-see' }),
      note('never-sign-blind', 'signature', ['R10']),
      note('not-a-treatment', 'info', ['F7']),
    ],
    whenItFails: [note('ask-someone', 'pharmacist', ['F8']), ...portalTrouble],
    withoutComputer: [
      note('ask-caregiver', 'doctor', ['F8']),
      note('ask-mutuality', 'mutuality', ['F8']),
      note('brussels-form', 'paper-form', ['F9']),
    ],
  },
  'withdraw-consent': {
    pictogram: 'no',
    facts: ['F7'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      step('know-what', 'info', ['F11']),
      ...signIn,
      step('deactivate', 'no', ['S9'], { menuNames: true }),
      signOut,
    ],
    watchOut: [
      note('care-goes-on', 'care-goes-on', ['F11']),
      note('post-still-works', 'letter', ['F11']),
      note('change-your-mind', 'yes', ['F7'], { see: 'give-consent' }),
      note('one-person-only', 'exclude-person', ['F15'], { see: 'exclude-a-caregiver' }),
    ],
    whenItFails: [note('ask-someone', 'pharmacist', ['F8']), ...portalTrouble],
    withoutComputer: [
      note('ask-caregiver', 'doctor', ['F8']),
      note('ask-mutuality', 'mutuality', ['F8']),
      note('brussels-form', 'paper-form', ['F9']),
    ],
  },
  'registered-without-knowing': {
    pictogram: 'registered',
    facts: ['R10'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-consent', 'menu', ['S9'], { menuNames: true }),
      step('decide', 'yes-or-no', ['F7'], { see: 'withdraw-consent' }),
      step('ask-who', 'talk', ['F8']),
      signOut,
    ],
    watchOut: [
      note('it-happens', 'info', ['R10'], { dated: true }),
      note('look-in-ebox', 'mailbox', ['F10']),
      note('care-goes-on', 'care-goes-on', ['F11']),
    ],
    whenItFails: [note('ask-someone', 'pharmacist'), ...portalTrouble],
    withoutComputer: [note('ask-caregiver', 'doctor', ['F8']), note('brussels-form', 'paper-form', ['F9'])],
  },
}
