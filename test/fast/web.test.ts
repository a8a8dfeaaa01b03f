/** The outer skin: headers, strange addresses, errors, assets. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { parse } from 'acorn'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../server/app.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { acceptsBrotli } from '../../server/pages/respond.ts'
import { everyAddress, words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'

let site: TestApp
beforeAll(async () => {
  site = await openTestApp()
})
afterAll(() => site.close())

test('no address that somebody asked for is kept: routes are found by the router that remembers none', async () => {
  await site.app.request('/fr/guides/check-consent')
  expect(site.app.router.name).toBe('SmartRouter + RegExpRouter')
})

describe('every answer is protected', () => {
  test('each page, file and error carries the policy, without unsafe-inline', async () => {
    for (const path of [
      ...everyAddress(),
      '/catalogue.json',
      '/facts.json',
      '/healthz',
      '/openapi.json',
      '/.well-known/security.txt',
      '/security-policy.txt',
      '//',
      '/assets/none.css',
    ]) {
      const answer = await site.app.request(path)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).toContain("frame-ancestors 'none'")
      expect(policy, path).not.toMatch(/unsafe|\*|nonce/)
      expect(answer.headers.get('referrer-policy'), path).toBe('no-referrer')
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(answer.headers.get('cross-origin-opener-policy'), path).toBe('same-origin')
      expect(answer.headers.get('permissions-policy'), path).toContain('camera=()')
      expect(answer.headers.get('x-powered-by'), path).toBeNull()
    }
  })

  test('pages have nothing inline and stay out of caches', async () => {
    for (const path of everyAddress()) {
      const answer = await site.app.request(path)
      const html = await answer.text()
      expect(answer.headers.get('cache-control'), path).toBe('no-store')
      expect(html, path).not.toMatch(/<style|\sstyle=|<script>|\son[a-z]+="|javascript:/)
    }
  })
})

describe('a wrong address', () => {
  test('in a language gets a page of that language with a way home', async () => {
    for (const language of words.languages) {
      for (const rest of [
        '/nothing',
        '/guides/nothing',
        '/themes/nothing',
        '/print/guide/nothing',
        '/print/x/check-consent',
      ]) {
        const answer = await site.app.request(`/${language}${rest}`)
        const html = await answer.text()
        expect(answer.status).toBe(404)
        expect(html).toContain(`<html lang="${language}" `)
        expect(html).toContain(words.translate(language)('errors:notFoundTitle'))
        expect(html).toContain(`href="/${language}"`)
      }
    }
  })

  test('without a language gets a page in every language', async () => {
    for (const path of [
      '/xx',
      '/xx/guides/check-consent',
      '/frx',
      '/fr2/guides/my-child',
      '/.env',
      '/constructor',
    ]) {
      const answer = await site.app.request(path)
      const html = await answer.text()
      expect(answer.status, path).toBe(404)
      for (const language of words.languages)
        expect(html, path).toContain(words.translate(language)('errors:notFoundTitle'))
    }
  })

  test.each([
    '/fr/guides/constructor',
    '/fr/guides/__proto__',
    '/fr/themes/toString',
    '/fr/guides/check-consent%00',
  ])('%s gives nothing away', async (path) => {
    const answer = await site.app.request(path)
    expect([400, 404]).toContain(answer.status)
    expect(await answer.text()).not.toMatch(/Error|\bat \w+|node_modules/)
  })

  test.each(['//', '//fr', '/fr//guides', '/%00', '/fr/%2Fetc', `/${'a'.repeat(300)}`])(
    '%s gets a plain 400 or 404 page',
    async (path) => {
      const answer = await site.app.request(`http://127.0.0.1${path}`)
      expect([400, 404]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toContain('text/html')
    },
  )
})

describe('an address as people type it', () => {
  test.each(words.languages)(
    'leads to the page in %s: with a last slash, or in capitals',
    async (language) => {
      const capitals = language.toUpperCase()
      const capital = capitals.slice(0, 1) + language.slice(1)
      for (const [typed, page] of [
        [`/${language}/`, `/${language}`],
        [`/${capitals}`, `/${language}`],
        [`/${capital}/`, `/${language}`],
        [`/${capitals}/guides/my-child`, `/${language}/guides/my-child`],
        [`/${language}/guides/my-child/?size=large`, `/${language}/guides/my-child?size=large`],
        ['/companion/', '/companion'],
        ['/host/', '/host'],
      ] as const) {
        const answer = await site.app.request(typed)
        expect([answer.status, answer.headers.get('location')], typed).toEqual([301, page])
        expect((await site.app.request(typed, { method: 'HEAD' })).status).toBe(301)
        expect((await site.app.request(page)).status, page).toBeLessThan(400)
      }
    },
  )

  test('leads nowhere else, whatever stands in it', async () => {
    for (const typed of [
      '/fr/%0d%0aset-cookie:a=b/',
      '/FR/é/',
      '/fr/%E2%80%A8/',
      '/FR/guides/%25/',
      '/FR/@host/',
    ]) {
      const answer = await site.app.request(typed)
      expect(answer.status, typed).toBe(301)
      expect(answer.headers.get('location'), typed).toMatch(/^\/fr\/[\x21-\x7e]+$/)
      expect(answer.headers.has('set-cookie')).toBe(false)
    }
    expect((await site.app.request('/fr/visit/hide/', { method: 'POST' })).status).not.toBe(301)
  })
})

describe('when something breaks', () => {
  test.each(['production', 'development'])(
    'in %s a person sees calm words and never the message or the stack',
    async (mode) => {
      vi.stubEnv('NODE_ENV', mode)
      const broken = createApp({
        ...site.services,
        pages: {
          ...site.services.pages,
          get: (path, ...rest) => {
            if (path === '/fr/guides/my-child') throw new Error('secret diagnosis')
            return site.services.pages.get(path, ...rest)
          },
        },
      })
      const answer = await broken.request('/fr/guides/my-child')
      const html = await answer.text()
      expect(answer.status).toBe(500)
      expect(html).toContain(words.translate('fr')('errors:brokenTitle'))
      expect(html).not.toMatch(/secret|diagnosis|\.ts|at /)
      expect(site.machine.log()).toContain('"failure":"Error"')
      expect(site.machine.log()).not.toMatch(/secret|diagnosis/)
      vi.unstubAllEnvs()
    },
  )

  test('the health page says in one word what is wrong', async () => {
    const healthy = await site.app.request('/healthz')
    expect(healthy.status).toBe(200)
    expect(await healthy.json()).toEqual({ status: 'ok' })
    const sick = createApp({
      ...site.services,
      checkDatabase: () => Promise.reject(new Error('disk I/O error')),
    })
    const answer = await sick.request('/healthz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ status: 'database' })
  })

  test('a word that does not exist throws, so that nobody reads a key', () => {
    const translate = words.translate('fr') as unknown as (key: string) => string
    expect(() => translate('layout:noSuchWord')).toThrow('layout:noSuchWord')
    expect(() => words.translate('xx')).toThrow()
    expect(() => words.guide('fr', 'no-such-guide')).toThrow()
  })
})

describe('assets', () => {
  test('of scripts are whole, one for each that a page names, and without comments', async () => {
    const names = readdirSync(path.join(findRootDirectory(), 'build/assets')).filter((name) =>
      name.endsWith('.js'),
    )
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      const script = await (await site.app.request(site.services.assets.url(name))).text()
      expect(() => parse(script, { ecmaVersion: 'latest', sourceType: 'module' }), name).not.toThrow()
      if (name !== 'companion.js') expect(script, name).not.toMatch(/^\s*(?:\/\/|\/\*)/m)
    }
  })

  test('of styles and scripts are each brought by a view: none is built that nobody gets', () => {
    const root = findRootDirectory()
    const views = readdirSync(path.join(root, 'views'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(path.join(root, 'views', name), 'utf8'))
    const built = readdirSync(path.join(root, 'build/assets')).filter((name) => /\.(?:css|js)$/.test(name))
    expect(built.filter((name) => !views.some((view) => view.includes(`'${name}'`)))).toEqual([])
  })

  test('have addresses with their content’s hash, are kept for good and sent compressed', async () => {
    const url = site.services.assets.url('styles.css')
    expect(url).toMatch(/^\/assets\/styles\.[0-9a-f]{8}\.css$/)
    const plain = await site.app.request(url)
    const brotli = await site.app.request(url, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(plain.headers.get('cache-control')).toContain('immutable')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(brotli.headers.get('content-encoding')).toBe('br')
    expect((await brotli.arrayBuffer()).byteLength).toBeLessThan((await plain.arrayBuffer()).byteLength)
  })

  test('whoever opens a page first holds up nobody: its bytes need no window larger than 64 kB', async () => {
    const headers = { 'accept-encoding': 'br' }
    for (const path of ['/fr/guides/check-consent', '/nl/pictograms', '/de/print/explainer/share-my-data']) {
      const bytes = Buffer.from(await (await site.app.request(path, { headers })).arrayBuffer())
      // RFC 7932, 9.1: a first bit of 0 is a window of 16 bits, and no other begins so.
      expect((bytes[0] ?? 1) & 1, path).toBe(0)
      expect(brotliDecompressSync(bytes).toString()).toBe(await site.page(path))
    }
  })

  test.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.8', true],
    ['BR', true],
    ['br;q=0', false],
    ['gzip, br;q=0.0', false],
    ['gzip', false],
    [undefined, false],
  ])('a browser that says %s gets what it can read', (header, brotli) => {
    expect(acceptsBrotli(header)).toBe(brotli)
  })

  test('the typeface comes from this server', async () => {
    const styles = await (await site.app.request(site.services.assets.url('styles.css'))).text()
    const typeface = /url\((\/assets\/typeface\.[0-9a-f]+\.woff2)\)/.exec(styles)?.[1] ?? ''
    const answer = await site.app.request(typeface)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('font/woff2')
  })

  test('an asset that does not exist is a 404, and asking the code for one throws', async () => {
    expect((await site.app.request('/assets/styles.css')).status).toBe(404)
    expect((await site.app.request('/assets/..%2f..%2fpackage.json')).status).toBe(400)
    expect(() => site.services.assets.url('none.css')).toThrow()
  })
})
