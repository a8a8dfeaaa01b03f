/** The guides on who sees the data. Sources: MaSanté brochure 4; LUSS IV. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, portalTrouble, signIn, signInNeeds, signOut, step } from './shared.ts'

export const whoSees: GuidesOfTheme<'who-sees'> = {
  'who-can-see': {
    pictogram: 'who-sees',
    knowledge: true,
    facts: ['F12'],
    needs: [],
    officialPage: 'masante',
    steps: [
      step('three-conditions', 'paper-form', ['F12']),
      step('gp-and-pharmacist', 'doctor', ['F13']),
      step('specialists', 'caregivers', ['F13']),
      step('emergency', 'emergency', ['F13']),
      step('no-access', 'no-access-doctor', ['F14']),
    ],
    watchOut: [
      note('without-your-yes', 'masked', ['F11'], { see: 'check-consent' }),
      note('insurers', 'money', ['R6']),
      note('leak', 'warning', ['R1']),
    ],
    whenItFails: [note('not-sure', 'ask')],
    withoutComputer: [note('ask-gp', 'doctor')],
  },
  'change-relationships': {
    pictogram: 'caregivers',
    facts: ['S16'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-relationships', 'menu', ['S9'], { menuNames: true }),
      step('change', 'caregivers', ['S16']),
      signOut,
    ],
    watchOut: [
      note('ends-at-once', 'end-relationship', ['S16']),
      note('may-come-back', 'calendar', ['S16']),
      note('for-good', 'exclude-person', ['F15'], { see: 'exclude-a-caregiver' }),
    ],
    whenItFails: [note('ask-caregiver', 'helper'), ...portalTrouble],
    withoutComputer: [note('ask-someone', 'doctor')],
  },
  'exclude-a-caregiver': {
    pictogram: 'exclude-person',
    facts: ['F15'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-exclusions', 'menu', ['S9'], { menuNames: true }),
      step('choose-name', 'exclude-person', ['S9'], { menuNames: true }),
      step('check-list', 'read'),
      signOut,
    ],
    watchOut: [
      note('emergencies-too', 'masked', ['F15']),
      note('until-you-lift', 'calendar', ['F15']),
      note('lift', 'withdraw', ['F15']),
    ],
    whenItFails: [note('name-not-found', 'search'), ...portalTrouble],
    withoutComputer: [note('ask-someone', 'talk')],
  },
  'see-who-looked': {
    pictogram: 'access-log',
    facts: ['F34'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      ...signIn,
      step('find-log', 'access-log', ['F34']),
      step('read-log', 'read', ['F34']),
      step('note-unknown', 'write'),
      signOut,
    ],
    watchOut: [note('why-useful', 'access-log', ['R3'], { dated: true }), note('may-be-normal', 'ask')],
    whenItFails: [note('no-log', 'hospital', ['F34']), ...portalTrouble],
    withoutComputer: [note('ask-hospital', 'hospital')],
  },
  'a-wrong-access': {
    pictogram: 'ombuds',
    facts: ['F35'],
    needs: [],
    officialPage: 'brussels-health-network',
    steps: [
      step('note', 'write'),
      step('ask-caregiver', 'talk', ['F35']),
      step('ombuds-hospital', 'ombuds', ['F35']),
      step('ombuds-federal', 'letter', ['F35']),
      step('exclude', 'exclude-person', ['F15'], { see: 'exclude-a-caregiver' }),
    ],
    watchOut: [note('punishable', 'warning', ['F35']), note('not-alone', 'another-person')],
    whenItFails: [note('no-answer', 'mutuality')],
    withoutComputer: [note('letter', 'letter')],
  },
}
