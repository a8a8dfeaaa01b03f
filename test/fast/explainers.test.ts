/** Neutrality that a machine can fail: the explainers inform and do not push. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { factOf } from '../../server/content/rules.ts'
import { chosenFrom, nothingChosen, ticksFrom } from '../../server/explainers/choice-rules.ts'
import type { ExplainerPage } from '../../server/explainers/explainer-page.ts'
import { factsOf, type RowId, rowIds } from '../../server/explainers/rules.ts'
import { explainerSchema } from '../../server/explainers/words-rules.ts'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { type NeutralityFigures, neutralityOf, objectionsTo, persuadingWords } from '../support/neutrality.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const { explainers } = belgium

let site: TestApp
beforeAll(async () => {
  site = await openTestApp({ FUNDED_BY: 'Caisse d’exemple' })
})
afterAll(() => site.close())

function pageOf(language: string, id: string): ExplainerPage {
  const page = site.services.explainers.find(language, id)
  if (page === undefined) throw new Error(`No explainer ${id}`)
  return page
}

function textOf(page: ExplainerPage, row: RowId, column: number): string {
  return (page.rows.find(({ id }) => id === row)?.cells[column] ?? []).map(({ text }) => text).join(' ')
}

/** An explainer in the form that the neutrality rules judge. */
function judged(page: ExplainerPage): NeutralityFigures {
  return neutralityOf(
    page.options.map((option, column) => ({
      name: option.name,
      changesNothing: option.changesNothing,
      lines: Object.fromEntries(
        rowIds.map((row) => [
          row,
          (page.rows.find(({ id }) => id === row)?.cells[column] ?? []).map(({ text }) => text),
        ]),
      ) as Record<RowId, string[]>,
    })),
    page.unknowns.map(({ text }) => text),
  )
}

describe.each(words.languages)('a person who decides is not pushed, in %s', (language) => {
  test('every explainer keeps the neutrality rules, and the figures are these', () => {
    const rows: Record<string, string | number>[] = []
    for (const { id } of explainers) {
      const page = pageOf(language, id)
      const figures = judged(page)
      rows.push({
        explainer: id,
        options: figures.options.length,
        'advantages/risks, lines': figures.options.map((o) => `${o.advantageLines}/${o.riskLines}`).join(' '),
        'advantages/risks, words': figures.options.map((o) => o.advantageToRiskWords.toFixed(2)).join(' '),
        'smallest/largest option, words': figures.smallestToLargestOption.toFixed(2),
        unknowns: figures.unknowns,
      })
      expect(objectionsTo(figures), `${language} ${id}`).toEqual([])
    }
    console.table(rows)
  })

  test('no persuading word stands anywhere in an explainer', () => {
    for (const { id } of explainers) {
      const everything = JSON.stringify(words.explainer(language, id))
      expect(persuadingWords(language, everything), `${language} ${id}`).toEqual([])
    }
  })

  test('the words have every part that an explainer must have', () => {
    for (const { id } of explainers) {
      expect(
        explainerSchema.safeParse(words.explainer(language, id)).error?.issues ?? [],
        `${language} ${id}`,
      ).toEqual([])
    }
  })

  test('options stand in the alphabet of the reader, and nothing is preselected', async () => {
    for (const { id } of explainers) {
      const page = pageOf(language, id)
      const names = page.options.map(({ name }) => name)
      expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, language)))
      const html = await site.page(page.path)
      expect(html).not.toMatch(/<input[^>]*\schecked|<option[^>]*\sselected|autofocus/)
      const choices = [...html.matchAll(/data-choice="([^"]+)"/g)].map(([, choice]) => choice)
      expect(choices).toEqual([...page.options.map((option) => option.id), 'think', 'ask'])
    }
  })

  test('each option has a way back and a guide that says how, all at the same depth', () => {
    for (const { id } of explainers) {
      const page = pageOf(language, id)
      for (const [column, option] of page.options.entries()) {
        expect(textOf(page, 'back', column), `${id} ${option.id}`).not.toBe('')
        expect(option.howTo).toMatch(new RegExp(`^/${language}/guides/`))
      }
    }
  })
})

