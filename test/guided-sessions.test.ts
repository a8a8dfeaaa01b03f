/** Guided sessions by whole requests: pairing, commands, strangers, the end, and pages without a script. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { words } from './support/addresses.ts'
import { openTestApp, type TestApp } from './support/app.ts'
import { withoutSuggestions } from './support/guided-session.ts'
import { createVisitor, type Visitor } from './support/visitor.ts'

const passphrase = 'kastanje lantaarn 7'
const guide = '/fr/guides/check-consent'
const html = { accept: 'text/html' }
const byScript = { 'hx-request': 'true' }
const french = words.translate('fr')
const inFrench = { 'accept-language': 'fr' }

let site: TestApp

beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

/** A mediator at their own phone, signed in. */
async function mediator(name: string, trained = true): Promise<Visitor> {
  const { signIns } = site.services.mediators
  const invited = await signIns.invite(name, trained)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  const signIn = await signIns.open(invited.account.id)
  return createVisitor(site.app, `mediator=${signIn?.token}`)
}

async function patient(): Promise<Visitor> {
  const visitor = createVisitor(site.app)
  await visitor.get(guide)
  return visitor
}

async function codeOf(visitor: Visitor): Promise<string> {
  const page = await (await visitor.post('/fr/helper/call')).text()
  return [.../<span>(\d{3})<\/span>/g[Symbol.matchAll](page)].map(([, digits]) => digits).join('')
}

const pair = (helper: Visitor, code: string) => helper.post('/companion/pair', { code })
const act = (visitor: Visitor, form: Readonly<Record<string, string>>) => visitor.post('/fr/helper/act', form)
const command = (helper: Visitor, form: Readonly<Record<string, string>>) =>
  helper.post('/companion/session/command', form, { ...byScript, ...inFrench })
/** The companion without the list of all pages that can be suggested, which is the same for everybody. */
const companion = async (helper: Visitor) =>
  withoutSuggestions(await (await helper.get('/companion/session', inFrench)).text())

async function together(): Promise<{ readonly person: Visitor; readonly anna: Visitor }> {
  const [person, anna] = [await patient(), await mediator('Anna')]
  await pair(anna, await codeOf(person))
  await act(person, { kind: 'accept' })
  return { person, anna }
}

function firstSteps(): { readonly open: string; readonly secret: string } {
  const page = site.services.guides.find('fr', 'check-consent')
  const open = page?.steps.find(({ privateMoment }) => !privateMoment)
  const secret = page?.steps.find(({ privateMoment }) => privateMoment)
  return { open: `check-consent/${open?.id}`, secret: `check-consent/${secret?.id}` }
}

