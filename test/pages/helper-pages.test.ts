/** The pages of mediators and hosts in a real browser: for a thumb, for disabled people, without script, by passkey. */

import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import puppeteer from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { chromiumArguments, headlessChromiumPath, openTestSite, type TestSite } from '../support/browser.ts'
import { pa11yIssues } from '../support/pa11y-issues.ts'
import { missedByAThumb } from '../support/thumb.ts'

const passphrase = 'trois girafes dorment debout'

/** What a mediator and a host bring, set up without the pages. */
interface Tokens {
  readonly mediator: string
  readonly host: string
  readonly invitation: string
  readonly mediatorId: string
  readonly kioskId: string
}

let site: TestSite
let setUpToken: string
let tokens: Tokens

async function prepare(): Promise<Tokens> {
  const { mediators, kiosks, setUp } = site.services
  const choice = { passphrase, again: passphrase }
  const first = await mediators.signIns.invite('Aïcha Vandenbroucke', true)
  const second = await mediators.signIns.invite('Bernard', false)
  const host = await setUp.finish(setUpToken, 'Hilde', choice, 'Pharmacie du Parc')
  if (first.kind !== 'invited' || second.kind !== 'invited' || host.kind !== 'signed-in') {
    throw new Error('The site could not be prepared')
  }
  const accepted = await mediators.signIns.accept(first.token, choice)
  if (accepted.kind !== 'signed-in') throw new Error(accepted.kind)
  const { kiosk } = await kiosks.add('Comptoir')
  return {
    mediator: accepted.signIn.token,
    host: host.signIn.token,
    invitation: second.token,
    mediatorId: first.account.id,
    kioskId: kiosk.id,
  }
}

/** Every page that answers a GET, for who is signed in; the pages without a sign-in come out the same. */
function addresses(): readonly string[] {
  return [
    '/companion/sign-in',
    `/companion/invitation/${tokens.invitation}`,
    '/companion/invitation/AAAAAAAAAAAAAAAAAAAAAA',
    '/companion',
    '/companion/account',
    '/companion/pair?code=123456',
    '/companion/session',
    '/companion/look',
    '/companion/look/guide/check-consent',
    '/companion/look/explainer/share-my-data',
    '/companion/guide',
    '/companion/no-such-page',
    '/host/sign-in',
    '/host/set-up/AAAAAAAAAAAAAAAAAAAAAA',
    '/host',
    '/host/account',
    `/host/mediators/${tokens.mediatorId}/remove`,
    `/host/kiosks/${tokens.kioskId}/remove`,
  ]
}

/** On this machine browsers give passkeys by the name "localhost" only. */
beforeAll(async () => {
  site = await openTestSite({ PUBLIC_URL: '', HOST: 'localhost' })
  setUpToken = (await site.services.setUp.open()) ?? ''
})
afterAll(() => site.close())

async function signedIn(browser: Browser, language: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: language,
    viewport: { width: 390, height: 844 },
    bypassCSP: true,
  })
  await context.addCookies([
    { name: 'mediator', value: tokens.mediator, url: `${site.address}/companion` },
    { name: 'host', value: tokens.host, url: `${site.address}/host` },
  ])
  return context
}

describe('the first start', () => {
  test('can be done by a person with a disability, in every language, wrong at first', async () => {
    const found: string[] = []
    for (const language of words.languages) {
      const context = await site.browser.newContext({
        locale: language,
        viewport: { width: 390, height: 844 },
        bypassCSP: true,
      })
      const page = await context.newPage()
      await page.goto(`${site.address}/host/set-up/${setUpToken}`)
      found.push(...(await issuesOn(page)), ...(await missedByAThumb(page)))
      await page.fill('#name', 'Hilde')
      await page.fill('#passphrase', passphrase)
      await page.fill('#again', 'something else')
      await page.locator('.main-act').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await issuesOn(page)))
      await context.close()
    }
    expect(found).toEqual([])
    tokens = await prepare()
  }, 60_000)
})

describe.each(words.languages)(
  'a mediator or host with a disability can use every page in %s',
  (language) => {
    test('axe finds nothing, and everything can be hit with a thumb on a phone', async () => {
      const context = await signedIn(site.browser, language)
      const page = await context.newPage()
      const found: string[] = []
      for (const address of addresses()) {
        await page.goto(site.address + address)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await page.locator('.choose-language summary').click()
        found.push(...(await issuesOn(page)), ...(await missedByAThumb(page)))
      }
      await page.goto(`${site.address}/host`)
      await page.fill('#mediator-name', 'AÏCHA VANDENBROUCKE')
      await page.locator('form[action="/host/mediators"] button').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await issuesOn(page)))
      await page.fill('#kiosk-name', `Comptoir ${language}`)
      await page.locator('form[action="/host/kiosks"] button').click()
      expect(await page.locator('textarea').inputValue()).toContain('/kiosks/')
      found.push(...(await issuesOn(page)), ...(await missedByAThumb(page)))
      console.log(`${language}: axe-core on ${addresses().length + 2} helper pages, ${found.length} issues`)
      expect(found).toEqual([])
      await context.close()
    }, 120_000)
  },
)

test('pa11y finds nothing on any helper page, in every language', async () => {
  const browser = await puppeteer.launch({
    executablePath: headlessChromiumPath,
    args: [...chromiumArguments],
  })
  await browser.setCookie(
    { name: 'mediator', value: tokens.mediator, domain: 'localhost', path: '/companion' },
    { name: 'host', value: tokens.host, domain: 'localhost', path: '/host' },
  )
  const found: string[] = []
  for (const language of words.languages) {
    const pages = addresses().map((address) => {
      const url = new URL(address, site.address)
      url.searchParams.set('language', language)
      return url.href
    })
    found.push(...(await pa11yIssues(browser, pages)))
  }
  await browser.close()
  expect(found).toEqual([])
}, 600_000)

test('without script, on a plain-http network, a mediator accepts, signs out and in, and changes the language', async () => {
  const { port } = new URL(site.address)
  const address = `http://guides.test:${port}`
  const browser = await chromium.launch({
    executablePath: headlessChromiumPath,
    args: [...chromiumArguments, '--host-resolver-rules=MAP guides.test localhost'],
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
}, 60_000)

test('by passkey a mediator signs in without typing, and not after taking it away', async () => {
  const context = await signedIn(site.browser, 'fr')
  const page = await context.newPage()
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
  await page.locator('[data-passkey="add"] button').click()
  await page.locator('.rows form').waitFor()
  expect(await page.locator('.rows').textContent()).toContain('2026-11-20')
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

  await page.locator('.rows form button').click()
  await page.locator('.rows li').waitFor({ state: 'detached' })
  await page.locator('.who button').click()
  await button.click()
  await page.locator('.passkey .problem:not([hidden])').waitFor()
  expect(page.url()).toContain('/companion/sign-in')
  await context.close()
}, 60_000)
