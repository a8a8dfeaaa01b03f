/** A patient and a mediator in two real browsers: the whole session, the blindness, lost connections, pages without script. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { chromiumPath, openBrowser, openTestSite, type TestSite } from '../support/browser.ts'
import {
  connect,
  digitsOn,
  openPair,
  type Pair,
  type State,
  states,
  walk,
  withoutSuggestions,
} from '../support/guided-session.ts'
import { longestWaitMilliseconds } from '../support/limits.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'
import { missedByAThumb } from '../support/thumb.ts'
import { openWire, type Wire } from '../support/wire.ts'

const official = 'https://www.masante.belgique.be/'
const guide = '/fr/guides/check-consent'

let site: TestSite
let patientWire: Wire
let companionWire: Wire
let mediatorId: string
beforeAll(async () => {
  site = await openTestSite()
  const anna = await newMediator(site.services, 'Anna')
  mediatorId = anna.id
  patientWire = await openWire(site.address)
  companionWire = await openWire(site.address)
})
afterAll(async () => {
  await patientWire.close()
  await companionWire.close()
  await site.close()
})

/** A new sign-in of the one mediator, named Anna. */
async function signIn(): Promise<string> {
  const { signIns } = site.services.staff.companion
  const origin = { address: '', knownDevice: null }
  const result = await signIns.signIn('Anna', usualPassphrase, origin)
  if (result.kind !== 'signed-in') throw new Error(result.kind)
  return result.signIn.token
}

/** Both browsers, each on its own wire; closed after the test. */
async function begin(
  languages: readonly [string, string] = ['fr', 'nl'],
  options: Partial<Parameters<typeof openPair>[0]> = {},
): Promise<Pair> {
  pair = await openPair({
    browser: site.browser,
    site,
    signInToken: await signIn(),
    patientAddress: patientWire.address,
    companionAddress: companionWire.address,
    languages,
    ...options,
  })
  return pair
}

let pair: Pair | null = null
beforeEach(() => {
  patientWire.forget()
  companionWire.forget()
})
afterEach(async () => {
  await pair?.close()
  pair = null
  await site.services.staff.companion.signIns.signOutEverywhere(mediatorId)
  site.machine.pass(10_000_000)
  await site.services.visits.endOverdue()
})

describe('a guided session, side by side', () => {
  test.each([
    ['fr', 'nl'],
    ['de', 'en'],
    ['nl', 'fr'],
    ['en', 'de'],
  ] as const)(
    'with a patient who reads %s and a helper who reads %s, every state can be used by disabled people and by a thumb',
    async (patientLanguage, mediatorLanguage) => {
      const opened = await begin([patientLanguage, mediatorLanguage], {
        patientOptions: { viewport: { width: 390, height: 844 }, bypassCSP: true },
        companionOptions: { bypassCSP: true },
      })
      const seen: State[] = []
      const found: string[] = []
      await walk(opened, async (state) => {
        seen.push(state)
        if (state === 'private') site.machine.pass(2000)
        for (const page of [opened.patient, opened.companion]) {
          found.push(...(await issuesOn(page)).map((issue) => `${state} ${issue}`))
        }
        found.push(...(await missedByAThumb(opened.companion)).map((target) => `${state} ${target}`))
        found.push(...(await missedByAThumb(opened.patient)).map((target) => `${state} ${target}`))
      })
      expect(seen).toEqual([...states])
      expect(found).toEqual([])
    },
  )

  test('nothing a helper does moves, opens or scrolls the patient’s page', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    // Where the strip grows above, the browser keeps what is read in its place.
    await patient.evaluate(() => scrollTo(0, 300))
    const placeOfSteps = async () =>
      Math.round((await patient.locator('#steps').boundingBox())?.y ?? Number.NaN)
    const before = [await placeOfSteps(), patient.url()]
    await companion.locator('button[name="point"]').last().click()
    await patient.locator('.live-strip[data-pointed]').waitFor()
    await companion.locator('.suggest > summary').click()
    await companion.locator('.suggest details summary').first().click()
    await patient.locator('.step[data-pointed]').waitFor()
    // What the helper has unfolded is still open after an event.
    await companion.locator('.suggest details[open] button').first().click()
    await patient.locator('.live-strip[data-offer="page"]').waitFor()
    expect([await placeOfSteps(), patient.url()]).toEqual(before)
    await patient.locator('.offer button[name="take"]').click()
    await patient.waitForURL(/\/fr\/(?:guides|explainers)\//)
  })

  test('a code scanned with a phone’s camera leads to a page that only its button spends', async () => {
    const { patient, companion } = await begin()
    await patient.locator('[data-action="helper"]').click()
    await companion.goto(`${companionWire.address}/companion/pair?code=${await digitsOn(patient)}`)
    await companion.locator('.pair button').click()
    await patient.locator('button[value="decline"]').click()
    await companion.getByText(words.translate('nl')('companion:ended.declined')).waitFor()
    await patient.waitForURL(`**${guide}`)
  })

  test('a command that the patient does not want now is answered in a sentence, and changes nothing', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    const offer = companion.locator('button[value="explain"]')
    await offer.waitFor()
    // The tap comes in the moment in which the patient asks for a pause.
    companionWire.cut()
    await patient.locator('.live-strip summary').click()
    await patient.locator('.live-strip button[value="pause"]').click()
    await patient.locator('.live-strip[data-pace="paused"]').waitFor()
    companionWire.mend()
    await companion.getByText(words.translate('nl')('companion:paused')).waitFor()
    expect(await offer.isDisabled()).toBe(true)
  })
})

