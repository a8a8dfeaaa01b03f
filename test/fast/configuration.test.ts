/** Settings: a wrong one stops the start with one sentence, and none is undocumented. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  findRootDirectory,
  readConfiguration,
  refuseOldNode,
  settingsSchema,
} from '../../server/configuration.ts'
import { passesInClear, reachableHost } from '../../server/web/network.ts'

describe('the person who starts the server', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'ftp://site.example'],
    ['PUBLIC_URL', 'site.example'],
    ['PUBLIC_URL', 'https://site.example/?a=b'],
    ['PUBLIC_URL', 'https://user:word@site.example'],
    ['PUBLIC_URL', 'https://site.example/guides'],
    ['COUNTRY', 'fr'],
    ['SITE_NAME', '   '],
    ['SITE_NAME', 'x'.repeat(61)],
    ['CONTACT', '   '],
    ['COMPLAINTS_TO', 'x'.repeat(121)],
    ['DATA_DIR', '~/data'],
    ['PRIVACY_SCREEN_AFTER_SECONDS', '0'],
    ['PRIVACY_SCREEN_AFTER_SECONDS', '1.5'],
    ['ERASE_AFTER_SECONDS', 'never'],
    ['ERASE_AFTER_SECONDS', '79'],
  ])('is told in one sentence that %s cannot be %s', (name, value) => {
    const result = readConfiguration({ [name]: value })
    expect(result).toMatchObject({ ok: false })
    if (result.ok) return
    expect(result.sentence).toContain(name)
    expect(result.sentence).not.toContain('\n')
  })

  test('needs to set nothing', () => {
    const result = readConfiguration({ PORT: '', SITE_NAME: '' })
    expect(result).toMatchObject({
      ok: true,
      configuration: { port: 3000, host: '127.0.0.1', publicUrl: null },
    })
  })

  test('can choose the times of a visit, with at least 20 seconds to go on', () => {
    const result = readConfiguration({ PRIVACY_SCREEN_AFTER_SECONDS: '30', ERASE_AFTER_SECONDS: '50' })
    expect(result).toMatchObject({
      ok: true,
      configuration: { privacyScreenAfterSeconds: 30, eraseAfterSeconds: 50 },
    })
    expect(readConfiguration({ PRIVACY_SCREEN_AFTER_SECONDS: '110' })).toMatchObject({ ok: false })
  })

  test('can give the public address with or without its last slash', () => {
    const result = readConfiguration({ PUBLIC_URL: 'https://site.example//' })
    expect(result).toMatchObject({ ok: true, configuration: { publicUrl: 'https://site.example' } })
  })

  test('is refused an old Node in words, before it crashes', () => {
    expect(refuseOldNode('v20.20.2')).toContain('npm start')
    expect(refuseOldNode('v22.0.0')).toBeNull()
    expect(refuseOldNode('v24.21.0')).toBeNull()
  })

  test('finds every setting in docs/operating.md', () => {
    const page = readFileSync(path.join(findRootDirectory(), 'docs/operating.md'), 'utf8')
    const undocumented = Object.keys(settingsSchema.shape).filter((name) => !page.includes(`\`${name}\``))
    expect(undocumented).toEqual([])
  })
})

test('a server that listens everywhere is shown at an address that somebody reaches', () => {
  const own = { addresses: ['192.0.2.7', '198.51.100.2'], name: 'counter' }
  for (const everywhere of ['0.0.0.0', '::']) {
    expect(reachableHost(everywhere, own)).toBe('192.0.2.7')
    expect(reachableHost(everywhere, { ...own, addresses: [] })).toBe('counter')
  }
  for (const host of ['127.0.0.1', '192.0.2.9', '::1', 'guides.local']) {
    expect(reachableHost(host, own)).toBe(host)
  }
  expect(passesInClear('http://192.0.2.7:3000')).toBe(true)
})