describe('pairing', () => {
  test('a code lets a helper ask, and only the patient’s yes opens the guided session', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const code = await codeOf(person)
    expect(code).toMatch(/^\d{6}$/)
    const paired = await pair(anna, code)
    expect([paired.status, paired.headers.get('location')]).toEqual([303, '/companion/session'])
    expect(await companion(anna)).not.toContain('check-consent')
    const question = await (await person.get('/fr/helper')).text()
    expect(question).toContain(french('guided-sessions:ask.title', { name: 'Anna' }))
    await act(person, { kind: 'accept' })
    expect(await companion(anna)).toContain('id="their-steps"')
    expect(await (await person.get(guide)).text()).toContain('data-phase="together"')
  })

  test('a no leaves the helper outside, who sees nothing of the page', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await pair(anna, await codeOf(person))
    await act(person, { kind: 'decline' })
    const page = await companion(anna)
    expect(page).toContain(french('companion:ended.declined'))
    expect(page).not.toContain('check-consent')
  })

  test.each([
    ['guessed', () => '000000'],
    ['no digits at all', () => 'abc def'],
    ['used before', (code: string) => code],
  ])('a code that is %s opens nothing, and says to ask for a new one', async (_what, of) => {
    const [person, anna, bert] = [await patient(), await mediator('Anna'), await mediator('Bert')]
    const code = await codeOf(person)
    if (of(code) === code) await pair(bert, code)
    const tried = await pair(anna, of(code) === '000000' && code === '000000' ? '000001' : of(code))
    expect(tried.status).toBe(400)
    expect(await tried.text()).toContain(words.translate('fr')('companion:pair.wrong'))
  })

  test('a code is good for 120 seconds and no longer', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const code = await codeOf(person)
    site.machine.pass(120_000)
    expect((await pair(anna, code)).status).toBe(400)
    expect(await (await person.get('/fr/helper')).text()).toContain(
      french('guided-sessions:ended.code-too-old'),
    )
  })

  test('a new code makes the old one worthless', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const old = await codeOf(person)
    const fresh = await codeOf(person)
    expect((await pair(anna, old)).status).toBe(400)
    expect((await pair(anna, fresh)).status).toBe(303)
  })

  test('a code of a visit that is over is worthless', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const code = await codeOf(person)
    await person.post('/fr/visit/erase')
    expect((await pair(anna, code)).status).toBe(400)
  })

  test('a scanned square shows the code and spends nothing', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    const code = await codeOf(person)
    for (let count = 0; count < 3; count += 1) {
      expect(await (await anna.get(`/companion/pair?code=${code}`)).text()).toContain(`value="${code}"`)
    }
    expect((await pair(anna, code)).status).toBe(303)
  })

  test('five wrong codes close the door for five minutes, even to a right one, and to nobody else', async () => {
    const [person, anna, bert] = [await patient(), await mediator('Anna'), await mediator('Bert')]
    for (let count = 0; count < 5; count += 1) expect((await pair(anna, '')).status).toBe(400)
    expect((await pair(anna, await codeOf(person))).status).toBe(429)
    expect((await pair(bert, await codeOf(person))).status).toBe(303)
    site.machine.pass(300_000)
    expect((await pair(anna, '')).status).toBe(400)
  })

  test('of two helpers with one code, one asks and the other does not', async () => {
    const [person, anna, bert] = [await patient(), await mediator('Anna'), await mediator('Bert')]
    const code = await codeOf(person)
    const statuses = await Promise.all([pair(anna, code), pair(bert, code)])
    expect(statuses.map(({ status }) => status).sort()).toEqual([303, 400])
  })

  test('a right code does not wash away wrong ones', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    for (let count = 0; count < 4; count += 1) await pair(anna, '')
    expect((await pair(anna, await codeOf(person))).status).toBe(303)
    await act(person, { kind: 'decline' })
    expect((await pair(anna, '')).status).toBe(400)
    expect((await pair(anna, await codeOf(person))).status).toBe(429)
  })

  test('a helper with two codes at once asks one person', async () => {
    const [person, other, anna] = [await patient(), await patient(), await mediator('Anna')]
    const [code, second] = [await codeOf(person), await codeOf(other)]
    const answers = await Promise.all([pair(anna, code), pair(anna, second)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  })

  test('a helper whom somebody has refused can start again', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await pair(anna, await codeOf(person))
    await act(person, { kind: 'decline' })
    expect(await companion(anna)).toContain('action="/companion/record/skip"')
    await anna.post('/companion/record/skip')
    expect(await (await anna.get('/companion')).text()).toContain('name="code"')
  })

  test('a helper guides one person at a time', async () => {
    const { anna } = await together()
    const other = await patient()
    expect((await pair(anna, await codeOf(other))).status).toBe(409)
  })

  test('an untrained helper may look around, and not pair', async () => {
    const [person, anna] = [await patient(), await mediator('Anna', false)]
    const code = await codeOf(person)
    expect((await pair(anna, code)).status).toBe(403)
    expect((await anna.get('/companion/look')).status).toBe(200)
    expect((await anna.get('/companion/look/guide/check-consent')).status).toBe(200)
    expect((await pair(await mediator('Bert'), code)).status).toBe(303)
  })

  test('the code stands on the patient’s page alone, not in an address, a log, or the memory of the server', async () => {
    const person = await patient()
    const code = await codeOf(person)
    expect(await (await person.get('/fr/helper')).text()).not.toContain(code)
    expect((await person.get('/fr/helper/call')).headers.get('location')).toBe('/fr/helper')
    expect(site.machine.log()).not.toContain(code)
  })
})

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

