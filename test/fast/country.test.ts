/** Another country on the same program: its pages are its own, and whatever it lacks is named before anybody reads it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkContent } from '../../check-content.ts'
import { belgium } from '../../content/be/country.ts'
import { buildCatalogue } from '../../server/catalogue/rules.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { complaintsAbout } from '../../server/content/check-rules.ts'
import type { Country } from '../../server/content/rules.ts'
import { type LanguageWords, loadWords, type WordTree } from '../../server/pages/words.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { cookieOf } from '../support/cookies.ts'
import { ofOneCountry } from '../support/one-country.ts'
import { newMediator } from '../support/signed-in.ts'
import { kiteland } from '../support/tiny-country/country.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

let site: TestApp
beforeAll(async () => {
  site = await openTestApp({}, createTestMachine(), {}, kiteland)
})
afterAll(() => site.close())

/** Every public page of the tiny country. */
const addresses = [
  '/',
  '/catalogue.json',
  '/facts.json',
  ...kiteland.languages.flatMap((language) => [
    `/${language}`,
    `/${language}/pictograms`,
    `/${language}/accessibility`,
    ...kiteland.themes.map(({ id }) => `/${language}/themes/${id}`),
  ]),
  ...buildCatalogue(kiteland).entries.flatMap(({ paths, print }) => [
    ...Object.values(paths),
    ...Object.values(print ?? {}),
  ]),
]

describe('a person of another country', () => {
  test('reads its start, home, themes, guides, explainers and sheets in its languages, and nothing of Belgium', async () => {
    expect(addresses.length).toBeGreaterThan(20)
    const pages = await Promise.all(
      addresses.map(async (address) => ({ address, text: await site.page(address) })),
    )
    expect(pages.filter(({ text }) => ofOneCountry.test(text)).map(({ address }) => address)).toEqual([])
  })

  test('finds in a guide its words, its official page and its own way to sign in', async () => {
    const guide = await site.page('/nl/guides/borrow-a-kite')
    for (const said of [
      'Een vlieger lenen',
      'Het adres is kites.example.',
      'de vliegerapp op uw telefoon',
      'Kite office',
      'href="https://kites.example/"',
      'data-private-moment',
      'The book of kites',
      'href="/nl/guides/wait-for-wind"',
    ]) {
      expect(guide).toContain(said)
    }
    expect(await site.page('/en/themes/wind')).toContain('Wait for wind')
    const explainer = await site.page('/en/explainers/red-or-blue')
    expect(explainer).toContain('Which kite do you take?')
    expect(explainer).toContain('href="/en/guides/wait-for-wind" data-choice="ask"')
  })

  test.each(['/fr', '/en/guides/check-consent', '/en/themes/consent', '/en/explainers/share-my-data'])(
    'finds no page of Belgium at %s',
    async (address) => {
      expect((await site.app.request(address)).status).toBe(404)
    },
  )

  test('gets a catalogue and facts that name it', async () => {
    const catalogue = JSON.parse(await site.page('/catalogue.json'))
    expect(catalogue).toMatchObject({ languages: ['en', 'nl'], country: 'zz' })
    expect(catalogue.entries.map(({ id }: { id: string }) => id)).toEqual([
      'borrow-a-kite',
      'wait-for-wind',
      'red-or-blue',
    ])
    expect(JSON.parse(await site.page('/facts.json'))).toMatchObject([
      { id: 'K1', sourceTitle: 'The book of kites', sentences: { en: 'A kite has a tail.' } },
    ])
  })
})

