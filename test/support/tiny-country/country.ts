/** A country of two themes, two guides, one explainer and one fact, all about kites: nothing of it is true anywhere. */

import type { Country } from '../../../server/content/rules.ts'

const counted = { en: 12, nl: 11 }
const row = { one: ['K1'] }
const rows = { happens: row, takes: row, advantages: row, risks: row, back: row }

export const kiteland: Country = {
  code: 'zz',
  folder: 'test/support/tiny-country',
  timeZone: 'UTC',
  languages: ['en', 'nl'],
  themes: [
    { id: 'kites', pictogram: 'folder', hue: 'indigo', terms: ['tail'] },
    { id: 'wind', pictogram: 'help', hue: 'green', terms: [] },
  ],
  guides: [
    {
      id: 'borrow-a-kite',
      theme: 'kites',
      guide: {
        pictogram: 'document',
        facts: ['K1'],
        needs: ['id-card', 'code'],
        orPhone: true,
        officialPage: 'kite-office',
        steps: [
          { id: 'open-portal', pictogram: 'open-portal', facts: [], shared: true },
          { id: 'type-code', pictogram: 'look-away', facts: [], shared: true, privateMoment: true },
          { id: 'choose', pictogram: 'yes-or-no', facts: ['K1'], see: 'wait-for-wind' },
        ],
        watchOut: [{ id: 'strings', pictogram: 'warning', facts: [] }],
        whenItFails: [{ id: 'no-wind', pictogram: 'wait', facts: [], shared: true }],
        withoutComputer: [{ id: 'ask', pictogram: 'talk', facts: [] }],
      },
    },
    {
      id: 'wait-for-wind',
      theme: 'wind',
      guide: {
        pictogram: 'wait',
        knowledge: true,
        facts: [],
        needs: [],
        officialPage: 'kite-office',
        steps: [
          { id: 'look', pictogram: 'search', facts: [] },
          { id: 'stand', pictogram: 'person', facts: [] },
        ],
        watchOut: [{ id: 'trees', pictogram: 'warning', facts: [] }],
        whenItFails: [{ id: 'no-wind', pictogram: 'wait', facts: [], shared: true }],
        withoutComputer: [{ id: 'ask', pictogram: 'talk', facts: [] }],
      },
    },
  ],
  explainers: [
    {
      id: 'red-or-blue',
      theme: 'kites',
      pictogram: 'yes-or-no',
      situation: { one: ['K1'] },
      ask: { keeper: 'person' },
      options: {
        red: { pictogram: 'yes', howTo: 'borrow-a-kite', rows },
        blue: { pictogram: 'no', changesNothing: true, howTo: 'wait-for-wind', rows },
      },
      unknowns: { one: ['K1'] },
      cards: { decide: ['takes', 'back'], change: ['back'] },
      statements: {
        one: { isTrue: true, facts: ['K1'] },
        two: { isTrue: false, facts: ['K1'] },
        three: { isTrue: true, facts: ['K1'] },
        four: { isTrue: false, facts: ['K1'] },
        five: { isTrue: true, facts: ['K1'] },
      },
    },
  ],
  guideToHelp: 'wait-for-wind',
  facts: {
    K1: { sources: ['book'], confidence: 'N', checkedOn: '2026-11-20', reviewBy: '2027-05-20' },
  },
  sources: { book: { title: 'The book of kites', date: '2020', url: null } },
  officialPages: {
    'kite-office': { name: { default: 'Kite office' }, address: { default: 'https://kites.example/' } },
  },
  addressesInWords: { kiteAddress: { officialPage: 'kite-office', language: 'en' } },
  adviceDays: { checkedOn: '2026-11-20', reviewBy: '2027-05-20' },
  guessableWords: ['kiteland', 'kitekeeper'],
  accessibility: {
    preparedOn: '2026-11-18',
    reviewedOn: '2026-11-20',
    figures: {
      pages: {
        judgedOn: '2026-11-19',
        tools: { axe: '1.0', HTML_CodeSniffer: '2.0', Chromium: '3.0' },
        counts: {
          axe: counted,
          htmlCodeSniffer: counted,
          uncut: counted,
          uncutAtLargest: counted,
          targets: counted,
        },
      },
      colours: { judgedOn: '2026-11-19', tools: {}, counts: { axe: counted, choices: { en: 5, nl: 5 } } },
      staffPages: { judgedOn: '2026-11-19', tools: {}, counts: { axeAndHtmlCodeSniffer: counted } },
      engines: { judgedOn: '2026-11-20', tools: { Firefox: '4.0' }, counts: { journeys: { Firefox: 2 } } },
    },
  },
}
