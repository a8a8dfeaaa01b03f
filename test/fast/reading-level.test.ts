/** Promise 7: short sentences and everyday words, measured on the pages themselves. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { readLanguage, type WordTree } from '../../server/pages/words.ts'
import {
  explainerAddresses,
  guideAddresses,
  printAddresses,
  statementAddress,
  themeAddresses,
  words,
} from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { textBlocks } from '../support/html.ts'
import { readingLevel } from '../support/reading-level.ts'
import { createVisitor } from '../support/visitor.ts'

const highestLix: Readonly<Record<string, number>> = { fr: 30, nl: 30, de: 34, en: 26 }
const longestSentenceWords = 15

let site: TestApp
beforeAll(async () => {
  site = await openTestApp()
})
afterAll(() => site.close())

/** Lists and labels of one or two words say nothing about sentences, so the level is that of guides and sheets. */
describe.each(words.languages)('a person who reads little can read %s', (language) => {
  test('every guide, explainer, sheet, statement and page of a visit keeps to its reading level, every page to 15 words a sentence', async () => {
    const rows: { path: string; lix: number; longest: number }[] = []
    const tooLong: string[] = []
    const visitor = createVisitor(site.app)
    // The pages of the language before began visits of their own, as many as may begin at once.
    site.machine.pass(60_000)
    await visitor.get(`/${language}`)
    const hidden = `/${language}/privacy-screen`
    const pages = new Map([[hidden, await (await visitor.get(hidden)).text()]])
    for (const path of [
      `/${language}`,
      `/${language}/erased`,
      statementAddress(language),
      ...themeAddresses(language),
      ...guideAddresses(language),
      ...explainerAddresses(language),
      ...printAddresses(language),
    ]) {
      pages.set(path, await site.page(path))
    }
    for (const [path, html] of pages) {
      const blocks = textBlocks(html)
      const level = readingLevel(blocks)
      rows.push({ path, lix: level.lix, longest: level.longestSentence.words })
      if (level.longestSentence.words > longestSentenceWords)
        tooLong.push(`${path}: ${level.longestSentence.text}`)
    }
    const measured = rows.filter(({ path }) =>
      /guide|explainer|erased|privacy-screen|accessibility/.test(path),
    )
    const lix = measured.map((row) => row.lix)
    const mean = lix.reduce((sum, value) => sum + value, 0) / lix.length
    const worst = measured.reduce((one, other) => (other.lix > one.lix ? other : one))
    console.log(
      `${language}: LIX mean ${mean.toFixed(1)}, worst ${worst.lix.toFixed(1)} (${worst.path}), ` +
        `limit ${highestLix[language]}; longest sentence ${Math.max(...rows.map((row) => row.longest))} words; ` +
        `${rows.length} pages`,
    )
    expect(tooLong).toEqual([])
    expect(
      measured
        .filter((row) => row.lix > (highestLix[language] ?? 0))
        .map(({ path, lix: level }) => `${path} ${level.toFixed(1)}`),
    ).toEqual([])
  })
})

/** They come and go beside a guide, so that no page shows all of them. */
test.each(words.languages)('what a kiosk says in %s is as plain as a guide', (language) => {
  const texts = (tree: WordTree): readonly string[] =>
    typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(texts)
  const { kiosk = {} } = readLanguage(findRootDirectory(), belgium, language).namespaces
  const { lix, longestSentence } = readingLevel(texts(kiosk))
  console.log(`${language}: LIX of what a kiosk says ${lix.toFixed(1)}`)
  expect(longestSentence.words, longestSentence.text).toBeLessThanOrEqual(longestSentenceWords)
  expect(lix).toBeLessThanOrEqual(highestLix[language] ?? 0)
})

test('the measure itself tells a brochure from a guide', () => {
  const brochure =
    'Le consentement éclairé pour le partage de données de santé représente une autorisation permanente, ' +
    'accordée volontairement, permettant différentes consultations électroniques entre professionnels.'
  expect(readingLevel([brochure]).lix).toBeGreaterThan(50)
  expect(readingLevel(['Ouvrez la page.', 'Lisez le 15/09/2021 sur masante.belgique.be.']).lix).toBeLessThan(
    30,
  )
  expect(readingLevel(['Un. Deux mots. Trois petits mots.']).longestSentence.words).toBe(3)
})
