/** Two things at once around the second factor: one code lets one browser in, and nobody who should be out. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { createHeldHashes, type HeldHashes } from '../support/held-hashes.ts'
import { createPeople, type People, passphrase, secretOn } from '../support/second-factor.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const other = 'un canal sans bateaux bleus'

let site: TestApp
let people: People
let hashes: HeldHashes
beforeEach(async () => {
  hashes = createHeldHashes()
  site = await openTestApp({}, { ...createTestMachine(), deriveKey: hashes.deriveKey })
  people = createPeople(site)
})
afterEach(() => site.close())

async function inside(visitors: readonly Visitor[]): Promise<number> {
  return (await Promise.all(visitors.map((visitor) => people.isIn(visitor)))).filter(Boolean).length
}

test('of five browsers that send the same code at once, one gets in: app and card', async () => {
  await people.mediator()
  await people.askingHost()
  const owner = await people.halfWay()
  const secret = await people.setUpApp(owner)
  await owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
  const [ofCard = ''] = await people.setUpCard(owner)
  for (const code of [people.appCode(secret), ofCard]) {
    const browsers = [await people.halfWay(), await people.halfWay(), await people.halfWay()]
    await Promise.all(browsers.map((browser) => people.code(browser, code)))
    expect(await inside(browsers)).toBe(1)
  }
})

test('two right codes at once with one half-way state give one sign-in', async () => {
  await people.mediator()
  await people.askingHost()
  const codes = await people.setUpCard(await people.halfWay())
  const cookie = (await people.halfWay()).cookie('/companion')
  const copies = codes.slice(0, 4).map(() => createVisitor(site.app, cookie))
  await Promise.all(copies.map((copy, place) => people.code(copy, codes[place] ?? '')))
  expect(await inside(copies)).toBe(1)
})

test('of two who set the first one up at once with the same passphrase, one gets in', async () => {
  await people.mediator()
  await people.askingHost()
  const both = [await people.halfWay(), await people.halfWay()]
  const answers = await Promise.all(both.map((one) => one.post('/companion/second-factor/card')))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  expect(await inside(both)).toBe(1)
})

test.each(['wrong', 'right'])(
  'who is half-way is out after signing out everywhere, though a %s code was being looked at',
  async (kind) => {
    await people.mediator()
    await people.askingHost()
    const owner = await people.halfWay()
    const [code = ''] = await people.setUpCard(owner)
    const thief = await people.halfWay()
    const hold = hashes.holdNext()
    const late = people.code(thief, kind === 'right' ? code : 'QD6Q KFF3')
    await hold.begun
    expect((await owner.post('/companion/sign-out-everywhere')).status).toBe(303)
    hold.letGo()
    await late
    expect((await thief.get('/companion/second-factor')).status).toBe(303)
    expect(await people.isIn(thief)).toBe(false)
  },
)

test.each(['new passphrase', 'new start', 'removal'])(
  'a code that is being looked at opens nothing after a %s',
  async (end) => {
    const { id } = await people.mediator()
    const host = await people.askingHost()
    const owner = await people.halfWay()
    const [code = ''] = await people.setUpCard(owner)
    const thief = await people.halfWay()
    const hold = hashes.holdNext()
    const late = people.code(thief, code)
    await hold.begun
    if (end === 'removal') await site.services.staff.companion.signIns.remove(id)
    else if (end === 'new start') await host.post(`/host/mediators/${id}/new-start`, { proof: passphrase })
    else {
      const form = { old: passphrase, passphrase: other, again: other }
      expect((await owner.post('/companion/account/passphrase', form)).status).toBe(200)
    }
    hold.letGo()
    expect((await late).status).toBe(403)
    expect(await people.isIn(thief)).toBe(false)
    expect(site.machine.log()).not.toContain('"status":500')
  },
)

test('a passphrase that is being looked at when the host begins to ask leads half-way, not in', async () => {
  await people.mediator()
  const visitor = people.browser()
  const hold = hashes.holdNext()
  const late = people.passphraseIn(visitor)
  await hold.begun
  await people.askingHost()
  hold.letGo()
  expect((await late).headers.get('location')).toBe('/companion/second-factor')
  expect(await people.isIn(visitor)).toBe(false)
})

test('a stolen sign-in that ends meanwhile gets no new passphrase through, and so no way around', async () => {
  await people.mediator()
  await people.askingHost()
  const stolen = await people.halfWay()
  await people.setUpCard(stolen)
  const hold = hashes.holdNext()
  const late = stolen.post('/companion/account/passphrase', {
    old: passphrase,
    passphrase: other,
    again: other,
  })
  await hold.begun
  const copy = createVisitor(site.app, stolen.cookie('/companion'))
  await copy.post('/companion/sign-out')
  hold.letGo()
  expect((await late).status).toBe(403)
  expect((await people.passphraseIn(people.browser())).headers.get('location')).toBe(
    '/companion/second-factor',
  )
})

test('an app that is confirmed while the owner finishes first sets nothing up', async () => {
  await people.mediator()
  await people.askingHost()
  const thief = await people.halfWay()
  const secret = secretOn(await (await thief.get('/companion/second-factor/app')).text())
  await people.setUpCard(await people.halfWay())
  const late = await thief.post('/companion/second-factor/app', { code: people.appCode(secret) })
  expect(late.status).toBe(403)
  expect(await people.isIn(thief)).toBe(false)
})
