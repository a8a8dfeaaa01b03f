/** The import rules of the house, read from the import lines. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'

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

const outsideRooms = new Set(['web', 'database'])

function isRoutes(file: string): boolean {
  return /\/(?:[a-z]+-)?routes\.tsx?$/.test(file)
}

function isStore(file: string): boolean {
  return /\/(?:[a-z]+-)?store\.ts$/.test(file)
}

function isPure(file: string): boolean {
  const room = roomOf(file)
  return room !== null && !outsideRooms.has(room) && !isRoutes(file) && !isStore(file)
}

/** Why an import is not allowed, or null where it is. */
function objection(file: string, { target, typeOnly }: Import): string | null {
  const room = roomOf(file)
  if (file.startsWith('kiosk/')) {
    const inHouse = /^(?:server|views|locales|test|pictograms)\//.test(target)
    return inHouse ? 'the kiosk reaches the server over HTTP only' : null
  }
  if (target.startsWith('kiosk/')) return 'the kiosk is a program of its own'
  const own = target.startsWith('server/') || target.startsWith('views/') || target.startsWith('locales/')
  if (file.startsWith('views/')) {
    if (!own) return target.startsWith('hono/jsx') ? null : 'views import no packages but hono/jsx'
    return target.startsWith('views/') || typeOnly ? null : 'views take from rules only types'
  }
  if (room === null) return null
  if (room === 'web' || room === 'database') {
    if (!own || target.startsWith(`server/${room}/`) || target.startsWith('locales/')) return null
    if (room === 'web' && /^(?:views\/(?:layout|errors)\.tsx|server\/database\/failures\.ts)$/.test(target))
      return null
    return typeOnly && isPure(target) ? null : `${room}/ imports nothing above it`
  }
  if (isStore(file)) {
    const allowed = target === 'kysely' || target === 'server/database/schema.ts' || roomOf(target) === room
    return allowed ? null : 'a store imports its rules, the schema and kysely'
  }
  if (isRoutes(file)) {
    if (!own || target.startsWith('views/') || target.startsWith('server/web/') || roomOf(target) === room)
      return null
    if (target === 'server/services.ts') return typeOnly ? null : 'routes take from services only the type'
    return isPure(target) ? null : 'routes reach other rooms through services'
  }
  // zod only describes shapes: no input, no output, no clock.
  if (!own) return typeOnly || target === 'zod' ? null : 'pure files use no packages but zod'
  return typeOnly || isPure(target) ? null : 'pure files import pure files, or types'
}

const files = [...sourceFiles('server'), ...sourceFiles('views'), ...sourceFiles('kiosk')]

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
    expect(objection('server/guides/guides.ts', value('node:fs'))).not.toBeNull()
    expect(objection('server/guides/guides.ts', value('server/web/respond.ts'))).not.toBeNull()
    expect(objection('server/facts/store.ts', value('server/guides/guides.ts'))).not.toBeNull()
    expect(objection('server/guides/routes.tsx', value('server/facts/store.ts'))).not.toBeNull()
    expect(objection('server/web/respond.ts', value('server/services.ts'))).not.toBeNull()
    expect(objection('kiosk/kiosk.ts', value('server/visits/visits.ts'))).not.toBeNull()
    expect(objection('server/web/respond.ts', value('kiosk/kiosk.ts'))).not.toBeNull()
    expect(objection('views/guides.tsx', value('server/guides/guides.ts'))).not.toBeNull()
  })

  test('no drawers for odds and ends, no barrels, and each file says what it is for', () => {
    const drawers = files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|index)(\/|\.tsx?$)/.test(file))
    expect(drawers).toEqual([])
    const silent = files.filter((file) => !readFileSync(path.join(root, file), 'utf8').startsWith('/** '))
    expect(silent).toEqual([])
  })

  test('only connect.ts knows which database it is', () => {
    const knowing = files.filter((file) => importsOf(file).some(({ target }) => target === 'better-sqlite3'))
    expect(knowing).toEqual(['server/database/connect.ts'])
  })
})
