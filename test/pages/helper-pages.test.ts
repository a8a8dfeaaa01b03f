/** The pages of mediators and hosts in a real browser: for a thumb, for disabled people, without script, by passkey. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { headlessChromiumPath, openBrowser, type TestSite } from '../support/browser.ts'
import { browserCookie } from '../support/cookies.ts'
import {
  helperAddresses,
  openHelperSite,
  passphrase,
  prepare,
  type Tokens,
  type UnpreparedSite,
} from '../support/helper-site.ts'
import { axeOnSkeleton, axeOnWords, createJudge, printJudged, sniffer } from '../support/judge.ts'
import { missedByAThumb } from '../support/thumb.ts'

const judge = createJudge(words.languages)
const phone = { width: 390, height: 844 }

let unprepared: UnpreparedSite
let site: TestSite
let tokens: Tokens

beforeAll(async () => {
  unprepared = await openHelperSite()
  site = unprepared.site
})
afterAll(async () => {
  await site.close()
  printJudged(judge.judgements)
})

/** As pa11y sees it first, then on a phone. */
async function sniff(page: Page, name: string, language: string): Promise<readonly string[]> {
  const found = await judge.sniffer(page, { name, language, among: language })
  await page.setViewportSize(phone)
  return found
}

async function look(page: Page, name: string, language: string): Promise<readonly string[]> {
  return [...(await judge.axe(page, { name, language, among: language })), ...(await missedByAThumb(page))]
}

async function signedIn(browser: Browser, language: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: language,
    viewport: phone,
    bypassCSP: true,
  })
  await context.addCookies([
    browserCookie(site, 'mediator', tokens.mediator, site.address),
    browserCookie(site, 'host', tokens.host, site.address),
  ])
  return context
}

describe('the first start', () => {
  test('can be done by a person with a disability, in every language, wrong at first', async () => {
    const found: string[] = []
    for (const language of words.languages) {
      const context = await site.browser.newContext({
        locale: language,
        viewport: phone,
        bypassCSP: true,
      })
      const page = await context.newPage()
      await page.goto(`${site.address}/host/set-up/${unprepared.setUpToken}`)
      found.push(...(await look(page, 'set-up', language)))
      await page.fill('#name', 'Hilde')
      await page.fill('#passphrase', passphrase)
      await page.fill('#again', 'something else')
      await page.locator('.main-act').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await look(page, 'set-up, wrong at first', language)))
      await context.close()
    }
    expect(found).toEqual([])
    tokens = await prepare(unprepared)
  })
})

describe.each(words.languages)(
  'a mediator or host with a disability can use every page in %s',
  (language) => {
    test('axe and HTML_CodeSniffer find nothing, and everything can be hit with a thumb on a phone', async () => {
      const context = await signedIn(site.browser, language)
      const page = await context.newPage()
      const found: string[] = []
      const addresses = helperAddresses(tokens)
      for (const address of addresses) {
        await page.goto(site.address + address)
        expect(page.url()).toBe(site.address + address)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        found.push(...(await sniff(page, address, language)))
        await page.locator('.choose-language summary').click()
        found.push(...(await look(page, address, language)))
      }
      await page.goto(`${site.address}/host`)
      await page.fill('#mediator-name', 'AÏCHA VANDENBROUCKE')
      await page.locator('form[action="/host/mediators"] button').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await look(page, '/host, name taken', language)))
      await page.fill('#kiosk-name', `Comptoir ${language}`)
      await page.locator('form[action="/host/kiosks"] button').click()
      const ofKiosk = page.url()
      for (const [secret, form] of [
        ['link', /\/kiosks\/[\w-]{22}$/],
        ['token', /^[\w-]{22}$/],
      ] as const) {
        await page.goto(ofKiosk)
        await page.locator(`form[action$="/${secret}"] button`).click()
        expect(await page.locator('textarea').inputValue()).toMatch(form)
        found.push(...(await look(page, `/host, ${secret} of a kiosk`, language)))
      }
      console.log(`${language}: ${addresses.length + 3} helper pages, ${found.length} issues`)
      expect(found).toEqual([])
      for (const rules of [axeOnWords, axeOnSkeleton, sniffer]) {
        const judged = judge.judgements
          .filter((one) => one.language === language && one.rules === rules)
          .map((one) => one.page)
        expect(judged, rules).toEqual(expect.arrayContaining([...addresses]))
      }
      await context.close()
    })
  },
)

