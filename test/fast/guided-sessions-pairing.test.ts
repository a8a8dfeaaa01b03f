/** How a helper and a patient come together: codes guessed, late, used twice, and the patient’s yes. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLiveHelpers } from '../../server/guided-sessions/helpers-live.ts'
import { createGuidedSessions, type GuidedSessions } from '../../server/guided-sessions/live.ts'
import { createClock } from '../../server/live/clock.ts'
import { createUpdates } from '../../server/live/updates.ts'
import type { LiveVisits } from '../../server/visits/live.ts'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { act, codeOf, companion, french, guide, pair, peopleOf } from '../support/guided-visitors.ts'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const { mediator, patient, together } = peopleOf(() => site)

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

  /** Guided sessions of their own, beside those of the site. */
  function guidedBeside(
    visits: LiveVisits = site.services.visits,
    newCode: () => string = site.machine.newCode,
  ): GuidedSessions {
    const { places, messages } = site.services
    const { mark, readClock } = site.machine
    return createGuidedSessions({
      visits,
      updates: createUpdates(),
      clock: createClock(readClock),
      newCode,
      mark,
      places,
      messages,
    })
  }

  test('two patients who call at the same moment have two codes, also where chance gives one twice', async () => {
    const { visits } = site.services
    const drawn = ['111111', '111111', '111111', '222222']
    const guided = guidedBeside(visits, () => drawn.shift() ?? '333333')
    const ids = await Promise.all([visits.begin(guide), visits.begin(guide)])
    const called = await Promise.all(ids.map((begun) => guided.call(begun?.id ?? '')))
    expect(called.map((one) => one?.code)).toEqual(['111111', '222222'])
  })

  test('a new code asked for while a helper types the old one takes nobody from the patient, and locks nobody out', async () => {
    const { visits } = site.services
    const guided = guidedBeside()
    const { id } = (await visits.begin(guide)) ?? { id: '' }
    const helper = { id: 'anna', name: 'Anna' }
    const old = await guided.call(id)
    const [claimed, fresh] = await Promise.all([guided.claim(helper, old?.code ?? ''), guided.call(id)])
    const seen = await guided.ofVisit(id)
    if (claimed.kind === 'asking') expect(seen?.view.phase).toBe('asking')
    else expect(await guided.claim(helper, fresh?.code ?? '')).toEqual({ kind: 'asking' })
    expect((await guided.ofHelper(helper.id)).view.phase).toBe('asking')
    // Who is asked gets no new code over the question.
    expect(await guided.call(id)).toBeNull()
    await guided.act(id, { kind: 'decline' })
    expect(await guided.claim(helper, (await guided.call(id))?.code ?? '')).toEqual({ kind: 'asking' })
  })

  test('a helper whose code could not be looked at, because something failed, may type the next one at once', async () => {
    let fails = true
    const { visits } = site.services
    const guided = guidedBeside({
      ...visits,
      keepForHelper: async (id) => {
        if (fails) throw new Error('The state does not answer')
        return visits.keepForHelper(id)
      },
    })
    const helper = { id: 'anna', name: 'Anna' }
    const called = async () => {
      const begun = await visits.begin(guide)
      return (await guided.call(begun?.id ?? ''))?.code ?? ''
    }
    await expect(guided.claim(helper, await called())).rejects.toThrow()
    fails = false
    expect(await guided.claim(helper, await called())).toEqual({ kind: 'asking' })
  })

  test('a telephone that reads a code aloud or sees one offers to call nobody', async () => {
    const person = await patient()
    const shown = await (await person.post('/fr/helper/call')).text()
    const asked = await site.page('/companion/sign-in')
    for (const html of [shown, asked]) {
      expect(html).toContain('<meta name="format-detection" content="telephone=no"/>')
    }
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

  test('a helper with two codes at the very same moment has one looked at', async () => {
    const helpers = createLiveHelpers()
    const answers = await Promise.all([helpers.beginClaim('anna', 0), helpers.beginClaim('anna', 0)])
    expect(answers).toEqual([null, { kind: 'already-connected' }])
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
