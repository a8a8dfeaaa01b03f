/** The six explainers: the facts behind each line. Sources: facts F and R, the brochure's advantages, LUSS III and IV. */

import type { Explainer, ExplainerFor as For } from '../../server/explainers/rules.ts'
import type { ExplainerWords, Ids } from './ids.ts'

type ExplainerFor<Id extends keyof ExplainerWords> = For<ExplainerWords[Id], Ids> & { readonly id: Id }

const shareMyData: ExplainerFor<'share-my-data'> = {
  id: 'share-my-data',
  theme: 'consent',
  pictogram: 'yes-or-no',
  situation: { 'what-it-is': ['F12', 'F16'], 'perhaps-noted': ['F8'], 'care-goes-on': ['F11'] },
  ask: { caregiver: 'doctor', desk: 'hospital' },
  options: {
    yes: {
      pictogram: 'yes',
      howTo: 'give-consent',
      rows: {
        happens: { 'they-see': ['F12'], 'you-see': ['F20'] },
        takes: { effort: ['F7', 'F8'] },
        advantages: { emergency: ['A2'], exams: ['A1'] },
        risks: { leak: ['R1'], looked: ['R3'] },
        back: { withdraw: ['F7'] },
      },
    },
    no: {
      pictogram: 'no',
      howTo: 'withdraw-consent',
      rows: {
        happens: { 'nobody-sees': ['F11'], post: ['F11'] },
        takes: { effort: ['F7', 'F8'] },
        advantages: { 'fewer-eyes': ['F11', 'F12'], 'no-network': ['F11'] },
        risks: { emergency: ['F11'], exams: ['A1'] },
        back: { 'say-yes': ['F7'] },
      },
    },
    'not-now': {
      pictogram: 'wait',
      changesNothing: true,
      howTo: 'check-consent',
      rows: {
        happens: { nothing: ['F7'], check: ['F8'] },
        takes: { effort: ['F7'] },
        advantages: { 'ask-first': ['F8'], 'no-blind': ['R10'] },
        risks: { 'old-yes': ['R10', 'F7'], 'no-yes': ['F11'] },
        back: { later: ['F7'] },
      },
    },
  },
  unknowns: { leak: ['R1'], future: ['F18'] },
  cards: {
    privacy: ['happens', 'risks'],
    emergency: ['happens', 'advantages', 'risks'],
    decide: ['takes', 'back'],
    complete: ['happens', 'advantages'],
    change: ['back'],
  },
  statements: {
    'no-care': { isTrue: false, facts: ['F11'] },
    'take-back': { isTrue: true, facts: ['F7'] },
    'all-doctors': { isTrue: false, facts: ['F12'] },
    somebody: { isTrue: true, facts: ['F8'] },
    emergency: { isTrue: false, facts: ['F11'] },
    treatment: { isTrue: false, facts: ['F7'] },
  },
}