describe('the rules can fail', () => {
  /** The advantages page of the 2021-2022 brochure, in our own words: six advantages and no risk. */
  const oneSided = neutralityOf(
    [
      {
        name: 'S’inscrire',
        changesNothing: false,
        lines: {
          happens: ['Vous consultez toutes vos données de santé partagées.'],
          takes: ['L’inscription est totalement gratuite.'],
          advantages: [
            'Tous les documents essentiels sont rassemblés en un seul lieu.',
            'On vous soigne mieux, car les professionnels partagent vos données.',
            'Vos allergies sont connues même si vous arrivez inconscient aux urgences.',
            'Vous évitez de refaire des examens inutiles.',
            'La confidentialité est garantie.',
            'Vous jouez un rôle actif.',
          ],
          risks: [],
          back: [],
        },
      },
    ],
    [],
  )

  test('a one-sided text fails, and for the right reasons', () => {
    const objections = objectionsTo(oneSided)
    console.log(`the brochure’s advantages page: ${objections.join('; ')}`)
    expect(objections).toEqual([
      'fewer than two options',
      'no option that changes nothing',
      'S’inscrire: 6 advantages against 0 risks',
      'S’inscrire: advantages and risks differ in room',
      'S’inscrire: no way back',
      'nothing is said to be unknown',
    ])
    expect(persuadingWords('fr', 'Il suffit de vous inscrire, c’est simplement conseillé.')).toEqual([
      'il suffit',
      'simplement',
      'conseillé',
    ])
  })

  test('the brochure itself fails where it is at hand', () => {
    const file = path.join(findRootDirectory(), '../../shared/sources/masante-15-actions-ostbelgien.txt')
    let brochure: string
    try {
      brochure = readFileSync(file, 'utf8')
    } catch {
      console.log('skipped: the brochure is not beside this checkout')
      return
    }
    const page = brochure.slice(brochure.indexOf('1.1.'), brochure.indexOf('1.2.'))
    const advantages = page.split('•').slice(1)
    expect(advantages.length).toBeGreaterThan(4)
    const figures = neutralityOf(
      [
        {
          name: 'MaSanté',
          changesNothing: false,
          lines: { happens: [], takes: [], advantages, risks: [], back: [] },
        },
      ],
      [],
    )
    expect(objectionsTo(figures)).toContain('MaSanté: 6 advantages against 0 risks')
  })
})

/** The real day on purpose: a page that nobody has reviewed in time must stop the build. */
const today = new Date().toISOString().slice(0, 10)

describe('every claim rests on a fact', () => {
  test('each line of the grid, each unknown and each statement cites one, and none is past its review', () => {
    for (const explainer of explainers) {
      const lines = [
        explainer.situation,
        explainer.unknowns,
        ...Object.values(explainer.options).flatMap((option) => rowIds.map((row) => option.rows[row])),
      ]
      for (const [id, cited] of lines.flatMap((part) => Object.entries(part))) {
        expect(cited.length, `${explainer.id} ${id}`).toBeGreaterThan(0)
      }
      for (const [id, statement] of Object.entries(explainer.statements)) {
        expect(statement.facts.length, `${explainer.id} ${id}`).toBeGreaterThan(0)
      }
      for (const id of factsOf(explainer)) {
        expect(factOf(belgium, id).reviewBy >= today, id).toBe(true)
      }
    }
  })

  test('true and false both occur among the statements, so that guessing does not help', () => {
    for (const explainer of explainers) {
      const answers = new Set(Object.values(explainer.statements).map(({ isTrue }) => isTrue))
      expect(answers.size, explainer.id).toBe(2)
    }
  })
})

/** Every field that the form of an explainer has, with each of its values. */
function pageFields(page: ExplainerPage): readonly (readonly [string, string])[] {
  return [
    ...page.cards.flatMap(({ id }) => [[`card-${id}`, 'yes'] as const, [`card-${id}`, 'no'] as const]),
    ...page.statements.flatMap(({ id }) => [
      [`statement-${id}`, 'true'] as const,
      [`statement-${id}`, 'false'] as const,
      ['unclear', id] as const,
    ]),
    ...page.questions.map(({ id }) => ['question', id] as const),
  ]
}

