/** The import rules of the house, read from the import lines. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { countryCodes, countryOf } from '../../content/countries.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { ofOneCountry } from '../support/one-country.ts'

const root = findRootDirectory()

interface Import {
  readonly typeOnly: boolean
  /** Path from the root, or a package's name. */
  readonly target: string
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const lines = text.matchAll(/^import\s+(type\s)?([\s\S]*?)\bfrom\s+'([^']+)'|await import\('([^']+)'\)/gm)
  return [...lines].map(([, type, names = '', from, dynamic]) => {
    const target = from ?? dynamic ?? ''
    const everyNameIsType = /^\{(?:\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names)
    return {
      typeOnly: type !== undefined || everyNameIsType,
      target: target.startsWith('.') ? path.join(path.dirname(file), target) : target,
    }
  })
}

/** The room of a file below server/, or null for the files directly in it. */
function roomOf(file: string): string | null {
  const parts = file.split('/')
  return parts[0] === 'server' && parts.length > 2 ? (parts[1] ?? null) : null
}

/** What every room stands on. */
const groundFloor = new Set(['web', 'live', 'database'])
/** Between the ground floor and the rooms: how pages are made and kept. */
const pages = 'pages'
/** Above the rooms. */
const areas = 'areas'
/** Each knows those before it alone, not even a type of those after it; only their stores write in one transaction together. */
const staffRooms = ['accounts', 'passphrases', 'sign-in', 'second-factor', 'own-account']
const isBefore = (room: string | null, other: string) =>
  room !== null && staffRooms.includes(room) && staffRooms.indexOf(room) < staffRooms.indexOf(other)

/** Pure: no input, no output, no clock, no chance. `page`: what one reader sees. */
const isRules = (file: string) => /\/(?:[a-z]+-)*(?:rules|messages|page)\.ts$/.test(file)
const isStore = (file: string) => /\/(?:[a-z]+-)?store\.ts$/.test(file)
const isRoutes = (file: string) => /\/(?:[a-z]+-)?routes\.tsx?$/.test(file)
/** A script of a page, beside its view. */
const isOfBrowsers = (file: string) => file.startsWith('views/') && file.endsWith('.client.ts')
/** What speaks HTTP beside routes. */
const isHttp = (file: string) => isRoutes(file) || /\/(?:guard|presence|entrance|slots)\.ts$/.test(file)

/** A room of the house: neither its ground floor, nor what stands above all rooms. */
function isOfRoom(file: string): boolean {
  const room = roomOf(file)
  return room !== null && !groundFloor.has(room) && room !== pages && room !== areas
}