const excludeSomeone: ExplainerFor<'exclude-someone'> = {
  id: 'exclude-someone',
  theme: 'who-sees',
  pictogram: 'exclude-person',
  situation: { 'what-it-is': ['F12'], 'one-person': ['F15'], talk: ['F35'] },
  ask: { caregiver: 'doctor', ombuds: 'ombuds' },
  options: {
    exclude: {
      pictogram: 'exclude-person',
      howTo: 'exclude-a-caregiver',
      rows: {
        happens: { closed: ['F15'], lasts: ['F15'] },
        takes: { effort: ['S9'] },
        advantages: { sure: ['F15'], 'only-one': ['F15'] },
        risks: { emergency: ['F15'], 'knows-less': ['F15'] },
        back: { lift: ['F15'] },
      },
    },
    'end-relationship': {
      pictogram: 'end-relationship',
      howTo: 'change-relationships',
      rows: {
        happens: { closed: ['S16'], 'new-contact': ['S16'] },
        takes: { effort: ['S9'] },
        advantages: { soft: ['S16'], 'only-one': ['S16'] },
        risks: { 'comes-back': ['S16'], 'knows-less': ['S16'] },
        back: { add: ['S16'] },
      },
    },
    'talk-first': {
      pictogram: 'talk',
      howTo: 'a-wrong-access',
      rows: {
        happens: { ask: ['F35'], 'no-answer': ['F35'] },
        takes: { effort: ['F35'] },
        advantages: { explanation: ['F35'], 'stays-open': ['F12'] },
        risks: { 'still-open': ['F12'], unpleasant: ['F35'] },
        back: { still: ['F15'] },
      },
    },
    'leave-it': {
      pictogram: 'wait',
      changesNothing: true,
      howTo: 'who-can-see',
      rows: {
        happens: { nothing: ['F12'], ends: ['F13'] },
        takes: { effort: ['F15'] },
        advantages: { knows: ['F12'], emergency: ['A2'] },
        risks: { looks: ['R3'], worry: ['F12'] },
        back: { later: ['F15'] },
      },
    },
  },
  unknowns: { log: ['F34'], future: ['F15'] },
  cards: {
    privacy: ['happens', 'risks'],
    emergency: ['advantages', 'risks'],
    decide: ['takes', 'back'],
    calm: ['takes', 'risks'],
    change: ['back'],
  },
  statements: {
    emergency: { isTrue: false, facts: ['F15'] },
    all: { isTrue: false, facts: ['F15'] },
    'comes-back': { isTrue: true, facts: ['S16'] },
    lift: { isTrue: true, facts: ['F15'] },
    ask: { isTrue: false, facts: ['F15'] },
  },
}

const seeResultsAlone: ExplainerFor<'see-results-alone'> = {
  id: 'see-results-alone',
  theme: 'my-record',
  pictogram: 'lab-result',
  situation: { 'what-it-is': ['F19'], when: ['F19'], right: ['F36'] },
  ask: { doctor: 'doctor', gp: 'doctor' },
  options: {
    alone: {
      pictogram: 'person',
      howTo: 'my-documents',
      rows: {
        happens: { read: ['F19', 'F20'], words: ['R4'] },
        takes: { effort: ['F4'] },
        advantages: { soon: ['F19'], private: ['F4'] },
        risks: { fear: ['R4'], misread: ['R4'] },
        back: { ask: ['F36'] },
      },
    },
    'with-someone': {
      pictogram: 'another-person',
      howTo: 'what-my-gp-can-do',
      rows: {
        happens: { together: ['F36'], explains: ['F36'] },
        takes: { effort: ['F36'] },
        advantages: { explained: ['F36'], support: ['R4'] },
        risks: { seen: ['F12'], find: ['R4'] },
        back: { stop: ['F36'] },
      },
    },
    wait: {
      pictogram: 'wait',
      changesNothing: true,
      howTo: 'what-my-hospital-shows',
      rows: {
        happens: { nothing: ['F36'], paper: ['F37'] },
        takes: { effort: ['F19'] },
        advantages: { explained: ['F36'], calm: ['R4'] },
        risks: { later: ['F19'], worry: ['F19'] },
        back: { open: ['F19', 'F20'] },
      },
    },
  },
  unknowns: { when: ['F19'], complete: ['F19', 'F20'] },
  cards: {
    calm: ['advantages', 'risks'],
    'not-alone': ['happens', 'advantages'],
    privacy: ['advantages', 'risks'],
    decide: ['takes', 'back'],
    easy: ['takes'],
  },
  statements: {
    must: { isTrue: false, facts: ['F37'] },
    same: { isTrue: false, facts: ['F19'] },
    explain: { isTrue: true, facts: ['F36'] },
    helper: { isTrue: false, facts: ['S21'] },
    missing: { isTrue: false, facts: ['F19'] },
  },
}

