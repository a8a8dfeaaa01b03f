/** Old phones: what pages ask of a browser is known, and what the oldest lack costs nobody the page. */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { fallbacks } from '../support/browser-fallbacks.ts'
import { type Browser, type Feature, missingIn, readFeatures, readScript } from '../support/browser-floor.ts'

const root = findRootDirectory()
const features = await readFeatures(root)
const shown: Readonly<Record<string, Browser>> = {
  Safari: 'safari_ios',
  Chrome: 'chrome',
  Firefox: 'firefox',
  'Samsung Internet': 'samsunginternet_android',
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  )
}

function row(feature: Feature): string[] {
  const since = Object.values(shown).map((browser) =>
    Number.isFinite(feature.since[browser]) ? String(feature.since[browser]) : 'none',
  )
  return [`\`${feature.name}\``, ...since]
}

function document(): string {
  const newer = features.filter((feature) => missingIn(feature).length > 0)
  const others = features.filter((feature) => missingIn(feature).length === 0)
  const browsers = Object.keys(shown)
  return `# Browsers

Pages work in Safari 15, Chrome 87, Firefox 91, Samsung Internet 14 and later. This page is made from the code by
\`test/fast/browsers.test.ts\`, with the data of \`@mdn/browser-compat-data\`: \`UPDATE_BROWSERS=yes npm run test:fast -- browsers\` makes it
anew. A script's syntax is that of ECMAScript 2020: scripts and styles are read as the build has made them. Where the object of a member is not
known, the oldest that has it counts. A browser that has a thing in part, or under another name, counts as one without.

## Newer than that, and what happens without

${table(
  ['what', ...browsers, 'without it'],
  newer.map((feature) => [...row(feature), fallbacks[feature.name] ?? '']),
)}

## Everything else

${table(['what', ...browsers], others.map(row))}
`
}

describe('an old phone', () => {
  test('meets nothing that it lacks without something that stands in for it', () => {
    const newer = features.filter((feature) => missingIn(feature).length > 0)
    const unnamed = newer.filter(({ name }) => fallbacks[name] === undefined)
    expect(unnamed.map(({ name, files }) => `${name} in ${[...files].join(', ')}`)).toEqual([])
    const known = new Set(newer.map(({ name }) => name))
    expect(Object.keys(fallbacks).filter((name) => !known.has(name))).toEqual([])
  })

  test('meets no script that it cannot read', () => {
    const none = () => undefined
    expect(() => readScript('options.size ??= 1', none)).toThrow()
    expect(() => readScript('class Visit { #id = 1 }', none)).toThrow()
    expect(() => readScript('const size = options?.size ?? 1', none)).not.toThrow()
  })

  test('that lacks time limits, modal dialogs or `at` would be found out', () => {
    const asked = new Set<string>()
    readScript('AbortSignal.timeout(1); screen.showModal(); list.at(-1)', (name) => asked.add(name))
    for (const name of ['api/AbortSignal/timeout_static', 'api/HTMLDialogElement/showModal']) {
      expect(asked).toContain(name)
    }
    expect([...asked].some((name) => name.endsWith('/at'))).toBe(true)
  })

  test('has its place in docs/browsers.md, which says what the code asks for', () => {
    const file = path.join(root, 'docs/browsers.md')
    if (process.env.UPDATE_BROWSERS === 'yes') writeFileSync(file, document())
    expect(readFileSync(file, 'utf8')).toBe(document())
  })
})