describe('a helper of another country', () => {
  /** A patient at a guide who has said yes to a helper. */
  async function together(name: string): Promise<{ readonly person: Visitor; readonly helper: Visitor }> {
    const person = createVisitor(site.app)
    await person.get('/en/guides/borrow-a-kite')
    const called = await (await person.post('/en/helper/call')).text()
    const code = [...called.matchAll(/<span>(\d{3})<\/span>/g)].map(([, digits]) => digits).join('')
    const { token } = await newMediator(site.services, name)
    const helper = createVisitor(site.app, cookieOf(site, 'mediator', token))
    await helper.post('/companion/pair', { code })
    await person.post('/en/helper/act', { kind: 'accept' })
    return { person, helper }
  }

  test('suggests a page of it and none of Belgium, and reads nothing of Belgium', async () => {
    const { person, helper } = await together('Anna')
    const send = (form: Readonly<Record<string, string>>) =>
      helper.post('/companion/session/command', form, { 'hx-request': 'true' })
    expect((await send({ suggest: 'guide/check-consent' })).status).toBe(400)
    expect((await send({ suggest: 'theme/consent' })).status).toBe(400)
    expect((await send({ point: 'borrow-a-kite/choose' })).status).toBe(200)
    expect((await send({ suggest: 'guide/wait-for-wind' })).status).toBe(200)
    const taken = await person.post('/en/helper/act', { take: 'guide/wait-for-wind' })
    expect(taken.headers.get('location')).toBe('/en/guides/wait-for-wind')

    const session = await (await helper.get('/companion/session')).text()
    expect(session).toContain('We look at the kite together.')
    const looked = await Promise.all(
      [
        '/companion',
        '/companion/look',
        '/companion/look/guide/borrow-a-kite',
        '/companion/look/theme/kites',
      ].map(async (address) => (await helper.get(address)).text()),
    )
    expect(looked.join()).toContain('What hangs from a kite.')
    expect([session, ...looked].filter((page) => ofOneCountry.test(page))).toEqual([])
  })

  test('keeps a record of its themes alone', async () => {
    const { person, helper } = await together('Jan')
    await person.post('/en/helper/act', { kind: 'end' })
    expect(await (await helper.get('/companion/session')).text()).toContain('value="kites"')
    const record = { language: 'en', outcome: 'understood', placeKind: 'epn', length: 'under-5' }
    expect((await helper.post('/companion/record', { ...record, themes: 'consent' })).status).toBe(400)
    expect((await helper.post('/companion/record', { ...record, themes: 'kites' })).status).toBe(303)
  })

  test('chooses no passphrase that everybody there would try first', async () => {
    const { accounts, signIns } = site.services.staff.companion
    const invited = await accounts.invite('Bernard', true)
    const token = invited.kind === 'invited' ? invited.token : ''
    const chosen = (passphrase: string) => signIns.accept(token, { passphrase, again: passphrase })
    expect((await chosen('kitekeeper')).kind).not.toBe('signed-in')
    expect((await chosen('sept moulins sous la pluie')).kind).toBe('signed-in')
  })
})

