/** What a page weighs on the wire, with Brotli and without the typeface, which is counted apart. */

import { afterAll, describe, expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'

const site = await openTestApp()
afterAll(() => site.close())

interface Entry {
  readonly theme: string
  readonly paths: Readonly<Record<string, string>>
  readonly print: Readonly<Record<string, string>> | null
}

/** The language whose pages are the longest. */
const language = 'de'
const headers = { 'accept-encoding': 'br' }
const answer = await site.app.request('/catalogue.json')
const { entries } = (await answer.json()) as { entries: readonly Entry[] }

async function bytesOf(path: string): Promise<number> {
  return (await (await site.app.request(path, { headers })).arrayBuffer()).byteLength
}

async function filesOf(path: string): Promise<ReadonlySet<string>> {
  const names = [...(await site.page(path)).matchAll(/"(\/assets\/[^"#]+)/g)].map(([, name = '']) => name)
  return new Set(names.filter((name) => !name.endsWith('.woff2')))
}

/** A page with those of its files that the browser does not have yet. */
async function weigh(path: string, has: ReadonlySet<string> = new Set()): Promise<number> {
  const fresh = [...(await filesOf(path))].filter((name) => !has.has(name))
  const weights = await Promise.all([path, ...fresh].map(bytesOf))
  return weights.reduce((sum, weight) => sum + weight, 0)
}

/** What the browser has of the way there: the start, the home, the theme. */
async function wayTo(theme: string): Promise<ReadonlySet<string>> {
  const way = ['/', `/${language}`, `/${language}/themes/${theme}`]
  return new Set((await Promise.all(way.map(filesOf))).flatMap((files) => [...files]))
}

const statement = `/${language}/accessibility`
const pagesOf = (entry: Entry) => [entry.paths[language] ?? [], entry.print?.[language] ?? []].flat()
const themes = [...new Set(entries.map(({ theme }) => theme))].map((theme) => `/${language}/themes/${theme}`)

describe('a page', () => {
  // The gallery of all pictograms is no page of a visit's way.
  test('weighs at most 24 kB where it is the first', async () => {
    const paths = new Set(['/', `/${language}`, statement, ...themes, ...entries.flatMap(pagesOf)])
    const heavy: string[] = []
    for (const path of paths) {
      const weight = await weigh(path)
      if (weight > 24_000) heavy.push(`${path}: ${weight}`)
    }
    expect(heavy).toEqual([])
    expect(paths.size).toBeGreaterThan(80)
  })

  test('weighs at most 5 kB as a further one, once somebody has seen it; a sheet of paper 6.6', async () => {
    for (const path of entries.flatMap(pagesOf)) await bytesOf(path)
    await site.services.pages.settled()
    const heavy: string[] = []
    const check = async (path: string, has: ReadonlySet<string>, most: number) => {
      const weight = await weigh(path, has)
      if (weight > most) heavy.push(`${path}: ${weight} of ${most}`)
    }
    for (const { theme, paths, print } of entries) {
      const has = await wayTo(theme)
      const path = paths[language]
      if (path !== undefined) await check(path, has, 5000)
      // A sheet has styles of its own, and two codes to scan.
      const sheet = print?.[language]
      if (sheet !== undefined) await check(sheet, has, 6600)
    }
    const start = await Promise.all(['/', `/${language}`].map(filesOf))
    await check(statement, new Set(start.flatMap((files) => [...files])), 5000)
    expect(heavy).toEqual([])
  })
})