const someoneToHelp: ExplainerFor<'someone-to-help'> = {
  id: 'someone-to-help',
  theme: 'for-others',
  pictogram: 'trusted-person',
  situation: { 'what-it-is': ['F32'], roles: ['F29', 'F32'], danger: ['R7'] },
  ask: { caregiver: 'doctor', mutuality: 'mutuality' },
  options: {
    'trusted-person': {
      pictogram: 'trusted-person',
      howTo: 'trusted-person',
      rows: {
        happens: { helps: ['F32'], 'not-decide': ['F32'] },
        takes: { effort: ['F32'] },
        advantages: { 'own-key': ['F32'], 'you-decide': ['F32'] },
        risks: { sees: ['F32'], 'needs-consent': ['F32'] },
        back: { remove: ['F32'] },
      },
    },
    mandate: {
      pictogram: 'mandate',
      howTo: 'mandate',
      rows: {
        happens: { acts: ['F29'], both: ['F29'] },
        takes: { effort: ['F29'] },
        advantages: { acts: ['F29'], 'own-key': ['F29'] },
        risks: { power: ['F29'], sees: ['F22'] },
        back: { end: ['F29'] },
      },
    },
    mediator: {
      pictogram: 'helper',
      howTo: 'find-help',
      rows: {
        happens: { beside: ['F40'], 'looks-away': ['R7'] },
        takes: { effort: ['F40'] },
        advantages: { learn: ['F40'], 'no-role': ['F40'] },
        risks: { 'sees-screen': ['S20'], 'each-time': ['F40'] },
        back: { stop: ['F40'] },
      },
    },
    nobody: {
      pictogram: 'person',
      changesNothing: true,
      howTo: 'without-a-computer',
      rows: {
        happens: { nothing: ['F32'], paper: ['F24'] },
        takes: { effort: ['F24'] },
        advantages: { private: ['F32'], control: ['F32'] },
        risks: { alone: ['F32'], hurry: ['F29'] },
        back: { later: ['F32'] },
      },
    },
  },
  unknowns: { trust: ['F32'], later: ['F32'] },
  cards: {
    privacy: ['advantages', 'risks'],
    'not-alone': ['happens', 'risks'],
    decide: ['happens', 'advantages'],
    easy: ['takes'],
    change: ['back'],
  },
  statements: {
    code: { isTrue: false, facts: ['R7'] },
    decides: { isTrue: false, facts: ['F32', 'F33'] },
    mandate: { isTrue: true, facts: ['F29'] },
    must: { isTrue: false, facts: ['F32'] },
    'helper-sees': { isTrue: false, facts: ['R7'] },
  },
}

