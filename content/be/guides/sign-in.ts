/** The guides on signing in and on codes. Sources: MaSanté brochure 2; LUSS III.1.4 and IV. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, openPortal, portalDown, signInNeeds, signOut, step, typeCode } from './shared.ts'

export const signInGuides: GuidesOfTheme<'sign-in'> = {
  'sign-in-with-eid': {
    pictogram: 'id-card',
    facts: ['F4'],
    needs: signInNeeds,
    officialPage: 'masante',
    steps: [
      step('plug-in-reader', 'computer'),
      openPortal,
      step('choose-card', 'menu', ['F4']),
      step('insert-card', 'card-reader'),
      typeCode,
      signOut,
    ],
    watchOut: [note('do-not-guess', 'stop', ['E1']), note('take-card-back', 'give-card-back')],
    whenItFails: [
      note('need-software', 'computer', ['S15']),
      note('forgot-code', 'code', [], { see: 'my-card-code' }),
      note('other-ways', 'phone', ['F4'], { see: 'sign-in-with-itsme' }),
      portalDown,
    ],
    withoutComputer: [note('ask-caregiver', 'doctor', [], { see: 'without-a-computer' })],
  },
  'sign-in-with-itsme': {
    pictogram: 'phone',
    facts: ['F4'],
    needs: ['phone', 'code'],
    officialPage: 'masante',
    steps: [
      openPortal,
      step('choose-itsme', 'tap', ['F4']),
      step('open-app', 'app'),
      step('check-request', 'ask'),
      step('type-itsme-code', 'look-away', [], { privateMoment: true }),
      { ...signOut, withoutDetail: true },
    ],
    watchOut: [note('not-yours', 'no'), note('own-phone', 'phone')],
    whenItFails: [
      note('use-card', 'id-card', ['F4'], { see: 'sign-in-with-eid' }),
      note('other-ways', 'code', ['F4'], { see: 'sign-in-without-eid' }),
      portalDown,
    ],
    withoutComputer: [note('ask-caregiver', 'doctor', [], { see: 'without-a-computer' })],
  },
  'my-card-code': {
    pictogram: 'code',
    facts: ['S8'],
    needs: ['id-card'],
    officialPage: 'bosa',
    steps: [
      step('do-not-guess', 'stop', ['E1']),
      step('look-in-papers', 'letter', ['E1']),
      step('ask-town-hall', 'town-hall', ['E1']),
      step('bring-card', 'id-card', ['E1']),
      step('type-new-code', 'look-away', [], { privateMoment: true }),
      step('remember', 'secret'),
    ],
    watchOut: [
      note('many-do-not-know', 'ask', ['S8'], { dated: true }),
      note('nobody-asks', 'secret', [], { see: 'protect-my-codes' }),
    ],
    whenItFails: [note('other-ways', 'phone', ['F4'], { see: 'sign-in-with-itsme' })],
    withoutComputer: [note('town-hall', 'town-hall', ['E1'])],
  },
  'protect-my-codes': {
    pictogram: 'secret',
    facts: [],
    needs: [],
    officialPage: 'bosa',
    steps: [
      step('keep-secret', 'secret'),
      step('hide-keys', 'hide-keypad', [], { privateMoment: true }),
      step('keep-card', 'id-card'),
      step('say-no', 'no'),
      step('sign-out', 'sign-out'),
    ],
    watchOut: [
      note('misuse', 'warning', ['R7']),
      note('help-differently', 'mandate', ['F29'], { see: 'mandate' }),
    ],
    whenItFails: [note('someone-knows', 'town-hall', ['E1'], { see: 'my-card-code' })],
    withoutComputer: [note('town-hall', 'town-hall')],
  },
  'sign-in-without-eid': {
    pictogram: 'digital-key',
    facts: ['F4', 'F5'],
    needs: ['email', 'phone'],
    officialPage: 'bosa',
    steps: [
      step('have-email', 'email', ['F5']),
      step('find-office', 'place', ['F5']),
      step('show-identity', 'paper', ['F5']),
      step('choose-code', 'code', ['F4']),
      step('type-received-code', 'look-away', [], { privateMoment: true }),
    ],
    watchOut: [note('own-email', 'email'), note('other-country', 'digital-key', ['F4'])],
    whenItFails: [note('ask-helper', 'helper', [], { see: 'find-help' })],
    withoutComputer: [
      note('paper-prescription', 'prescription', ['F27'], { see: 'paper-prescription' }),
      note('ask-caregiver', 'doctor'),
    ],
  },
}