test('without script, on a plain-http network, a mediator accepts, signs out and in, and changes the language', async () => {
  const { port } = new URL(site.address)
  const address = `http://guides.test:${port}`
  const browser = await openBrowser(headlessChromiumPath, {
    args: ['--host-resolver-rules=MAP guides.test localhost'],
  })
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'nl' })
  const page = await context.newPage()
  const origins: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST') return
    void request.allHeaders().then((headers) => {
      expect(headers['sec-fetch-site']).toBeUndefined()
      origins.push(headers.origin)
    })
  })
  await page.goto(`${address}/companion/invitation/${tokens.invitation}`)
  await page.fill('#passphrase', passphrase)
  await page.fill('#again', passphrase)
  await page.locator('.main-act').click()
  expect(new URL(page.url()).pathname).toBe('/companion')
  await page.locator('.who button').click()
  expect(new URL(page.url()).pathname).toBe('/companion/sign-in')
  await page.fill('#name', 'bernard')
  await page.fill('#passphrase', passphrase)
  await page.locator('.main-act').click()
  expect(new URL(page.url()).pathname).toBe('/companion')
  await page.locator('.choose-language summary').click()
  await page.locator('a[hreflang="de"]').click()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.goto(`${address}/companion/account`)
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  expect(await page.locator('[data-passkey]').count()).toBe(0)
  expect(origins).toEqual([address, address, address])
  await browser.close()
})

test('by passkey a mediator signs in without typing, and not after taking it away', async () => {
  const context = await signedIn(site.browser, 'fr')
  const page = await context.newPage()
  const ownPasskeys = page.locator('section:has([data-passkey="add"]) .rows')
  const devTools = await context.newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${site.address}/companion/account`)
  await page.fill('#proof', 'not the passphrase')
  await page.locator('[data-passkey="add"] button').click()
  await page.locator('.passkey .problem:not([hidden])').waitFor()
  expect(await page.locator('.passkey .problem').textContent()).toContain('phrase de passe actuelle')
  expect(await issuesOn(page)).toEqual([])
  await page.fill('#proof', passphrase)
  await page.locator('[data-passkey="add"] button').click()
  await ownPasskeys.locator('form').waitFor()
  expect(await ownPasskeys.textContent()).toContain('2026-11-20')
  expect(await missedByAThumb(page)).toEqual([])
  expect(await issuesOn(page)).toEqual([])

  await page.locator('.who button').click()
  await page.goto(`${site.address}/companion/account`)
  const button = page.locator('[data-passkey="sign-in"] button')
  expect(await issuesOn(page)).toEqual([])
  const spent = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'))
  await button.click()
  await page.waitForURL('**/companion/account')
  expect(await page.locator('.who').textContent()).toContain('Aïcha Vandenbroucke')

  // The same answer once more, by somebody who has seen it go by.
  const again = await fetch(`${site.address}/companion/sign-in/passkey`, {
    method: 'POST',
    body: (await spent).postData() ?? '',
  })
  expect(again.status).toBe(403)

  await ownPasskeys.locator('form button').click()
  await ownPasskeys.locator('li').waitFor({ state: 'detached' })
  await page.locator('.who button').click()
  await button.click()
  await page.locator('.passkey .problem:not([hidden])').waitFor()
  expect(page.url()).toContain('/companion/sign-in')
  await context.close()
})