describe('what a person ticked', () => {
  const form = (fields: readonly (readonly [string, string])[]) =>
    new URLSearchParams(fields.map(([key, value]) => [key, value]))

  test('comes onto the sheet, and the next reader’s sheet is blank again', async () => {
    const body = form([
      ['card-privacy', 'yes'],
      ['card-emergency', 'no'],
      ['question', 'log'],
      ['unclear', 'treatment'],
    ])
    const answer = await site.app.request('/fr/print/explainer/share-my-data', { method: 'POST', body })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(html.match(/data-ticked/g)).toHaveLength(3)
    expect(html).toContain('Ce oui vaut aussi pour un traitement.')
    const next = await site.page('/fr/print/explainer/share-my-data')
    expect(next).not.toContain('data-ticked')
    expect(next).not.toContain('Ce oui vaut aussi pour un traitement.')
  })

  test('whatever is sent, nothing but the explainer’s own ids is taken from it', () => {
    const page = pageOf('fr', 'share-my-data')
    const known = new Set([
      ...page.cards.map(({ id }) => String(id)),
      ...page.questions.map(({ id }) => id),
      ...page.statements.map(({ id }) => id),
    ])
    const key = fc.oneof(fc.constantFrom('question', 'unclear', 'card-privacy', 'card-decide'), fc.string())
    const value = fc.oneof(fc.constantFrom('yes', 'who', 'treatment', '__proto__'), fc.string())
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), (fields) => {
        const { cards, questions, unclear } = chosenFrom(page, form(fields))
        for (const id of [...cards, ...questions, ...unclear]) expect(known.has(id)).toBe(true)
      }),
    )
  })

  const ticked = [
    ['card-privacy', 'yes'],
    ['card-emergency', 'no'],
    ['statement-treatment', 'true'],
    ['unclear', 'treatment'],
    ['question', 'log'],
  ] as const
  const json = { accept: 'application/json' }
  const ticksOf = async (visitor: Visitor, language: string, id = 'share-my-data') =>
    (await visitor.get(`/${language}/explainers/${id}/ticks`, json)).json()
  async function reader(): Promise<Visitor> {
    const visitor = createVisitor(site.app)
    await visitor.get('/fr/explainers/share-my-data')
    await visitor.post('/fr/explainers/share-my-data/ticks', form(ticked))
    return visitor
  }

  test('is there again in each language, on that explainer alone, and with what was changed since', async () => {
    const visitor = await reader()
    for (const language of words.languages) {
      const ticks = await ticksOf(visitor, language)
      expect(new Set(ticks.map(String))).toEqual(new Set(ticked.map(String)))
    }
    expect(await ticksOf(visitor, 'fr', 'exclude-someone')).toEqual([])
    await visitor.post('/nl/explainers/share-my-data/ticks', form([['question', 'log']]))
    expect(await ticksOf(visitor, 'fr')).toEqual([['question', 'log']])
  })

  test('is nobody else’s: not the next person’s, not while the page is hidden, and gone with the visit', async () => {
    const visitor = await reader()
    expect(await ticksOf(createVisitor(site.app), 'fr')).toEqual([])
    await visitor.post('/fr/visit/hide')
    expect(await ticksOf(visitor, 'fr')).toEqual([])
    await visitor.post('/fr/explainers/share-my-data/ticks', form([]))
    await visitor.post('/fr/visit/go-on')
    expect(await ticksOf(visitor, 'fr')).toHaveLength(ticked.length)
    const copied = createVisitor(site.app, visitor.cookie())
    await visitor.post('/fr/visit/erase')
    expect([await ticksOf(visitor, 'fr'), await ticksOf(copied, 'fr')]).toEqual([[], []])
  })

  test('leaves nothing in the server once its visit has ended, by whatever way and in whatever order', async () => {
    const own = await openTestApp()
    const { visits, choices } = own.services
    const endings = ['erase', 'clock', 'erase and tick at once'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...endings), { minLength: 1, maxLength: 6 }),
        async (story) => {
          for (const ending of story) {
            const begun = await visits.begin('/fr/explainers/share-my-data')
            if (begun === null) throw new Error('There is no room')
            const tick = () => choices.tick(begun.id, 'share-my-data', [['question', 'log']])
            const sheet = { explainer: 'share-my-data', choices: nothingChosen }
            await tick()
            await choices.prepareSheet(begun.id, sheet)
            expect((await choices.of(begun.id)).ticks).toEqual({ 'share-my-data': [['question', 'log']] })
            if (ending === 'erase') await visits.happen(begun.id, { kind: 'erase' })
            if (ending === 'erase and tick at once') {
              await Promise.all([tick(), visits.happen(begun.id, { kind: 'erase' }), tick()])
            }
          }
          own.machine.pass(86_400_000)
          await visits.endOverdue()
          expect(await choices.count()).toBe(0)
        },
      ),
      { numRuns: 100 },
    )
    await own.close()
  })

  test('is kept of nobody who has no visit, and whoever is asked for it stays on their page', async () => {
    const stranger = createVisitor(site.app)
    const answer = await stranger.post('/fr/explainers/share-my-data/ticks', form(ticked))
    expect([answer.status, await answer.text(), stranger.cookie()]).toEqual([204, '', ''])
    const visitor = await reader()
    await ticksOf(visitor, 'fr')
    await visitor.post('/fr/visit/hide')
    expect((await visitor.post('/fr/visit/go-on')).headers.get('location')).toBe(
      '/fr/explainers/share-my-data',
    )
    expect((await visitor.get('/fr/explainers/nothing/ticks', json)).status).toBe(404)
  })

  test('as ticks, whatever is sent, is fields of the explainer and nothing else', () => {
    const page = pageOf('fr', 'share-my-data')
    const all = ticksFrom(
      page,
      form([...pageFields(page), ...pageFields(page).map(([name]) => [name, 'x'] as const)]),
    )
    const key = fc.oneof(fc.constantFrom('question', 'card-privacy', 'statement-treatment'), fc.string())
    const value = fc.oneof(fc.constantFrom('yes', 'true', 'who', '__proto__'), fc.string())
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), (fields) => {
        const known = new Set(all.map(String))
        for (const tick of ticksFrom(page, form(fields))) expect(known.has(String(tick))).toBe(true)
      }),
    )
  })

  test('words typed into the form are never in the answer', async () => {
    const body = form([
      ['question', '<b>canary-diagnosis</b>'],
      ['name', 'canary-name'],
      ['card-privacy', 'canary-card'],
    ])
    const answer = await site.app.request('/nl/print/explainer/exclude-someone', { method: 'POST', body })
    expect(await answer.text()).not.toContain('canary')
  })

  test('a form of 100 kB gets a plain 4xx page, and an explainer that does not exist a 404', async () => {
    const body = `question=${'x'.repeat(100_000)}`
    // As browsers say it, and as who does not know yet how much it will be.
    for (const headers of [
      { 'content-length': String(body.length) },
      {},
      { 'transfer-encoding': 'chunked' },
    ]) {
      const init = { method: 'POST', body, headers }
      const large = await site.app.request('/fr/print/explainer/share-my-data', init)
      expect(large.status).toBe(413)
      expect(await large.text()).not.toMatch(/\bat \w+|Error/)
    }
    const none = await site.app.request('/fr/print/explainer/nothing', {
      method: 'POST',
      body: 'question=who',
    })
    expect(none.status).toBe(404)
  })
})

