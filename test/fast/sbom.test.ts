/** Whoever runs a site learns what is in it, package by package, in a form that their tools read. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, test } from 'vitest'
import { billOfMaterials } from '../../sbom.ts'
import { findRootDirectory } from '../../server/configuration.ts'

const root = findRootDirectory()

interface Component {
  readonly name: string
  readonly scope: string
  readonly purl: string
  readonly licenses?: readonly { readonly license: { readonly id: string } }[]
  readonly hashes?: readonly object[]
}

const bill = billOfMaterials(root)
const components = bill.components as readonly Component[]
const ofNpm = components.filter(({ purl }) => purl.startsWith('pkg:npm/'))

/** The schema of CycloneDX, as its own library brings it. */
function loadSchema(): ValidateFunction {
  const folder = path.join(root, 'node_modules/@cyclonedx/cyclonedx-library/res/schema')
  const read = (name: string) =>
    JSON.parse(readFileSync(path.join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8'))
  // It has words of its own beside those of JSON Schema, and formats for names in other alphabets, which nothing here has.
  const ajv = new Ajv({ strict: false, formats: { 'iri-reference': true, 'idn-email': true } })
  addFormats.default(ajv)
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  }
  return ajv.compile(read('bom-1.6'))
}

/** The packages that the sources of a folder import, apart from those of Node itself. */
function importedBy(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(path.join(root, folder, name), 'utf8')
      return [...text.matchAll(/^import .*? from '([^.'][^']*)'|import\('([^.'][^']*)'\)/gms)]
    })
    .map(([, named, dynamic]) => named ?? dynamic ?? '')
    .filter((name) => !name.startsWith('node:'))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
}

describe('the bill of materials', () => {
  let isValid: ValidateFunction
  beforeAll(() => {
    isValid = loadSchema()
  })

  test('is CycloneDX: tools that look for weaknesses read it', () => {
    isValid(bill)
    expect(isValid.errors).toBeNull()
  })

  test.each([
    ['a licence that nobody knows', '"id":"OFL-1.1"', '"id":"OFL-9"'],
    ['a hash of another length', /"content":"../, '"content":"'],
    ['a package without a name', '"name":"htmx.org",', ''],
    ['a kind of package that is none', '"type":"library"', '"type":"book"'],
    ['another form', '"bomFormat":"CycloneDX"', '"bomFormat":"SPDX"'],
  ])('with %s is refused', (_, before, after) => {
    const written = JSON.stringify(bill)
    const broken = written.replace(before, after)
    expect(broken).not.toBe(written)
    expect(isValid(JSON.parse(broken))).toBe(false)
  })

  test('names all that the programs import, the typeface, htmx and the icons, and nothing of development', () => {
    const names = new Set(ofNpm.map(({ name }) => name))
    const used = new Set(['contract', 'kiosk', 'server', 'views'].flatMap(importedBy))
    expect(used.size).toBeGreaterThan(10)
    for (const name of ['@fontsource-variable/atkinson-hyperlegible-next', 'htmx.org', 'healthicons'])
      used.add(name)
    expect([...used].filter((name) => !names.has(name))).toEqual([])
    expect(['vitest', 'svgo', 'puppeteer', '@biomejs/biome'].filter((name) => names.has(name))).toEqual([])
  })

  test('says of each package which licence and which content it has, and who asks for it', () => {
    const silent = ofNpm.filter(({ licenses, hashes }) => licenses?.length !== 1 || hashes?.length !== 1)
    expect(silent.map(({ name }) => name)).toEqual([])
    const asked = bill.dependencies as readonly {
      readonly ref: string
      readonly dependsOn: readonly string[]
    }[]
    const all = new Set(asked.flatMap(({ dependsOn }) => dependsOn))
    expect(asked.map(({ ref }) => ref).filter((ref) => !all.has(ref))).toEqual([
      bill.metadata.component['bom-ref'],
    ])
  })

  test('names what a kiosk gets of Debian', () => {
    const names = components.filter(({ purl }) => purl.startsWith('pkg:deb/')).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['chromium', 'bubblewrap', 'cups', 'unattended-upgrades']))
    expect(names.filter((name) => !/^[a-z0-9][a-z0-9.+-]+$/.test(name))).toEqual([])
  })

  test('says nothing of the machine or the hour where it was made', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
    for (const file of ['package-lock.json', 'kiosk/install.sh']) {
      cpSync(path.join(root, file), path.join(folder, file))
    }
    const elsewhere = billOfMaterials(folder)
    rmSync(folder, { recursive: true })
    expect(elsewhere).toEqual(bill)
    expect(JSON.stringify(bill)).not.toMatch(/\d{4}-\d\d-\d\dT|urn:uuid|file:|https:|\/tmp|\/home/)
  })
})
