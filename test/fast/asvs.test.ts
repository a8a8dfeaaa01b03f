/** What docs say of security and privacy they prove by tests and files that they name: each of them is there. */

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

test.each([
  ['docs/asvs.md', 60],
  ['docs/dpia.md', 20],
  ['docs/register-entry.md', 5],
])('whoever reads in %s which requirement or measure holds finds the test that shows it', (page, least) => {
  const named = [...read(page).matchAll(/`(test\/[\w/.-]+)`: "([^"]+)"/g)]
  expect(named.length).toBeGreaterThan(least)
  const missing = named.filter(([, file = '', name = '']) => !read(file).includes(`'${name}'`))
  expect(missing.map(([whole]) => whole)).toEqual([])
})

test.each(['docs/asvs.md', 'docs/dpia.md', 'docs/register-entry.md', 'docs/privacy.md'])(
  'whoever follows a file or a link that %s names finds it',
  (page) => {
    const text = read(page)
    const files = [...text.matchAll(/`((?:content|docs|kiosk|server|test)\/[\w/.*-]+\.\w+)`/g)]
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)]
    const named = [
      ...files.map(([, file = '']) => file),
      ...links.map(([, link = '']) => path.join(path.dirname(page), link)),
    ]
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((file) => globSync(file, { cwd: root }).length === 0)).toEqual([])
  },
)

test('a host who fills in the templates is told of each Article of the GDPR that asks for something', () => {
  for (const [page, articles] of [
    ['docs/dpia.md', ['35(7)', '35(1)', '35(2)', '35(9)', '35(11)', '36(1)', 'Article 6', 'Article 9']],
    ['docs/register-entry.md', ['30(1)', '32(1)', '(a)', '(b)', '(c)', '(d)', '(e)', '(f)', '(g)']],
  ] as const) {
    const text = read(page)
    expect(articles.filter((article) => !text.includes(article))).toEqual([])
    expect(text.match(/\*\*\[HOST: [^…\]]+\]\*\*/g)?.length).toBe(text.match(/\[HOST: [^…]/g)?.length)
  }
})

test('each row of a requirement says holds with a test, does not apply, or open', () => {
  const rows = [...read('docs/asvs.md').matchAll(/^\| (\d+\.\d+\.\d+) +\|[^|]+\| (.+?) +\|$/gm)]
  expect(rows).toHaveLength(35 + 18 + 9 + 16)
  const unclear = rows.filter(
    ([, , state = '']) => !/^(?:holds\b.*`test\/|does not apply: |open\b)/.test(state),
  )
  expect(unclear.map(([, number]) => number)).toEqual([])
})
