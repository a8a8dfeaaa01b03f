/** Whole requests for what a person reads: start, home, themes, guides. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guideAddresses, themeAddresses, words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { linksOf, textBlocks } from '../support/html.ts'

let site: TestApp
beforeAll(async () => {
  site = await openTestApp({ SITE_NAME: 'Pharmacie d’exemple' })
})
afterAll(() => site.close())

describe('a person finds the way', () => {
  test('the start offers every language in its own words', async () => {
    const html = await site.page('/')
    expect(html.startsWith('<!doctype html>')).toBe(true)
    for (const language of words.languages) {
      expect(linksOf(html)).toContain(`/${language}`)
      expect(html).toContain(words.translate(language)('layout:languageName'))
    }
  })

  test('the home of each language leads to every theme', async () => {
    for (const language of words.languages) {
      expect(linksOf(await site.page(`/${language}`))).toEqual(
        expect.arrayContaining([...themeAddresses(language)]),
      )
    }
  })

  test('each page says its language, its site and the same page in the other languages', async () => {
    const html = await site.page('/nl/guides/my-child')
    expect(html).toContain('<html lang="nl" ')
    expect(html).toContain('Pharmacie d’exemple')
    for (const language of words.languages) expect(linksOf(html)).toContain(`/${language}/guides/my-child`)
  })

  test('from a guide, the theme and the home are one tap away', async () => {
    const links = linksOf(await site.page('/de/guides/exclude-a-caregiver'))
    expect(links).toContain('/de')
    expect(links).toContain('/de/themes/who-sees')
  })
})

describe('a guide says what it must', () => {
  test('a step where a secret is typed is marked, and says that others look away', async () => {
    const html = await site.page('/en/guides/check-consent')
    const step = /<li class="step"[^>]*data-step="type-code"[\s\S]*?<\/li>/.exec(html)?.[0] ?? ''
    expect(step).toContain('data-private-moment')
    expect(step).toContain('data-pictogram="look-away"')
    expect(step).toContain(words.translate('en')('guides:privateMoment'))
    const reading = /<li class="step"[^>]*data-step="read-answer"[\s\S]*?<\/li>/.exec(html)?.[0] ?? ''
    expect(reading).not.toContain('data-private-moment')
  })

  test('every step and note has a pictogram', async () => {
    for (const path of guideAddresses('fr')) {
      const html = await site.page(path)
      const lines =
        html.match(/<li class="step"[\s\S]*?<\/li>|<section[^>]*class="notes[\s\S]*?<\/section>/g) ?? []
      expect(lines.length, path).toBeGreaterThanOrEqual(6)
      for (const line of lines) expect(line, path).toContain('data-pictogram=')
    }
  })

  test('a fact with one source carries its year and sends the reader to ask', async () => {
    const html = await site.page('/fr/guides/medicines-i-received')
    expect(html).toContain(words.translate('fr')('guides:hedge', { year: '2023' }))
    const undated = await site.page('/fr/guides/mandate')
    expect(undated).toContain(words.translate('fr')('guides:hedgeUndated', { year: '2026' }))
  })

  test('menu names of the brochure carry their year', async () => {
    expect(await site.page('/nl/guides/check-consent')).toContain(words.translate('nl')('guides:menuNames'))
  })

  test('each guide shows its sources and the days of its check and review', async () => {
    const blocks = textBlocks(await site.page('/fr/guides/check-consent')).join('\n')
    expect(blocks).toContain('MaSanté en 15 actions-clés')
    expect(blocks).toContain('20/11/2026')
    expect(blocks).toContain('20/05/2027')
  })

  test('the portal opens in its own window and does not learn where the person came from', async () => {
    const html = await site.page('/fr/guides/check-consent')
    expect(html).toMatch(
      /<a [^>]*href="https:\/\/www\.masante\.belgique\.be\/" target="_blank" rel="noopener noreferrer"/,
    )
    const dutch = await site.page('/nl/guides/check-consent')
    expect(dutch).toContain('href="https://www.mijngezondheid.belgie.be/"')
  })

  test('no page of a patient has a field to type in', async () => {
    for (const language of words.languages) {
      for (const path of guideAddresses(language)) {
        expect(await site.page(path), path).not.toMatch(/<(?:input|textarea|select)\b/)
      }
    }
  })
})

describe('paper', () => {
  test('the sheet carries the site’s name, two QR codes with their addresses, room to write, and nothing of the screen', async () => {
    const html = await site.page('/fr/print/guide/check-consent')
    expect(html.match(/class="qr-code"/g)).toHaveLength(2)
    const blocks = textBlocks(html).join('\n')
    expect(blocks).toContain('Pharmacie d’exemple')
    expect(blocks).toContain('masante.belgique.be')
    expect(blocks).toContain('site.example/fr/guides/check-consent')
    expect(html).toContain('class="rule"')
  })

  test('every guide prints from its theme and from itself', async () => {
    const theme = await site.page('/fr/themes/consent')
    const guide = await site.page('/fr/guides/give-consent')
    expect(linksOf(theme)).toContain('/fr/print/guide/give-consent')
    expect(linksOf(guide)).toContain('/fr/print/guide/give-consent')
    expect(theme).toContain('data-action="print"')
  })
})

test('a page is rendered once: the second reader gets the same bytes', async () => {
  const { pages } = site.services
  let rendered = 0
  const render = async () => {
    rendered += 1
    return Promise.resolve(Object.assign(new String('<html></html>'), { isEscaped: true as const })) as never
  }
  const first = await pages.get('/only-for-this-test', pages.usualSlots, 'br', render)
  const second = await pages.get('/only-for-this-test', pages.usualSlots, 'br', render)
  expect(second).toBe(first)
  expect(rendered).toBe(1)
})