describe('a private moment', () => {
  const blind = async (anna: Visitor) => {
    const page = await companion(anna)
    expect(page).toContain('look-away')
    expect(page).not.toContain('check-consent')
    return page
  }

  test('begins by itself at the step where a code is typed', async () => {
    const { person, anna } = await together()
    await act(person, { stuck: firstSteps().secret })
    await blind(anna)
  })

  test('begins by itself before the official page opens, without any script', async () => {
    const { person, anna } = await together()
    const page = await (await person.get(guide)).text()
    const way = /href="(\/fr\/helper\/portal\/[a-z-]+)"/.exec(page)?.[1] ?? ''
    const left = await person.get(way)
    expect(left.headers.get('location')).toBe(
      site.services.guides.find('fr', 'check-consent')?.officialPage.address,
    )
    await blind(anna)
  })

  test('the companion learns nothing and can do nothing until the patient is done', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'type-code' })
    const before = await blind(anna)
    await person.get('/fr/explainers/share-my-data')
    await person.post('/fr/visit/display', { size: 'large' })
    await person.post('/fr/visit/hide')
    await person.post('/fr/visit/go-on')
    await act(person, { stuck: firstSteps().open })
    for (const form of [
      { point: firstSteps().open },
      { suggest: 'theme/help' },
      { offer: 'sheet/guide/check-consent' },
      { kind: 'explain' },
      { kind: 'withdraw' },
      { kind: 'leave' },
    ]) {
      const tried = await command(anna, form)
      expect([tried.status, await tried.text()]).toEqual([409, french('companion:refusals.private')])
    }
    expect(await blind(anna)).toBe(before)
    site.machine.pass(2000)
    await act(person, { kind: 'done' })
    expect(await companion(anna)).toContain(site.services.explainers.find('fr', 'share-my-data')?.title)
  })

  test('begins even where leaving for the official page has hidden ours first, and gives time to sign in there', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/hide')
    await person.get('/fr/helper/portal/check-consent')
    await blind(anna)
    site.machine.pass(130_000)
    await anna.post('/companion/session/here')
    await site.services.guidedSessions.tick()
    await blind(anna)
  })

  test('can begin on every page, also on one that was loaded in the middle of the last', async () => {
    const { person } = await together()
    await act(person, { kind: 'type-code' })
    expect(await (await person.get(guide)).text()).toContain('class="step-tool"')
  })

  test('ends with the visit, and the companion learns only that', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'type-code' })
    await person.post('/fr/visit/erase')
    const page = await companion(anna)
    expect(page).toContain(french('companion:ended.visit-over'))
  })
})

