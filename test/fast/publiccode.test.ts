/** Whoever looks for public software finds this one in their catalogue, as it is. */

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { belgium } from '../../content/be/country.ts'
import manifest from '../../package.json' with { type: 'json' }
import { findRootDirectory } from '../../server/configuration.ts'
import { publiccodeSchema } from '../support/publiccode-standard.ts'

const root = findRootDirectory()
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const written = read('publiccode.yml')

/** Where a text is not what the standard asks; empty where it is. */
function faultsOf(yaml: string): readonly string[] {
  const { error } = publiccodeSchema.safeParse(parse(yaml))
  return error === undefined ? [] : error.issues.map((issue) => issue.path.join('/'))
}

describe('publiccode.yml', () => {
  test('is read by catalogues: it is what the standard asks', () => {
    expect(faultsOf(written)).toEqual([])
  })

  test.each([
    ['publiccodeYmlVersion: "0.7"', 'publiccodeYmlVersion: "9"', 'publiccodeYmlVersion'],
    ['url: https:', 'url: ssh:', 'url'],
    ['name: Trois Clics\n', '', 'name'],
    [/releaseDate: .*/, 'releaseDate: 30/11/2026', 'releaseDate'],
    ['type: none', 'type: community', 'maintenance/contacts'],
    ['type: none', 'type: gladly', 'maintenance/type'],
    ['    - healthcare', '    - health', 'intendedAudience/scope/0'],
    ['  license: EUPL-1.2\n', '', 'legal/license'],
    ['shortDescription: A kiosk', `shortDescription: ${'A'.repeat(151)}`, 'description/en/shortDescription'],
    ['localisationReady: true', 'localisationReady: perhaps', 'localisation/localisationReady'],
    ['\nlegal:', '\nlegals: {}\nlegal:', ''],
  ])('with %s made %j is refused', (before, after, where) => {
    const broken = written.replace(before, after)
    expect(broken).not.toBe(written)
    expect(faultsOf(broken)).toEqual([where])
  })

  test('says the version, the day, the licence and the languages that are so, and shows pictures that exist', () => {
    const said = publiccodeSchema.parse(parse(written))
    expect(said.softwareVersion).toBe(manifest.version)
    expect(read('CHANGELOG.md')).toContain(`\n## ${said.softwareVersion} (${said.releaseDate})\n`)
    expect(said.legal).toEqual({ license: manifest.license, mainCopyrightOwner: 'Trois Clics contributors' })
    expect(said.localisation.availableLanguages).toEqual(belgium.languages)
    expect(Object.keys(said.description)).toEqual(belgium.languages)
    const shown = Object.values(said.description).flatMap(({ screenshots }) => screenshots)
    expect([said.logo, ...shown].filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})
