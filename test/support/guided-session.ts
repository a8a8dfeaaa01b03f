/** A patient's screen and a mediator's phone side by side, each in a real browser, and the walk through a guided session. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { browserCookie } from './cookies.ts'

export interface Screens {
  readonly patient: Page
  readonly companion: Page
}

export interface Pair extends Screens {
  readonly close: () => Promise<void>
}

export interface PairSettings {
  readonly browser: Browser
  /** Where each of the two browsers finds the server. */
  readonly patientAddress: string
  readonly companionAddress: string
  /** The patient's language and the mediator's. */
  readonly languages: readonly [patient: string, mediator: string]
  /** Where the mediator is signed in. */
  readonly site: Parameters<typeof browserCookie>[0]
  /** Of a signed-in, trained mediator. */
  readonly signInToken: string
  readonly patientOptions?: BrowserContextOptions
  readonly companionOptions?: BrowserContextOptions
}

/** Opens both browsers: the patient at a guide, the mediator at the companion. */
export async function openPair(settings: PairSettings): Promise<Pair> {
  const { browser, patientAddress, companionAddress, signInToken } = settings
  const [patientLanguage, mediatorLanguage] = settings.languages
  const patientContext = await browser.newContext(settings.patientOptions)
  const companionContext = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: mediatorLanguage,
    ...settings.companionOptions,
  })
  await companionContext.addCookies([browserCookie(settings.site, 'mediator', signInToken, companionAddress)])
  const [patient, companion] = [await patientContext.newPage(), await companionContext.newPage()]
  await patient.goto(`${patientAddress}/${patientLanguage}/guides/check-consent`)
  await companion.goto(`${companionAddress}/companion`)
  return {
    patient,
    companion,
    close: async () => {
      await patientContext.close()
      await companionContext.close()
    },
  }
}

/** A companion's page without the list of all pages that can be suggested, which is the same whatever the patient does. */
export function withoutSuggestions(page: string): string {
  return page.replace(/<details class="suggest">.*?<p id="said"/s, '<p id="said"')
}

/** The states of a guided session, in the order of the walk. */
export const states = ['waiting', 'asking', 'together', 'pointing', 'stuck', 'private', 'ended'] as const
export type State = (typeof states)[number]

/** The six digits on the patient's screen. */
export async function digitsOn(patient: Page): Promise<string> {
  await patient.locator('.digits').waitFor()
  return (await patient.locator('.digits span:not(.only-heard)').allInnerTexts()).join('')
}

/** Calls, pairs by typing the code, and says yes. */
export async function connect(
  { patient, companion }: Screens,
  at: (state: State) => Promise<void> = async () => {},
) {
  await patient.locator('[data-action="helper"]').click()
  const code = await digitsOn(patient)
  await at('waiting')
  await companion.locator('[name="code"]').fill(code)
  await companion.locator('.pair button').click()
  await companion.waitForURL('**/companion/session')
  await patient.locator('button[value="accept"]').waitFor()
  await at('asking')
  await patient.locator('button[value="accept"]').click()
  await companion.locator('.mediator-lines').waitFor()
  await patient.locator('.live-strip .is-there').waitFor()
  await at('together')
}

/** The whole of a guided session; `at` is called when both screens show a state. */
export async function walk(pair: Screens, at: (state: State) => Promise<void>): Promise<void> {
  const { patient, companion } = pair
  await connect(pair, at)
  await companion.locator('button[name="point"]').nth(1).click()
  await companion.locator('button[value="explain"]').click()
  await patient.locator('.step[data-pointed]').waitFor()
  await patient.locator('.live-strip[data-offer="explain"]').waitFor()
  await companion.locator('.signs button[value="withdraw"]').waitFor()
  await at('pointing')
  await patient.locator('.offer button[name="take"]').click()
  await patient.locator('.step-tool button[name="stuck"]').nth(0).click()
  await companion.locator('[data-stuck]').waitFor()
  await at('stuck')
  await patient.locator('.step[data-private-moment] .step-tool button').click()
  await companion.locator('.look-away').waitFor()
  await patient.locator('.live-strip[data-phase="private"]').waitFor()
  await at('private')
  await patient.locator('.live-strip button[value="done"]').click()
  await companion.locator('.mediator-lines').waitFor()
  await patient.locator('.live-strip .together button[value="end"]').click()
  await companion.locator('form.record').waitFor()
  await patient.locator('.live-strip[data-phase="ended"]').waitFor()
  await at('ended')
}
