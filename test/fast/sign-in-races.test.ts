/** Two things at once with one account: whatever comes first, nobody stays in who should be out. */

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { createTestMachine, openTestApp, type TestApp } from '../support/app.ts'
import { createHeldHashes, type HeldHashes } from '../support/held-hashes.ts'
import { createSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'
const other = 'un canal sans bateaux bleus'
const third = 'sept moulins sous la pluie'

let site: TestApp
let hashes: HeldHashes
beforeEach(async () => {
  hashes = createHeldHashes()
  site = await openTestApp({}, { ...createTestMachine(), deriveKey: hashes.deriveKey })
})
afterEach(() => site.close())

async function accepted(name = 'Aïcha Dupont'): Promise<{ readonly owner: Visitor; readonly id: string }> {
  const invited = await site.services.staff.companion.accounts.invite(name, false)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  const owner = createVisitor(site.app, '', '10.0.0.1')
  await owner.post(`/companion/invitation/${invited.token}`, { passphrase, again: passphrase })
  return { owner, id: invited.account.id }
}

function signIn(visitor: Visitor, typed: string, name = 'Aïcha Dupont'): Promise<Response> {
  return visitor.post('/companion/sign-in', { name, passphrase: typed })
}

function change(owner: Visitor, chosen: string, old = passphrase): Promise<Response> {
  return owner.post('/companion/account/passphrase', { old, passphrase: chosen, again: chosen })
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/companion')).status === 200
}

async function newLink(id: string): Promise<string> {
  const again = await site.services.staff.companion.accounts.inviteAgain(id)
  return `/companion/invitation/${again?.token}`
}

describe('whoever signs in with the old passphrase while it is changed', () => {
  test('is not in afterwards, however slowly the old one was checked', async () => {
    const { owner } = await accepted()
    const stranger = createVisitor(site.app, '', '10.0.0.2')
    const hold = hashes.holdNext()
    const late = signIn(stranger, passphrase)
    await hold.begun
    expect((await change(owner, other)).status).toBe(200)
    hold.letGo()
    expect((await late).status).toBe(403)
    expect([await isSignedIn(owner), await isSignedIn(stranger)]).toEqual([true, false])
  })

  test('is not in after a new link was used either', async () => {
    const { id } = await accepted()
    const stranger = createVisitor(site.app, '', '10.0.0.2')
    const hold = hashes.holdNext()
    const late = signIn(stranger, passphrase)
    await hold.begun
    const fresh = createVisitor(site.app, '', '10.0.0.3')
    expect((await fresh.post(await newLink(id), { passphrase: other, again: other })).status).toBe(303)
    hold.letGo()
    expect((await late).status).toBe(403)
    expect([await isSignedIn(fresh), await isSignedIn(stranger)]).toEqual([true, false])
  })

  test('cannot put a passphrase of their own in the place of the new one', async () => {
    const { owner } = await accepted()
    const stranger = createVisitor(site.app, '', '10.0.0.2')
    await signIn(stranger, passphrase)
    const hold = hashes.holdNext()
    const late = change(stranger, third)
    await hold.begun
    expect((await change(owner, other)).status).toBe(200)
    hold.letGo()
    expect((await late).status).toBe(403)
    expect((await signIn(createVisitor(site.app, '', '10.0.0.4'), third)).status).toBe(403)
    expect((await signIn(createVisitor(site.app, '', '10.0.0.4'), other)).status).toBe(303)
  })
})

describe('a mediator who is removed at that moment', () => {
  test.each(['signs in', 'chooses a passphrase', 'changes the passphrase'])(
    'and %s reads that it was refused, not that the site is broken',
    async (act) => {
      const { owner, id } = await accepted()
      const link = await newLink(id)
      const hold = hashes.holdNext()
      const late =
        act === 'signs in'
          ? signIn(createVisitor(site.app, '', '10.0.0.2'), passphrase)
          : act === 'changes the passphrase'
            ? change(owner, other)
            : createVisitor(site.app).post(link, { passphrase: other, again: other })
      await hold.begun
      await site.services.staff.companion.signIns.remove(id)
      hold.letGo()
      const { status } = await late
      expect(status).toBe(act === 'chooses a passphrase' ? 404 : 403)
      expect(site.machine.log()).not.toContain('"status":500')
    },
  )
})

/** What a stranger with the old passphrase, a stolen sign-in and a passkey may try; and what the owner does then. */
const strangersTries = ['sign in', 'change', 'passkey', 'add passkey', 'old link'] as const
const ownersActs = ['change', 'new link', 'sign out everywhere', 'remove'] as const

async function addPasskey(visitor: Visitor, passkey: SoftPasskey): Promise<void> {
  const options = await visitor.post('/companion/account/passkeys/options', { proof: passphrase })
  if (options.status !== 200) return
  await visitor.post('/companion/account/passkeys', passkey.register(await options.json()))
}

async function passkeyAnswer(visitor: Visitor, passkey: SoftPasskey): Promise<string> {
  const options = await visitor.post('/companion/sign-in/passkey/options')
  return passkey.answer(await options.json())
}

test('in no order of a hundred is somebody in with what no longer counts', async () => {
  let run = 0
  let tried = 0
  let done = 0
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.constantFrom(...ownersActs),
      fc.subarray([...strangersTries], { minLength: 2 }),
      async (scheduler, ownersAct, tries) => {
        run += 1
        hashes.wait = null
        const name = `Aïcha ${run}`
        const { owner, id } = await accepted(name)
        // Whoever verifies a passkey takes a while as well.
        const { passkeys } = site.services
        if (passkeys === null) throw new Error('No passkeys')
        const pause = async (label: string) => void (await scheduler.schedule(Promise.resolve(), label))
        const app = createApp({
          ...site.services,
          passkeys: {
            ...passkeys,
            used: async (...given) => {
              const found = await passkeys.used(...given)
              await pause('verified')
              return found
            },
            add: async (...given) => {
              await pause('adding')
              return passkeys.add(...given)
            },
          },
        })
        const address = (network: number) => `10.${network}.${run >> 8}.${run & 255}`
        const stranger = () => createVisitor(app, '', address(2))
        const stolen = stranger()
        await signIn(stolen, passphrase, name)
        const passkey = createSoftPasskey()
        const options = await owner.post('/companion/account/passkeys/options', { proof: passphrase })
        await owner.post('/companion/account/passkeys', passkey.register(await options.json()))
        const byPasskey = stranger()
        const late = createSoftPasskey()
        const answer = await passkeyAnswer(byPasskey, passkey)
        const oldLink = await newLink(id)
        const link = ownersAct === 'new link' ? await newLink(id) : oldLink

        hashes.wait = () => pause('hash')
        const begin = async (label: string, act: () => Promise<unknown>) => {
          await pause(label)
          await act()
        }
        const intruders = new Map<string, Visitor>()
        const trying = tries.map((label) => {
          const visitor = label === 'passkey' ? byPasskey : label === 'change' ? stolen : stranger()
          intruders.set(label, visitor)
          tried += 1
          return begin(label, () => {
            if (label === 'sign in') return signIn(visitor, passphrase, name)
            if (label === 'change') return change(visitor, third)
            if (label === 'add passkey') return addPasskey(stolen, late)
            if (label === 'passkey') return visitor.post('/companion/sign-in/passkey', answer)
            return visitor.post(oldLink, { passphrase: third, again: third })
          })
        })
        let outcome = 0
        const own = begin('owner', async () => {
          if (ownersAct === 'remove') {
            await site.services.staff.companion.signIns.remove(id)
            outcome = 303
          } else if (ownersAct === 'sign out everywhere') {
            outcome = (await owner.post('/companion/sign-out-everywhere')).status
          } else if (ownersAct === 'change') outcome = (await change(owner, other)).status
          else outcome = (await owner.post(link, { passphrase: other, again: other })).status
        })
        await scheduler.waitFor(Promise.all([...trying, own]))
        hashes.wait = null

        expect(site.machine.log()).not.toContain('"status":500')
        // A stranger who was faster has the account: then the owner was refused, and that is all there is to say.
        if (outcome !== 200 && outcome !== 303) return
        done += 1
        expect(await isSignedIn(owner)).toBe(ownersAct === 'change' || ownersAct === 'new link')
        for (const each of [passkey, late]) {
          const again = createVisitor(site.app, '', address(2))
          await again.post('/companion/sign-in/passkey', await passkeyAnswer(again, each))
          expect(await isSignedIn(again), `a passkey after ${ownersAct}`).toBe(false)
        }
        for (const [label, visitor] of intruders) {
          // Signing out everywhere is no new passphrase: whoever knows it may come in again.
          if (ownersAct === 'sign out everywhere' && label !== 'passkey') continue
          expect(await isSignedIn(visitor), `${label} while ${ownersAct}`).toBe(false)
        }
      },
    ),
    { numRuns: 100 },
  )
  expect(done).toBeGreaterThan(50)
  console.log(`100 orders, ${tried} tries of strangers; the owner was faster in ${done}`)
})
