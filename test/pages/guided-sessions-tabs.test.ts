/** A patient in many tabs, and behind a proxy whose server begins anew: no tab hangs, and none goes on showing a helper who has gone. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { connect, openPair, type Pair } from '../support/guided-session.ts'
import { newMediator } from '../support/signed-in.ts'
import { openWire, type Wire } from '../support/wire.ts'

/** In the browser's own time, which runs by itself in these journeys. */
const longerThanListenAgainMilliseconds = 5000

let site: TestSite
let helpers = 0
let wire: Wire
let pair: Pair

beforeAll(async () => {
  site = await openTestSite()
  wire = await openWire(site.address)
})
afterAll(async () => {
  await wire.close()
  await site.close()
})
beforeEach(async () => {
  helpers += 1
  const { token: signInToken } = await newMediator(site.services, `Anna ${helpers}`)
  pair = await openPair({
    browser: site.browser,
    site,
    signInToken,
    patientAddress: wire.address,
    companionAddress: site.address,
    languages: ['fr', 'nl'],
  })
  await connect(pair)
})
afterEach(() => pair.close())

async function patientsVisit(): Promise<string> {
  const cookies = await pair.patient.context().cookies()
  const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const brought = site.services.door.brought(header)
  return brought.kind === 'id' ? brought.id : ''
}

/** As the browser says it of a tab that is behind another one, or in front again. */
async function isShown(yes: boolean): Promise<void> {
  await pair.patient.evaluate(
    (visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    yes ? 'visible' : 'hidden',
  )
}

test('a tab that nobody sees leaves its connection to the others, and is right again when it is seen', async () => {
  const id = await patientsVisit()
  const streams = () => site.services.guidedSessions.watchersOfVisit(id)
  await expect.poll(streams).toBe(1)
  await isShown(false)
  await expect.poll(streams).toBe(0)
  // A script that only stops what is on its way begins anew, two seconds later at most.
  await new Promise((resolve) => setTimeout(resolve, longerThanListenAgainMilliseconds))
  expect(streams()).toBe(0)
  await pair.companion.locator('button[name="point"]').nth(1).click()
  await pair.patient
    .getByRole('button', { name: /continuer/i })
    .first()
    .click()
  await isShown(true)
  await expect.poll(streams).toBe(1)
  await pair.patient.locator('.live-strip[data-pointed]').waitFor()
})

test('nine windows side by side all open over plain HTTP, and each shows what the helper points at', async () => {
  const { patient, companion } = pair
  const windows = [patient]
  while (windows.length < 9) {
    const next = await patient.context().newPage()
    await next.goto(patient.url())
    await next.locator('.live-strip[data-phase="together"]').waitFor()
    windows.push(next)
  }
  const id = await patientsVisit()
  await expect.poll(() => site.services.guidedSessions.watchersOfVisit(id)).toBe(3)
  await companion.locator('button[name="point"]').nth(1).click()
  for (const window of windows) await window.locator('.live-strip[data-pointed]').waitFor()
  // The three that heard have gone: others hear in their place.
  for (const gone of windows.slice(-3)) await gone.close()
  await expect.poll(() => site.services.guidedSessions.watchersOfVisit(id)).toBe(3)
  const other = companion.locator('button[name="point"]').first()
  const step = await other.getAttribute('value')
  await other.click()
  for (const window of windows.slice(0, 6)) {
    await window.locator(`.live-strip[data-pointed="${step}"]`).waitFor()
  }
})

test('after a restart behind a proxy no strip goes on saying that somebody helps', async () => {
  const { patient } = pair
  const id = await patientsVisit()
  let away = 0
  // As a proxy answers while its server begins anew, which then knows no visit of before.
  await patient.route('**/helper/events', (route) => {
    away += 1
    return away < 3 ? route.fulfill({ status: 502, body: '' }) : route.continue()
  })
  wire.cut()
  await site.services.visits.happen(id, { kind: 'erase' })
  wire.mend()
  await patient.waitForURL(`${wire.address}/`)
  expect(await patient.locator('.live-strip').count()).toBe(0)
  expect(away).toBeGreaterThanOrEqual(3)
})