describe('a connection that is lost', () => {
  test('is shown to the patient after 10 seconds, and the companion is right within a second when it is back', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    companionWire.cut()
    site.machine.pass(10_000)
    await patient.locator('.live-strip[data-lost]').waitFor()
    await patient.goto(`${patientWire.address}/fr/explainers/share-my-data`)
    companionWire.mend()
    const began = performance.now()
    const title = site.services.explainers.find('nl', 'share-my-data')?.title ?? ''
    await companion.getByRole('heading', { level: 1 }).getByText(title).waitFor()
    const milliseconds = performance.now() - began
    console.log(`companion right again after ${milliseconds.toFixed(0)} ms`)
    expect(milliseconds).toBeLessThan(1500)
    await patient.locator('.live-strip:not([data-lost])').waitFor()
  })

  test('in a private moment leaves the companion blind when it is back', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    await patient.locator('.live-strip button[value="type-code"]').click()
    await companion.locator('.look-away').waitFor()
    companionWire.cut()
    await patient.goto(`${patientWire.address}/fr/explainers/share-my-data`)
    companionWire.forget()
    companionWire.mend()
    await companion.reload()
    await companion.locator('.look-away').waitFor()
    expect(withoutSuggestions(companionWire.received().toString())).not.toContain('share-my-data')
  })

  test('by the privacy screen comes back: who helps and what they propose is right after going on', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    await patient.locator('[data-action="hide"]').click()
    await patient.locator('#privacy-screen:not([hidden]) .live-end').waitFor()
    await patient.locator('#privacy-screen .go-on').click()
    await companion.locator('button[value="explain"]').click()
    await patient.locator('.live-strip[data-offer="explain"]').waitFor()
  })

  test('for good: the streams of both sides end with the visit', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    await patient.locator('[data-action="erase"]').click()
    await companion.getByText(words.translate('nl')('companion:ended.visit-over')).waitFor()
    await expect.poll(() => site.services.guidedSessions.count()).toBe(0)
    companionWire.forget()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(companionWire.sent().toString()).not.toContain('/events')
  })
})

