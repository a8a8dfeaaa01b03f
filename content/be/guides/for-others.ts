/** The guides on helping and being helped. Sources: MaSanté brochure 12; INAMI 2023; LUSS III.1.4. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, portalTrouble, signIn, signInNeeds, signOut, step } from './shared.ts'

export const forOthers: GuidesOfTheme<'for-others'> = {
  'my-child': {
    pictogram: 'parent-and-child',
    knowledge: true,
    facts: ['F30'],
    needs: signInNeeds,
    orPhone: true,
    officialPage: 'masante',
    steps: [
      step('under-twelve', 'parent-and-child', ['F30', 'S19']),
      step('twelve-to-sixteen', 'paper', ['F30'], { see: 'ask-for-a-copy' }),
      step('from-sixteen', 'teenager', ['F30']),
      step('may-give-mandate', 'mandate', ['F31'], { see: 'mandate' }),
    ],
    watchOut: [note('older-papers', 'calendar', ['F30']), note('talk-first', 'talk')],
    whenItFails: [note('ask-doctor', 'doctor'), ...portalTrouble],
    withoutComputer: [note('ask-paper', 'paper', ['F30'], { see: 'ask-for-a-copy' })],
  },
  'trusted-person': {
    pictogram: 'trusted-person',
    facts: ['F32'],
    needs: [...signInNeeds, 'another-person'],
    orPhone: true,
    officialPage: 'masante',
    steps: [
      step('choose-person', 'trusted-person', ['F32']),
      ...signIn,
      step('add-person', 'id-number', ['F32', 'S9'], { menuNames: true, privateMoment: true }),
      signOut,
    ],
    watchOut: [
      note('assists-only', 'info', ['F32', 'F33']),
      note('brussels-both', 'share-data', ['F32'], { see: 'check-consent' }),
      note('own-card', 'secret'),
    ],
    whenItFails: [note('ask-network', 'helper'), ...portalTrouble],
    withoutComputer: [note('tell-doctor', 'another-person')],
  },
  mandate: {
    pictogram: 'mandate',
    facts: ['F29'],
    needs: ['another-person', 'id-card', 'card-reader', 'code'],
    orPhone: true,
    officialPage: 'ehealth',
    steps: [
      step('choose-person', 'another-person'),
      step('decide-what', 'calendar', ['F29']),
      step('open-service', 'computer', ['F29']),
      step('both-sign', 'signature', ['F29']),
    ],
    watchOut: [
      note('real-power', 'warning'),
      note('medicines', 'pharmacy-bag', ['F22']),
      note('never-the-code', 'secret', [], { see: 'protect-my-codes' }),
    ],
    whenItFails: [note('ask-help', 'mutuality')],
    withoutComputer: [note('ask-mutuality', 'mutuality')],
  },
  'help-a-relative-safely': {
    pictogram: 'relative',
    facts: [],
    needs: ['another-person'],
    officialPage: 'masante',
    steps: [
      step('ask-first', 'ask'),
      step('sit-beside', 'helper'),
      step('look-away', 'look-away', [], { privateMoment: true }),
      step('give-card-back', 'give-card-back'),
      step('let-decide', 'talk'),
      step('close-all', 'sign-out'),
    ],
    watchOut: [
      note('official-ways', 'mandate', ['F29', 'F32'], { see: 'trusted-person' }),
      note('misuse', 'warning', ['R7']),
    ],
    whenItFails: [note('too-hard', 'computer', [], { see: 'find-help' })],
    withoutComputer: [note('go-together', 'another-person')],
  },
}