describe('an explainer on screen', () => {
  test('shows who paid, the unknowns, the sources, and that the sheet is no consent', async () => {
    const html = await site.page('/fr/explainers/share-my-data')
    expect(html).toContain('Caisse d’exemple')
    expect(html).toContain('20/11/2026')
    for (const { text } of pageOf('fr', 'share-my-data').unknowns) expect(html).toContain(text)
    const sheet = await site.page('/fr/print/explainer/share-my-data')
    expect(sheet).toContain(words.translate('fr')('explainers:notConsent'))
  })

  test('marks the rows that a card speaks to, and adds nothing up', async () => {
    const html = await site.page('/fr/explainers/share-my-data')
    const risks = /<tr[^>]*data-row="risks"[\s\S]*?<\/tr>/.exec(html)?.[0] ?? ''
    expect(risks).toContain('data-card="privacy"')
    expect(html).not.toMatch(/score|total|%/)
  })

  test('has fields to tick and none to type in', async () => {
    for (const { id } of explainers) {
      const html = await site.page(`/en/explainers/${id}`)
      const types = new Set([...html.matchAll(/<input[^>]*type="([^"]+)"/g)].map(([, type]) => type))
      expect([...types].sort()).toEqual(['checkbox', 'radio'])
      expect(html).not.toMatch(/<textarea|<select/)
      expect(html).toContain('autocomplete="off"')
    }
  })
})
