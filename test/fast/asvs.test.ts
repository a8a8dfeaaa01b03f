/** docs/asvs.md names tests: each of them is there. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

test('whoever reads which requirement holds finds the test that shows it', () => {
  const named = [...read('docs/asvs.md').matchAll(/`(test\/[\w/.-]+)`: "([^"]+)"/g)]
  expect(named.length).toBeGreaterThan(60)
  const missing = named.filter(([, file = '', name = '']) => !read(file).includes(`'${name}'`))
  expect(missing.map(([whole]) => whole)).toEqual([])
})

test('each row of a requirement says holds with a test, does not apply, or open', () => {
  const rows = [...read('docs/asvs.md').matchAll(/^\| (\d+\.\d+\.\d+) +\|[^|]+\| (.+?) +\|$/gm)]
  expect(rows).toHaveLength(35 + 18 + 9 + 16)
  const unclear = rows.filter(
    ([, , state = '']) => !/^(?:holds\b.*`test\/|does not apply: |open\b)/.test(state),
  )
  expect(unclear.map(([, number]) => number)).toEqual([])
})
