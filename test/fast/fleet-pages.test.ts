/** What the guide’s browser at a supervised kiosk is given, and what its pages show. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { findRootDirectory } from '../../server/configuration.ts'
import { connect } from '../../server/database/connect.ts'
import { buildServices } from '../../server/services.ts'
import { words } from '../support/addresses.ts'
import type { TestApp } from '../support/app.ts'
import { cookieOf } from '../support/cookies.ts'
import { withoutSuggestions } from '../support/guided-session.ts'
import { newMediator } from '../support/signed-in.ts'
import {
  doingsAt,
  guide,
  openPath,
  openSupervisedKiosk,
  type SupervisedKiosk,
} from '../support/supervised-kiosk.ts'
import { createSupervisor, type EventReader, readEvents, type Supervisor } from '../support/supervisor.ts'
import { createVisitor } from '../support/visitor.ts'

const french = words.translate('fr')

let kiosk: SupervisedKiosk
let site: TestApp
let token: string
let supervisor: Supervisor
let events: EventReader

beforeEach(async () => {
  kiosk = await openSupervisedKiosk()
  ;({ site, token, supervisor, events } = kiosk)
})
afterEach(() => kiosk.close())

const { state, enter, patient, visibleParts, act, report } = doingsAt(() => kiosk)

describe('the guide’s browser at a kiosk', () => {
  const entry = async (wish: object = {}) => {
    const answer = await supervisor.post('/kiosk/entry', {
      resume: true,
      page: 'erased',
      language: 'de',
      ...wish,
    })
    return ((await answer.json()) as { path: string }).path
  }

  test('comes in by an address that works once, and does not carry the supervisor’s secret', async () => {
    const path = await entry()
    const first = await createVisitor(site.app).get(path)
    expect([first.status, first.headers.get('location')]).toEqual([303, '/de/kiosk/erased'])
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-kiosk=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(cookie).not.toContain(token)
    const again = await createVisitor(site.app).get(path)
    expect([again.headers.get('location'), again.headers.getSetCookie()]).toEqual(['/', []])
    expect(site.machine.log()).toContain('"/kiosk/entry/:once"')
    expect(site.machine.log()).not.toContain(path.split('/').at(-1))
  })

  test('comes in within a minute or not at all', async () => {
    const [late, intime] = [await entry(), await entry({ page: 'start' })]
    site.machine.pass(59_000)
    expect((await createVisitor(site.app).get(intime)).headers.get('location')).toBe('/')
    expect((await createVisitor(site.app).get(late.slice(0, -1))).headers.getSetCookie()).toEqual([])
    site.machine.pass(1000)
    const answer = await createVisitor(site.app).get(late)
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual(['/', []])
  })

  test('that crashed comes back into the visit that goes on, and to no other’s', async () => {
    const person = await patient()
    await person.post('/fr/visit/display', { size: 'largest' })
    const fresh = createVisitor(site.app)
    expect((await fresh.get(await entry())).headers.get('location')).toBe(guide)
    expect(await (await fresh.get(guide)).text()).toContain('data-size="largest"')
    const without = createVisitor(site.app)
    expect((await without.get(await entry({ resume: false }))).headers.get('location')).toBe(
      '/de/kiosk/erased',
    )
    expect(without.cookie()).not.toContain('visit=')
    await act('erase')
    const after = createVisitor(site.app)
    expect((await after.get(await entry())).headers.get('location')).toBe('/de/kiosk/erased')
    expect(after.cookie()).not.toContain('visit=')
  })

  test('asks nobody at a kiosk to close an official page that the machine has closed, and everybody elsewhere', async () => {
    for (const language of words.languages) {
      const question = words.translate(language)('visits:signOut')
      const [here, elsewhere] = await Promise.all(
        [`/${language}/kiosk/erased`, `/${language}/erased`].map(async (path) =>
          (await createVisitor(site.app).get(path)).text(),
        ),
      )
      expect(elsewhere).toContain(question)
      expect(here).not.toContain(question)
      expect(here).not.toContain('sign-out')
      expect(here).toContain(words.translate(language)('visits:takeThings'))
    }
  })

  test('that carries an old visit is made to forget it', async () => {
    const person = await patient()
    const old = person.cookie()
    const answer = await person.get(await entry({ resume: false, page: 'start' }))
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(person.cookie()).not.toBe(old)
    expect((await person.get(guide)).headers.get('location')).toBe('/')
  })

  test('of a kiosk that was removed is any other', async () => {
    const path = await entry()
    await site.services.kiosks.remove(site.services.kiosks.list()[0]?.id ?? '')
    const answer = await createVisitor(site.app).get(path)
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual(['/', []])
  })

  test('is known again after a restart of the server, before its supervisor has said anything', async () => {
    const { list } = site.services.kiosks
    const cookie = site.services.kiosks.cookieOf(token)
    const database = connect(site.directory)
    const { configuration } = site.services
    const services = await buildServices(configuration, findRootDirectory(), database, site.machine)
    expect(services.kiosks.kioskOf(cookie)).toBe(list()[0]?.id)
    const restarted = createSupervisor(createApp(services).request, token)
    const stream = await restarted.listen()
    expect(stream.status).toBe(200)
    await stream.close()
    await database.destroy()
  })
})

describe('the pages of a visit at a supervised kiosk', () => {
  test('carry the strip, its script and the way to open beside, from the first page on', async () => {
    const first = await (await enter()).get(guide)
    const html = await first.text()
    expect(html).toContain('class="kiosk-strip"')
    expect(html).toContain(site.services.assets.url('fleet.js'))
    expect(html).toContain(`href="${openPath}"`)
    expect(html).not.toMatch(/href="\/fr\/kiosk\/open\/[^>]*target=/)
    expect(html).not.toContain(french('kiosk:ownPc.title'))
    for (const path of [
      '/fr',
      '/fr/explainers/share-my-data',
      '/fr/print/guide/check-consent',
      '/fr/helper',
    ]) {
      const person = await patient()
      expect(await (await person.get(path)).text(), path).toContain('class="kiosk-strip"')
    }
  })

  test('are kept for nobody: other screens get the page with a private window, and not a byte of the kiosk', async () => {
    const before = await (await createVisitor(site.app).get(guide)).text()
    const person = await patient()
    await person.get(openPath)
    await person.get(guide)
    const other = createVisitor(site.app)
    const html = await (await other.get(guide)).text()
    expect(html).toBe(before)
    expect(html).not.toContain('kiosk')
    expect(html).toContain(french('kiosk:ownPc.title'))
    expect(html).toContain(
      'href="https://www.masante.belgique.be/" target="_blank" rel="noopener noreferrer"',
    )
    expect(await site.page('/fr/print/guide/check-consent')).not.toContain(french('kiosk:ownPc.title'))
  })

  test('say it in the person’s language and name, on the page and as it changes', async () => {
    const person = await patient()
    await person.get(openPath)
    expect(await (await person.get('/nl')).text()).toContain(
      words.translate('nl')('kiosk:strip.opening', { name: 'MijnGezondheid' }),
    )
    const page = readEvents(await person.get('/nl/kiosk/screen'))
    await report({ printer: 'no-paper', document: 'refused', windows: 2 })
    const data = await page.next('strip', (text) => text.includes('no-paper'))
    expect(JSON.parse(data ?? '')).toEqual({
      parts: ['opening', 'close-portal', 'close-window', 'refused', 'printer-no-paper'],
      words: {
        opening: words.translate('nl')('kiosk:strip.opening', { name: 'MijnGezondheid' }),
        open: words.translate('nl')('kiosk:strip.open', { name: 'MijnGezondheid' }),
      },
    })
  })

  test('are those of any screen once the supervisor has been gone for 5 seconds, or silent for 30', async () => {
    const person = await patient()
    const isKiosk = async () => (await (await person.get(guide)).text()).includes('kiosk-strip')
    await events.close()
    site.machine.pass(4999)
    expect(await isKiosk()).toBe(true)
    site.machine.pass(1)
    expect(await isKiosk()).toBe(false)
    expect((await person.get(openPath)).headers.get('location')).toBe(guide)
    events = await kiosk.listenAgain()
    expect(await isKiosk()).toBe(true)
    site.machine.pass(29_000)
    await report({})
    site.machine.pass(29_000)
    expect(await isKiosk()).toBe(true)
    site.machine.pass(1000)
    expect(await isKiosk()).toBe(false)
  })

  test('do not say after a lost supervisor what nobody knows any more', async () => {
    const person = await patient()
    await person.get(openPath)
    await report({ document: 'shown', printer: 'jam' })
    await events.close()
    site.machine.pass(5000)
    await site.services.liveKiosks.tick()
    events = await kiosk.listenAgain()
    expect((await state(() => true)).portal).toBeNull()
    expect(await visibleParts(person)).toEqual([])
  })

  test('in a guided session open the official page beside the guide, blind the helper, and keep the usual times', async () => {
    const { token } = await newMediator(site.services, 'Anna')
    const anna = createVisitor(site.app, cookieOf(site, 'mediator', token))
    const person = await patient()
    const codePage = await (await person.post('/fr/helper/call')).text()
    expect(codePage).toContain('kiosk-strip')
    const code = [...codePage.matchAll(/<span>(\d{3})<\/span>/g)].map(([, digits]) => digits).join('')
    await anna.post('/companion/pair', { code })
    await person.post('/fr/helper/act', { kind: 'accept' })
    const html = await (await person.get(guide)).text()
    expect(html).toMatch(/<div class="strips"><section class="kiosk-strip"/)
    expect(html).toContain('href="/fr/helper/portal/check-consent"')
    const left = await person.get('/fr/helper/portal/check-consent')
    expect(left.headers.get('location')).toBe(openPath)
    await person.get(openPath)
    const told = await state(({ portal }) => portal !== null)
    expect(told.privacyScreenAfterSeconds).toBe(60)
    const companion = withoutSuggestions(await (await anna.get('/companion/session')).text())
    expect(companion).toContain('look-away')
    expect(companion).not.toContain('masante')
  })
})
