/** `npm run sbom`: writes build/sbom.json, what a site gets that is not ours, as a bill of materials in CycloneDX. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** An entry of package-lock.json, by where it is installed; what is asked for stands in the entry of who asks. */
interface Locked {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly optional?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Licences in other words than SPDX's. */
const licenceIds: Readonly<Record<string, string>> = { 'BSD-0-Clause': '0BSD', 'MPL 2.0': 'MPL-2.0' }

function licensesOf({ license }: Locked) {
  return license === undefined ? [] : [{ license: { id: licenceIds[license] ?? license } }]
}

function hashesOf({ integrity }: Locked) {
  const [, sum] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? []
  return sum === undefined ? [] : [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }]
}

const nameOf = (where: string) => where.replace(/^(?:.*\/)?node_modules\//, '')

/**
 * What `npm install --omit=dev` may bring, and who asks for whom. That is more than what the lock calls needed: of an optional peer npm
 * leaves on the disk what development has brought.
 */
function npmPackages(locked: Readonly<Record<string, Locked>>, own: string) {
  const shipped = Object.entries(locked).filter(([, { dev }]) => !dev)
  const refs = new Map(
    shipped.map(([where, { version }]) => [where, where === '' ? own : `${nameOf(where)}@${version}`]),
  )

  /** As Node looks: beside whoever asks, then further out. */
  function found(where: string, name: string): string | undefined {
    const inside = refs.get(`${where === '' ? '' : `${where}/`}node_modules/${name}`)
    if (inside !== undefined || where === '') return inside
    return found(where.slice(0, Math.max(0, where.lastIndexOf('/node_modules/'))), name)
  }

  const components = new Map<string, object>()
  const dependencies = new Map<string, object>()
  for (const [where, entry] of shipped) {
    const ref = refs.get(where) ?? own
    const asked = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies }
    const dependsOn = Object.keys(asked).flatMap((name) => found(where, name) ?? [])
    dependencies.set(ref, { ref, dependsOn: [...new Set(dependsOn)].sort() })
    if (where === '') continue
    components.set(ref, {
      'bom-ref': ref,
      type: 'library',
      name: nameOf(where),
      version: entry.version,
      scope: entry.optional || entry.devOptional ? 'optional' : 'required',
      hashes: hashesOf(entry),
      licenses: licensesOf(entry),
      purl: `pkg:npm/${ref.replace(/^@/, '%40')}`,
    })
  }
  return { components: [...components.values()], dependencies: [...dependencies.values()] }
}

/** What a kiosk gets of Debian, each in the version that its Debian has. */
function debianPackages(script: string): readonly object[] {
  const [, list] = /^packages_of_the_kiosk\(\) \{\n(.*?)^\}/ms.exec(script) ?? []
  if (list === undefined) throw new Error('kiosk/install.sh has no packages_of_the_kiosk')
  const names = [...list.matchAll(/^ *echo (.*)$/gm)].flatMap(([, line = '']) => line.split(' '))
  return names.map((name) => {
    const purl = `pkg:deb/debian/${name}`
    return { 'bom-ref': purl, type: 'application', name, scope: 'optional', purl }
  })
}

/** The bill of the sources in a folder, by their lock and the kiosk's installation: the same on every machine and at every time. */
export function billOfMaterials(folder: string) {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
  const { name, version, packages } = JSON.parse(read('package-lock.json'))
  const own = `${name}@${version}`
  const { components, dependencies } = npmPackages(packages, own)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      component: { 'bom-ref': own, type: 'application', name, version, licenses: licensesOf(packages['']) },
    },
    components: [...components, ...debianPackages(read('kiosk/install.sh'))],
    dependencies,
  }
}

if (import.meta.main) {
  mkdirSync('build', { recursive: true })
  writeFileSync('build/sbom.json', `${JSON.stringify(billOfMaterials('.'), null, 2)}\n`)
}