describe('strangers', () => {
  const doors = [
    ['GET', '/companion/session'],
    ['GET', '/companion/session/events'],
    ['POST', '/companion/session/command'],
    ['POST', '/companion/session/here'],
    ['POST', '/companion/pair'],
    ['POST', '/companion/record'],
    ['POST', '/companion/record/skip'],
  ] as const

  test('without a sign-in nothing of a guided session can be seen or done', async () => {
    const { person } = await together()
    const stranger = createVisitor(site.app)
    for (const [method, path] of doors) {
      const answer =
        method === 'GET' ? await stranger.get(path) : await stranger.post(path, { kind: 'leave' })
      expect([303, 403, 404], path).toContain(answer.status)
      expect(await answer.text()).not.toContain('check-consent')
    }
    expect((await stranger.get('/companion/session/events')).status).toBe(404)
    expect(await (await person.get(guide)).text()).toContain('data-phase="together"')
  })

  test('another mediator’s sign-in sees and does nothing', async () => {
    const { person, anna } = await together()
    const bert = await mediator('Bert')
    expect(await companion(bert)).not.toContain('check-consent')
    expect((await command(bert, { kind: 'leave' })).status).toBe(409)
    expect((await command(bert, { point: firstSteps().open })).status).toBe(409)
    expect((await bert.get('/companion/session/events')).status).toBe(404)
    expect(await (await person.get(guide)).text()).not.toContain('data-pointed')
    expect(await companion(anna)).toContain('mediator-lines')
  })

  test('another visit’s cookie sees and does nothing', async () => {
    const { anna } = await together()
    const other = await patient()
    await act(other, { kind: 'end' })
    await act(other, { stuck: firstSteps().secret })
    expect((await other.get('/fr/helper/events')).status).toBe(204)
    expect(await companion(anna)).toContain('mediator-lines')
    expect((await createVisitor(site.app).get('/fr/helper/events')).status).toBe(404)
  })

  test('nobody signs in at a kiosk, where the next person would be signed in as well', async () => {
    const { signIns } = site.services.mediators
    const invited = await signIns.invite('Cara', true)
    if (invited.kind === 'invited') await signIns.accept(invited.token, { passphrase, again: passphrase })
    const { token } = await site.services.kiosks.add('Comptoir')
    const kiosk = createVisitor(site.app)
    await kiosk.get(`/kiosk/${token}`)
    const form = { name: 'Cara', passphrase }
    const tried = await kiosk.post('/companion/sign-in', form, inFrench)
    expect([tried.status, tried.headers.getSetCookie()]).toEqual([403, []])
    expect(await tried.text()).toContain(french('accounts:notOnKiosk'))
    expect((await createVisitor(site.app).post('/companion/sign-in', form)).status).toBe(303)
  })

  test('a helper who asks and leaves does not keep an abandoned page on screen', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await person.post('/fr/visit/touch')
    await pair(anna, await codeOf(person))
    site.machine.pass(50_000)
    // The page asks by itself when the question comes and when it goes.
    await person.get('/fr/helper')
    site.machine.pass(10_000)
    expect((await person.get('/fr/helper')).headers.get('location')).toBe('/fr/privacy-screen')
  })

  test('a visit or a mediator listens in a few tabs and no more', async () => {
    const { person, anna } = await together()
    const listen = (visitor: Visitor, path: string) => visitor.get(path).then(({ status }) => status)
    const times = Array.from({ length: 7 })
    const patients: number[] = []
    const helpers: number[] = []
    for (const _time of times) {
      patients.push(await listen(person, '/fr/helper/events'))
      helpers.push(await listen(anna, '/companion/session/events'))
    }
    expect(patients).toEqual([200, 200, 200, 200, 200, 200, 429])
    expect(helpers).toEqual([200, 200, 200, 200, 200, 200, 429])
  })

  test('a foreign site cannot act for a patient or a mediator', async () => {
    const { person, anna } = await together()
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await person.post('/fr/helper/act', { kind: 'end' }, foreign)).status).toBe(403)
    expect((await anna.post('/companion/session/command', { kind: 'leave' }, foreign)).status).toBe(403)
    expect((await person.post('/fr/helper/call', {}, foreign)).status).toBe(403)
    expect(await companion(anna)).toContain('mediator-lines')
  })

  test.each([{ point: 'my code is 1234' }, { suggest: 'https://elsewhere.example' }, { kind: 'open' }, {}])(
    'what is not in the closed set is refused, counted, and changes nothing: %o',
    async (form: Record<string, string>) => {
      const { person, anna } = await together()
      const before = site.services.guidedSessions.refused()
      const page = await (await person.get(guide)).text()
      const answer = await command(anna, form)
      expect([answer.status, await answer.text()]).toEqual([400, french('companion:refusals.unknown')])
      expect(site.services.guidedSessions.refused()).toBe(before + 1)
      expect(await (await person.get(guide)).text()).toBe(page)
    },
  )

  test('10,000 commands in a minute change the patient’s page no more than a thumb could', async () => {
    const { anna } = await together()
    const statuses = new Map<number, number>()
    for (let count = 0; count < 10_000; count += 1) {
      site.machine.pass(6)
      const { status } = await command(anna, { kind: 'explain' })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(statuses.get(200)).toBeLessThan(350)
    expect(statuses.get(429)).toBeGreaterThan(9000)
  }, 60_000)
})

