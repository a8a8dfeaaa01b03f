/** The private moment: the companion shows nothing, learns nothing and can do nothing. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { act, command, companion, french, guide, peopleOf } from '../support/guided-visitors.ts'
import { withoutKey } from '../support/html.ts'
import type { Visitor } from '../support/visitor.ts'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

const { firstSteps, together } = peopleOf(() => site)

describe('a private moment', () => {
  const blind = async (anna: Visitor) => {
    const page = await companion(anna)
    expect(page).toContain('look-away')
    expect(page).not.toContain('check-consent')
    return withoutKey(page)
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