const screenOrPaper: ExplainerFor<'screen-or-paper'> = {
  id: 'screen-or-paper',
  theme: 'paper',
  pictogram: 'copy',
  situation: { 'what-it-is': ['F24', 'F37'], right: ['F24'], 'no-loss': ['F24', 'F37'] },
  ask: { caregiver: 'doctor', helper: 'helper' },
  options: {
    online: {
      pictogram: 'computer',
      howTo: 'my-documents',
      rows: {
        happens: { read: ['S2'], key: ['F4'] },
        takes: { effort: ['F4'] },
        advantages: { 'one-place': ['A3'], 'not-lost': ['F4'] },
        risks: { outage: ['R8'], watched: ['S20'] },
        back: { 'ask-paper': ['F37'] },
      },
    },
    paper: {
      pictogram: 'paper',
      howTo: 'ask-for-a-copy',
      rows: {
        happens: { ask: ['F37'], keep: ['F37'] },
        takes: { effort: ['F37'] },
        advantages: { 'no-code': ['F37'], hand: ['F37'] },
        risks: { lost: ['F37'], old: ['F21'] },
        back: { 'go-online': ['F4'] },
      },
    },
    both: {
      pictogram: 'copy',
      howTo: 'my-documents',
      rows: {
        happens: { read: ['F4'], print: ['F37'] },
        takes: { effort: ['F4'] },
        advantages: { spare: ['R8'], choose: ['F24', 'F37'] },
        risks: { twice: ['R7'], differ: ['F21'] },
        back: { 'drop-one': ['F24', 'F37'] },
      },
    },
    'as-now': {
      pictogram: 'wait',
      changesNothing: true,
      howTo: 'without-a-computer',
      rows: {
        happens: { nothing: ['F24'], still: ['F37'] },
        takes: { effort: ['F24'] },
        advantages: { known: ['F24'], 'no-effort': ['F24'] },
        risks: { miss: ['F20'], others: ['R7'] },
        back: { later: ['F24'] },
      },
    },
  },
  unknowns: { site: ['S3'], complete: ['F19', 'F20'] },
  cards: {
    easy: ['takes', 'advantages'],
    privacy: ['risks'],
    decide: ['happens', 'advantages'],
    change: ['back'],
  },
  statements: {
    'must-online': { isTrue: false, facts: ['F24'] },
    free: { isTrue: true, facts: ['F37'] },
    'all-online': { isTrue: false, facts: ['F19', 'F20'] },
    both: { isTrue: true, facts: ['F24', 'F37'] },
    outage: { isTrue: false, facts: ['R8'] },
  },
}

const masanteForMe: ExplainerFor<'masante-for-me'> = {
  id: 'masante-for-me',
  theme: 'my-record',
  pictogram: 'open-portal',
  situation: { 'what-it-is': ['E3', 'S2'], 'not-all': ['F19', 'F20'], care: ['F24', 'F37'] },
  ask: { caregiver: 'doctor', helper: 'helper' },
  options: {
    'use-it': {
      pictogram: 'person',
      howTo: 'what-is-masante',
      rows: {
        happens: { see: ['S2', 'S7'], control: ['F15', 'S16'] },
        takes: { effort: ['F4'] },
        advantages: { 'one-place': ['A3'], check: ['F17', 'R5'] },
        risks: { hard: ['S13'], fear: ['R4'] },
        back: { stop: ['F4'] },
      },
    },
    'with-help': {
      pictogram: 'helper',
      howTo: 'find-help',
      rows: {
        happens: { see: ['S2', 'S7'], type: ['R7'] },
        takes: { effort: ['F40'] },
        advantages: { support: ['F40'], 'one-place': ['A3'] },
        risks: { seen: ['S20'], hours: ['F40'] },
        back: { stop: ['F4'] },
      },
    },
    'not-use': {
      pictogram: 'without-computer',
      changesNothing: true,
      howTo: 'without-a-computer',
      rows: {
        happens: { nothing: ['F12'], ask: ['F37'] },
        takes: { effort: ['F37'] },
        advantages: { 'no-code': ['F24', 'F37'], human: ['F36'] },
        risks: { 'not-see': ['S16'], mistake: ['F17', 'R5'] },
        back: { later: ['F4'] },
      },
    },
  },
  unknowns: { complete: ['F19', 'F20'], future: ['F18'] },
  cards: {
    easy: ['takes', 'risks'],
    privacy: ['happens', 'risks'],
    'not-alone': ['advantages'],
    calm: ['advantages', 'risks'],
    decide: ['happens', 'back'],
  },
  statements: {
    everything: { isTrue: false, facts: ['S2', 'F19', 'F20'] },
    free: { isTrue: true, facts: ['E3'] },
    must: { isTrue: false, facts: ['F24', 'F37'] },
    consent: { isTrue: true, facts: ['F11'] },
    'no-repeat': { isTrue: false, facts: ['A1'] },
  },
}

/** In the order in which people see them. */
export const explainers: readonly Explainer<Ids>[] = [
  shareMyData,
  excludeSomeone,
  seeResultsAlone,
  masanteForMe,
  someoneToHelp,
  screenOrPaper,
]
