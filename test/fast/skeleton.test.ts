/** When a page of another language is the same but for its words: only then it may be judged by its words alone. */

import { describe, expect, test } from 'vitest'
import { skeletonOf } from '../support/skeleton.ts'

const languages = ['fr', 'nl', 'de']

interface Words {
  readonly heading: string
  readonly label: string
  readonly button: string
}

/** In a browser's way of writing: attributes in double quotes, nothing left open. */
function pageIn(language: string, { heading, label, button }: Words): string {
  const choices = languages.map((one) => {
    const current = one === language ? ' aria-current="true"' : ''
    return `<li><a href="/${one}/guides/a" lang="${one}" hreflang="${one}"${current}>${one}</a></li>`
  })
  return `<html lang="${language}" data-size="usual"><head><meta charset="utf-8"><title>${heading}</title>
    <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="300; url=/${language}/hide"></head>
    <body><main id="content"><h1 class="big">${heading}</h1><img src="/a.png" alt="${label}">
    <a class="portal" href="https://${language}.example/${heading}">${heading}</a>
    <button type="button" role="switch" aria-label="${label}" aria-pressed="false">${button}</button>
    <input type="hidden" name="to" value="here"><svg><path d="M${heading.length}"></path></svg></main>
    <ul class="choice">${choices.join('')}</ul></body></html>`
}

const french = { heading: 'Bonjour', label: 'Écouter', button: 'Écouter' }
const dutch = { heading: 'Goedendag, u daar', label: 'Luisteren', button: 'Luister' }
const skeleton = (html: string, language: string) => skeletonOf(html, language, languages)

test('a page with other words, in another language, has the same skeleton', () => {
  expect(skeleton(pageIn('nl', dutch), 'nl')).toBe(skeleton(pageIn('fr', french), 'fr'))
  expect(skeleton(pageIn('de', dutch), 'de')).toBe(skeleton(pageIn('fr', french), 'fr'))
})

describe('a page has another skeleton', () => {
  const page = pageIn('nl', dutch)

  test.each([
    ['without an alternative text', ' alt="Luisteren"', ''],
    ['with an empty alternative text', ' alt="Luisteren"', ' alt=" "'],
    ['with another class', 'class="big"', 'class="bigger"'],
    ['with another id', 'id="content"', 'id="contents"'],
    ['with another role', 'role="switch"', 'role="menuitem"'],
    ['with another state', 'aria-pressed="false"', 'aria-pressed="true"'],
    ['with a button that says nothing', '>Luister<', '> <'],
    ['with a label that says nothing', 'aria-label="Luisteren"', 'aria-label=""'],
    ['with an attribute more', '<main ', '<main tabindex="-1" '],
    ['with an attribute less', ' data-size="usual"', ''],
    ['with a display of its own', 'data-size="usual"', 'data-size="largest"'],
    ['with another element', 'h1', 'h2'],
    ['with an element more inside a text', 'u daar</h1>', 'u <b>daar</b></h1>'],
    ['with a text more', '<main id="content">', '<main id="content">Luister'],
    ['with a heading less', '<h1 class="big">Goedendag, u daar</h1>', ''],
    ['in a wrong language', '<html lang="nl"', '<html lang="fr"'],
    ['in no language', '<html lang="nl"', '<html'],
    ['in a language that is none of ours', '<html lang="nl"', '<html lang="n"'],
    ['with a link to another language', 'url=/nl/hide', 'url=/fr/hide'],
    ['with a link to another page', 'url=/nl/hide', 'url=/nl/erase'],
    ['with a link to this site for one to another', 'https://nl.example', '/nl'],
    ['that cannot be enlarged', 'width=device-width', 'width=device-width, user-scalable=no'],
    ['with another value', 'value="here"', 'value="there"'],
    ['with nothing drawn', 'd="M17"', 'd=""'],
    ['with a choice of fewer languages', /<li><a href="\/de.*?<\/li>/s, ''],
    ['with two languages called its own', 'hreflang="de"', 'hreflang="de" aria-current="true"'],
  ])('%s', (_, before, after) => {
    const changed = page.replaceAll(
      before instanceof RegExp ? new RegExp(before.source, 'gs') : before,
      after,
    )
    expect(changed).not.toBe(page)
    expect(skeleton(changed, 'nl')).not.toBe(skeleton(page, 'nl'))
  })

  test('whose texts stand elsewhere', () => {
    expect(skeleton('<p><b>one</b><i></i></p>', 'nl')).not.toBe(skeleton('<p><b></b><i>one</i></p>', 'nl'))
  })
})

test('the order of what is no choice of languages counts', () => {
  expect(skeleton('<ul><li id="a">x</li><li id="b">x</li></ul>', 'nl')).not.toBe(
    skeleton('<ul><li id="b">x</li><li id="a">x</li></ul>', 'nl'),
  )
})

test('a page of all languages keeps the languages that it names', () => {
  const start = '<ul><li lang="fr"><a href="/fr">x</a></li><li lang="nl"><a href="/nl">x</a></li></ul>'
  expect(skeletonOf(start, null, languages)).toContain('href="/fr"')
})

test.each(['<p>one', '</p>', '<p><b></p></b>', '<p class=big></p>', '<p>a < b</p>'])(
  'markup that a browser would not write is refused: %s',
  (html) => {
    expect(() => skeleton(html, 'nl')).toThrow()
  },
)
