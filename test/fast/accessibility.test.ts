/** The accessibility statement says what was tried and what was not, and whom to tell, and invents nothing. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkContent } from '../../check-content.ts'
import { belgium } from '../../content/be/country.ts'
import { claimedBeyond } from '../../server/accessibility/rules.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { pagesOf, printAddresses, statementAddress, words } from '../support/addresses.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { textBlocks } from '../support/html.ts'
import { kiteland } from '../support/tiny-country/country.ts'

const { accessibility } = belgium

let silent: TestApp
let telling: TestApp
beforeAll(async () => {
  silent = await openTestApp()
  telling = await openTestApp({ CONTACT: 'Anna & Jo, 1er étage', COMPLAINTS_TO: 'L’organisme <exemple>' })
})
afterAll(async () => {
  await silent.close()
  await telling.close()
})

async function textOf(site: TestApp, language: string): Promise<readonly string[]> {
  return textBlocks(await site.page(statementAddress(language)))
}

describe.each(words.languages)('a person with a disability who reads the statement in %s', (language) => {
  const t = words.translate(language)

  test('finds the headings of the European model, in its order', async () => {
    const wanted = [
      t('accessibility:title'),
      t('accessibility:status.heading'),
      t('accessibility:notAccessible.heading'),
      t('accessibility:preparation.heading'),
      t('accessibility:feedback.heading'),
      t('accessibility:enforcement.heading'),
    ]
    const text = await textOf(silent, language)
    expect(text.filter((block) => wanted.includes(block))).toEqual(wanted)
  })

  test('reads what nobody has tried, and the days with the month in words', async () => {
    const text = (await textOf(silent, language)).join('\n')
    for (const untried of ['noPeople', 'noScreenReader', 'noPhones', 'noExpert'] as const)
      expect(text).toContain(t(`accessibility:preparation.${untried}`))
    expect(text).not.toMatch(/\d{4}-\d\d-\d\d|\b\d\d?[./]\d\d?[./]\d{4}\b/)
    expect(text).toMatch(/\d\.?\s\p{L}{3,}\s\d{4}/u)
  })

  test('reads whom to tell and where to complain, or that the place has not said it', async () => {
    const named = await textOf(telling, language)
    expect(named).toContain('Anna & Jo, 1er étage')
    expect(named).toContain('L’organisme <exemple>')
    expect(named).not.toContain(t('accessibility:feedback.noContact'))
    const unnamed = await textOf(silent, language)
    expect(unnamed).toContain(t('accessibility:feedback.noContact'))
    expect(unnamed).toContain(t('accessibility:enforcement.unknown'))
    expect(unnamed).not.toContain(t('accessibility:enforcement.to'))
  })

  test('reads of no page that the site does not have', () => {
    const pages = pagesOf(language).length
    const screens = pages - printAddresses(language).length
    const { counts } = accessibility.figures.pages
    const there = {
      axe: pages,
      htmlCodeSniffer: pages,
      uncut: pages,
      uncutAtLargest: screens,
      targets: screens,
    }
    const inLanguage = (of: Readonly<Record<string, number>>) => ({ [language]: of[language] ?? 0 })
    const claimed = Object.entries<Readonly<Record<string, number>>>(counts)
    expect(
      claimedBeyond(
        Object.fromEntries(claimed.map(([what, of]) => [what, inLanguage(of)])),
        Object.fromEntries(Object.entries(there).map(([what, count]) => [what, { [language]: count }])),
      ),
    ).toEqual([])
  })
})

test('of languages that were judged unequally the statement tells the least', async () => {
  const site = await openTestApp({}, createTestMachine(), {}, kiteland)
  const text = await textOf(site, 'en')
  expect(text.filter((block) => block === '11')).toHaveLength(8)
  const said = text.join('\n').replaceAll('\u00a0', ' ')
  expect(said).toContain('The tests ran from November 19, 2026 to November 20, 2026.')
  expect(said).toContain('We prepared this statement on November 18, 2026.')
  await site.close()
})

test('more pages, languages or rules than were judged are found out, and fewer are not', () => {
  const judged = { axe: { fr: 12, nl: 12 } }
  expect(claimedBeyond({ axe: { fr: 12, nl: 11 } }, judged)).toEqual([])
  expect(claimedBeyond({ axe: { fr: 13 } }, judged)).toEqual(['axe fr: 13 claimed, 12 judged'])
  expect(claimedBeyond({ axe: { de: 1 } }, judged)).toEqual(['axe de: 1 claimed, 0 judged'])
  expect(claimedBeyond({ targets: { fr: 1 } }, judged)).toEqual(['targets fr: 1 claimed, 0 judged'])
})

describe('whoever builds the site', () => {
  const build = (statement: Partial<typeof accessibility>) =>
    checkContent(
      findRootDirectory(),
      [{ ...kiteland, accessibility: { ...kiteland.accessibility, ...statement } }],
      Object.keys(silent.services.pictograms),
    )

  test('is stopped where the statement is older than the figures that it cites', () => {
    expect(() => build({})).not.toThrow()
    expect(() => build({ reviewedOn: '2026-11-19' })).toThrow(
      'The content of zz is not whole: the accessibility statement of 2026-11-19 is older than its figures of 2026-11-20, so read it again and set reviewedOn.',
    )
  })

  test('is stopped where a language has no figures, or the days cannot be', () => {
    const { figures } = kiteland.accessibility
    const colours = { ...figures.colours, counts: { ...figures.colours.counts, axe: { en: 3 } } }
    expect(() => build({ figures: { ...figures, colours } })).toThrow(
      'the accessibility statement has no figures of nl.',
    )
    expect(() => build({ preparedOn: '2026-11-21' })).toThrow(
      'the accessibility statement was read again before it was prepared.',
    )
  })
})