/** Why an import is not allowed, or null where it is. */
function objection(file: string, { target, typeOnly }: Import): string | null {
  const room = roomOf(file)
  const [top] = target.split('/', 1)
  const isOwn = ['server', 'views', 'locales', 'content', 'contract'].includes(top ?? '')
  const targetRoom = roomOf(target)
  const isGround = top === 'contract' || (targetRoom !== null && groundFloor.has(targetRoom))
  const isPureTarget = isOfRoom(target) && isRules(target)
  if (file.startsWith('contract/')) return isOwn ? 'the contract stands for itself' : null
  if (file.startsWith('kiosk/')) {
    const inHouse = /^(?:server|views|locales|content|test|pictograms)\//.test(target)
    return inHouse ? 'the kiosk reaches the server over HTTP only' : null
  }
  if (target.startsWith('kiosk/')) return 'the kiosk is a program of its own'
  if (file.startsWith('content/')) {
    if (!isOwn) return 'content uses no packages'
    return top === 'content' || isPureTarget ? null : 'content takes from rooms their rules alone'
  }
  if (top === 'content' && (room !== null || file.startsWith('views/'))) return 'the country is handed in'
  if (isRoutes(target) && room !== areas && targetRoom !== room) return 'rooms are put up by areas alone'
  if (isOfBrowsers(file)) {
    return isOfBrowsers(target) || /^htmx\.org(?:\/|$)/.test(target)
      ? null
      : 'scripts of pages import one another and htmx'
  }
  if (isOfBrowsers(target)) return 'scripts of pages run in browsers'
  if (file.startsWith('views/')) {
    if (!isOwn) return target.startsWith('hono/jsx') ? null : 'views import no packages but hono/jsx'
    return top === 'views' || typeOnly || isPureTarget ? null : 'views take from rooms their rules alone'
  }
  if (room === null || room === areas) return null
  if (staffRooms.includes(room) && isOfRoom(target)) {
    const isKnown = targetRoom === room || targetRoom === 'content' || isBefore(targetRoom, room)
    if (!isKnown) return `${room}/ knows no room but those before it`
  }
  if (groundFloor.has(room)) {
    return !isOwn || isGround ? null : `${room}/ is the ground floor, and imports nothing above it`
  }
  if (room === pages) {
    const below = isGround || targetRoom === pages || top === 'views' || top === 'locales'
    return !isOwn || below || isPureTarget ? null : 'pages/ imports no room but its rules'
  }
  if (isRules(file) && isOfRoom(file)) {
    // zod only describes shapes: no input, no output, no clock.
    if (!isOwn) return typeOnly || target === 'zod' ? null : 'rules use no packages but zod'
    return typeOnly || isPureTarget || top === 'contract' ? null : 'rules import rules, or types'
  }
  if (isStore(file)) {
    const allowed = target === 'kysely' || target === 'server/database/schema.ts' || targetRoom === room
    const isOfRoomBefore = isBefore(targetRoom, room) && (typeOnly || isStore(target))
    return allowed || isOfRoomBefore ? null : 'a store imports its rules, the schema and kysely'
  }
  if (!isOwn || isGround || targetRoom === room || isPureTarget) return null
  if (isHttp(file) && (top === 'views' || targetRoom === pages)) return null
  if (target === 'server/services.ts') return typeOnly ? null : 'rooms take from services only the type'
  return typeOnly ? null : 'rooms reach other rooms through services'
}

