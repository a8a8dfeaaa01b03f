/** Facts and official addresses: what re-users get, and what a site can correct. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { hedgeYear, spokenAddress } from '../../server/facts/rules.ts'
import { buildServices } from '../../server/services.ts'
import { openTestApp, type TestApp } from '../support/app.ts'

let site: TestApp
beforeAll(async () => {
  site = await openTestApp()
})
afterAll(() => site.close())

describe('/facts.json', () => {
  test('gives every fact in use with source, days, confidence and a sentence in each language', async () => {
    const answer = await site.app.request('/facts.json')
    const list = (await answer.json()) as { sentences: object }[]
    expect(list.length).toBeGreaterThan(40)
    for (const fact of list) {
      expect(fact).toMatchObject({
        id: expect.stringMatching(/^[FRSAE]\d+$/),
        sourceTitle: expect.any(String),
        checkedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        reviewBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        confidence: expect.stringMatching(/^(C|N|N\+|S|X)$/),
      })
      expect(fact).toHaveProperty('sourceDate')
      expect(fact).toHaveProperty('url')
      expect(Object.keys(fact.sentences)).toEqual(['fr', 'nl', 'de', 'en'])
    }
  })

  test('knows every fact that the catalogue cites', async () => {
    const facts = (await (await site.app.request('/facts.json')).json()) as { id: string }[]
    const catalogue = (await (await site.app.request('/catalogue.json')).json()) as {
      entries: { facts: string[] }[]
    }
    const known = new Set(facts.map(({ id }) => id))
    expect(catalogue.entries.flatMap((entry) => entry.facts).filter((id) => !known.has(id))).toEqual([])
  })
})

describe('/catalogue.json', () => {
  test('is what the contract says', async () => {
    const catalogue = (await (await site.app.request('/catalogue.json')).json()) as {
      entries: object[]
    }
    expect(catalogue).toMatchObject({ languages: ['fr', 'nl', 'de', 'en'], country: 'be' })
    expect(catalogue.entries[0]).toEqual({
      id: 'check-consent',
      kind: 'guide',
      theme: 'consent',
      paths: {
        fr: '/fr/guides/check-consent',
        nl: '/nl/guides/check-consent',
        de: '/de/guides/check-consent',
        en: '/en/guides/check-consent',
      },
      print: {
        fr: '/fr/print/guide/check-consent',
        nl: '/nl/print/guide/check-consent',
        de: '/de/print/guide/check-consent',
        en: '/en/print/guide/check-consent',
      },
      facts: expect.arrayContaining(['F7', 'F8']),
      checkedOn: '2026-11-20',
      reviewBy: '2027-05-20',
    })
  })
})

describe('a site corrects an official address', () => {
  test('the guide, the spoken address and the sheet follow at the next start, and go back when it is removed', async () => {
    const { addressOverrides, configuration } = site.services
    const corrected = {
      officialPageId: 'masante',
      language: 'fr',
      address: 'https://portail.example/nouveau',
    }
    await addressOverrides.set({ ...corrected, address: 'https://first.example/' }, '2026-11-20')
    await addressOverrides.set(corrected, '2026-11-21')
    expect(await addressOverrides.list()).toEqual([corrected])

    const database = connect(site.directory)
    const restarted = createApp(
      await buildServices(configuration, findRootDirectory(), database, site.machine),
    )
    const french = await (await restarted.request('/fr/guides/check-consent')).text()
    expect(french).toContain('href="https://portail.example/nouveau"')
    expect(french).toContain('portail.example/nouveau')
    const dutch = await (await restarted.request('/nl/guides/check-consent')).text()
    expect(dutch).toContain('href="https://www.mijngezondheid.belgie.be/"')
    await database.destroy()

    expect(await addressOverrides.remove('masante', 'fr')).toBe(true)
    expect(await addressOverrides.remove('masante', 'fr')).toBe(false)
    expect(await addressOverrides.list()).toEqual([])
  })
})

test('an address on paper is short, and a source’s last year is the one named', () => {
  expect(spokenAddress('https://www.masante.belgique.be/')).toBe('masante.belgique.be')
  expect(hedgeYear({ title: '', date: '2021-2022', url: null })).toBe('2022')
  expect(hedgeYear({ title: '', date: '2025-06', url: null })).toBe('2025')
  expect(hedgeYear({ title: '', date: null, url: null })).toBeNull()
})
