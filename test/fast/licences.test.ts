/** Whoever takes the code, the words or the pictograms knows what they may do with each file. */

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()
const isThere = spawnSync('reuse', ['--version']).status === 0
if (!isThere) console.warn('Not tried: the licences of the files. Debian’s package reuse is not installed.')

function reuse(folder: string, command: 'lint' | 'spdx') {
  const { status, stdout } = spawnSync('reuse', ['--root', folder, command], { encoding: 'utf8' })
  return { status, said: stdout }
}

/** Files of each kind, and the licences that decision 51 gives them. */
const files = {
  'server/app.ts': ['EUPL-1.2'],
  'views/shared/styles.css': ['EUPL-1.2'],
  'docs/screenshots/make.ts': ['EUPL-1.2'],
  'content/countries.ts': ['EUPL-1.2'],
  'locales/fr/layout.json': ['CC-BY-4.0'],
  'content/be/words/nl/guides/consent.json': ['CC-BY-4.0'],
  'docs/mediator-guide.de.md': ['CC-BY-4.0'],
  'docs/screenshots/start.png': ['CC-BY-4.0'],
  'content/be/facts.ts': ['CC-BY-4.0', 'EUPL-1.2'],
  'content/be/guides/consent.ts': ['CC-BY-4.0', 'EUPL-1.2'],
  'pictograms/erase.svg': ['CC0-1.0'],
  'pictograms/manifest.json': ['CC0-1.0'],
  'views/shared/icon.svg': ['CC0-1.0'],
} as const

/** A folder with these files, empty of what stands in them. */
function smallest(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
  for (const name of ['.reuse', 'LICENSES']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  }
  for (const file of Object.keys(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), 'x')
  }
  return folder
}

test('the licence of the code lies where people and hosting sites look for it', () => {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  expect(read('LICENSE')).toBe(read('LICENSES/EUPL-1.2.txt'))
})

describe.skipIf(!isThere)('each file', () => {
  test('has a licence and somebody who gives it, and the text of each licence is there', () => {
    const { status, said } = reuse(root, 'lint')
    expect(status, said).toBe(0)
  })

  test('of code, words, structure of content and pictograms has the licence that decision 51 gives it', () => {
    expect(Object.keys(files).filter((file) => !existsSync(path.join(root, file)))).toEqual([])
    const folder = smallest()
    const { said } = reuse(folder, 'spdx')
    rmSync(folder, { recursive: true })
    const [, ...parts] = said.split('\nFileName: ./')
    const found = parts.map((part) => {
      const [file] = part.split('\n', 1)
      return [file, [...part.matchAll(/^LicenseInfoInFile: (\S+)/gm)].map(([, id]) => id).sort()] as const
    })
    expect(Object.fromEntries(found)).toEqual(files)
  })

  test.each<readonly [string, (folder: string) => void]>([
    ['whose licence has no text here', (folder) => rmSync(path.join(folder, 'LICENSES/CC0-1.0.txt'))],
    [
      'of no licence',
      (folder) => {
        const file = path.join(folder, '.reuse/dep5')
        writeFileSync(file, readFileSync(file, 'utf8').replace('Files: *\n', 'Files: server/*\n'))
      },
    ],
    [
      'that is the text of a licence of nothing',
      (folder) => writeFileSync(path.join(folder, 'LICENSES/MIT.txt'), 'x'),
    ],
  ])('%s is named', (_, spoil) => {
    const folder = smallest()
    spoil(folder)
    const { status, said } = reuse(folder, 'lint')
    rmSync(folder, { recursive: true })
    expect(status, said).toBe(1)
  })
})
