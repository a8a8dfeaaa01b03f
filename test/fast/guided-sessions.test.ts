/** Guided sessions by whole requests: what both sides see and do, with a script and without. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import {
  act,
  codeOf,
  command,
  companion,
  french,
  guide,
  inFrench,
  pair,
  peopleOf,
} from '../support/guided-visitors.ts'
import { readEvents } from '../support/supervisor.ts'
import { createVisitor } from '../support/visitor.ts'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const { firstSteps, mediator, patient, together } = peopleOf(() => site)
const html = { accept: 'text/html' }

describe('together', () => {
  test('the companion shows where the patient is, in both languages, with what to say, the steps and the sources', async () => {
    const { anna } = await together()
    const page = await (await anna.get('/companion/session', { 'accept-language': 'nl' })).text()
    const titles = ['fr', 'nl'].map((language) => site.services.guides.find(language, 'check-consent')?.title)
    for (const title of titles) expect(page).toContain(title)
    expect(page).toContain('mediator-lines')
    expect(page).toContain('sheet/guide/check-consent')
  })

  test('pointing, suggesting, offering and asking reach the patient as something to take or to leave', async () => {
    const { person, anna } = await together()
    const { open } = firstSteps()
    expect((await command(anna, { point: open })).status).toBe(200)
    expect(await (await person.get(guide)).text()).toContain(`data-pointed="${open}"`)
    for (const form of [
      { suggest: 'explainer/share-my-data' },
      { offer: 'sheet/guide/check-consent' },
      { kind: 'explain' },
    ]) {
      expect((await command(anna, form)).status).toBe(200)
      expect(await (await person.get(guide)).text()).toMatch(/data-offer="(?:page|sheet|explain)"/)
      const refused = await act(person, { kind: 'refuse-offer' })
      expect(refused.headers.get('location')).toBe(guide)
    }
    await command(anna, { suggest: 'explainer/share-my-data' })
    const taken = await act(person, { take: 'explainer/share-my-data' })
    expect(taken.headers.get('location')).toBe('/fr/explainers/share-my-data')
    await person.get('/fr/explainers/share-my-data')
    await command(anna, { offer: 'sheet/explainer/share-my-data' })
    const sheet = await act(person, { take: 'sheet/explainer/share-my-data' })
    expect(sheet.headers.get('location')).toBe('/fr/print/explainer/share-my-data')
  })

  test('a step where the patient is stuck is seen on the companion', async () => {
    const { person, anna } = await together()
    await act(person, { stuck: firstSteps().open })
    expect(await companion(anna)).toContain('data-stuck')
  })

  test('a helper’s name is shown as it is, whatever it is made of', async () => {
    const [person, odd] = [await patient(), await mediator('<b>$& O’Neil</b>')]
    await pair(odd, await codeOf(person))
    await act(person, { kind: 'accept' })
    const page = await (await person.get(guide)).text()
    expect(page).toContain('&lt;b&gt;$&amp; O’Neil&lt;/b&gt;')
    expect(page).not.toContain('<b>')
  })

  test('what belongs to one guided session stands in no other visitor’s page', async () => {
    const { person } = await together()
    await person.get(guide)
    const other = await (await (await patient()).get(guide)).text()
    expect(other).not.toContain('live-strip')
    expect(other).not.toContain('step-tool')
    expect(other).not.toContain('/helper/portal/')
    expect(await (await createVisitor(site.app).get(guide)).text()).not.toContain('Anna')
  })

  test('a patient who walks away is erased in time, though the companion stays', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/touch')
    for (let second = 0; second < 120; second += 4) {
      site.machine.pass(4000)
      await anna.post('/companion/session/here')
      await anna.get('/companion/session')
      await site.services.guidedSessions.tick()
    }
    expect(await companion(anna)).toContain(french('companion:ended.visit-over'))
    expect((await person.get(guide)).headers.get('location')).toBe('/')
  })

  test('while the patient’s page is hidden, the companion says so', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/hide')
    expect(await companion(anna)).toContain(french('companion:hidden'))
    await person.post('/fr/visit/go-on')
    expect(await companion(anna)).not.toContain(french('companion:hidden'))
  })

  test('a companion that is lost is shown to the patient after 10 seconds', async () => {
    const { person, anna } = await together()
    site.machine.pass(9000)
    expect(await (await person.get(guide)).text()).not.toContain('data-lost')
    site.machine.pass(1000)
    expect(await (await person.get(guide)).text()).toContain('data-lost')
    await anna.post('/companion/session/here')
    expect(await (await person.get(guide)).text()).not.toContain('data-lost')
  })
})

describe('without a script', () => {
  test('both sides go on by asking again', async () => {
    const { person, anna } = await together()
    expect(await companion(anna)).toMatch(/<noscript><meta http-equiv="refresh" content="\d+"/)
    const pointed = await anna.post('/companion/session/command', { point: firstSteps().open }, html)
    expect(pointed.headers.get('location')).toBe('/companion/session')
    const strip = await (await person.get(guide)).text()
    expect(strip).toContain(french('guided-sessions:whatIsNew'))
    await act(person, { kind: 'type-code' })
    const refused = await anna.post(
      '/companion/session/command',
      { kind: 'explain' },
      { ...html, ...inFrench },
    )
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain(french('companion:refusals.private'))
  })
})

describe('the helper’s guide', () => {
  test.each(words.languages)('is read on the companion in %s', async (language) => {
    const anna = await mediator('Anna')
    const page = await (await anna.get('/companion/guide', { 'accept-language': language })).text()
    expect(page.match(/<h2/g)?.length).toBeGreaterThanOrEqual(6)
    expect(page).not.toContain('screenshots/')
  })
})

test('each companion is sent what its own page shows, in its own language, however many look at the same', async () => {
  const { open } = firstSteps()
  const languages = ['fr', 'nl', 'fr', 'de']
  const pairs = await Promise.all(
    languages.map(async (language, index) => {
      const [person, helper] = [await patient(), await mediator(`Helper ${index}`)]
      await pair(helper, await codeOf(person))
      await act(person, { kind: 'accept' })
      return { person, helper, inTheirs: { 'accept-language': language } }
    }),
  )
  const [first, second, third] = pairs.map(({ person }) => person)
  if (first === undefined || second === undefined || third === undefined) throw new Error('Nobody is there')
  for (const does of [
    async () => {},
    async () => act(first, { stuck: open }),
    async () => third.get('/fr/guides/give-consent'),
    async () => act(second, { stuck: open }),
    async () => act(first, { kind: 'pause' }),
  ]) {
    await does()
    for (const { helper, inTheirs } of pairs) {
      const stream = readEvents(await helper.get('/companion/session/events', inTheirs))
      const sent = (await stream.next('')) ?? ''
      await stream.close()
      const page = await (await helper.get('/companion/session', inTheirs)).text()
      expect(sent.length).toBeGreaterThan(500)
      expect(page.replaceAll('\n', '')).toContain(sent.replaceAll('\n', ''))
    }
  }
})
