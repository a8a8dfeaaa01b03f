/** The guides on finding help and judging information. Sources: MaSanté brochure 14 and 15; LUSS III. */

import type { GuidesOfTheme } from '../ids.ts'
import { note, openPortal, portalDown, step } from './shared.ts'

export const help: GuidesOfTheme<'help'> = {
  'find-help': {
    pictogram: 'helper',
    facts: [],
    needs: [],
    officialPage: 'social-brussels',
    steps: [
      step('ask-here', 'talk'),
      step('digital-space', 'helper', ['F40']),
      step('social-brussels', 'place', ['F45']),
      step('pharmacy-or-mutuality', 'pharmacy'),
      step('language-course', 'language', ['F44']),
    ],
    watchOut: [
      note('never-the-code', 'secret', [], { see: 'protect-my-codes' }),
      note('not-a-doctor', 'doctor'),
    ],
    whenItFails: [note('no-place', 'town-hall')],
    withoutComputer: [note('go-there', 'call')],
  },
  'ask-the-portal': {
    pictogram: 'ask',
    facts: ['S4'],
    needs: ['computer'],
    officialPage: 'masante',
    steps: [
      openPortal,
      step('look-for-help', 'search', ['S4'], { menuNames: true }),
      step('use-contact', 'email', ['S4'], { menuNames: true }),
      step('write-question', 'write'),
      step('note-answer', 'printer'),
    ],
    watchOut: [
      note('not-medical', 'doctor'),
      note('never-the-code', 'secret', [], { see: 'protect-my-codes' }),
    ],
    whenItFails: [note('ask-helper', 'helper'), portalDown],
    withoutComputer: [note('ask-around', 'pharmacist')],
  },
  'is-this-true': {
    pictogram: 'check-source',
    facts: ['S12'],
    needs: [],
    officialPage: 'masante',
    steps: [
      step('who', 'person'),
      step('when', 'calendar'),
      step('why', 'money'),
      step('compare', 'check-source', ['S3']),
      step('ask', 'pharmacist'),
    ],
    watchOut: [
      note('false-info', 'fake', ['S12']),
      note('do-not-stop', 'care-goes-on'),
      note('fear', 'talk'),
    ],
    whenItFails: [note('not-sure', 'wait')],
    withoutComputer: [note('ask-pharmacist', 'pharmacist')],
  },
  news: {
    pictogram: 'news',
    knowledge: true,
    facts: ['F18', 'F36', 'F56', 'F58'],
    needs: [],
    officialPage: 'masante',
    steps: [
      step('since-2024', 'info', ['F36']),
      step('one-record', 'folder', ['F18']),
      step('europe', 'network', ['F56']),
      step('you-may-refuse', 'yes-or-no', ['F58']),
    ],
    watchOut: [note('dates-move', 'calendar'), note('ostbelgien', 'news', ['S5'])],
    whenItFails: [note('ask', 'mutuality')],
    withoutComputer: [note('ask-around', 'doctor')],
  },
}
