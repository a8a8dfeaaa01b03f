/** Strangers who ask for many passphrases to be checked: whoever helps patients gets in all the same. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { createHeldHashes, type HeldHashes } from '../support/held-hashes.ts'
import { newMediator, usualPassphrase as passphrase } from '../support/signed-in.ts'
import { createVisitor } from '../support/visitor.ts'

const other = 'un canal sans bateaux bleus'
const name = 'Aïcha Dupont'

let site: TestApp
let hashes: HeldHashes
beforeEach(async () => {
  hashes = createHeldHashes()
  site = await openTestApp({}, { ...createTestMachine(), deriveKey: hashes.deriveKey })
})
afterEach(() => site.close())

async function signIn(address: string, typed = passphrase, as = name, cookie = ''): Promise<number> {
  const visitor = createVisitor(site.app, cookie, address)
  return (await visitor.post('/companion/sign-in', { name: as, passphrase: typed })).status
}

/** Time to reach the full queue. Where it is too short, the test is easier to pass, and no harder. */
function halfASecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500))
}

/** Strangers of these networks send forty tries each with names that nobody has; gives what becomes of them. */
async function flood(networks: readonly string[]) {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  hashes.wait = () => gate
  const tries = networks.flatMap((network) =>
    Array.from({ length: 40 }, (_, count) => signIn(network, other, `Nobody ${network} ${count}`)),
  )
  // Those who are refused are answered at once: then the queue is as full as it gets.
  await Promise.race(tries)
  await new Promise((resolve) => setImmediate(resolve))
  return { letGo: () => letGo(), statuses: Promise.all(tries) }
}

describe('while a stranger sends forty tries at once, under other names', () => {
  test('a mediator with a new phone, one with a link and a new host get in', async () => {
    await newMediator(site.services, name)
    const invited = await site.services.staff.companion.accounts.invite('Bernard', false)
    const token = invited.kind === 'invited' ? invited.token : ''
    const setUp = await site.services.setUp.open()
    const { letGo, statuses } = await flood(['203.0.113.9'])
    const choice = { passphrase: other, again: other }
    const newPhone = signIn('198.51.100.7')
    const link = createVisitor(site.app, '', '203.0.113.9').post(`/companion/invitation/${token}`, choice)
    const host = createVisitor(site.app, '', '203.0.113.9').post(`/host/set-up/${setUp}`, {
      ...choice,
      name: 'Hilde',
      'site-name': 'Pharmacie du Parc',
    })
    await halfASecond()
    letGo()
    expect([await newPhone, (await link).status, (await host).status]).toEqual([303, 303, 303])
    const answers = await statuses
    expect(answers.filter((status) => status === 403).length).toBeLessThanOrEqual(3)
    expect(answers.filter((status) => status === 503).length).toBeGreaterThan(0)
  })

  test('from twelve networks, a phone that is known and a link still get in', async () => {
    const { token } = await newMediator(site.services, name)
    const phone = createVisitor(site.app, '', '198.51.100.7')
    await phone.post('/companion/sign-in', { name, passphrase })
    const invited = await site.services.staff.companion.accounts.invite('Bernard', false)
    const link = `/companion/invitation/${invited.kind === 'invited' ? invited.token : ''}`
    expect(token).not.toBe('')
    const networks = Array.from({ length: 12 }, (_, count) => `203.0.113.${count}`)
    const { letGo, statuses } = await flood(networks)
    const choice = { passphrase: other, again: other }
    const accepted = createVisitor(site.app, '', '203.0.113.9').post(link, choice)
    const known = phone.post('/companion/sign-in', { name, passphrase })
    await halfASecond()
    letGo()
    expect([(await accepted).status, (await known).status]).toEqual([303, 303])
    await statuses
  })
})

describe('whoever tries one passphrase under many names', () => {
  async function failures(address: string, many: number): Promise<readonly number[]> {
    const statuses: number[] = []
    for (let count = 0; count < many; count += 1) {
      statuses.push(await signIn(address, other, `Somebody ${count}`))
    }
    return statuses
  }

  test('is slowed by the network as well, without anybody else being slowed', async () => {
    await newMediator(site.services, name)
    const phone = createVisitor(site.app, '', '203.0.113.9')
    await phone.post('/companion/sign-in', { name, passphrase })
    const statuses = await failures('203.0.113.9', 40)
    expect(statuses.filter((status) => status === 403)).toHaveLength(30)
    expect(statuses.slice(30)).toEqual(Array.from({ length: 10 }, () => 429))
    expect(await signIn('203.0.113.9')).toBe(429)
    expect((await phone.post('/companion/sign-in', { name, passphrase })).status).toBe(303)
    expect(await signIn('198.51.100.7')).toBe(303)
    site.machine.pass(10_000)
    expect(await signIn('203.0.113.9')).toBe(303)
  })

  test('is no colleague: those who get in count for nothing', async () => {
    await newMediator(site.services, name)
    for (let count = 0; count < 40; count += 1) expect(await signIn('203.0.113.9')).toBe(303)
    expect(await failures('203.0.113.9', 3)).toEqual([403, 403, 403])
  })

  test('behind a proxy on this machine slows nobody: its address is everybody’s', async () => {
    await newMediator(site.services, name)
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      await failures(address, 35)
      expect(await signIn(address), address).toBe(303)
    }
  })
})