describe('whoever prepares a country', () => {
  const words = loadWords(findRootDirectory(), kiteland)
  const [borrow] = kiteland.guides
  const [explainer] = kiteland.explainers
  if (borrow === undefined || explainer === undefined)
    throw new Error('The tiny country has a guide and an explainer')
  const { guide } = borrow

  function complaints(country: Country, all: (language: string) => LanguageWords = words.all) {
    return complaintsAbout(country, all, Object.keys(site.services.pictograms))
  }

  /** The country with something else in its first guide. */
  const withGuide = (more: Partial<typeof guide>): Country => ({
    ...kiteland,
    guides: kiteland.guides.map((entry) =>
      entry === borrow ? { ...entry, guide: { ...guide, ...more } } : entry,
    ),
  })

  test('hears of nothing where all is there', () => {
    expect(complaints(kiteland)).toEqual([])
    expect(complaints(belgium, loadWords(findRootDirectory(), belgium).all)).toEqual([])
  })

  test.each<readonly [complaint: string, country: Country]>([
    ['guide borrow-a-kite names the fact K9, which does not exist', withGuide({ facts: ['K9'] })],
    [
      'guide borrow-a-kite names the official page no-office, which does not exist',
      withGuide({ officialPage: 'no-office' }),
    ],
    [
      'guide borrow-a-kite names the guide no-guide, which does not exist',
      withGuide({ steps: guide.steps.map((step) => ({ ...step, see: 'no-guide' })) }),
    ],
    [
      'guide borrow-a-kite names the theme consent, which does not exist',
      {
        ...kiteland,
        guides: kiteland.guides.map((one) => (one === borrow ? { ...one, theme: 'consent' } : one)),
      },
    ],
    [
      'step of guide borrow-a-kite choose stands twice',
      withGuide({ steps: [...guide.steps, ...guide.steps.slice(2)] }),
    ],
    [
      'explainer red-or-blue names the guide no-guide, which does not exist',
      {
        ...kiteland,
        explainers: [
          {
            ...explainer,
            options: Object.fromEntries(
              Object.entries(explainer.options).map(([id, option]) => [id, { ...option, howTo: 'no-guide' }]),
            ),
          },
        ],
      },
    ],
    ['the country names the guide no-guide, which does not exist', { ...kiteland, guideToHelp: 'no-guide' }],
    ['fact K1 names the source book, which does not exist', { ...kiteland, sources: {} }],
    [
      'the address kiteAddress names the official page gone, which does not exist',
      { ...kiteland, addressesInWords: { kiteAddress: { officialPage: 'gone', language: 'en' } } },
    ],
    ['the code Kiteland is not two small letters', { ...kiteland, code: 'Kiteland' }],
    ['the time zone Kites/Capital is not known', { ...kiteland, timeZone: 'Kites/Capital' }],
    ['guide or explainer borrow-a-kite stands twice', { ...kiteland, guides: [...kiteland.guides, borrow] }],
    ['en: fact K1 is too much', { ...kiteland, facts: {} }],
    ['nl: theme wind is too much', { ...kiteland, themes: kiteland.themes.slice(0, 1) }],
    ['en: address in shared steps kiteAddress is missing', { ...kiteland, addressesInWords: {} }],
    ['en: guide borrow-a-kite, watchOut strings is too much', withGuide({ watchOut: [] })],
    ['en: shared step open-portal is too much', withGuide({ steps: guide.steps.slice(1) })],
  ])('hears: %s', (complaint, country) => {
    expect(complaints(country)).toContain(complaint)
  })

  test('hears of a pictogram that nobody has drawn', () => {
    const known = Object.keys(site.services.pictograms).filter((id) => id !== 'look-away')
    expect(complaintsAbout(kiteland, words.all, known)).toEqual([
      'guide borrow-a-kite names the pictogram look-away, which does not exist',
    ])
  })

  /** A tree of words without what stands at a path. */
  function without(tree: WordTree, [key = '', ...rest]: readonly string[]): WordTree {
    if (typeof tree === 'string') return tree
    const { [key]: gone, ...others } = tree
    return gone === undefined || rest.length === 0 ? others : { ...others, [key]: without(gone, rest) }
  }

  test.each([
    ['theme kites is missing', 'namespaces themes names kites'],
    ['fact K1 is missing', 'namespaces facts K1'],
    ['term tail is missing', 'namespaces glossary tail'],
    ['term tail meaning is missing', 'namespaces glossary tail meaning'],
    ['shared step type-code is missing', 'namespaces guides shared steps type-code'],
    ['shared note no-wind is missing', 'namespaces guides shared notes no-wind'],
    ['what stands on the phone in place of a card has no words', 'namespaces guides onPhone'],
    ['guide borrow-a-kite is missing', 'guides borrow-a-kite'],
    ['part of guide borrow-a-kite purpose is missing', 'guides borrow-a-kite purpose'],
    ['guide borrow-a-kite, steps choose is missing', 'guides borrow-a-kite steps choose'],
    ['explainer red-or-blue is missing', 'explainers red-or-blue'],
    ['explainer red-or-blue, options: two to four options', 'explainers red-or-blue options red'],
    ['explainer red-or-blue, question: ', 'explainers red-or-blue question'],
    ['page with mediator’s lines wait-for-wind is missing', 'mediatorLines wait-for-wind'],
    ['mediator’s line of wait-for-wind doNotSay is missing', 'mediatorLines wait-for-wind doNotSay'],
  ])('hears of words that are missing: %s', (complaint, place) => {
    const kept = (language: string) => {
      const all = words.all(language)
      const left = without({ ...all } as unknown as WordTree, place.split(' ')) as unknown as LanguageWords
      return language === 'en' ? left : all
    }
    const heard = complaints(kiteland, kept)
    expect(heard.filter((one) => one.startsWith(`en: ${complaint}`))).toHaveLength(1)
    expect(heard.filter((one) => one.startsWith('nl:'))).toEqual([])
  })

  test('cannot build it while something is missing, and is told what in a sentence', () => {
    const broken = { ...withGuide({ facts: ['K9'] }), sources: {} }
    const pictograms = Object.keys(site.services.pictograms)
    expect(() => checkContent(findRootDirectory(), [belgium, broken], pictograms)).toThrow(
      'The content of zz is not whole: guide borrow-a-kite names the fact K9, which does not exist. And 1 more.',
    )
    checkContent(findRootDirectory(), [belgium, kiteland], pictograms)
  })
})
