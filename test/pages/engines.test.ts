/** The journeys in Firefox and in WebKit: hide, go on, the clock, erase, the back button, a sheet, a guided session, a bad network. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { guidedSessionTimes } from '../../server/guided-sessions/rules.ts'
import { contrasts } from '../../server/visits/rules.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { type Engine, enginesHere, type Tab } from '../support/engines.ts'
import { inAnyColours, inkOf } from '../support/ink.ts'
import { claimNoMoreThan, versionIn } from '../support/judged-figures.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'
import { openWire } from '../support/wire.ts'

const engines = enginesHere()
const versions: Record<string, string> = {}
const journeys: Record<string, number> = {}
let anyFailed = false
for (const name of ['Firefox', 'WebKitGTK']) {
  if (!engines.some(([here]) => here === name)) console.log(`Not tried: ${name} is not installed.`)
}

/** `PRINT_EVERY_COLOUR=yes npm run test:pages -- engines` */
const everyColour = process.env.PRINT_EVERY_COLOUR === 'yes'
/** What is hidden is not printed, and some pages take this engine a second for each print. */
const hideAfterSeconds = everyColour ? 900 : 60
const guide = '/fr/guides/check-consent'
const explainer = '/fr/explainers/share-my-data'
/** A way there and back, as over a telephone. */
const slowWayMilliseconds = 150

let site: TestSite
beforeAll(async () => {
  site = await openTestSite({
    PUBLIC_URL: '',
    PRIVACY_SCREEN_AFTER_SECONDS: String(hideAfterSeconds),
    ERASE_AFTER_SECONDS: String(2 * hideAfterSeconds),
  })
})
afterAll(() => site.close())