const stylesheets = readdirSync(path.join(root, 'views'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => path.join(root, 'views', name))
const files = ['contract', 'content', 'server', 'views', 'kiosk'].flatMap(sourceFiles)

describe('a stranger finds things where the house says they are', () => {
  test('every import points downwards', () => {
    const objections = files.flatMap((file) =>
      importsOf(file).flatMap((line) => {
        const why = objection(file, line)
        return why === null ? [] : [`${file} imports ${line.target}: ${why}`]
      }),
    )
    expect(objections).toEqual([])
  })

  test('the rules themselves refuse what they are there for', () => {
    const value = (target: string): Import => ({ target, typeOnly: false })
    const type = (target: string): Import => ({ target, typeOnly: true })
    const refused: readonly (readonly [string, Import])[] = [
      ['server/guides/rules.ts', value('node:fs')],
      ['server/guides/rules.ts', value('server/pages/respond.ts')],
      ['server/guides/rules.ts', value('server/live/clock.ts')],
      ['server/facts/store.ts', value('server/guides/rules.ts')],
      ['server/guides/routes.tsx', value('server/facts/store.ts')],
      ['server/guides/routes.tsx', value('server/visits/live.ts')],
      ['server/visits/live.ts', value('views/home.tsx')],
      ['server/visits/live.ts', value('server/services.ts')],
      ['server/app.ts', value('server/guides/routes.tsx')],
      ['server/host/routes.tsx', value('server/sign-in/routes.tsx')],
      ['server/accounts/store.ts', value('server/sign-in/store.ts')],
      ['server/sign-in/store.ts', type('server/second-factor/store.ts')],
      ['server/sign-in/live.ts', type('server/mediators/live.ts')],
      ['server/sign-in/live.ts', value('server/accounts/live.ts')],
      ['server/web/once.ts', type('server/services.ts')],
      ['server/web/once.ts', type('server/visits/rules.ts')],
      ['server/live/clock.ts', type('server/visits/rules.ts')],
      ['server/pages/respond.ts', value('server/visits/live.ts')],
      ['contract/kiosk.ts', type('server/visits/rules.ts')],
      ['kiosk/kiosk.ts', value('server/visits/rules.ts')],
      ['server/web/once.ts', value('kiosk/kiosk.ts')],
      ['views/guides.tsx', value('server/visits/live.ts')],
      ['server/guides/rules.ts', type('content/be/ids.ts')],
      ['server/guides/routes.tsx', value('content/be/country.ts')],
      ['views/guides.tsx', type('content/be/ids.ts')],
      ['kiosk/kiosk.ts', value('content/be/facts.ts')],
      ['content/be/guides.ts', value('server/facts/store.ts')],
      ['content/be/guides.ts', value('zod')],
      ['views/guides.tsx', value('views/visits.client.ts')],
      ['views/visits.client.ts', value('server/visits/rules.ts')],
    ]
    expect(refused.filter(([file, line]) => objection(file, line) === null)).toEqual([])
  })

  test('each file of a room has a name that says what it may do', () => {
    const named = files.filter(isOfRoom).filter((file) => !isRules(file) && !isStore(file) && !isHttp(file))
    const others = named.filter((file) => !/\/(?:[a-z]+-)*live\.ts$/.test(file))
    // What reads files, other programs or libraries for its own room alone.
    expect(others).toEqual([
      'server/guided-sessions/guide-book.ts',
      'server/passphrases/common-words.ts',
      'server/passphrases/guess-process.ts',
      'server/passphrases/guessable.ts',
      'server/passphrases/hashes.ts',
      'server/second-factor/totp.ts',
      'server/second-factor/webauthn.ts',
      'server/visits/door.ts',
    ])
  })

  test('what a room keeps while somebody is there is live state, which a second process could share', () => {
    const keeps = (text: string) => /^ {0,2}(?:const|let) \w+(?:: [^=]+)? = new (?:Map|Set)\b/m.test(text)
    const keeping = files
      .filter((file) => /\/(?:[a-z]+-)*live\.ts$|^server\/live\//.test(file))
      .filter((file) => keeps(readFileSync(path.join(root, file), 'utf8')))
    // Why each of these is none: docs/architecture.md.
    expect(keeping).toEqual([
      'server/fleet/kiosks-live.ts',
      'server/fleet/listeners-live.ts',
      'server/live/live-state.ts',
      'server/live/updates.ts',
      'server/passphrases/live.ts',
    ])
    expect(keeps('export function createX() {\n  const known = new Map<string, number>()')).toBe(true)
    expect(keeps('    kiosksInUse: async () =>\n      new Set(await look())')).toBe(false)
  })

  test('rules ask neither the clock nor chance nor the machine', () => {
    const asks =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.|\bprocess\.|\bsetTimeout\(|\bfetch\(|\bcrypto\./
    const impure = files
      .filter(
        (file) =>
          (isOfRoom(file) && isRules(file)) ||
          file.startsWith('content/') ||
          /^views\/.*rules\.client\.ts$/.test(file),
      )
      .filter((file) => asks.test(readFileSync(path.join(root, file), 'utf8')))
    expect(impure).toEqual([])
    expect(asks.test('const today = new Date()')).toBe(true)
  })

  test('no room stands outside an area: each is put up by one, and by nothing else', () => {
    const rooms = files.filter((file) => isOfRoom(file) && isRoutes(file))
    const putUp = (file: string) =>
      files.filter(
        (above) => importsOf(above).some(({ target }) => target === file) && roomOf(above) === 'areas',
      )
    expect(rooms.filter((file) => putUp(file).length === 0)).toEqual([])
  })

  test('no drawers for odds and ends, no barrels, and each file says what it is for', () => {
    const drawers = files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|index)(\/|\.tsx?$)/.test(file))
    expect(drawers).toEqual([])
    const silent = files.filter((file) => !readFileSync(path.join(root, file), 'utf8').startsWith('/** '))
    expect(silent).toEqual([])
  })

  test('only database/ knows which database it is', () => {
    const knowing = files.filter((file) => importsOf(file).some(({ target }) => target === 'better-sqlite3'))
    expect(knowing).toEqual(['server/database/back-up.ts', 'server/database/connect.ts'])
  })
})

test('what is of one country stands in its content alone', () => {
  const naming = ['contract', 'server', 'views', 'locales', 'kiosk']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
    )
    .filter((file) => ofOneCountry.test(readFileSync(path.join(root, file), 'utf8')))
  // What a machine may open is the matter of whoever sets it up: the supervisor knows no content.
  expect(naming).toEqual(['kiosk/portals.ts'])
  for (const word of [
    'Ouvrez MaSanté.',
    'itsme op uw telefoon',
    'vanaf 16 jaar',
    'https://bosa.belgium.be/',
  ]) {
    expect(ofOneCountry.test(word), word).toBe(true)
  }
})

/** Of themes, guides and explainers. */
const idsOfCountries = countryCodes
  .map(countryOf)
  .flatMap(({ themes, guides, explainers }) => [...themes, ...guides, ...explainers].map(({ id }) => id))

test('no page leads by itself to a guide that another country does not have', () => {
  const written = new RegExp(
    `^(?!\\s*(?:\\*|//|/\\*)).*/(?:themes|guides|explainers)/(?:${idsOfCountries.join('|')})\\b`,
    'm',
  )
  const leading = files
    .filter((file) => !file.startsWith('content/'))
    .filter((file) => written.test(readFileSync(path.join(root, file), 'utf8')))
  expect(leading).toEqual([])
  expect(written.test('  href="/fr/guides/find-help"')).toBe(true)
})

test('no stylesheet names a theme, a guide or an explainer of a country: another would be without colours', () => {
  const ids = new Set(idsOfCountries)
  /** What selectors name: the value of an attribute, a class, an id. */
  const named = (styles: string) =>
    [...styles.matchAll(/\[([\w-]+)[~|^$*]?=["']?([\w-]+)["']?\]|[.#]([a-z][\w-]*)/g)]
      // A choice of the display has the name of a theme.
      .filter(
        ([, attribute, value]) => !/^(?:data-contrast|value)$/.test(attribute ?? '') || value !== 'paper',
      )
      .map(([, , value, name]) => value ?? name ?? '')
      .filter((name) => ids.has(name))
  const naming = stylesheets.filter((file) => named(readFileSync(file, 'utf8')).length > 0)
  expect(naming).toEqual([])
  for (const wrong of [
    '[data-theme="paper"] {',
    'a[href$=consent] {',
    '.tile.my-record {',
    '#check-consent {',
  ]) {
    expect(named(wrong), wrong).toHaveLength(1)
  }
})

test('no stylesheet says left or right where a page from right to left would have it the other way', () => {
  const physical =
    /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|border-(?:top|bottom)-(?:left|right)-radius)[\w-]*\s*:|text-align:\s*(?:left|right)/m
  const saying = stylesheets.filter((file) => {
    const text = readFileSync(file, 'utf8')
    const shorthands = text.matchAll(/^\s*(?:margin|padding): (\S+) (\S+) (\S+) (\S+);$/gm)
    return physical.test(text) || [...shorthands].some(([, , right, , left]) => right !== left)
  })
  expect(saying).toEqual([])
  for (const wrong of ['a { left: 0; }', 'a {\n  margin-right: 1px;\n}', 'a { text-align: right; }']) {
    expect(physical.test(wrong)).toBe(true)
  }
})

test('nothing is exported that nobody imports', () => {
  const texts = new Map(
    [...files, ...['test', 'bench', 'docs'].flatMap(sourceFiles)].map((file) => [
      file,
      readFileSync(path.join(root, file), 'utf8'),
    ]),
  )
  const words = new Map([...texts].map(([file, text]) => [file, new Set(text.match(/\w+/g))]))
  const unused = files.flatMap((file) =>
    [
      ...(texts.get(file) ?? '').matchAll(
        /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm,
      ),
    ]
      .map(([, name = '']) => name)
      .filter((name) => ![...words].some(([other, of]) => other !== file && of.has(name)))
      .map((name) => `${file} ${name}`),
  )
  expect(unused).toEqual([])
})
