/** Whoever reads the README and the docs finds what they name: files, commands, folders. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const pages = ['.', 'docs', 'docs/decisions', 'docs/screenshots'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
)

/** Where the links and pictures of a page lead, as they are written. */
function targetsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(<?([^)\s>]+)>?\)/g)].map(([, target = '']) => target)
}

test.each(pages)('whoever follows a link in %s arrives', (page) => {
  const inHere = targetsOf(read(page)).filter((target) => !/^(?:[a-z]+:|#|\/)/.test(target))
  const lost = inHere.filter(
    (target) => !existsSync(path.join(root, path.dirname(page), target.replace(/#.*/, ''))),
  )
  expect(lost).toEqual([])
})

test.each(['README.md', 'CONTRIBUTING.md', 'docs/operating.md'])(
  'whoever types a command of %s has it',
  (page) => {
    const named = [...read(page).matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([])
  },
)

describe('the README', () => {
  test('shows no badge: its pictures lie in the repository, so nothing but the tests says how things stand', () => {
    const pictures = [...read('README.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src="([^"]+)"/g)]
    const files = pictures.map(([, written, tagged]) => written ?? tagged ?? '')
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => !/^docs\/[\w/-]+\.(?:png|svg)$/.test(file))).toEqual([])
  })

  test('shows whoever changes something a house whose folders are there', () => {
    const named = [...read('docs/house.svg').matchAll(/>([\w/-]+)\/<\/text>/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(25)
    const isThere = (name: string) =>
      existsSync(path.join(root, name)) || existsSync(path.join(root, 'server', name))
    expect(named.filter((name) => !isThere(name))).toEqual([])
    const all: { readonly include: readonly string[] } = JSON.parse(read('tsconfig.json'))
    const shown = new Set(named.map((name) => name.split('/')[0]))
    expect(all.include.filter((name) => !name.endsWith('.ts') && !shown.has(name))).toEqual([])
  })
})