describe.each(engines)('%s', (name, open) => {
  let engine: Engine
  const tabs: Tab[] = []
  beforeAll(async () => {
    engine = await open()
    console.log(`${name}: ${engine.version}`)
    versions[name] = versionIn(engine.version)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') anyFailed = true
    else journeys[name] = (journeys[name] ?? 0) + 1
    for (const tab of tabs.splice(0)) await tab.close()
    site.machine.pass(10_000_000)
    await site.services.visits.endOverdue()
  })
  afterAll(() => engine?.close())

  async function openTab(): Promise<Tab> {
    const tab = await engine.openTab()
    tabs.push(tab)
    return tab
  }
  /** Waits until an expression is true on the page; a page that is just changing gives no answer. */
  const until = (tab: Tab, expression: string) =>
    expect
      .poll(() => tab.find<boolean>(`Boolean(${expression})`).catch(() => false), { message: expression })
      .toBe(true)
  const isAt = (tab: Tab, path: string) => until(tab, `location.pathname === '${path}'`)
  const covers = `!document.getElementById('privacy-screen').hidden`
  const shows = (what: string) =>
    `getComputedStyle(document.querySelector('${what}')).visibility === 'visible'`
  const isHidden = async (tab: Tab) => {
    await until(tab, covers)
    expect(await tab.find(shows('#steps'))).toBe(false)
    expect(await tab.find('document.title')).not.toContain('oui ou non')
  }
  const isShown = (tab: Tab) => until(tab, `!(${covers}) && ${shows('#steps')}`)
  async function walkToGuide(tab: Tab, address: string): Promise<void> {
    await tab.goTo(address)
    await tab.click('a[hreflang="fr"]')
    await isAt(tab, '/fr')
    await tab.click('a[href$="/themes/consent"]')
    await isAt(tab, '/fr/themes/consent')
    await tab.click(`a[href="${guide}"]`)
    await isAt(tab, guide)
    await until(tab, `document.documentElement.dataset.feels === ''`)
  }
  const goOn = '#privacy-screen form[action$="/go-on"] button'
  const erase = '.toolbar [data-action="erase"]'

  test('hides, goes on, hides by the clock, erases, and shows nothing to whoever goes back', async () => {
    const tab = await openTab()
    await walkToGuide(tab, site.address)
    await tab.click('[data-action="hide"]')
    await isHidden(tab)
    await tab.click(goOn)
    await isShown(tab)
    expect(await site.services.visits.count()).toBe(1)
    // The machine slept for a minute: of the page's two clocks the one that went further counts.
    const slept = (hideAfterSeconds + 1) * 1000
    site.machine.pass(slept)
    await tab.find(
      '(() => { const day = Date.now.bind(Date); Date.now = () => day() + 61000; return true })()',
    )
    await isHidden(tab)
    await tab.click(goOn)
    await isShown(tab)
    await tab.click(erase)
    await isAt(tab, '/fr/erased')
    expect(await site.services.visits.count()).toBe(0)
    await tab.goBack()
    await isAt(tab, '/')
    expect(await tab.find(`document.querySelector('#steps') === null`)).toBe(true)
  })

  test('leaves the privacy screen by its button alone: Escape shows nothing', async () => {
    const tab = await openTab()
    await walkToGuide(tab, site.address)
    await tab.click('[data-action="hide"]')
    await isHidden(tab)
    for (const key of ['Escape', 'Tab', 'Escape'] as const) await tab.press(key)
    await isHidden(tab)
  })

  test('prepares the sheet of a decision with what was ticked, and has the ticks in another language', async () => {
    const tab = await openTab()
    await tab.goTo(site.address + explainer)
    await until(tab, `document.documentElement.dataset.feels === ''`)
    for (const tick of ['[name="card-privacy"][value="yes"]', '[name="question"][value="log"]'])
      await tab.click(tick)
    await tab.goTo(`${site.address}/de/explainers/share-my-data`)
    await until(tab, `document.querySelectorAll(':checked').length === 2`)
    await tab.click('button[data-action="print"]')
    await isAt(tab, '/de/print/explainer/share-my-data/mine')
    expect(await tab.find(`document.querySelectorAll('[data-ticked]').length`)).toBe(2)
  })

  test('guides a patient with the phone in the same engine, and sees nothing of the private moment', async () => {
    const { id } = await newMediator(site.services, `Anna ${name}`)
    expect(id).not.toBe('')
    const [patient, phone] = [await openTab(), await openTab()]
    await walkToGuide(patient, site.address)
    await phone.goTo(`${site.address}/companion/sign-in`)
    const type = (tab: Tab, selector: string, text: string) =>
      tab.find(`(document.querySelector('${selector}').value = '${text}') !== null`)
    await type(phone, '#name', `Anna ${name}`)
    await type(phone, '#passphrase', usualPassphrase)
    await phone.click('form.main-form button')
    await isAt(phone, '/companion')

    await patient.click('[data-action="helper"]')
    await until(patient, `document.querySelector('.digits')`)
    const digits = `[...document.querySelectorAll('.digits span:not(.only-heard)')].map((one) => one.textContent).join('')`
    await type(phone, '[name="code"]', await patient.find<string>(digits))
    await phone.click('.pair button')
    await isAt(phone, '/companion/session')
    await until(patient, `document.querySelector('button[value="accept"]')`)
    await patient.click('button[value="accept"]')
    await until(phone, `document.querySelector('.mediator-lines')`)
    await phone.click('button[name="point"]')
    await until(patient, `document.querySelector('.step[data-pointed]')`)
    await patient.click('.step[data-private-moment] .step-tool button')
    await until(patient, `document.querySelector('.live-strip[data-phase="private"]')`)
    await until(phone, `document.querySelector('.look-away')`)
    expect(await phone.find(`document.body.textContent.includes('Consentement')`)).toBe(false)
    // A tap that comes at once is the same finger still.
    site.machine.pass(guidedSessionTimes.leastPrivateMilliseconds)
    await patient.click('.live-strip button[value="done"]')
    await until(phone, `document.querySelector('.mediator-lines')`)
    await patient.click('.live-strip .together button[value="end"]')
    await until(phone, `document.querySelector('form.record')`)
  })

  test('hides at once on a slow network, and erases as soon as one that was gone is back', async () => {
    const wire = await openWire(site.address, slowWayMilliseconds)
    const tab = await openTab()
    await walkToGuide(tab, wire.address)
    await tab.click('[data-action="hide"]')
    await isHidden(tab)
    await tab.click(goOn)
    await isShown(tab)
    wire.cut()
    await tab.click(erase)
    await until(tab, `document.documentElement.dataset.covered === ''`)
    wire.mend()
    await isAt(tab, '/fr/erased')
    expect(await site.services.visits.count()).toBe(0)
    await tab.close()
    tabs.pop()
    await wire.close()
  })

  test('prints in any colours as everybody does: black on white, no more ink and no less', async () => {
    const tab = await openTab()
    // All of them, in all colours, take this engine minutes: Chromium's are in paper.test.ts.
    const few = inAnyColours.filter((address) => everyColour || /check-consent|explainer/.test(address))
    for (const address of few) {
      await tab.goTo(site.address + address)
      await until(tab, `document.readyState === 'complete' && document.fonts.status === 'loaded'`)
      const printed = async (contrast: string, withBackgrounds: boolean) => {
        await tab.find(`document.documentElement.setAttribute('data-contrast', '${contrast}') ?? true`)
        const pdf = await tab.print(withBackgrounds)
        return pdf === null ? null : inkOf(pdf)
      }
      const usual = await printed('paper', false)
      if (usual === null) {
        console.log(`${name} prints for nobody who drives it: not tried there.`)
        return
      }
      expect(usual.ink, address).toBeGreaterThan(0.005)
      const ratios: number[] = []
      for (const contrast of everyColour ? contrasts : (['white-on-black'] as const)) {
        for (const withBackgrounds of [false, true]) {
          const made = await printed(contrast, withBackgrounds)
          const what = `${address} ${contrast} ${withBackgrounds ? 'with' : 'without'} backgrounds`
          ratios.push((made?.ink ?? 0) / usual.ink)
          expect(Math.abs((ratios.at(-1) ?? 0) - 1), what).toBeLessThanOrEqual(0.1)
          expect(made?.edge, `${what}, at the edge`).toBeLessThan(0.1)
        }
      }
      console.log(
        `${address}: ink ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} of the usual`,
      )
    }
  })
})

test.runIf(engines.length === 2)(
  'whoever reads the accessibility statement reads of no journey that was not made in that engine',
  () => claimNoMoreThan('engines', { tools: versions, counts: { journeys } }, anyFailed),
)