describe('the end', () => {
  test('the patient ends it with one tap, and commands come to nothing from then on', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.patient-ended'))
    const late = await command(anna, { point: firstSteps().open })
    expect([late.status, await late.text()]).toEqual([409, french('companion:refusals.not-connected')])
    await person.post('/fr/helper/put-away')
    expect(await (await person.get(guide)).text()).not.toContain('live-strip')
  })

  test.each([
    ['signs out', (anna: Visitor) => anna.post('/companion/sign-out')],
    ['signs out everywhere', (anna: Visitor) => anna.post('/companion/sign-out-everywhere')],
  ])('a helper who %s is gone from the patient’s page at once', async (_what, leave) => {
    const { person, anna } = await together()
    await leave(anna)
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
  })

  test('a helper in whose browser somebody else signs in is gone at once', async () => {
    const { person, anna } = await together()
    const { signIns } = site.services.mediators
    const invited = await signIns.invite('Bert', true)
    if (invited.kind === 'invited') await signIns.accept(invited.token, { passphrase, again: passphrase })
    await anna.post('/companion/sign-in', { name: 'Bert', passphrase })
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
  })

  test('a helper whose training is taken back commands nothing any more', async () => {
    const { anna } = await together()
    const [account] = await site.services.mediators.signIns.list()
    await site.services.mediators.signIns.setTrained(account?.id ?? '', false)
    expect((await command(anna, { kind: 'explain' })).status).toBe(409)
  })

  test('is in view on the privacy screen too', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/hide')
    const hidden = await (await person.get('/fr/privacy-screen')).text()
    expect(hidden).toContain(french('guided-sessions:connected', { name: 'Anna' }))
    await act(person, { kind: 'end' })
    expect(await companion(anna)).toContain(french('companion:ended.patient-ended'))
  })

  test('a helper whom the host removes is gone at once', async () => {
    const { person, anna } = await together()
    const [account] = await site.services.mediators.signIns.list()
    await site.services.mediators.signIns.remove(account?.id ?? '')
    expect(await (await person.get(guide)).text()).toContain(french('guided-sessions:ended.helper-gone'))
    expect((await anna.get('/companion/session')).status).toBe(303)
  })

  test('the erase ends it on both sides, and the companion keeps nothing of the visit', async () => {
    const { person, anna } = await together()
    await person.post('/fr/visit/erase')
    const page = await companion(anna)
    expect(page).toContain(french('companion:ended.visit-over'))
    expect(page).not.toContain('check-consent')
    expect(await site.services.guidedSessions.count()).toBe(0)
  })

  test('after a restart in the middle both sides land on a clear page', async () => {
    const { person, anna } = await together()
    const again = await openTestApp({}, site.machine)
    // The same database and the same cookies, in a process that knows no visit.
    const restarted = createApp({ ...again.services, mediators: site.services.mediators })
    const cookies = { cookie: anna.cookie('/companion'), ...inFrench }
    const home = await restarted.request('/companion/session', { headers: cookies })
    expect(await home.text()).toContain(french('companion:none'))
    expect((await restarted.request('/companion/session/events', { headers: cookies })).status).toBe(404)
    const page = await restarted.request(guide, { headers: { cookie: person.cookie(guide) } })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/'])
    await again.close()
  })
})

describe('the record', () => {
  const ticks = {
    language: 'fr',
    themes: 'consent',
    outcome: 'understood',
    placeKind: 'epn',
    length: 'under-5',
  }

  test('proposes what the session knows, and is stored without anybody in it', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    expect(await companion(anna)).toMatch(/name="themes" value="consent" checked/)
    expect((await anna.post('/companion/record', ticks)).headers.get('location')).toBe('/companion')
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
    await anna.post('/companion/record', ticks)
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
  })

  test('is stored once, however often it is sent at once', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    await Promise.all([1, 2, 3, 4].map(() => anna.post('/companion/record', ticks)))
    expect(await site.services.guidedSessionRecords.count()).toBe(1)
  })

  test('refuses a word, and keeps the form', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    const answer = await anna.post('/companion/record', { ...ticks, outcome: 'she was afraid' }, inFrench)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(french('companion:record.missing'))
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
  })

  test('can be passed over', async () => {
    const { person, anna } = await together()
    await act(person, { kind: 'end' })
    await anna.post('/companion/record/skip')
    expect(await (await anna.get('/companion', inFrench)).text()).toContain('name="code"')
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
  })

  test('is not asked for where the patient never said yes', async () => {
    const [person, anna] = [await patient(), await mediator('Anna')]
    await pair(anna, await codeOf(person))
    await act(person, { kind: 'decline' })
    expect(await companion(anna)).not.toContain('name="outcome"')
    await anna.post('/companion/record', ticks)
    expect(await site.services.guidedSessionRecords.count()).toBe(0)
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