describe('the blindness', () => {
  const canary = 'Zebrafink4711'

  /** A page that asks for a code as an official sign-in does, at the official address. */
  async function putLookAlike(page: Page, received: string[]): Promise<void> {
    await page.context().route(`${official}**`, async (route) => {
      received.push(route.request().postData() ?? '')
      await route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>Look-alike</title><form method="post"><input name="code"><button>OK</button></form>',
      })
    })
  }

  /** On no page of ours there is a field for a word; a canary typed at everything that can be reached goes nowhere. */
  async function typeEverywhere(page: Page): Promise<void> {
    const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable]'
    expect(await page.locator(fields).count()).toBe(0)
    // Whoever types somewhere has it before them: what stands behind may never hear of a key.
    await page.bringToFront()
    for (let stop = 0; stop < 12; stop += 1) {
      await heard(page, `Tab ${stop}`, page.keyboard.press('Tab'))
      await heard(page, `the word at stop ${stop}`, page.keyboard.type(canary))
    }
  }

  /** Playwright gives a key no limit: a page that never hears of one would be waited for until the whole test is given up. */
  async function heard(page: Page, what: string, keys: Promise<void>): Promise<void> {
    const hears = keys.then(() => true)
    const isHeard = await Promise.race([hears, pause(longestWaitMilliseconds, false, { ref: false })])
    if (!isHeard) throw new Error(`In vain: ${page.url()} hears of ${what}`)
  }

  test('a code that the patient types reaches neither the companion nor the server, in a private moment or outside it', async () => {
    // The portal's own window is a look-alike, which the browser without windows would look for on the network.
    const browser = await openBrowser(chromiumPath)
    onTestFinished(() => browser.close())
    const { patient, companion } = await begin(['fr', 'nl'], { browser })
    const portal: string[] = []
    await putLookAlike(patient, portal)
    await connect({ patient, companion })
    await typeEverywhere(patient)

    const opening = patient.context().waitForEvent('page')
    await patient.locator('.actions a[href*="/helper/portal/"]').click()
    const popup = await opening
    await popup.locator('[name="code"]').fill(canary)
    await popup.locator('button').click()
    await expect.poll(() => portal.join(' ')).toContain(canary)
    await companion.locator('.look-away').waitFor()
    await patient.locator('.live-strip[data-phase="private"]').waitFor()
    await typeEverywhere(patient)
    site.machine.pass(2000)
    await patient.locator('.live-strip button[value="done"]').click()
    await companion.locator('.mediator-lines').waitFor()
    // Outside the private moment the portal is as far away as in it: another site, in another window.
    await popup.locator('[name="code"]').fill(canary)
    await popup.locator('button').click()
    await expect.poll(() => portal.filter((sent) => sent.includes(canary)).length).toBe(2)
    await popup.close()
    await typeEverywhere(patient)
    for (const address of ['/fr/explainers/share-my-data', '/fr', '/fr/print/guide/check-consent']) {
      await patient.goto(patientWire.address + address)
      await typeEverywhere(patient)
    }
    await patient.locator('.live-strip .together button[value="end"]').click()
    await companion.locator('form.record').waitFor()

    // What is searched for can be found where it is: the search itself is right.
    expect(companionWire.received().includes('check-consent')).toBe(true)
    expect(patientWire.sent().includes('/fr/guides/check-consent')).toBe(true)
    const kept = readdirSync(site.directory).map((name) => readFileSync(path.join(site.directory, name)))
    const places = {
      'what the companion received': companionWire.received(),
      'what the companion sent': companionWire.sent(),
      'what the server received from the patient': patientWire.sent(),
      'what the server sent to the patient': patientWire.received(),
      'the files of the database': Buffer.concat(kept),
      'the log': Buffer.from(site.machine.log()),
    }
    const encodings = [canary, Buffer.from(canary).toString('base64'), Buffer.from(canary, 'utf16le')]
    const found = Object.entries(places).filter(([, bytes]) => encodings.some((form) => bytes.includes(form)))
    expect(found.map(([place]) => place)).toEqual([])
    console.log(
      Object.entries(places)
        .map(([place, { length }]) => `${place}: ${length} bytes, canary not there`)
        .join('\n'),
    )
  })

  test('in a private moment not one event crosses the wire to the companion, whatever the patient does', async () => {
    const { patient, companion } = await begin()
    await connect({ patient, companion })
    await patient.locator('.live-strip button[value="type-code"]').click()
    await companion.locator('.look-away').waitFor()
    await expect.poll(() => companionWire.received().toString()).toContain('look-away')
    companionWire.forget()
    for (const address of ['/fr/explainers/share-my-data', '/fr/themes/help', guide]) {
      await patient.goto(patientWire.address + address)
      await patient.mouse.wheel(0, 500)
    }
    await patient.locator('[data-action="hide"]').click()
    await patient.locator('#privacy-screen:not([hidden])').waitFor()
    await patient.locator('#privacy-screen .go-on').click()
    const crossed = companionWire.received().toString()
    expect(crossed).not.toContain('data:')
    expect(crossed).not.toMatch(/check-consent|share-my-data|help/)
    site.machine.pass(2000)
    await patient.locator('.live-strip button[value="done"]').click()
    await companion.locator('.mediator-lines').waitFor()
    expect(companionWire.received().toString()).toContain('check-consent')
  })
})

describe('without JavaScript', () => {
  test('both sides come through a guided session by asking again', async () => {
    const off = { javaScriptEnabled: false }
    const { patient, companion } = await begin(['fr', 'nl'], {
      patientOptions: off,
      companionOptions: off,
    })
    await patient.locator('[data-action="helper"]').click()
    await companion.locator('[name="code"]').fill(await digitsOn(patient))
    await companion.locator('.pair button').click()
    await patient.locator('noscript a, a.button[href="/fr/helper"]').first().click()
    await patient.locator('button[value="accept"]').click()
    await patient.waitForURL(`**${guide}`)
    await companion.locator('.mediator-lines').waitFor()
    await companion.locator('button[name="point"]').nth(1).click()
    await patient.getByRole('link', { name: words.translate('fr')('guided-sessions:whatIsNew') }).click()
    expect(await patient.locator('.live-strip[data-pointed]').count()).toBe(1)
    await patient.locator('.live-strip button[value="type-code"]').click()
    await companion.locator('.look-away').waitFor()
    site.machine.pass(2000)
    await patient.locator('.live-strip button[value="done"]').click()
    await patient.locator('.live-strip .together button[value="end"]').click()
    await companion.locator('form.record').waitFor()
    await companion.locator('[name="outcome"]').first().check()
    await companion.locator('[name="placeKind"]').first().check()
    await companion.locator('.record .thumb button').first().click()
    await companion.waitForURL('**/companion')
  })
})
